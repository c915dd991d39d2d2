"""Dates of different exactness compared: 2020-03 with 2020-03-15, an inspection's with its report's."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from ofsight.values.calendar import first_day, last_day

LAG: Final = 120
"""Days within which an inspection's start, its end and the publication of its report lie: a text may give any
of them. No area is inspected twice for a grade within so short a time."""
_VAGUE: Final = 100
"""A period of more days (a year) is known too roughly for the lag to be added to it."""
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


class Period(NamedTuple):
    """The days that an ISO date, month, year or interval spans, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it spans: the fewer, the more exact."""
        return (self.last - self.first).days + 1

    @property
    def is_vague(self) -> bool:
        """Whether it is not known to the season."""
        return self.days > _VAGUE


@lru_cache(maxsize=4096)
def parse_period(iso: str | None) -> Period | None:
    """Return the days that a value of the record spans; None for None.

    Examples
    --------
    >>> parse_period("2020-03").days
    31
    """
    if iso is None:
        return None
    first, last = first_day(iso), last_day(iso)
    return Period(first, last) if first and last and first <= last else None


def days_apart(one: Period, other: Period) -> int:
    """Return how many days lie between two periods; 0 when they have a day in common."""
    return max((other.first - one.last).days, (one.first - other.last).days, 0)


def may_be_one(one: Period, other: Period) -> bool:
    """Tell whether two dates may be one inspection's.

    Examples
    --------
    >>> may_be_one(parse_period("2020-01-20/2020-01-31"), parse_period("2020-03"))
    True
    >>> may_be_one(parse_period("2020-01-20/2020-01-31"), parse_period("2021"))
    False
    """
    if one.is_vague or other.is_vague:
        return days_apart(one, other) == 0
    return abs((one.first - other.first).days) <= LAG


def in_words(iso: str) -> str:
    """Return an ISO value as people write it.

    Examples
    --------
    >>> in_words("2020-03-02/2020-03-13"), in_words("2020-03"), in_words("2019-09/2019-11")
    ('2 to 13 March 2020', 'March 2020', 'September to November 2019')
    """
    start, _, end = iso.partition("/")
    if not end or end == start:
        return _point(start)
    first, last = _point(start), _point(end)
    for shared in range(2, 0, -1):
        # The year, or month and year, is said once where both ends lie in it.
        tail = " ".join(last.split()[-shared:])
        if first.endswith(f" {tail}") and len(last.split()) > shared:
            return f"{first.removesuffix(tail).rstrip()} to {last}"
    return f"{first} to {last}"


def _point(iso: str) -> str:
    parts = iso.split("-")
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, _MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return " ".join(words)
