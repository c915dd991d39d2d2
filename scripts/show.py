"""Print what was found in a file of records, for a person: per document its facts and some of its findings.

Usage: python scripts/show.py RECORDS [--findings N]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from ofsight.record import Record
from ofsight.record.io import read_records
from ofsight.register import load_register


def council_names(codes: tuple[str, ...] | tuple[str | None, ...]) -> str:
    """Return the short names of authorities given by GSS code."""
    register = load_register()
    names = [authority.short_name for code in codes if code and (authority := register.by_code(code))]
    return ", ".join(names) or "-"


def describe(record: Record, findings: int) -> Iterator[str]:
    """Yield the lines that describe one record."""
    meta = record.meta
    yield f"{record.id}  [{meta.kind}, {meta.published or 'no date'}]  {meta.title or ''}"
    for judgement in record.judgements:
        previous = " (previous)" if judgement.previous else ""
        yield (
            f"    judgement  {council_names((judgement.council,))}: {judgement.area} = {judgement.rating}"
            f"{previous}  {judgement.date or ''}"
        )
    for role in record.roles:
        yield f"    role       {role.official}: {role.role} ({role.organisation or '-'})"
    for measure in record.measures:
        yield (
            f"    measure    {council_names((measure.council,))}: {measure.metric} = {measure.value:,}"
            f" {measure.unit}  {measure.as_of or ''}"
        )
    for finding in record.findings[:findings]:
        text = " ".join((record.text or "")[finding.start : finding.end].split())
        yield f"    {finding.polarity:<9}  {', '.join(finding.themes)} [{finding.source}] {text[:90]}"
    if len(record.findings) > findings:
        yield f"    ... and {len(record.findings) - findings} more findings"


def main() -> None:
    """Print every record of the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=Path)
    parser.add_argument("--findings", type=int, default=4, help="findings to print for each document")
    options = parser.parse_args()
    for record in read_records(options.records):
        print("\n".join(describe(record, options.findings)), end="\n\n")


if __name__ == "__main__":
    main()
