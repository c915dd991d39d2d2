"""ISO 8601 days, months, years and intervals as the record writes them."""

from __future__ import annotations

import calendar
from datetime import date


def iso_month(year: int, month: int) -> str:
    """Return ``YYYY-MM``; months outside 1..12 run over into neighbouring years."""
    year, month = shift_month(year, month, 0)
    return f"{year:04d}-{month:02d}"


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    """Return the year and month that lie ``by`` months later."""
    index = year * 12 + (month - 1) + by
    return index // 12, index % 12 + 1


def month_length(year: int, month: int) -> int:
    """Return the number of days of a month."""
    return calendar.monthrange(year, month)[1]


def first_day(iso: str) -> date | None:
    """Return the first day of an ISO day, month, year or interval; None when it is none of them."""
    return _day(iso.split("/", maxsplit=1)[0], last=False)


def last_day(iso: str) -> date | None:
    """Return the last day of an ISO day, month, year or interval; None when it is none of them."""
    return _day(iso.rsplit("/", maxsplit=1)[-1], last=True)


def _day(iso: str, *, last: bool) -> date | None:
    parts = iso[:10].split("-")
    try:
        year = int(parts[0])
        month = int(parts[1]) if len(parts) > 1 else (12 if last else 1)
        if len(parts) > 2:
            return date(year, month, int(parts[2]))
        return date(year, month, month_length(year, month) if last else 1)
    except (ValueError, calendar.IllegalMonthError):
        return None
