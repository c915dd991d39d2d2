"""The forms a date takes in print: one pattern, whose named alternatives say which form was met.

The pattern only finds where a date stands; :mod:`.date_values` says which day or period it is. Alternatives
are tried in order at each place, so that longer forms come before the shorter ones they contain.
"""

from __future__ import annotations

import re
from typing import Final

from .date_words import (
    ANY_MONTH,
    ANY_WEEKDAY,
    COUNT_WORDS,
    DASH,
    DAY,
    FESTIVALS,
    FULL_MONTHS,
    FULL_WEEKDAYS,
    GAP,
    MONTH,
    SEASONS,
    SHORT_MONTHS,
    WEEKDAY,
    YEAR,
)
from .patterns import any_of

_TO = rf"\s*(?:{DASH}|\bto\b|\buntil\b|\btill\b|\bthrough\b)\s*"
_LIST = rf"\s*(?:{DASH}|,|&|\bto\b|\band\b|\buntil\b|\bthrough\b)\s*"
_RELATIVE_YEAR = (
    rf"(?:of{GAP})?(?:last|this|next|that|(?:the{GAP})?(?:same|previous|following|current)){GAP}year\b"
)
_AFTER_MONTH = rf"(?:\s*,?\s*(?:of{GAP})?{YEAR}(?![-/]\d)|{GAP}{_RELATIVE_YEAR}|\s*'\d\d(?!\w))"
_WEEKDAY_BEFORE = rf"(?:{ANY_WEEKDAY}\.?,?{GAP}(?:the{GAP})?)?"
_DAY_MONTH = rf"{DAY}\s?(?:of{GAP})?{ANY_MONTH}"
_PART = (
    rf"(?i:(?:early|late|mid)(?:{GAP}|{DASH})|"
    rf"(?:beginning|start|end|middle|close|turn|(?:latter|early|first|later){GAP}part|(?:first|second|latter){GAP}half|"
    rf"(?:first|second|third|fourth|final|last){GAP}quarter){GAP}of{GAP}(?:the{GAP})?)"
)
_FISCAL = rf"(?:19|20)\d\d\s?(?:/|{DASH})\s?\d\d(?!\d)(?!{DASH}\d)"
_KIND_OF_YEAR = rf"(?:(?:financial|academic|school|calendar|fiscal|municipal){GAP}year)"
_UNIT = (
    rf"(?:year|month|week|quarter|term|weekend|summer|autumn|winter|spring|night|half{DASH}term"
    rf"|{_KIND_OF_YEAR})"
)
_SEASON = rf"(?:{any_of([*SEASONS, *(name.title() for name in SEASONS)])}\b)"
_COUNT = rf"(?:\d{{1,2}}|(?i:{any_of([word for word in COUNT_WORDS if word not in ('a', 'an')])}))"
_PERIOD_YEAR = rf"(?:{_FISCAL}|{YEAR})"
_RELATIVE = r"(?i:last|this|next|previous|following|coming)"

# A complete date of any precision, to follow "year to", "week beginning", "12 months ending".
_WHOLE = (
    rf"(?:(?:the{GAP})?(?:{_PART})?(?:{_WEEKDAY_BEFORE}{_DAY_MONTH}(?:{_AFTER_MONTH})?"
    rf"|{ANY_MONTH}(?:{_AFTER_MONTH})|{MONTH}|{YEAR}))"
)

FORMS: Final[dict[str, str]] = {
    "iso": r"\d{4}-\d\d-\d\d(?!\d)",
    "numeric": r"\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\d/])|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d\d)(?!\d|\.\d)"
    r"|\d{1,2}-\d{1,2}-\d{4}(?!\d)",
    "span_to": rf"(?i:(?:first{GAP})?(?:{_COUNT}{GAP}months|year|quarter|week|weekend|month|half{DASH}year)"
    rf"{GAP}(?:(?:leading{GAP})?(?:up{GAP})?to|ending|ended|beginning|commencing|starting)(?:{GAP}(?:in|on))?{GAP})"
    rf"{_WHOLE}",
    "days_across_months": rf"{_WEEKDAY_BEFORE}{_DAY_MONTH}{_TO}{_WEEKDAY_BEFORE}{_DAY_MONTH}{_AFTER_MONTH}"
    rf"|(?<=[Bb]etween\s){_DAY_MONTH}{GAP}and{GAP}{_DAY_MONTH}{_AFTER_MONTH}",
    "days_of_month": rf"{_WEEKDAY_BEFORE}{DAY}(?:{_LIST}(?:and{GAP})?{_WEEKDAY_BEFORE}{DAY})+\s?(?:of{GAP})?"
    rf"{ANY_MONTH}(?:{_AFTER_MONTH})?",
    "day": rf"{_WEEKDAY_BEFORE}{_DAY_MONTH}(?:{_AFTER_MONTH})?",
    "month_range": rf"{ANY_MONTH}(?:{_TO}|\s*/\s*){ANY_MONTH}{_AFTER_MONTH}"
    rf"|(?<=[Bb]etween\s){ANY_MONTH}{GAP}and{GAP}{ANY_MONTH}{_AFTER_MONTH}",
    "month_day": rf"{_WEEKDAY_BEFORE}{ANY_MONTH}{GAP}{DAY}(?![.,]\d)(?:{_TO}{DAY})?"
    rf"(?:,?{GAP}{YEAR}|{GAP}{_RELATIVE_YEAR})?",
    "month": rf"(?:{_PART})?(?:(?i:last|next|this){GAP}{MONTH}(?!\s*,?\s*\d)|{ANY_MONTH}{_AFTER_MONTH})",
    "bare_month": rf"(?:{_PART})?{MONTH}",
    "quarter": rf"(?:Q[1-4]|[Qq]uarter{GAP}(?:[1-4]|one|two|three|four)\b)"
    rf"(?:\s*,?\s*(?:of{GAP})?{_PERIOD_YEAR})?",
    "season": rf"(?:{_PART}|{_RELATIVE}{GAP})?{_SEASON}(?:{GAP}term)?"
    rf"(?:{GAP}(?:of{GAP})?(?:in{GAP})?{_PERIOD_YEAR}|{GAP}{_RELATIVE_YEAR})"
    rf"|(?:{_PART}|{_RELATIVE}{GAP}){_SEASON}(?:{GAP}term\b)?|{_SEASON}{GAP}term\b",
    "bare_season": _SEASON,
    "fiscal": rf"(?:{_PART})?(?:(?i:{_KIND_OF_YEAR}){GAP}(?:of{GAP}|in{GAP}|for{GAP})?)?"
    rf"(?:{_FISCAL}|{YEAR}\s?/\s?{YEAR})(?:{GAP}{_KIND_OF_YEAR})?"
    rf"|(?i:{_KIND_OF_YEAR}){GAP}{YEAR}|{YEAR}{GAP}{_KIND_OF_YEAR}",
    "decade": rf"(?:(?i:early|late|mid)(?:{GAP}|{DASH}))?(?:19|20)\d0'?s\b",
    "year": rf"(?:{_PART})?{YEAR}(?!\w)(?![.,]\d)",
    "relative": rf"(?i:(?:(?:earlier|later){GAP})?(?:last|next|this|that){GAP}{_UNIT}\b"
    rf"|{_PART}(?:(?:last|next|this|that|current|previous|following){GAP})?(?:year|month|week|{_KIND_OF_YEAR})\b"
    rf"|(?:previous|following|same|preceding|current){GAP}(?:{_UNIT}|day)\b|next{GAP}day\b)",
    "relative_weekday": rf"(?i:last|next|this|following|previous){GAP}{WEEKDAY}",
    "ago": rf"(?i:(?:{_COUNT}{GAP})?(?:years?|months?|weeks?|days?|decades?|fortnight){GAP}"
    r"(?:ago|earlier|previously|later|before(?=[.,;)]|\s*$)))(?!\w)",
    "weekday": WEEKDAY,
    "deictic": r"(?i:yesterday|today|tomorrow|tonight|this\s+(?:morning|afternoon|evening))\b",
    "festival": rf"{any_of(FESTIVALS)}(?:{GAP}{YEAR}|{GAP}{_RELATIVE_YEAR})?(?!\w)",
}

# What every form starts with: a quick look before the alternatives are tried.
_STARTS = (
    r"\d|Q[1-4]|(?:"
    + any_of([*FULL_MONTHS, *SHORT_MONTHS, *FULL_WEEKDAYS, *FESTIVALS])
    + r"|(?i:mon|tue|wed|thu|fri|sat|sun|last|next|this|that|early|earlier|lat(?:e|ter)|mid|begin|start|end"
    r"|middle|close|turn|first|second|third|fourth|final|spring|summer|autumn|winter|previous|following|coming|same"
    r"|preceding|current|year|month|week|day|decade|fortnight|quarter|half|financial|academic|school|calendar"
    r"|fiscal|municipal|yesterday|today|tomorrow|tonight|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|fifteen|twenty))"
)
DATE_FORM: Final = re.compile(
    rf"(?<![\w£$€#])(?<!\d[.,/:])(?={_STARTS})(?:"
    + "|".join(f"(?P<{name}>{form})" for name, form in FORMS.items())
    + ")"
)

_JOIN = rf"(?:\s*,\s*|\s*,?{GAP}(?:and|or|&){GAP})"
YEAR_OF_THE_NEXT: Final = re.compile(
    rf"(?:{_JOIN}(?:{DAY}\s?(?:of{GAP})?)?(?P<month>{ANY_MONTH}))+?\s*,?\s*(?:of{GAP})?(?P<year>{YEAR})"
)
"""What follows a month without a year that shares the year of a later one: "June and July 2023"."""
