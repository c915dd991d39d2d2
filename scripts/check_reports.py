"""Count how many reports of a folder have every particular and a complete set of judgements; list the rest.

python scripts/check_reports.py ../shared/corpus/reports
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import ofsight
from ofsight import layers
from ofsight.record import InspectionMeta

PARTICULARS = ("council", "framework", "start", "end", "lead_inspector")
ILACS_SETS = (
    {"leadership", "help_and_protection", "children_in_care_and_care_leavers", "overall"},
    {"leadership", "help_and_protection", "children_in_care", "care_leavers", "overall"},
)
WITHOUT_OVERALL_FROM = "2026-04"
SIF_SET = {"overall", "help_and_protection", "children_in_care", "adoption", "care_leavers", "leadership"}


def missing_areas(inspection: InspectionMeta, title: str, areas: set[str]) -> set[str]:
    """Return the areas that a report of its framework grades and for which no judgement was read."""
    if inspection.framework == "ilacs":
        ungraded = {"overall"} if (inspection.end or "") >= WITHOUT_OVERALL_FROM else set()
        return min(((wanted - ungraded) - areas for wanted in ILACS_SETS), key=len)
    if inspection.framework == "sif":
        board = {"lscb"} if "safeguarding children" in " ".join(title.lower().split()) else set()
        return (SIF_SET | board) - areas
    return {"leadership"} - areas


def read_reports(folder: Path) -> Iterator[tuple[str, list[str], int]]:
    """Yield each report's name, what was not found in it, and the number of earlier judgements it recalls."""
    nlp = ofsight.load()
    nlp.disable_pipe("ofsight_findings")
    for path in sorted(folder.glob("*.txt")):
        doc = nlp(path.read_bytes().decode("utf-8"))
        meta = layers.get_meta(doc)
        judgements = layers.get_judgements(doc)
        inspection = meta.inspection
        if meta.kind != "report" or inspection is None:
            yield path.stem, ["kind"], 0
            continue
        missing = [name for name in PARTICULARS if getattr(inspection, name) is None]
        missing += ["published"] if meta.published is None else []
        current = {judgement.area for judgement in judgements if not judgement.previous}
        missing += sorted(missing_areas(inspection, meta.title or "", current))
        yield path.stem, missing, sum(judgement.previous for judgement in judgements)


def main() -> int:
    """Print the table; return 1 when the folder holds no report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    rows = list(read_reports(parser.parse_args().folder))
    if not rows:
        print("no .txt files there", file=sys.stderr)
        return 1
    counts = Counter(name for _, missing, _ in rows for name in missing)
    print(f"{len(rows)} reports, {sum(earlier for _, _, earlier in rows)} earlier judgements recalled")
    for name in (*PARTICULARS, "published"):
        print(f"{name:<16}{len(rows) - counts[name]:>5}")
    incomplete = [
        (stem, [name for name in missing if name != "published"])
        for stem, missing, _ in rows
        if set(missing) - {"published"}
    ]
    print(f"{'all judgements':<16}{len(rows) - len(incomplete):>5}\n")
    for stem, missing in incomplete:
        print(f"{stem}: no {', '.join(missing)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
