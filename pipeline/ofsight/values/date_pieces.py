"""What a printed date is made of, and the year that is meant where none is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from .calendar import first_day
from .date_words import MONTHS, WEEKDAYS
from .patterns import any_of

_PIECE = re.compile(
    r"(?P<year>(?<!\d)(?:19|20)\d\d)|'(?P<short>\d\d)|(?<![\d'])(?P<day>\d{1,2})(?!\d)|(?P<month>\b"
    + any_of(MONTHS)
    + r"\b)|(?P<weekday>\b"
    + any_of(WEEKDAYS)
    + r"\b)|(?P<relation>(?i:last|this|next|that|same|previous|following|current))\s+year\b"
)
STEP: Final = {
    "last": -1,
    "previous": -1,
    "preceding": -1,
    "this": 0,
    "current": 0,
    "next": 1,
    "following": 1,
    "coming": 1,
}


@dataclass(frozen=True, slots=True)
class Moment:
    """From where a date is seen: the document's day, the date last spoken of, if the future is meant."""

    anchor: date | None
    before: str | None = None
    future: bool = False


@dataclass(slots=True)
class Pieces:
    """The numbers printed in a date, and its "last year", "that year" if it has one."""

    days: list[int]
    months: list[int]
    years: list[int]
    weekdays: list[int]
    relation: str | None = None


def pieces_of(surface: str) -> Pieces:
    """Return what a printed date is made of, in order."""
    found = Pieces([], [], [], [])
    for match in _PIECE.finditer(surface):
        kind, text = match.lastgroup, match.group()
        if kind == "year":
            found.years.append(int(text))
        elif kind == "short":
            found.years.append(full_year(match["short"]))
        elif kind == "day":
            found.days.append(int(text))
        elif kind == "month":
            found.months.append(MONTHS[text])
        elif kind == "weekday":
            found.weekdays.append(WEEKDAYS[text])
        else:
            found.relation = match["relation"].lower()
    return found


def full_year(two_digits: str) -> int:
    """Return the year that two digits stand for: 1970 to 2069."""
    number = int(two_digits)
    return 2000 + number if number < 70 else 1900 + number


def related_year(relation: str, moment: Moment) -> int | None:
    """Return the year that "last year", "that year", "the following year" speaks of."""
    spoken_of = first_day(moment.before) if moment.before else None
    if relation in {"last", "this", "next", "current"}:
        return moment.anchor.year + STEP[relation] if moment.anchor else None
    if spoken_of is None:
        return None
    return spoken_of.year + STEP.get(relation, 0)


def _year_for(month: int, day: int | None, moment: Moment) -> int | None:
    """Choose the year of a month or day without one: the latest, or the next if the future is meant."""
    anchor = moment.anchor
    if anchor is None:
        return None
    here = (anchor.month, anchor.day) if day else (anchor.month, 0)
    there = (month, day or 0)
    if moment.future:
        return anchor.year + (there < here)
    return anchor.year - (there > here)


def year_of(pieces: Pieces, month: int, day: int | None, moment: Moment) -> int | None:
    """Return the year a month (and day) lies in: printed, related to another, or chosen."""
    if pieces.years:
        return pieces.years[-1]
    if pieces.relation:
        return related_year(pieces.relation, moment)
    return _year_for(month, day, moment)
