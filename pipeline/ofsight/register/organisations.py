"""The register of other bodies (regulators, departments, trusts, charities, media) with their stable keys."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from .names import normalise

_FILE = Path(__file__).parent / "data" / "organisations.csv"
SourceHint = Literal["inspectorate", "government", "council", "other", "article"]


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body other than a local authority.

    ``names`` are its names and abbreviations as printed; one that begins with a small "the" is a name only
    after that article ("the Guardian"). ``serves`` holds the GSS codes of the authorities whose services
    a trust or company runs; ``source`` is whose words its words are in a finding.
    """

    key: str
    kind: str
    names: tuple[str, ...]
    serves: tuple[str, ...]
    source: SourceHint


@cache
def load_organisations() -> dict[str, Organisation]:
    """Return all organisations by key; read once."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["key"]: Organisation(
            key=row["key"],
            kind=row["kind"],
            names=tuple(row["names"].split("|")),
            serves=tuple(code for code in row["serves"].split("|") if code),
            source=cast(SourceHint, row["source"]),
        )
        for row in rows
    }


@cache
def _keys_by_name() -> dict[str, str]:
    return {
        normalise(name): organisation.key
        for organisation in load_organisations().values()
        for name in organisation.names
    }


def find_organisation(surface: str) -> str | None:
    r"""Return the stable key of a body by a name of it, or None.

    Examples
    --------
    >>> find_organisation("Ofsted’s")
    'ofsted'
    >>> find_organisation("the Department for\nEducation")
    'dfe'
    """
    return _keys_by_name().get(normalise(surface))


def get_organisation(key: str) -> Organisation | None:
    """Return a body by its key, or None."""
    return load_organisations().get(key)
