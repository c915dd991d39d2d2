"""What is known of a document as variables of its source in a REFI-QDA project, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ofsight.record import InspectionMeta, Meta

from .article import SEPARATOR, council_name, joined
from .drafts import meta_of
from .notes import Notes

ID: Final = "id"
YEAR: Final = "year"
_PLAIN: Final = ("kind", "title", "published", "publisher", "url")
_INSPECTION: Final = "inspection_"
_DERIVED: Final = frozenset({YEAR, "council", "council_code"})
"""Variables that follow from others and are not read back."""


def stated_variables(
    name: str, meta: Meta, councils: list[str], notes: Notes, place: str
) -> dict[str, str | int]:
    """Return what is known of a document, by the names of variables.

    Parameters
    ----------
    name : str
        The record's id.
    meta : Meta
        What is known.
    councils : list of str
        The codes of the councils that it is about, the most frequent first: the first is a variable.
    notes : Notes
        Counts what does not come back.
    place : str
        For the notes.
    """
    said: dict[str, Any] = {ID: name}
    said |= {key: getattr(meta, key) for key in _PLAIN}
    if meta.published:
        said[YEAR] = int(meta.published[:4])
    if meta.authors:
        said["authors"] = joined(meta.authors)
        if said["authors"].split(SEPARATOR) != list(meta.authors):
            notes.add("names of authors with a semicolon in them, which come back as two", place)
    if councils:
        said |= {"council": council_name(councils[0]), "council_code": councils[0]}
    if meta.inspection is not None:
        inspection = meta.inspection.model_dump(mode="json")
        said |= {f"{_INSPECTION}{key}": value for key, value in inspection.items()}
    return {key: value for key, value in said.items() if value is not None}


def meta_from(variables: Mapping[str, str], notes: Notes, place: str) -> Meta:
    """Return what variables say of a document, each by itself: one that is no date costs no other."""
    known: dict[str, Any] = {}
    inspection: dict[str, str | None] = dict.fromkeys(InspectionMeta.model_fields)
    for name, value in variables.items():
        field = name.removeprefix(_INSPECTION)
        if name.startswith(_INSPECTION) and field in inspection:
            inspection[field] = value
        elif name in _PLAIN and meta_of({name: value}) != Meta():
            known[name] = value
        elif name == "authors":
            known[name] = value.split(SEPARATOR)
        elif name != ID and name not in _DERIVED:
            notes.add(f"values of the variable {name!r}, which has no place in a record, left out", place)
    if inspection["type"] is not None and known.get("kind") != "news":
        known |= {"inspection": inspection} if meta_of({"inspection": inspection}) != Meta() else {}
    return meta_of(known)
