"""The words dates are made of, from ``data/calendar.json``, and the pieces of patterns built of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from .patterns import any_of, read_words

_DATA: Final = read_words(Path(__file__).parent / "data" / "calendar.json")


def _with_capitals(names: dict[str, int]) -> dict[str, int]:
    return {**names, **{name.upper(): number for name, number in names.items()}}


FULL_MONTHS: Final = _with_capitals(_DATA["months"])
SHORT_MONTHS: Final = _with_capitals(_DATA["month_abbreviations"])
MONTHS: Final = {**FULL_MONTHS, **SHORT_MONTHS}
FULL_WEEKDAYS: Final = _with_capitals(_DATA["weekdays"])
WEEKDAYS: Final = {**FULL_WEEKDAYS, **_with_capitals(_DATA["weekday_abbreviations"])}
SEASONS: Final[dict[str, list[int]]] = _DATA["seasons"]
TERMS: Final[dict[str, list[int]]] = _DATA["terms"]
FESTIVALS: Final[dict[str, list[int] | None]] = _DATA["festivals"]
COUNT_WORDS: Final[dict[str, int]] = _DATA["count_words"]
ORDINALS: Final[dict[str, int]] = _DATA["ordinals"]
MONTHS_THAT_ARE_OTHER_WORDS: Final = frozenset(_DATA["months_that_are_other_words"])
MONTHS_THAT_ARE_NAMES: Final = frozenset(_DATA["months_that_are_names"])


FUTURE: Final = re.compile(r"(?<!\w)" + any_of(_DATA["future_cues"]) + r"(?!\w)", re.IGNORECASE)
COUNTED_NOUN: Final = re.compile(r"\s+" + any_of(_DATA["nouns_counted_after_a_bare_number"]) + r"\b")
TITLE_BEFORE: Final = re.compile(r"\b" + any_of(_DATA["titles_before_a_year"]) + r",?\s+$")

GAP: Final = r"\s+"
DASH: Final = r"[-\u2010-\u2015\u2212]"
YEAR: Final = r"(?:19|20)\d\d(?![\d%])"
MONTH: Final = any_of(FULL_MONTHS) + r"(?!\w)"
ANY_MONTH: Final = rf"(?:{any_of(FULL_MONTHS)}(?!\w)|{any_of(SHORT_MONTHS)}(?!\w)(?:\.(?=\s*\d))?)"
DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])(?:\s?(?:st|nd|rd|th))?(?![\w%])"
WEEKDAY: Final = any_of(FULL_WEEKDAYS) + r"(?!\w)"
ANY_WEEKDAY: Final = any_of(WEEKDAYS) + r"(?!\w)"
