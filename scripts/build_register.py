"""Build ``pipeline/ofsight/register/data/authorities.csv`` from a list of authorities.

    python scripts/build_register.py ../shared/data/local_authorities.csv

The list is taken over with its facts; what is wrong or missing in it for linking is put right by
``scripts/register_corrections.csv`` (one field of one authority a line, with its reason, or a whole added
authority) and by three rules, each stated where it is applied. Run it again whenever the list changes; the
result is the same for the same inputs.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CORRECTIONS = ROOT / "scripts" / "register_corrections.csv"
TARGET = ROOT / "pipeline" / "ofsight" / "register" / "data" / "authorities.csv"
FIELDS = (
    "code",
    "official_name",
    "short_name",
    "other_names",
    "kind",
    "childrens_services",
    "nation",
    "region",
    "start",
    "end",
    "replaced_by",
    "former_codes",
)
# The list's dates of 2005 are when an entry was made, not when a council began; these are the general dates
# of reorganisation (Local Government Act 1972, London Government Act 1963, Acts of 1994 for Wales, Scotland).
GENERAL_START = {
    "Metropolitan district": "1974-04-01",
    "Non-metropolitan district": "1974-04-01",
    "County": "1974-04-01",
    "London borough": "1965-04-01",
    "City corporation": "1965-04-01",
    "Welsh unitary authority": "1996-04-01",
    "Scottish unitary authority": "1996-04-01",
}
_LIST_SUFFIX = re.compile(r" (?:UA|london boro|district|county)$", re.IGNORECASE)


def _last_day(end: str) -> str:
    """Return an authority's last day: the list gives that day for some, the day after for others."""
    if end.endswith("-04-01"):
        return (datetime.date.fromisoformat(end) - datetime.timedelta(days=1)).isoformat()
    return end


def _names(row: dict[str, str]) -> str:
    """Return the names in use besides the official and the short one, without the list's own suffixes."""
    kept: dict[str, str] = {}
    taken = {row["official_name"].casefold(), row["short_name"].casefold()}
    for name in row["other_names"].split("|"):
        plain = _LIST_SUFFIX.sub("", name.strip())
        if plain and plain.isascii() and plain.casefold() not in taken:
            kept.setdefault(plain.casefold(), plain)
    return "|".join(kept.values())


def convert(row: dict[str, str]) -> dict[str, str]:
    """Turn a row of the list into a row of the register."""
    row = {key: " ".join(value.split()) for key, value in row.items()}
    start = row["start_date"]
    if not start or start.startswith("2005-"):
        start = GENERAL_START.get(row["type"], "")
    return {
        "code": row["gss_code"],
        "official_name": row["official_name"],
        "short_name": row["short_name"],
        "other_names": _names(row),
        "kind": row["type"],
        "childrens_services": row["childrens_services"],
        "nation": row["nation"],
        "region": row["region"],
        "start": start,
        "end": _last_day(row["end_date"]),
        "replaced_by": row["replaced_by"].replace(" ", "|"),
        "former_codes": row["former_gss_codes"].replace(" ", "|"),
    }


def correct(rows: dict[str, dict[str, str]]) -> None:
    """Apply the corrections in place; ``code`` as the field adds an authority that the list lacks."""
    with CORRECTIONS.open(encoding="utf-8", newline="") as file:
        for fix in csv.DictReader(file):
            if fix["field"] == "code":
                rows[fix["code"]] = dict.fromkeys(FIELDS, "") | {"code": fix["code"]}
                continue
            if fix["field"] not in FIELDS:
                raise SystemExit(f"register_corrections.csv: no field {fix['field']!r}")
            rows[fix["code"]][fix["field"]] = fix["value"]


def main() -> None:
    """Read the list given on the command line and write the register."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", type=Path)
    source: Path = parser.parse_args().source
    with source.open(encoding="utf-8", newline="") as file:
        converted = [convert(row) for row in csv.DictReader(file)]
    # An authority without a code cannot be linked to (districts of Northern Ireland before 2015).
    rows = {row["code"]: row for row in converted if row["code"]}
    correct(rows)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[code] for code in sorted(rows))
    print(f"{len(rows)} authorities -> {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
