"""The results of a Label Studio annotation, put together by region: a span with all that was said of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from ofsight.record.labels import ENTITY_LABELS
from ofsight.record.types import Value

from .drafts import BadEntryError, EntityMark, FindingMark, as_strings, whole_text
from .notes import Notes

THEME_CONTROLS: Final = frozenset({"theme", "themes"})
_SAID: Final = {
    **dict.fromkeys(THEME_CONTROLS, "themes"),
    "polarity": "polarity",
    "source": "source",
    "council": "councils",
    "councils": "councils",
    "value": "value",
    "unit": "unit",
}
_WORDED: Final = frozenset(ENTITY_LABELS) - {"QUANTITY"}
_SPAN_TYPES: Final = ("labels", "hypertextlabels")
_TYPES: Final = (*_SPAN_TYPES, "choices", "textarea")


@dataclass(slots=True)
class Region:
    """A span, or the whole task where ``start`` is None, with its labels and what controls say of it."""

    start: int | None
    end: int | None
    quoted: str | None
    labels: list[str] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=dict)


def regions_of(results: Iterable[dict[str, Any]], place: str, notes: Notes) -> list[Region]:
    """Put the results of one annotation together by region (its id; without ids, its span)."""
    regions: dict[object, Region] = {}
    for result in results:
        kind, value = result.get("type"), result.get("value")
        if kind not in _TYPES or not isinstance(value, dict):
            notes.add(f"results of type {kind!r}, left out", place)
            continue
        control = str(result.get("from_name", ""))
        if kind not in _SPAN_TYPES and control not in _SAID:
            notes.add(f"results of the control {control!r}, which has no place in a record, left out", place)
            continue
        start, end = value.get("start"), value.get("end")
        if start is None and end is None:
            key: object = None
        else:
            _check_offsets(start, end)
            key = result.get("id") or (start, end)
        quoted = value.get("text")
        region = regions.setdefault(key, Region(start, end, quoted if isinstance(quoted, str) else None))
        given = as_strings(value.get("text" if kind == "textarea" else kind))
        if control in _SAID:
            region.said.setdefault(_SAID[control], []).extend(given)
        else:
            region.labels += given
    return list(regions.values())


def _check_offsets(start: object, end: object) -> None:
    if type(start) is not int or type(end) is not int:
        raise BadEntryError(
            f"a region begins at {start!r}, which is no offset: it was labelled as HTML;"
            " label it with a Text tag, not HyperText"
        )


def marks(
    regions: Iterable[Region], text: str, place: str, notes: Notes
) -> tuple[list[EntityMark], list[FindingMark]]:
    """Tell the regions of one annotation into entities and findings.

    Raises
    ------
    BadEntryError
        When a region's words are not those of the text at its offsets.
    """
    entities: list[EntityMark] = []
    findings: list[FindingMark] = []
    for region in regions:
        start, end = _span(region, text)
        said = region.said
        if "themes" in said or {"polarity", "source", "councils"} & said.keys():
            findings.append(
                FindingMark(
                    start,
                    end,
                    tuple(said.get("themes", ())),
                    "".join(said.get("polarity", [])[:1]),
                    "".join(said.get("source", [])[:1]),
                    tuple(said.get("councils", ())),
                )
            )
        elif region.labels:
            unit = "".join(said.get("unit", [])[:1]) or None
            entities += [
                EntityMark(start, end, label, value_of(said.get("value"), label), unit)
                for label in region.labels
            ]
        else:
            notes.add("regions without a label, left out", place)
    return entities, findings


def written_value(value: str | float) -> str:
    """Return an entity's value as a person would write it; a string that looks like JSON is quoted."""
    return (
        value
        if isinstance(value, str) and read_value(value) == value
        else json.dumps(value, ensure_ascii=False)
    )


def read_value(given: str) -> Value:
    """Return the value that somebody wrote: a number where it is one, else the words."""
    try:
        value = json.loads(given)
    except (ValueError, RecursionError):
        return given
    return value if isinstance(value, str | int | float) and not isinstance(value, bool) else given


def value_of(given: list[str] | None, label: str) -> Value:
    """Return the value of an entity, if one was written."""
    if not given:
        return None
    value = read_value(given[0])
    # Of the codebook's labels only quantities are numbers: a DATE of 2021 is a string.
    return given[0] if label in _WORDED and not isinstance(value, str) else value


def _span(region: Region, text: str) -> tuple[int, int]:
    """Return where a region lies, in code points; some versions count as JavaScript does."""
    start, end = region.start, region.end
    if start is None or end is None:
        return whole_text(text)
    if region.quoted is None or _same(text[start:end], region.quoted):
        return start, end
    place = utf16_places(text)
    first, last = place(start), place(end)
    if first is not None and last is not None and _same(text[first:last], region.quoted):
        return first, last
    raise BadEntryError(
        f"a region says {_short(region.quoted)}, but text[{start}:{end}] is {_short(text[start:end])}:"
        " the text was changed after it was labelled; export text and annotations together"
    )


def _short(words: str) -> str:
    return repr(words if len(words) <= 40 else words[:37] + "...")


def _same(words: str, quoted: str) -> bool:
    r"""Compare words as Label Studio copies them: line breaks become ``\n`` in two characters, or spaces."""
    return words == quoted or _flat(words) == _flat(quoted)


def _flat(words: str) -> str:
    return " ".join(words.replace("\\n", "\n").split())


def utf16_places(text: str) -> Callable[[int], int | None]:
    """Return a function from offsets in UTF-16 code units to offsets in code points, None inside a pair."""
    places: dict[int, int] = {}
    units = 0
    for place, character in enumerate(text):
        places[units] = place
        units += 2 if ord(character) > 0xFFFF else 1
    places[units] = len(text)
    return places.get
