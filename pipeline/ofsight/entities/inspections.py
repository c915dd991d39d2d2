"""Which inspection a mention means: its own words, or what the text said before (codebook reading 3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ofsight.reading import Mention
from ofsight.values.inspections import inspection_type

_YEAR = re.compile(r"(?:19|20)\d\d")
_DEFINITE = re.compile(
    r"(?i)\b(?:the|this|that|its|their|our|Ofsted's|Ofsted|inspectors'|regulator's|inspectorate's|watchdog's)\s+$"
)
_OTHER_EVENT = re.compile(
    r"(?i)\b(?:last|previous|earlier|first|next|second|third|future|another|an|a|any|every|each|subsequent|prior|new|forthcoming)\s+(?:\w+\s+)?$"
)
_YEAR_REACH = 60


class _Event(NamedTuple):
    start: int
    head: str
    kind: str
    year: str | None


def _head(surface: str) -> str:
    return "visit" if "visit" in surface.lower() else "inspection"


def _year_near(text: str, unit: tuple[int, int], mention: Mention) -> str | None:
    """Return the year printed before the noun ("the 2021 visit") or soon after it."""
    before = _YEAR.search(text, max(unit[0], mention.start - 6), mention.start)
    after = _YEAR.search(text, mention.end, min(unit[1], mention.end + _YEAR_REACH))
    found = before or after
    return found.group() if found else None


def inspection_values(
    text: str, units: Sequence[tuple[int, int]], mentions: Sequence[Mention], *, report: bool
) -> dict[tuple[int, int], str]:
    """Return the value of each INSPECTION mention by its span.

    Parameters
    ----------
    text : str
        The reading text.
    units : sequence of (start, end)
        Its sentences and tables, in order.
    mentions : sequence of Mention
        All mentions, in order.
    report : bool
        Whether the document is an inspection report, whose "this inspection" is its own.
    """
    values: dict[tuple[int, int], str] = {}
    events: list[_Event] = []
    own: _Event | None = None
    position = 0
    for mention in mentions:
        if mention.label != "INSPECTION":
            continue
        while position + 1 < len(units) and units[position][1] <= mention.start:
            position += 1
        unit = units[position]
        surface = text[mention.start : mention.end]
        title = _titled(text, unit, mention)
        kind = title or inspection_type(surface)
        year = _year_near(text, unit, mention)
        if kind == "unspecified":
            before = text[max(unit[0], mention.start - _YEAR_REACH) : mention.start]
            if report and year is None:
                kind = _own(before, _head(surface), own)
            else:
                kind = _said_before(before, _head(surface), year, events)
        elif title != _REVIEW_OF_BOARD:
            events.append(_Event(mention.start, _head(surface), kind, year))
        if own is None and mention.start < _TITLE_REACH:
            own = _Event(mention.start, _head(surface), kind, year)
        values[mention.start, mention.end] = kind
    return values


_TITLE_REACH = 400
"""Characters within which the title of a report ends: the inspection it names is the report's own."""
_REVIEW_OF_BOARD = "other"
_TITLES = (
    (re.compile(r"Inspection of services for\s+children in need of help"), "sif"),
    (re.compile(r"[Rr]eview of the effectiveness of the"), _REVIEW_OF_BOARD),
)


def _titled(text: str, unit: tuple[int, int], mention: Mention) -> str | None:
    title = " ".join(text[mention.start : min(unit[1], mention.end + 80)].split())
    return next((kind for pattern, kind in _TITLES if pattern.match(title)), None)


def _own(before: str, head: str, own: _Event | None) -> str:
    """Return the type of a report's own inspection where "this visit" or "the inspection" means it."""
    if own is None or own.head != head or not _DEFINITE.search(before) or _OTHER_EVENT.search(before):
        return "unspecified"
    return own.kind


def _said_before(before: str, head: str, year: str | None, events: list[_Event]) -> str:
    """Return the type of an event spoken of before: of the same year, else the nearest with the same noun."""
    if year is not None:
        told = {event.kind for event in events if event.year == year and event.head == head}
        return told.pop() if len(told) == 1 else "unspecified"
    if not events or not _DEFINITE.search(before) or _OTHER_EVENT.search(before):
        return "unspecified"
    same_head = [event for event in events if event.head == head]
    if same_head:
        return same_head[-1].kind
    kinds = {event.kind for event in events}
    return kinds.pop() if len(kinds) == 1 else "unspecified"
