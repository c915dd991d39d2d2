"""Which day, month, year or interval a date found in the text stands for, as ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from .calendar import first_day, iso_month, last_day, month_length, shift_month
from .date_words import COUNT_WORDS, FESTIVALS, MONTHS, SEASONS, TERMS, WEEKDAYS, any_of

_PIECE = re.compile(
    r"(?P<year>(?<!\d)(?:19|20)\d\d)|'(?P<short>\d\d)|(?<![\d'])(?P<day>\d{1,2})(?!\d)|(?P<month>\b"
    + any_of(MONTHS)
    + r"\b)|(?P<weekday>\b"
    + any_of(WEEKDAYS)
    + r"\b)|(?P<relation>(?i:last|this|next|that|same|previous|following|current))\s+year\b"
)
_WORDS = re.compile(r"[a-z]+|\d+")
_STEP = {
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
    """From where a date is seen: the document's day, the date last spoken of, and whether the future is meant."""

    anchor: date | None
    before: str | None = None
    future: bool = False


@dataclass(slots=True)
class _Pieces:
    days: list[int]
    months: list[int]
    years: list[int]
    weekdays: list[int]
    relation: str | None = None


def _pieces(surface: str) -> _Pieces:
    found = _Pieces([], [], [], [])
    for match in _PIECE.finditer(surface):
        kind, text = match.lastgroup, match.group()
        if kind == "year":
            found.years.append(int(text))
        elif kind == "short":
            found.years.append(_full_year(match["short"]))
        elif kind == "day":
            found.days.append(int(text))
        elif kind == "month":
            found.months.append(MONTHS[text])
        elif kind == "weekday":
            found.weekdays.append(WEEKDAYS[text])
        else:
            found.relation = match["relation"].lower()
    return found


def _full_year(two_digits: str) -> int:
    number = int(two_digits)
    return 2000 + number if number < 70 else 1900 + number


def _related_year(relation: str, moment: Moment) -> int | None:
    """Return the year that "last year", "that year", "the following year" speaks of."""
    spoken_of = first_day(moment.before) if moment.before else None
    if relation in {"last", "this", "next", "current"}:
        return moment.anchor.year + _STEP[relation] if moment.anchor else None
    if spoken_of is None:
        return None
    return spoken_of.year + _STEP.get(relation, 0)


def _year_for(month: int, day: int | None, moment: Moment) -> int | None:
    """Choose the year of a month or day named without one: the latest past one, or the next if the future is meant."""
    anchor = moment.anchor
    if anchor is None:
        return None
    here = (anchor.month, anchor.day) if day else (anchor.month, 0)
    there = (month, day or 0)
    if moment.future:
        return anchor.year + (there < here)
    return anchor.year - (there > here)


def _year(pieces: _Pieces, month: int, day: int | None, moment: Moment) -> int | None:
    if pieces.years:
        return pieces.years[-1]
    if pieces.relation:
        return _related_year(pieces.relation, moment)
    return _year_for(month, day, moment)


def _iso_day(year: int, month: int, day: int) -> str | None:
    if not 1 <= month <= 12 or not 1 <= day <= month_length(year, month):
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def _interval(start: str | None, end: str | None) -> str | None:
    return f"{start}/{end}" if start and end else None


def _iso(surface: str, _moment: Moment) -> str | None:
    year, month, day = (int(part) for part in surface.split("-"))
    return _iso_day(year, month, day)


def _numeric(surface: str, _moment: Moment) -> str | None:
    day, month, year = re.split(r"[/.-]", surface)
    return _iso_day(int(year) if len(year) == 4 else _full_year(year), int(month), int(day))


def _day(surface: str, moment: Moment) -> str | None:
    pieces = _pieces(surface)
    if not pieces.months or not pieces.days:
        return None
    month, day = pieces.months[0], pieces.days[0]
    year = _year(pieces, month, day, moment)
    return _iso_day(year, month, day) if year else None


def _days_of_month(surface: str, moment: Moment) -> str | None:
    pieces = _pieces(surface)
    first, last, month = pieces.days[0], pieces.days[-1], pieces.months[-1]
    year = _year(pieces, month, last, moment)
    if not year or first >= last:
        return None
    listed = [*range(first, last + 1)] == pieces.days
    if not listed and re.search(r"\band\b|&|,(?!\s*[A-Z])", surface) and len(pieces.days) != 2:
        return None
    return _interval(_iso_day(year, month, first), _iso_day(year, month, last))


def _days_across_months(surface: str, moment: Moment) -> str | None:
    pieces = _pieces(surface)
    (first, last), (start, end) = pieces.days[:2], pieces.months[:2]
    year = _year(pieces, end, last, moment)
    if not year:
        return None
    return _interval(_iso_day(year - (start > end), start, first), _iso_day(year, end, last))


def _month_day(surface: str, moment: Moment) -> str | None:
    pieces = _pieces(surface)
    return _days_of_month(surface, moment) if len(pieces.days) > 1 else _day(surface, moment)


def _month_range(surface: str, moment: Moment) -> str | None:
    pieces = _pieces(surface)
    start, end = pieces.months[:2]
    year = _year(pieces, end, None, moment)
    return _interval(iso_month(year - (start > end), start), iso_month(year, end)) if year else None


def _month(surface: str, moment: Moment) -> str | None:
    pieces = _pieces(surface)
    month = pieces.months[0]
    step = re.match(r"(?i)(?:.*\s)?(last|next|this)\s+[A-Z]", surface)
    if step and not pieces.years and not pieces.relation:
        if moment.anchor is None:
            return None
        year = moment.anchor.year
        if step[1].lower() == "last":
            year -= month >= moment.anchor.month
        elif step[1].lower() == "next":
            year += month <= moment.anchor.month
        return iso_month(year, month)
    chosen = _year(pieces, month, None, moment)
    return iso_month(chosen, month) if chosen else None


def _quarter_months(number: int, year: int, *, fiscal: bool) -> str:
    first = 3 * number + (1 if fiscal else -2)
    return f"{iso_month(year, first)}/{iso_month(year, first + 2)}"


_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "one": 1, "two": 2, "three": 3, "four": 4}


def _quarter(surface: str, _moment: Moment) -> str | None:
    year = re.search(r"(?:19|20)\d\d", surface)
    number = re.search(r"(?i)(?:q|quarter\s+)([1-4]|one|two|three|four)", surface)
    if year is None or number is None:
        return None
    fiscal = _is_fiscal(surface)
    return _quarter_months(_QUARTERS[number[1].lower()], int(year[0]), fiscal=fiscal)


def _is_fiscal(surface: str) -> bool:
    return re.search(r"(?:19|20)\d\d\s?\D{1,2}\s?\d\d", surface) is not None


def _season(surface: str, moment: Moment) -> str | None:
    words = surface.lower().split()
    name = next(word for word in words if word in SEASONS)
    table = TERMS if words[-1] == "term" or "term" in words else SEASONS
    first, last = table[name]
    year = _season_year(surface, first, moment)
    return f"{iso_month(year, first)}/{iso_month(year, last)}" if year else None


def _season_year(surface: str, first: int, moment: Moment) -> int | None:
    pieces = _pieces(surface)
    if pieces.years:
        # "spring 2019/20" lies in the second calendar year of the financial or school year.
        return pieces.years[0] + (_is_fiscal(surface) and first < 8)
    if pieces.relation:
        return _related_year(pieces.relation, moment)
    if moment.anchor is None:
        return None
    year, month = moment.anchor.year, moment.anchor.month
    lead = surface.lower().split()[0]
    if lead == "this":
        return year
    if lead in {"next", "coming"} or moment.future:
        return year + (first <= month)
    if lead == "last":
        return year - (first + 2 >= month)
    return year - (first > month)


def _fiscal(surface: str, _moment: Moment) -> str | None:
    year = int(re.findall(r"(?:19|20)\d\d", surface)[0])
    if not _is_fiscal(surface):
        return str(year) if "calendar" in surface else None
    second = re.findall(r"\d\d(?!\d)", surface)[-1]
    if int(second) != (year + 1) % 100:
        return f"{year}/{year - year % 100 + int(second)}"
    start = 9 if re.search(r"academic|school", surface) else 4
    return f"{iso_month(year, start)}/{iso_month(year + 1, start - 1)}"


def _decade(surface: str, _moment: Moment) -> str | None:
    year = int(re.findall(r"\d{4}", surface)[0])
    return f"{year}/{year + 9}"


def _plain_year(surface: str, _moment: Moment) -> str | None:
    year = int(re.findall(r"(?:19|20)\d\d", surface)[0])
    part = re.match(r"(?i)(first|second|third|fourth|final|last|latter)\s+(half|quarter)", surface)
    if part is None:
        return str(year)
    which, kind = part[1].lower(), part[2].lower()
    if kind == "half":
        first = 1 if which == "first" else 7
        return f"{iso_month(year, first)}/{iso_month(year, first + 5)}"
    number = {"first": 1, "second": 2, "third": 3}.get(which, 4)
    return _quarter_months(number, year, fiscal=False)


def _relative(surface: str, moment: Moment) -> str | None:
    words = surface.lower().split()
    relation = next((word for word in words if word in _STEP or word in {"that", "same"}), "this")
    unit = words[-1]
    if relation in {"that", "same", "previous", "following", "preceding"}:
        spoken_of = first_day(moment.before) if moment.before else None
        return _shifted(unit, spoken_of, _STEP.get(relation, 0), words)
    if relation == "next" and unit == "day":
        spoken_of = last_day(moment.before) if moment.before else None
        return _shifted(unit, spoken_of, 1, words)
    return _shifted(unit, moment.anchor, _STEP[relation], words)


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


def _ago(surface: str, moment: Moment) -> str | None:
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
        # A year counted from a month is that month of another year.
        if moment.before and words[-1] != "ago" and re.fullmatch(r"\d{4}-\d\d", moment.before):
            return iso_month(origin.year + sign * count, origin.month)
        return str(origin.year + sign * count)
    return _shifted(unit, origin, sign * count, [])


def _weekday(surface: str, moment: Moment) -> str | None:
    anchor = moment.anchor
    pieces = _pieces(surface)
    if anchor is None or not pieces.weekdays:
        return None
    lead = surface.split(maxsplit=1)[0].lower()
    ahead = (pieces.weekdays[0] - anchor.weekday()) % 7
    if lead == "next" or moment.future:
        return (anchor + timedelta(days=ahead or 7)).isoformat()
    if lead == "this":
        return (anchor + timedelta(days=pieces.weekdays[0] - anchor.weekday())).isoformat()
    back = (anchor.weekday() - pieces.weekdays[0]) % 7
    return (anchor - timedelta(days=back or (7 if lead == "last" else 0))).isoformat()


def _deictic(surface: str, moment: Moment) -> str | None:
    if moment.anchor is None:
        return None
    shift = {"yesterday": -1, "tomorrow": 1}.get(surface.lower(), 0)
    return (moment.anchor + timedelta(days=shift)).isoformat()


def _festival(surface: str, moment: Moment) -> str | None:
    pieces = _pieces(surface)
    name = next((name for name in sorted(FESTIVALS, key=len, reverse=True) if surface.startswith(name)), "")
    day = FESTIVALS.get(name)
    if day is None:
        return str(pieces.years[0]) if pieces.years else None
    year = _year(pieces, day[0], day[1], moment)
    return _iso_day(year, day[0], day[1]) if year else None


_SPAN_LENGTH = re.compile(
    r"(?i)^(?:first\s+)?(?:(\w+)\s+months|(year|quarter|week|weekend|month|half\S+year))"
)


def _span_to(surface: str, moment: Moment) -> str | None:
    """Resolve "year to September 2019" and "week beginning 3 March" from the date they end or begin with."""
    length = _SPAN_LENGTH.match(surface)
    parts = re.split(r"\b(?:to|ending|ended|beginning|commencing|starting)\b", surface, maxsplit=1)
    if length is None or len(parts) < 2:
        return None
    inner = _inner(parts[1].strip(), moment)
    known = last_day(inner) if inner else None
    if inner is None or known is None:
        return None
    if length[2] and length[2].lower() in {"week", "weekend"}:
        days = 6 if length[2].lower() == "week" else 1
        forward = re.search(r"beginning|commencing|starting", surface) is not None
        other = known + timedelta(days=days if forward else -days)
        return f"{min(known, other).isoformat()}/{max(known, other).isoformat()}"
    count = length[1] and (int(length[1]) if length[1].isdigit() else COUNT_WORDS.get(length[1].lower()))
    months = count or {"year": 12, "quarter": 3, "month": 1}.get((length[2] or "").lower(), 6)
    first = shift_month(known.year, known.month, 1 - months)
    if len(inner) == 10 and known.day != month_length(known.year, known.month):
        year, month = shift_month(known.year, known.month, -months)
        start = date(year, month, min(known.day, month_length(year, month))) + timedelta(days=1)
        return f"{start.isoformat()}/{inner}"
    return f"{iso_month(*first)}/{iso_month(known.year, known.month)}"


def _inner(surface: str, moment: Moment) -> str | None:
    pieces = _pieces(surface)
    if pieces.days and pieces.months:
        return _day(surface, moment)
    if pieces.months:
        return _month(surface, moment)
    return str(pieces.years[0]) if pieces.years else None


_RESOLVERS: Final[dict[str, Callable[[str, Moment], str | None]]] = {
    "iso": _iso,
    "numeric": _numeric,
    "span_to": _span_to,
    "days_across_months": _days_across_months,
    "days_of_month": _days_of_month,
    "day": _day,
    "month_range": _month_range,
    "month_day": _month_day,
    "month": _month,
    "bare_month": _month,
    "quarter": _quarter,
    "season": _season,
    "bare_season": _season,
    "fiscal": _fiscal,
    "decade": _decade,
    "year": _plain_year,
    "relative": _relative,
    "relative_weekday": _weekday,
    "ago": _ago,
    "weekday": _weekday,
    "deictic": _deictic,
    "festival": _festival,
}


def resolve(form: str, surface: str, moment: Moment) -> str | None:
    """Return the ISO value of a date met in a given form.

    Parameters
    ----------
    form : str
        A key of ``date_forms.FORMS``.
    surface : str
        The date as printed.
    moment : Moment
        The document's day and what was spoken of before.

    Returns
    -------
    str or None
        An ISO day, month, year or interval; None when the text and the moment do not fix it.
    """
    return _RESOLVERS[form](surface, moment)
