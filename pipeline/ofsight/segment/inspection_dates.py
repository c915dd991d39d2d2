"""The dates of an inspection, as a report's header or a letter states them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ofsight.values.calendar import last_day
from ofsight.values.dates import find_dates

# Each word is read whole or not at all: a run of digits could be cut into words in many ways.
_WORD = (
    r"(?>\d+(?:[/.]\d+)*(?:st|nd|rd|th)?|to|and|until|till|through|from|between|of|the"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|[-‐‑‒–—―─−,;&\ufffe])"
)
DATE_WORDS = re.compile(rf"{_WORD}(?:\s*+{_WORD})*(?![\w/])", re.I)
"""A run of words that dates consist of: where the dates of a header's line end."""

SHORT_INSPECTION_DAYS = 7
"""Most days of a short inspection (at most five on site, with a weekend); a standard one takes two weeks."""
_DAY = len("2020-03-02")


@dataclass(frozen=True, slots=True)
class InspectionDates:
    """First and last day (ISO; a month where no day is given), and the number of days on site if known."""

    start: str
    end: str
    days: int | None


def parse_inspection_dates(words: str) -> InspectionDates | None:
    """Read the dates of one inspection.

    Parameters
    ----------
    words : str
        What states them, line breaks or not: "2 to 13 March 2020", "14/01/2014 – 05/02/2014",
        "5 to 9 December 2022 and 14 to 15 February 2023". Other words around do no harm.

    Returns
    -------
    InspectionDates or None
        From the first to the last of the dates; None when there is none with a year.

    Examples
    --------
    >>> parse_inspection_dates("28 November to 9 December 2022")
    InspectionDates(start='2022-11-28', end='2022-12-09', days=12)
    """
    flat = " ".join(words.split())
    values = _values(flat, None)
    if values:
        # "7 December and 8 December 2021": a day without a year is near the one that has it
        values = _values(flat, max(filter(None, map(last_day, values)), default=None))
    ends = [end for value in values for end in (value.split("/") if "/" in value else [value])]
    if not ends:
        return None
    return InspectionDates(min(ends), max(ends), _days_on_site(values))


def _values(flat: str, anchor: date | None) -> list[str]:
    return [found.value for found in find_dates(flat, 0, len(flat), anchor) if found.value]


def _days_on_site(values: list[str]) -> int | None:
    """Return the days of all intervals; two single days are the first and the last of one."""
    if any(len(end) != _DAY for value in values for end in value.split("/")):
        return None
    days = [date.fromisoformat(end) for value in values for end in value.split("/")]
    if len(days) % 2:
        return (max(days) - min(days)).days + 1
    return sum((last - first).days + 1 for first, last in zip(days[::2], days[1::2], strict=True))
