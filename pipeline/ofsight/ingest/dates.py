"""Dates of publication as pages and data sets write them, to ISO."""

from __future__ import annotations

import re
from datetime import datetime

from dateutil import parser

_ISO = re.compile(r"\s*(\d{4})(?:-(\d{2})(?:-(\d{2})(?=$|[T\s]))?)?\s*(?:$|T|\s)")
_YEARS = range(1990, 2100)
# A part that the text does not name takes these values: two days and months that differ show which.
_DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 2, 2))


def iso_date(written: str) -> str | None:
    """Return a date as ISO 8601: a day, or a month or year where no more is given.

    Numbers are read as British: day, month, year. The day is the one written, whatever its time zone.

    Examples
    --------
    >>> iso_date("2021-11-26T23:30:00Z"), iso_date("Fri, 26 Nov 2021"), iso_date("03/02/2015")
    ('2021-11-26', '2021-11-26', '2015-02-03')
    >>> iso_date("November 2021"), iso_date("soon")
    ('2021-11', None)
    """
    iso = _ISO.match(written)
    if iso:
        return _valid(*iso.groups())
    try:
        first, second = (
            parser.parse(written, dayfirst=True, ignoretz=True, default=default) for default in _DEFAULTS
        )
    except (ValueError, OverflowError):
        return None
    if first.year != second.year or first.year not in _YEARS:
        return None
    if first.month != second.month:
        return f"{first.year:04}"
    return f"{first:%Y-%m}" if first.day != second.day else f"{first:%Y-%m-%d}"


def _valid(year: str, month: str | None, day: str | None) -> str | None:
    try:
        datetime(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join(part for part in (year, month, day) if part) if int(year) in _YEARS else None
