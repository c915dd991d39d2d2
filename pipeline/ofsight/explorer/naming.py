"""Readable names of labels, with what the codebook says of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from ofsight.register import get_organisation, load_register

_FILE: Final = Path(__file__).parent / "data" / "names.json"

NamedLabel = tuple[str, str, str]
"""A label, its readable name, and its meaning (empty where the codebook gives none)."""


@cache
def _groups() -> dict[str, dict[str, list[str]]]:
    groups: dict[str, dict[str, list[str]]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return groups


def label_names(group: str, found: Iterable[str] = ()) -> list[NamedLabel]:
    """Return the labels of a set with their names, in the order of the codebook.

    Parameters
    ----------
    group : str
        The label set: ``themes``, ``polarities``, ``sources``, ``entities``, ``blocks``, ``areas``,
        ``ratings``, ``metrics``, ``inspections``, ``kinds`` or ``frameworks``.
    found : iterable of str
        Labels of the records; those that the codebook lacks follow by name, theirs made from the label.
    """
    known = _groups()[group]
    own = sorted(set(found).difference(known))
    return [
        *((label, name, meaning) for label, (name, meaning) in known.items()),
        *((label, _readable(label), "") for label in own),
    ]


def _readable(label: str) -> str:
    words = " ".join(label.replace("_", " ").split())
    spoken = words.lower() if words.isupper() else words
    return spoken[:1].upper() + spoken[1:] or label


def council_rows(codes: Iterable[str]) -> list[tuple[str, str, str, str, str]]:
    """Return code, short name, official name, region and last day (ISO) of each council, by name.

    A code that the register lacks is its own name.
    """
    register = load_register()
    rows = []
    for code in sorted(set(codes)):
        authority = register.by_code(code)
        if authority is None:
            rows.append((code, code, "", "", ""))
        else:
            end = authority.end.isoformat() if authority.end else ""
            rows.append((code, authority.short_name, authority.official_name, authority.region, end))
    return sorted(rows, key=lambda row: (row[1], row[0]))


def organisation_rows(keys: Iterable[str]) -> list[tuple[str, str]]:
    """Return key and name of each body that the register of organisations knows, by key."""
    known = ((key, get_organisation(key)) for key in sorted(set(keys)))
    return [(key, body.names[0].removeprefix("the ")) for key, body in known if body is not None]
