"""Does a number measure something? Numbers that date, count time or years of age, or label things do not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from .date_words import COUNTED_NOUN, DASH
from .number_words import DATA, DIGITS, WORDS
from .patterns import any_of

_REACH = 60
# Whole or not at all: "1,181,181" could be cut into a number and more numbers in many ways.
_NUMBER = rf"(?>{DIGITS}|(?i:{WORDS}))"
_JOIN = rf"\s*+(?:,|/|{DASH}|\bor\b|\band\b|\bto\b|&)\s*+(?:and\s+|or\s+)?"
_MORE = rf"(?:{DASH}?{_JOIN}{_NUMBER})*"
_PEOPLE = any_of(DATA["age_people"])

# "20 to 30 working days", "two or three weeks", "six- and twelve-month", "four and a half years".
_TIME_AFTER: Final = re.compile(
    rf"{_MORE}(?:\s+and\s+a\s+half)?(?:\s+|{DASH})(?:{any_of(DATA['words_before_duration'])}\s+){{0,2}}"
    rf"(?:{any_of(DATA['duration_units'])}s?'?\b|{any_of(DATA['duration_adverbs'])}\b)",
    re.IGNORECASE,
)
_CLOCK_AFTER: Final = re.compile(r"(?i)(?:[:.]\d\d)?\s?(?:[ap]\.?m\b|o'clock\b)|:\d")
_AGE_AFTER: Final = re.compile(
    rf"{_MORE}\s*{DASH}?\s*years?\s*{DASH}?\s*(?:olds?|of\s+age)\b"
    r"|\s+(?:or|and)\s+(?:under|over|above|below|younger|older|upwards)\b(?!\s+(?:cases|children))",
    re.IGNORECASE,
)
_AGE_BEFORE: Final = re.compile(
    r"(?i)\b(?:aged?(?:\s+(?:from|between|under|over|up\s+to))?|ages(?:\s+(?:of|from|between))?|age\s+(?:of|range)"
    r"|turn(?:s|ed|ing)?|reach(?:es|ed|ing)?(?:\s+the\s+age\s+of)?"
    r"|(?:they|he|she)\s+(?:are|is|were|was|turns?|reach(?:es)?)(?:\s+(?:over|under))?)"
    rf"\s*(?:{_NUMBER}{_JOIN}(?:the\s+age\s+of\s+)?)*$"
)
_AGE_OF_PEOPLE_BEFORE: Final = re.compile(
    rf"(?i)\b{_PEOPLE}\s+(?:who\s+are\s+|were\s+)?(?:just\s+)?(?:over|under|above|below|beyond|past|up\s+to|from|between)"
    rf"(?:\s+the\s+age\s+of)?\s+(?:{_NUMBER}{_JOIN})*$"
)
_AGE_LIMIT_BEFORE: Final = re.compile(
    r"(?i)\b(?:under|over|up\s+to|before|at|until|till|from|beyond|past|after|post)(?:\s+the\s+age\s+of)?\s+"
    rf"(?:{_NUMBER}{_JOIN})*$"
)
_AGE: Final = re.compile(rf"(?i)(?:{any_of(DATA['ages'])})")
_TELLING_AGE: Final = re.compile(rf"(?i)(?:{any_of(DATA['telling_ages'])})")
_CLAUSE_ENDS: Final = re.compile(
    r"\s*(?:[.,;:)'\"”’]|$|(?:and|or|who|but|are|were|have|had|with|to|in|at|as|when|is|was|on|receive|living|should)\b)"
)
_SERVICE_OF_AGES = rf"(?i:\s+{any_of(DATA['services_named_by_age'])}\b)"
_AGES_OF_SERVICE: Final = re.compile(
    rf"(?i:(?:\d{{1,2}}|[a-z]+)\s+to\s+(?:\d{{1,2}}|eighteen|five))(?={_SERVICE_OF_AGES})|0\s+to\s+\d\d?\b"
)
_AGE_RANGE: Final = re.compile(rf"(?:0|[a-z]+|\d{{1,2}})\s?{DASH}\s?\d{{1,2}}")
_AFTER_AGE_RANGE: Final = re.compile(_SERVICE_OF_AGES)
_LABEL_BEFORE: Final = re.compile(
    rf"(?i)\b{any_of(DATA['labels_before'])}[\s:.\-]*\(?(?:{_NUMBER}(?:\([a-z0-9]+\))?{_JOIN})*$"
)
_PERIOD_BEFORE: Final = re.compile(r"(?i)\b(?:year|day|week|month)s?\s+$")
_PERIOD_NUMBER: Final = re.compile(r"(?i)1?\d|[a-z]+")
_LIST_NUMBER: Final = re.compile(r"\d{1,3}")
_LIST_NUMBER_AFTER: Final = re.compile(r"[.)](?:\s|$)|\s+(?=[A-Z‘“'][a-z]?)")
_NUMBERED_PART: Final = re.compile(r"\d{1,2}\.\d{1,2}")
_CAPITAL_AFTER: Final = re.compile(r"\s+[A-Z]")
_TELEPHONE_AFTER: Final = re.compile(r"(?:\s+\d{3,})+")
_HYPHENATED_AFTER: Final = re.compile(rf"/\d|{DASH}(?!plus\b|strong\b)(?=[A-Za-z])|s\b")
_MATCH_RESULT: Final = re.compile(rf"\d{DASH}\d")
_BARE_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_ONE_AFTER: Final = re.compile(rf"\s+(?!{any_of(DATA['not_counted_after_one'])}\b)[a-z]", re.IGNORECASE)
_ONE_BEFORE: Final = re.compile(rf"(?i)\b{any_of(DATA['not_one_before'])}\s+$|\bone{DASH}to{DASH}$")
_FRACTION_AFTER: Final = re.compile(
    rf"(?i)\s+{any_of(DATA['words_after_fraction'])}\b|\s*[.,;:)'\"”’–-]|\s*$"
)
_HALF_AFTER: Final = re.compile(
    rf"(?i){DASH}|\s+(?:terms?|way|an?\s+(?:hour|day|year)|past|hour|day|year|marathon|century|time|yearly|hearted)\b"
)
_HALF_BEFORE: Final = re.compile(
    r"(?i)\b(?:first|second|latter|other|last|next|and\s+a|final|better|early|this)\s+$"
)
_ORDINAL_BEFORE: Final = re.compile(
    r"(?i)\b(?:the|this|last|next|every|each|other|another|previous|same)\s+$"
)
_ARTICLE_BEFORE: Final = re.compile(r"(?i)\ba\s+$")
COMPARATOR: Final = rf"(?:(?:{any_of(DATA['comparator_adverbs'])}\s+)?{any_of(DATA['comparators'])})"
"""What may stand before a number and belongs to its span ("just over"), case aside."""
_COMPARATOR_BEFORE: Final = re.compile(rf"(?i)(?<![\w-])(?P<comparator>{COMPARATOR})(?:\s+an?)?\s+$")
_NOT_COMPARING: Final = re.compile(rf"(?i)\b{any_of(DATA['words_before_about'])}\s+$")
_COMPARATOR_AFTER: Final = re.compile(rf"(?:\+|-plus\b|\s+{any_of(DATA['comparators_after'])}\b(?!\s+\d))")


@dataclass(frozen=True, slots=True)
class NumberPlace:
    """A number without its comparator, met in a form of ``numbers.FORMS``, and the text around it.

    ``opens`` says that nothing but white space stands before it in its sentence.
    """

    form: str
    surface: str
    before: str
    after: str
    opens: bool

    @classmethod
    def of(cls, form: str, text: str, span: tuple[int, int], within: tuple[int, int]) -> NumberPlace:
        """Return the place of the number ``text[span]`` in its sentence ``within``."""
        (first, last), (left, right) = span, within
        return cls(
            form,
            text[first:last],
            text[max(left, first - _REACH) : first],
            text[last : min(right, last + _REACH)],
            not text[left:first].strip(),
        )


def _counts_time(place: NumberPlace) -> int | None:
    match = _TIME_AFTER.match(place.after) or _CLOCK_AFTER.match(place.after)
    return match.end() if match else None


def _tells_age(place: NumberPlace) -> int | None:
    match = _AGE_AFTER.match(place.after)
    if match:
        return match.end()
    if _AGE_BEFORE.search(place.before):
        return 0
    service = _AGES_OF_SERVICE.match(place.surface + place.after)
    if service:
        return max(0, service.end() - len(place.surface))
    if _AGE.fullmatch(place.surface) and _AGE_OF_PEOPLE_BEFORE.search(place.before):
        return 0
    limit = _TELLING_AGE.fullmatch(place.surface) and _AGE_LIMIT_BEFORE.search(place.before)
    return 0 if limit and _CLAUSE_ENDS.match(place.after) else None


def _numbers_a_list(place: NumberPlace) -> int | None:
    if place.opens and _LIST_NUMBER.fullmatch(place.surface) and _LIST_NUMBER_AFTER.match(place.after):
        return 0
    return 0 if _NUMBERED_PART.fullmatch(place.surface) and _CAPITAL_AFTER.match(place.after) else None


def _labels(place: NumberPlace) -> int | None:
    if place.surface[0] == "0" and not place.surface.startswith("0."):
        telephone = _TELEPHONE_AFTER.match(place.after)
        return telephone.end() if telephone else 0
    if _PERIOD_BEFORE.search(place.before) and not _PERIOD_NUMBER.fullmatch(place.surface):
        return None
    if _LABEL_BEFORE.search(place.before):
        return 0
    hyphen = _HYPHENATED_AFTER.match(place.after)
    return hyphen.end() if hyphen else None


def _dates(place: NumberPlace) -> int | None:
    if not _BARE_YEAR.fullmatch(place.surface) or COUNTED_NOUN.match(place.after):
        return None
    return None if _COMPARATOR_BEFORE.search(place.before) else 0


def _is_no_range(place: NumberPlace) -> int | None:
    if place.form != "number_range":
        return None
    ages = _AGE_RANGE.fullmatch(place.surface) and _AFTER_AGE_RANGE.match(place.after)
    return 0 if ages or _MATCH_RESULT.fullmatch(place.surface) else None


def _is_pronoun(place: NumberPlace) -> int | None:
    if place.surface.lower() != "one":
        return None
    counted = _ONE_AFTER.match(place.after) and not _ONE_BEFORE.search(place.before)
    return None if counted else 0


# Each says how far beyond the number the words go that make it no quantity, or None.
_OBJECTIONS: Final[tuple[Callable[[NumberPlace], int | None], ...]] = (
    _counts_time,
    _tells_age,
    _numbers_a_list,
    _labels,
    _dates,
    _is_no_range,
    _is_pronoun,
)
_ALWAYS_MEASURE: Final = frozenset({"money", "money_range", "percent", "percent_range", "rate", "vague"})


def _is_fraction(place: NumberPlace) -> bool:
    word = place.surface.lower()
    if word == "half":
        return _HALF_AFTER.match(place.after) is None and _HALF_BEFORE.search(place.before) is None
    if word.isalpha() and not _ARTICLE_BEFORE.search(place.before):
        return False
    if word.startswith("one") and _ORDINAL_BEFORE.search(place.before):
        return False
    return _FRACTION_AFTER.match(place.after) is not None


def objection(place: NumberPlace) -> int | None:
    """Return None for a number that measures something.

    For any other it is how many characters after the number belong to what it dates, labels or counts in time
    ("five" in "five to six weeks" takes " to six weeks" with it).
    """
    if place.form in _ALWAYS_MEASURE:
        return None
    if place.form == "fraction":
        return None if _is_fraction(place) else 0
    for object_to in _OBJECTIONS:
        beyond = object_to(place)
        if beyond is not None:
            return beyond
    return None


def labels_something(before: str) -> bool:
    """Tell whether a number after these words names one of several things ("page ", "paragraphs 3 and ")."""
    return _LABEL_BEFORE.search(before[-_REACH:]) is not None


def attach_comparator(text: str, span: tuple[int, int], within: tuple[int, int]) -> tuple[int, int]:
    """Return the span of a quantity with its comparator before ("over") or after ("or more")."""
    first, last = span
    left, right = within
    before = text[max(left, first - _REACH) : first]
    match = _COMPARATOR_BEFORE.search(before)
    if match and not _NOT_COMPARING.search(before[: match.start()]):
        first -= len(before) - match.start("comparator")
    behind = _COMPARATOR_AFTER.match(text, last, right)
    return first, behind.end() if behind else last
