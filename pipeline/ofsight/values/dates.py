"""Find dates in running text and say which day or period each means (codebook label DATE)."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from .calendar import first_day, last_day
from .date_context import is_date
from .date_forms import DATE_FORM, YEAR_OF_THE_NEXT
from .date_pieces import Moment, pieces_of
from .date_values import resolve
from .date_words import MONTHS
from .future import lies_ahead


class DateMatch(NamedTuple):
    """A date ``text[start:end]``; ``value`` is an ISO day, month, year or interval, or None if unknown."""

    start: int
    end: int
    value: str | None


_FORMS_WITHOUT_YEAR = frozenset({"bare_month", "day", "days_of_month"})
_TO = re.compile(r"\s*(?:[-\u2010-\u2015\u2212]|to|until|and)\s*")


def find_dates(text: str, start: int, end: int, anchor: date | None) -> list[DateMatch]:
    """Find the dates in ``text[start:end]``, one sentence or table.

    Parameters
    ----------
    text : str
        Any text; straight apostrophes are expected in "'21".
    start, end : int
        Where to look.
    anchor : date or None
        The document's date, against which relative dates are resolved.

    Returns
    -------
    list of DateMatch
        In order, never overlapping, all inside ``[start, end)``.
    """
    found: list[DateMatch] = []
    before: str | None = None
    for match in DATE_FORM.finditer(text, start, end):
        form = match.lastgroup or ""
        if not is_date(form, text, *match.span(), within=(start, end)):
            continue
        surface = match.group()
        shared = _shared_year(text, match, end)
        future = lies_ahead(text, match.span(), (start, end))
        value = resolve(form, f"{surface} {shared}" if shared else surface, Moment(anchor, before, future))
        if value is None and form in {"iso", "numeric"}:
            continue
        found.append(DateMatch(match.start(), match.start() + len(surface.rstrip()), value))
        before = value or before
    return found


def _shared_year(text: str, match: re.Match[str], end: int) -> int | None:
    """Return the year that a month without one has from the last of its row ("June and July 2023")."""
    if match.lastgroup not in _FORMS_WITHOUT_YEAR:
        return None
    row = YEAR_OF_THE_NEXT.match(text, match.end(), end)
    pieces = pieces_of(match.group())
    if row is None or pieces.years or pieces.relation or not pieces.months:
        return None
    return int(row["year"]) - (pieces.months[-1] > MONTHS[row["month"].rstrip(".")])


def parse_date(text: str, anchor: date | None = None) -> str | None:
    """Return the ISO value of a text that is nothing but a date, or two dates joined by a dash or "to".

    Parameters
    ----------
    text : str
        For example ``"Monday 3 March 2014"`` or ``"11 September 2017 – 5 October 2017"``.
    anchor : date or None
        The day from which relative dates are seen.

    Returns
    -------
    str or None
        An ISO day, month, year or ``start/end``; None when the text is not a date or its value is not known.

    Examples
    --------
    >>> parse_date("15 to 26 November 2021")
    '2021-11-15/2021-11-26'
    """
    text = text.strip()
    body = re.match(r"(?:(?:on|in|the|from)\s+)*", text)
    offset = body.end() if body else 0
    found = find_dates(text, offset, len(text), anchor)
    if not found or found[0].start != offset or found[-1].end < len(text.rstrip(".")):
        return None
    if len(found) == 1:
        return found[0].value
    if len(found) == 2 and _TO.fullmatch(text, found[0].end, found[1].start):
        first, last = (
            found[0].value and first_day(found[0].value),
            found[1].value and last_day(found[1].value),
        )
        if first and last and first <= last:
            return f"{found[0].value}/{found[1].value}"
    return None
