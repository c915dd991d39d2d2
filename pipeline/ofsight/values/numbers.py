"""Find numbers that measure something and give their value and unit (codebook label QUANTITY)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from .date_words import DASH
from .dates import find_dates
from .number_context import NumberPlace, attach_comparator, objection
from .number_words import DATA, DENOMINATORS, DIGITS, MAGNITUDES, SMALL, WORDS, times, to_number
from .patterns import any_of


class QuantityMatch(NamedTuple):
    """A quantity ``text[start:end]``; ``unit`` is ``percent``, ``gbp``, ``count``, ``rate``, or None."""

    start: int
    end: int
    value: int | float | None
    unit: str | None


_NUMBER = rf"(?:{DIGITS}|(?i:{WORDS}))"
_MAGNITUDE = r"(?:(?:\s*(?:million|billion|trillion|thousand)|\s?(?:mn|bn|tn|mill|[mkb]))(?![a-zA-Z]))"
_PERCENT = r"(?:\s*%|\s*(?i:per\s*cent(?:age)?(?:\s+points?)?|percent(?:age\s+points?)?|pc)\b)"
_RANGE = rf"\s?(?:{DASH})\s?"
_POUNDS = r"\s+pounds\b"
_FRACTION = any_of(DENOMINATORS)
_COUNTED = rf"(?:{any_of(DATA['units'])}|ten)"
_PARTS = rf"(?:half[\s-]+an?|(?:{_COUNTED}[\s-]+)?quarters?\s+of\s+a|{_COUNTED}\s+and\s+a\s+half)"
_WHOLES = r"(?:dozen|hundred|thousand|million|billion)\b"

FORMS: Final = {
    "money_range": rf"£\s?{DIGITS}{_MAGNITUDE}?{_RANGE}£?\s?{DIGITS}{_MAGNITUDE}?",
    "money": rf"[£$€]\s?{DIGITS}{_MAGNITUDE}?|{_NUMBER}{_MAGNITUDE}?{_POUNDS}",
    "percent_range": rf"{DIGITS}{_PERCENT}?{_RANGE}{DIGITS}{_PERCENT}",
    "percent": rf"{_NUMBER}{_PERCENT}",
    "rate": rf"{_NUMBER}(?:\s+(?:children|cases|referrals|contacts|young\s+people))?\s+(?:per|for\s+every)\s+"
    r"(?:\d+,\d{3}|1\d+|(?i:hundred|thousand|ten\s+thousand))\b",
    "share": rf"(?:{_NUMBER})\s+in\s+(?:every\s+)?(?:{DIGITS}|(?i:{WORDS}))(?![\w,.]\d|%)"
    rf"|(?:{_NUMBER})\s+out\s+of\s+(?:every\s+)?(?:10|100|1,000|five|ten|four|three)\b(?!\s+cent)",
    "part_of_magnitude": rf"£?(?i:{_PARTS}[\s-]+{_WHOLES}(?:{_POUNDS})?)",
    "fraction": rf"(?i:{_COUNTED})(?:\s+|-)(?i:{_FRACTION})\b|(?i:{_FRACTION})\b|[½⅓⅔¼¾⅕⅛]",
    "vague": rf"(?i:(?:tens|hundreds)\s+of\s+(?:thousands|millions)|{any_of(DATA['vague'])})"
    r"(?:\s+of\s+pounds)?\b",
    "number_range": rf"{DIGITS}{_RANGE}{DIGITS}",
    "number": rf"{DIGITS}{_MAGNITUDE}?|(?i:{WORDS})",
}
_STARTS = (
    r"[£$€\d½⅓⅔¼¾⅕⅛]|(?i:"
    + any_of(
        [
            *DATA["units"],
            *DATA["teens"],
            *DATA["tens"],
            "hundred",
            "thousand",
            "million",
            "billion",
            "dozen",
            "tens",
        ]
    )
    + rf"|{_FRACTION})"
)
_QUANTITY = re.compile(
    rf"(?<![\w.,/:@#])(?<!\w-)(?<!\w')(?={_STARTS})(?:"
    + "|".join(f"(?P<{name}>{form})" for name, form in FORMS.items())
    + r")(?![\w@])(?!\.\d)"
)
_JOINED = re.compile(r"\s+(?:and|or|to)\s+")  # "between 5 and 10 per cent": both are percentages
_WHOLE_VALUES: Final = {**MAGNITUDES, "dozen": 12}
_SIGNS = {"½": 50.0, "⅓": 33.33, "⅔": 66.67, "¼": 25.0, "¾": 75.0, "⅕": 20.0, "⅛": 12.5}


def _share(part: int | float, whole: int | float) -> int | float | None:
    if not whole:
        return None
    value = round(100 * part / whole, 2)
    return int(value) if float(value).is_integer() else value


_AMOUNT = re.compile(rf"(?P<number>{DIGITS}|(?i:{WORDS}))(?P<magnitude>{_MAGNITUDE})?")


def _amount(surface: str) -> int | float | None:
    match = _AMOUNT.search(surface)
    if match is None:
        return None
    value = to_number(match["number"])
    if value is None or not match["magnitude"]:
        return value
    return times(value, MAGNITUDES[match["magnitude"].strip().lower()])


def _fraction(surface: str) -> int | float | None:
    if surface in _SIGNS:
        return _SIGNS[surface]
    words = re.split(r"[\s-]+", surface.lower())
    part = to_number(words[0]) if len(words) > 1 else 1
    return _share(part, DENOMINATORS[words[-1]]) if part else None


def _part_of_magnitude(surface: str) -> tuple[int | float | None, str | None]:
    words = re.findall(r"[a-z]+", surface.lower())
    whole = next(word for word in words if word in _WHOLE_VALUES)
    count = SMALL.get(words[0], 1)
    if "quarter" in words or "quarters" in words:
        part = count / 4
    else:
        part = count + 0.5 if words[0] in SMALL else 0.5
    return times(part, _WHOLE_VALUES[whole]), "gbp" if "£" in surface or "pounds" in words else "count"


def _money(surface: str) -> tuple[int | float | None, str | None]:
    return _amount(surface), None if surface[0] in "$€" else "gbp"


def _share_of(surface: str) -> tuple[int | float | None, str | None]:
    part, whole = (to_number(side) for side in re.split(r"\s+(?:in|out\s+of)\s+(?:every\s+)?", surface))
    return _share(part, whole) if part and whole else None, "percent"


_VALUES: Final[dict[str, Callable[[str], tuple[int | float | None, str | None]]]] = {
    "money_range": lambda _surface: (None, "gbp"),
    "money": _money,
    "percent_range": lambda _surface: (None, "percent"),
    "percent": lambda surface: (_amount(surface), "percent"),
    "rate": lambda surface: (_amount(surface), "rate"),
    "share": _share_of,
    "part_of_magnitude": _part_of_magnitude,
    "fraction": lambda surface: (_fraction(surface), "percent"),
    "vague": lambda surface: (None, "gbp" if "pounds" in surface else "count"),
    "number_range": lambda _surface: (None, "count"),
    "number": lambda surface: (_amount(surface), "count"),
}
"""Value and unit of a quantity without its comparator, by its form."""


def read_quantity(surface: str) -> tuple[int | float | None, str | None] | None:
    """Return value and unit of the first number in words that are known to be a quantity; None without one.

    Examples
    --------
    >>> read_quantity("just over thirty")
    (30, 'count')
    """
    match = _QUANTITY.search(surface)
    return _VALUES[match.lastgroup or ""](match.group()) if match else None


def find_quantities(
    text: str, start: int, end: int, dates: list[tuple[int, int]] | None = None
) -> list[QuantityMatch]:
    """Find the quantities in ``text[start:end]``, one sentence or table.

    Parameters
    ----------
    text : str
        Any text.
    start, end : int
        Where to look.
    dates : list of (start, end), optional
        Where dates stand; numbers in them are left out. Found here when not given.

    Returns
    -------
    list of QuantityMatch
        In order, never overlapping, all inside ``[start, end)``. Percentages are 0..100, shares too; money is
        in pounds; ranges and vague numbers have no value.
    """
    found: list[QuantityMatch] = []
    position = start
    while match := _QUANTITY.search(text, position, end):
        form = match.lastgroup or ""
        first, last = match.span()
        if dates is None:
            dates = [(d.start, d.end) for d in find_dates(text, start, end, None)]
        inside = next((d for d in dates if d[0] < last and first < d[1]), None)
        if inside is not None:
            position = max(inside[1], first + 1)
            continue
        beyond = objection(NumberPlace.of(form, text, (first, last), (start, end)))
        if beyond is not None:
            position = max(last + beyond, first + 1)
            continue
        value, unit = _VALUES[form](match.group())
        span = attach_comparator(text, (first, last), (found[-1].end if found else start, end))
        if form == "percent" and found and found[-1].unit == "count":
            joined = _JOINED.fullmatch(text, found[-1].end, span[0]) is not None
            found[-1] = found[-1]._replace(unit="percent") if joined else found[-1]
        found.append(QuantityMatch(*span, value, unit))
        position = max(span[1], first + 1)
    return found
