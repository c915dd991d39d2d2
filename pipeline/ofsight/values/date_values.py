"""Which day, month, year or interval a date found in the text stands for, as ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from dateutil.easter import easter

from .calendar import iso_month, last_day, month_length, shift_month
from .date_pieces import Moment, Pieces, full_year, pieces_of, related_year, year_of
from .date_words import COUNT_WORDS, FESTIVALS, ORDINALS, SEASONS, TERMS
from .relative_dates import counted_back, day_word, relative_period, weekday


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
    return _iso_day(int(year) if len(year) == 4 else full_year(year), int(month), int(day))


def _day(surface: str, moment: Moment) -> str | None:
    pieces = pieces_of(surface)
    if not pieces.months or not pieces.days:
        return None
    month, day = pieces.months[0], pieces.days[0]
    year = year_of(pieces, month, day, moment)
    return _iso_day(year, month, day) if year else None


def _days_of_month(surface: str, moment: Moment) -> str | None:
    pieces = pieces_of(surface)
    first, last, month = pieces.days[0], pieces.days[-1], pieces.months[-1]
    year = year_of(pieces, month, last, moment)
    if not year or first >= last:
        return None
    listed = [*range(first, last + 1)] == pieces.days
    if not listed and re.search(r"\band\b|&|,(?!\s*[A-Z])", surface) and len(pieces.days) != 2:
        return None
    return _interval(_iso_day(year, month, first), _iso_day(year, month, last))


def _days_across_months(surface: str, moment: Moment) -> str | None:
    pieces = pieces_of(surface)
    (first, last), (start, end) = pieces.days[:2], pieces.months[:2]
    year = year_of(pieces, end, last, moment)
    if not year:
        return None
    return _interval(_iso_day(year - (start > end), start, first), _iso_day(year, end, last))


def _month_day(surface: str, moment: Moment) -> str | None:
    pieces = pieces_of(surface)
    return _days_of_month(surface, moment) if len(pieces.days) > 1 else _day(surface, moment)


def _month_range(surface: str, moment: Moment) -> str | None:
    pieces = pieces_of(surface)
    start, end = pieces.months[:2]
    year = year_of(pieces, end, None, moment)
    return _interval(iso_month(year - (start > end), start), iso_month(year, end)) if year else None


def _month(surface: str, moment: Moment) -> str | None:
    pieces = pieces_of(surface)
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
    chosen = year_of(pieces, month, None, moment)
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
    pieces = pieces_of(surface)
    if pieces.years:
        # "spring 2019/20" lies in the second calendar year of the financial or school year.
        return pieces.years[0] + (_is_fiscal(surface) and first < 8)
    if pieces.relation:
        return related_year(pieces.relation, moment)
    return _season_near(surface, first, moment.anchor, future=moment.future) if moment.anchor else None


def _season_near(surface: str, first: int, anchor: date, *, future: bool) -> int:
    """Return the year of a season without one, seen from the document's day."""
    lead = surface.lower().split()[0]
    running = anchor.month + 12 <= first + 2  # in January "this winter" began in December
    if lead == "this":
        return anchor.year - running
    if lead in {"next", "coming"} or future:
        return anchor.year + (first <= anchor.month)
    if lead == "last":
        return anchor.year - (first + 2 >= anchor.month) - running
    return anchor.year - (first > anchor.month)


def _fiscal(surface: str, _moment: Moment) -> str | None:
    year = int(re.findall(r"(?:19|20)\d\d", surface)[0])
    if not _is_fiscal(surface):
        return str(year) if "calendar" in surface else None
    second = re.findall(r"\d\d(?!\d)", surface)[-1]
    if int(second) != (year + 1) % 100:
        return f"{year}/{year - year % 100 + int(second)}"
    start = 9 if re.search(r"academic|school", surface) else 4
    part = _part_of_year(surface, year, first_month=start)
    return part or f"{iso_month(year, start)}/{iso_month(year + 1, start - 1)}"


def _decade(surface: str, _moment: Moment) -> str | None:
    year = int(re.findall(r"\d{4}", surface)[0])
    return f"{year}/{year + 9}"


def _plain_year(surface: str, _moment: Moment) -> str | None:
    year = int(re.findall(r"(?:19|20)\d\d", surface)[0])
    return _part_of_year(surface, year, first_month=1) or str(year)


_PART = re.compile(rf"(?i)({'|'.join(ORDINALS)}|latter)\s+(half|quarter)\b")


def _part_of_year(surface: str, year: int, *, first_month: int) -> str | None:
    """Return the half or quarter that is spoken of, of a year that begins with a month; None for no such."""
    part = _PART.match(surface)
    if part is None:
        return None
    if part[2].lower() == "half":
        length, before = 6, 0 if part[1].lower() == "first" else 6
    else:
        length, before = 3, 3 * (ORDINALS.get(part[1].lower(), 4) - 1)
    first = first_month + before
    return f"{iso_month(year, first)}/{iso_month(year, first + length - 1)}"


def _festival(surface: str, moment: Moment) -> str | None:
    pieces = pieces_of(surface)
    name = next((name for name in sorted(FESTIVALS, key=len, reverse=True) if surface.startswith(name)), "")
    if name == "Easter":
        return _easter(pieces, moment)
    day = FESTIVALS.get(name)
    if day is None:
        return str(pieces.years[0]) if pieces.years else None
    year = year_of(pieces, day[0], day[1], moment)
    return _iso_day(year, day[0], day[1]) if year else None


def _easter(pieces: Pieces, moment: Moment) -> str | None:
    """Return Easter Sunday of the year that is printed, related to another, or chosen."""
    year = pieces.years[-1] if pieces.years else None
    if year is None and pieces.relation:
        year = related_year(pieces.relation, moment)
    elif year is None and moment.anchor:
        passed = easter(moment.anchor.year) <= moment.anchor
        year = moment.anchor.year + (passed if moment.future else -(not passed))
    return easter(year).isoformat() if year else None


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
    pieces = pieces_of(surface)
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
    "relative": relative_period,
    "relative_weekday": weekday,
    "ago": counted_back,
    "weekday": weekday,
    "deictic": day_word,
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
