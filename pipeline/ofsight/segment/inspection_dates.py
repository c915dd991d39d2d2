"""The dates of an inspection, in every form in which a report's header or a letter states them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)"
_NUMERIC = r"\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})(?!\d)"
_WORDED = rf"\d{{1,2}}(?!\d)(?:st|nd|rd|th)?(?:\s*(?:of\s+)?{_MONTH})?(?:,?\s*(?:19|20)\d\d(?!\d))?"
_MONTH_FIRST = rf"{_MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d),)?\s+(?:19|20)\d\d(?!\d)"
_POINT = rf"(?:{_WEEKDAY}?(?:{_NUMERIC}|{_WORDED}|{_MONTH_FIRST}))"
_LINK = r"(?:\s*[-‐‑‒–—―─−,;&\ufffe]\s*|\s+(?:to|and|until|till|through|then)\s+|\s*,\s*and\s+)"
_FROM = r"(?:from\s+|between\s+)?"
DATES = re.compile(rf"(?<![\w/.]){_FROM}{_POINT}(?:{_LINK}{_FROM}{_POINT})*", re.I)
"""One date, or several joined by dashes, commas, "to" and "and"."""

_POINTS = re.compile(
    rf"(?P<numeric>{_NUMERIC})"
    rf"|(?P<named>{_MONTH})(?:\s+(?P<named_day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d),)?\s+(?P<named_year>(?:19|20)\d\d)(?!\d)"
    rf"|(?P<day>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:\s*(?:of\s+)?(?P<month>{_MONTH}))?"
    rf"(?:,?\s*(?P<year>(?:19|20)\d\d)(?!\d))?",
    re.I,
)
SHORT_INSPECTION_DAYS = 7
"""A short inspection is at most five days on site in one or two weeks' time; a standard one two weeks."""


@dataclass(slots=True)
class _Point:
    """A day, or a month when ``day`` is None; what the text leaves out is None until it is inferred."""

    day: int | None
    month: int | None
    year: int | None

    def iso(self) -> str | None:
        if self.month is None or self.year is None:
            return None
        if self.day is None:
            return f"{self.year:04d}-{self.month:02d}"
        try:
            return date(self.year, self.month, self.day).isoformat()
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class InspectionDates:
    """First and last day (ISO, or month when no day is given) and the number of calendar days on site."""

    start: str
    end: str
    days: int | None


def parse_inspection_dates(text: str) -> InspectionDates | None:
    """Read the dates of one inspection.

    Parameters
    ----------
    text : str
        The words that state them, as matched by :data:`DATES`: "2 to 13 March 2020", "28 November to
        9 December 2022", "14/01/2014 – 05/02/2014", "5 to 9 December 2022 and 14 to 15 February 2023".

    Returns
    -------
    InspectionDates or None
        None when no date with a year can be read.

    Examples
    --------
    >>> parse_inspection_dates("28 November to 9 December 2022")
    InspectionDates(start='2022-11-28', end='2022-12-09', days=12)
    """
    points = [_read(match) for match in _POINTS.finditer(text)]
    _infer(points)
    found = sorted(iso for iso in (point.iso() for point in points) if iso)
    if not found:
        return None
    in_order = [iso for iso in (point.iso() for point in points) if iso]
    return InspectionDates(found[0], found[-1], _days_on_site(in_order))


def _read(match: re.Match[str]) -> _Point:
    if match["numeric"]:
        day, month, year = (int(part) for part in re.split(r"[/.]", match["numeric"]))
        return _Point(day, month, year + 2000 if year < 100 else year)
    if match["named"]:
        day_text = match["named_day"]
        return _Point(int(day_text) if day_text else None, _month(match["named"]), int(match["named_year"]))
    month_text, year_text = match["month"], match["year"]
    return _Point(
        int(match["day"]),
        _month(month_text) if month_text else None,
        int(year_text) if year_text else None,
    )


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _infer(points: list[_Point]) -> None:
    """Give each point the month and year of the next one ("2 to 13 March 2020"), else of the one before."""
    for near, far in list(pairwise(points))[::-1]:
        if near.month is None:
            near.month = far.month
        if near.year is None and far.year is not None:
            crosses_new_year = near.month is not None and far.month is not None and near.month > far.month
            near.year = far.year - 1 if crosses_new_year else far.year
    for near, far in pairwise(points):
        if far.month is None:
            far.month = near.month
        if far.year is None and near.year is not None:
            crosses_new_year = near.month is not None and far.month is not None and far.month < near.month
            far.year = near.year + 1 if crosses_new_year else near.year


def _days_on_site(dates: list[str]) -> int | None:
    """Return the calendar days of the ranges, pairs of first and last day; None unless all are days."""
    if any(len(iso) != len("2020-03-02") for iso in dates):
        return None
    days = [date.fromisoformat(iso) for iso in dates]
    if len(days) % 2:
        return (max(days) - min(days)).days + 1
    return sum((last - first).days + 1 for first, last in zip(days[::2], days[1::2], strict=True))
