"""Dates seen from the document's day or from the date last spoken of: "last week", "a year earlier"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from .calendar import first_day, iso_month, last_day, shift_month
from .date_pieces import STEP, Moment, pieces_of
from .date_words import COUNT_WORDS

_WORDS = re.compile(r"[a-z]+|\d+")


def relative_period(surface: str, moment: Moment) -> str | None:
    """Resolve "last week", "the end of this year", "the following month"."""
    words = surface.lower().split()
    relation = next((word for word in words if word in STEP or word in {"that", "same"}), "this")
    unit = words[-1]
    if relation in {"that", "same", "previous", "following", "preceding"}:
        spoken_of = first_day(moment.before) if moment.before else None
        return _shifted(unit, spoken_of, STEP.get(relation, 0), words)
    if relation == "next" and unit == "day":
        spoken_of = last_day(moment.before) if moment.before else None
        return _shifted(unit, spoken_of, 1, words)
    return _shifted(unit, moment.anchor, STEP[relation], words)


def _shifted(unit: str, origin: date | None, by: int, words: list[str]) -> str | None:
    if origin is None:
        return None
    value: str | None = None
    if unit == "day":
        value = (origin + timedelta(days=by)).isoformat()
    elif unit == "night":
        value = (origin + timedelta(days=min(by, 0))).isoformat()
    elif unit == "week":
        monday = origin + timedelta(days=7 * by - origin.weekday())
        value = f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    elif unit == "weekend":
        saturday = origin + timedelta(days=7 * by + 5 - origin.weekday())
        value = f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"
    elif unit == "month":
        value = iso_month(*shift_month(origin.year, origin.month, by))
    elif unit == "quarter":
        first = shift_month(origin.year, 3 * ((origin.month - 1) // 3) + 1, 3 * by)
        value = f"{iso_month(*first)}/{iso_month(*shift_month(*first, 2))}"
    elif unit == "year":
        value = _shifted_year(origin, by, words)
    return value


def _shifted_year(origin: date, by: int, words: list[str]) -> str:
    kind = words[-2] if len(words) > 1 else ""
    start = {"financial": 4, "fiscal": 4, "municipal": 5, "academic": 9, "school": 9}.get(kind)
    if start is None:
        return str(origin.year + by)
    year = origin.year - (origin.month < start) + by
    return f"{iso_month(year, start)}/{iso_month(year + 1, start - 1)}"


def counted_back(surface: str, moment: Moment) -> str | None:
    """Resolve "two years ago" from the document's day, "a year earlier" from the date last spoken of."""
    words = _WORDS.findall(surface.lower())
    if words[-1] == "ago":
        origin, sign = moment.anchor, -1
    else:
        origin = last_day(moment.before) if moment.before else None
        sign = 1 if words[-1] == "later" else -1
    if origin is None:
        return None
    count = int(words[0]) if words[0].isdigit() else COUNT_WORDS.get(words[0], 1)
    unit = words[-2].rstrip("s")
    if unit == "decade":
        unit, count = "year", count * 10
    if unit == "fortnight":
        unit, count = "week", count * 2
    if unit == "year":
        # A year counted from a month is that month of another year; "a year ago" is this month a year back.
        from_month = moment.before and re.fullmatch(r"\d{4}-\d\d", moment.before)
        if (words[-1] != "ago" and from_month) or (words[-1] == "ago" and count == 1):
            return iso_month(origin.year + sign * count, origin.month)
        return str(origin.year + sign * count)
    return _shifted(unit, origin, sign * count, [])


def weekday(surface: str, moment: Moment) -> str | None:
    """Resolve "Monday": the latest one, the next if the future is meant, or that beside a date spoken of."""
    anchor = moment.anchor
    pieces = pieces_of(surface)
    lead = surface.split(maxsplit=1)[0].lower()
    if pieces.weekdays and lead in {"following", "previous"}:
        return _weekday_near(pieces.weekdays[0], lead, moment.before)
    if anchor is None or not pieces.weekdays:
        return None
    ahead = (pieces.weekdays[0] - anchor.weekday()) % 7
    if lead == "next" or moment.future:
        return (anchor + timedelta(days=ahead or 7)).isoformat()
    if lead == "this":
        return (anchor + timedelta(days=pieces.weekdays[0] - anchor.weekday())).isoformat()
    back = (anchor.weekday() - pieces.weekdays[0]) % 7
    return (anchor - timedelta(days=back or (7 if lead == "last" else 0))).isoformat()


def _weekday_near(number: int, lead: str, spoken_of: str | None) -> str | None:
    """Resolve "the following Monday" from the date last spoken of."""
    if spoken_of is None:
        return None
    if lead == "following":
        origin, sign = last_day(spoken_of), 1
    else:
        origin, sign = first_day(spoken_of), -1
    if origin is None:
        return None
    days = sign * (number - origin.weekday()) % 7 or 7
    return (origin + timedelta(days=sign * days)).isoformat()


def day_word(surface: str, moment: Moment) -> str | None:
    """Resolve "today", "yesterday", "tomorrow"."""
    if moment.anchor is None:
        return None
    shift = {"yesterday": -1, "tomorrow": 1}.get(surface.lower(), 0)
    return (moment.anchor + timedelta(days=shift)).isoformat()
