"""Does a number measure something? Numbers that date, count time or years of age, or label something do not."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from .date_words import COUNTED_NOUN, DASH, any_of
from .number_words import DATA, DIGITS, WORDS

_REACH = 60
_NUMBER = rf"(?:{DIGITS}|(?i:{WORDS}))"
_JOIN = rf"\s*(?:,|/|{DASH}|\bor\b|\band\b|\bto\b|&)\s*(?:and\s+|or\s+)?"
_MORE_NUMBERS = rf"(?:{DASH}?\s*{_JOIN}{_NUMBER})*"
_DURATION = any_of(DATA["duration_units"])


class Verdict(NamedTuple):
    """``skip_to`` is 0 for a quantity, else where to look on."""

    skip_to: int


_YES = Verdict(0)

# "20 to 30 working days", "two or three weeks", "six- and twelve-month", "four and a half years".
_TIME_AFTER: Final = re.compile(
    rf"{_MORE_NUMBERS}(?:\s+and\s+a\s+half)?(?:\s+|{DASH})(?:(?:(?:or|and)\s+(?:more|fewer|less)|more|further|full|consecutive|additional|"
    rf"extra|working|calendar|school|clear|long|short|whole|successive|intensive|of\s+the\s+last|of\s+the\s+past)\s+){{0,2}}"
    rf"(?:{_DURATION}s?'?\b|{any_of(DATA['duration_adverbs'])}\b)",
    re.IGNORECASE,
)
_AGE_AFTER: Final = re.compile(
    rf"{_MORE_NUMBERS}(?:{DASH}?\s*(?:and|to|or|{DASH}|/)\s*{_NUMBER})?\s*{DASH}?\s*years?\s*{DASH}?\s*(?:olds?|of\s+age)\b"
    r"|\s+(?:or|and)\s+(?:under|over|above|below|younger|older|upwards)\b(?!\s+(?:cases|children))",
    re.IGNORECASE,
)
_AGE_BEFORE: Final = re.compile(
    rf"(?i)\b(?:aged?|ages|age\s+of|ages\s+of|aged?\s+(?:from|between|under|over|up\s+to)|ages\s+(?:from|between)|turn(?:s|ed|ing)?|"
    rf"reach(?:es|ed|ing)?(?:\s+the\s+age\s+of)?|age\s+range|until\s+(?:they|he|she)\s+(?:are|is|turns?|reach(?:es)?)|(?:they|he|she)\s+(?:are|is|were|was)\s+(?:over|under)?)"
    rf"\s*(?:{_NUMBER}{_JOIN}(?:the\s+age\s+of\s+)?)*$"
)
_PEOPLE = any_of(DATA["age_people"])
_AGE_LIMIT_BEFORE: Final = re.compile(
    rf"(?i)\b(?:{_PEOPLE}\s+(?:who\s+are\s+|were\s+)?(?:just\s+)?(?:over|under|above|below|beyond|past|up\s+to|from|between)(?:\s+the\s+age\s+of)?"
    rf"|(?:under|over|up\s+to|before|at|until|till|from|beyond|past|after|post)(?:\s+the\s+age\s+of)?)\s+(?:{_NUMBER}{_JOIN})*$"
)
_AGE_NUMBERS: Final = re.compile(
    r"(?i)(?:five|ten|1[0-9]|2[0-6]|[3-9]|eighteen|sixteen|seventeen|twenty-(?:one|five)|twelve|thirteen)"
)
_TELLING_AGES: Final = re.compile(
    r"(?i)(?:16|17|18|19|21|24|25|26|eighteen|sixteen|seventeen|twenty-(?:one|five))"
)
_CLAUSE_ENDS: Final = re.compile(
    r"\s*(?:[.,;:)'\"”’]|$|(?:and|or|who|but|are|were|have|had|with|to|in|at|as|when|is|was|on|receive|living|should)\b)"
)
_AGE_RANGE: Final = re.compile(rf"(?:0|[a-z]+|\d{{1,2}})(?:\s?{DASH}\s?|\s+to\s+)(?:\d{{1,2}})")
_AGE_SERVICE_AFTER: Final = re.compile(
    r"(?i)\s+(?:service|services|team|teams|offer|pathway|strategy|age|cohort|healthy|public\s+health|hub|hubs|disability|transition|population|programme|panel|partnership|send)\b"
)
_AGES_OF_SERVICE: Final = re.compile(
    rf"(?i)(?:0|[a-z]+|1?\d)\s+to\s+(?:\d{{1,2}}|eighteen|five)(?={_AGE_SERVICE_AFTER.pattern.removeprefix('(?i)')})|0\s+to\s+\d\d?\b"
)
_NUMBERED_PART: Final = re.compile(r"\d{1,2}\.\d{1,2}")
_CLOCK_AFTER: Final = re.compile(r"(?i)(?:[:.]\d\d)?\s?(?:[ap]\.?m\b|o'clock\b)|:\d")
_LABEL_BEFORE: Final = re.compile(
    rf"(?i)\b{any_of(DATA['labels_before'])}[\s:.\-]*\(?(?:{_NUMBER}(?:\([a-z0-9]+\))?{_JOIN})*$"
)
_PERIOD_BEFORE: Final = re.compile(r"(?i)\b(?:year|day|week|month)s?\s+$")
_LIST_NUMBER_AFTER: Final = re.compile(r"[.)](?:\s|$)|\s+(?=[A-Z‘“'][a-z]?)")
_HYPHENATED_AFTER: Final = re.compile(rf"{DASH}(?!plus\b|strong\b)(?=[A-Za-z])|s\b")
_ONE_AFTER: Final = re.compile(rf"\s+(?!{any_of(DATA['not_counted_after_one'])}\b)[a-z]", re.IGNORECASE)
_ONE_BEFORE: Final = re.compile(rf"(?i)\b{any_of(DATA['not_one_before'])}\s+$|\bone{DASH}to{DASH}$")
_FRACTION_AFTER: Final = re.compile(
    r"(?i)\s+(?:of|the|are|is|were|was|had|have|has|said|higher|lower|more|fewer|less|since|in|compared|to|from|over|by|on|as|their|its|"
    r"all|those|these|a\s+million|our|his|her|again|between|within|at|among|do|did|did|with|this|last|leaving|left|lived)\b|\s*[.,;:)'\"”’–-]|\s*$"
)
_HALF_AFTER: Final = re.compile(
    rf"(?i){DASH}|\s+(?:term|terms|way|an?\s+(?:hour|day|year)|past|hour|day|year|marathon|century|time|yearly|hearted)\b"
)
_ORDINAL_BEFORE: Final = re.compile(
    r"(?i)\b(?:the|first|second|third|this|last|next|latter|every|each|other|final|fourth|another|previous|his|her|their|its|our|current|same)\s+$"
)
_HALF_BEFORE: Final = re.compile(
    r"(?i)\b(?:first|second|latter|other|last|next|and\s+a|final|better|early|this)\s+$"
)
_ARTICLE_BEFORE: Final = re.compile(
    r"(?i)\ba\s+$|\bby\s+a\s+$|\b(?:nearly|almost|over|about|around|than)\s+a\s+$"
)
_SCORE: Final = re.compile(rf"\d{DASH}\d$")
_TELEPHONE_AFTER: Final = re.compile(r"(?:\s+\d{3,})+")
_POSTCODE_AFTER: Final = re.compile(r"[A-Z]{2}\b")
_NUMBERED_HEADING: Final = re.compile(r"\d{1,3}$")
_BARE_YEAR: Final = re.compile(r"(?:19|20)\d\d$")
_COMPARATORS = any_of(DATA["comparators"])
_COMPARATOR_BEFORE: Final = re.compile(
    rf"(?i)(?<![\w-])(?P<comparator>(?:(?:{any_of(DATA['comparator_adverbs'])})\s+)?{_COMPARATORS})(?P<article>\s+an?)?\s+$"
)
_NOT_COMPARING: Final = re.compile(
    r"(?i)\b(?:concern(?:s|ed)?|worr(?:y|ied|ies)|information|questions?|complaints?|data|report(?:s|ed)?|know(?:s|n)?|told|ask(?:ed)?|"
    r"decisions?|case|rang(?:e|es|ing|ed)\s+from|said|spoke|talk(?:ed)?|guidance|views?|took|taken|taking|responsibility|control|charge|split|spread)\s+$"
)
_COMPARATOR_AFTER: Final = re.compile(rf"(?:\+|-plus\b|\s+{any_of(DATA['comparators_after'])}\b(?!\s+\d))")


def _time_or_age(text: str, first: int, last: int, before: str, after: str) -> int:
    """Return where a duration, age or time of day that starts with this number ends, or 0."""
    for pattern in (_TIME_AFTER, _AGE_AFTER, _CLOCK_AFTER):
        match = pattern.match(after)
        if match:
            return last + match.end()
    surface = text[first:last]
    if _AGE_BEFORE.search(before) and not re.search(r"%|£", surface):
        return last
    limit = _AGE_LIMIT_BEFORE.search(before)
    if limit and _AGE_NUMBERS.fullmatch(surface):
        if re.match(rf"(?i){_PEOPLE}", limit.group()):
            return last
        if _TELLING_AGES.fullmatch(surface) and _CLAUSE_ENDS.match(after):
            return last
    return 0


def _label(text: str, first: int, last: int, before: str, after: str, at_start: bool) -> int:
    """Return where a label's number (section 47, 2. in a list, a telephone number) ends, or 0."""
    surface = text[first:last]
    if surface[0].isdigit():
        if at_start and _NUMBERED_HEADING.match(surface) and _LIST_NUMBER_AFTER.match(after):
            return last
        if surface[0] == "0" and not surface.startswith("0."):
            telephone = _TELEPHONE_AFTER.match(after)
            return last + telephone.end() if telephone else last
    if _PERIOD_BEFORE.search(before) and not re.fullmatch(r"1?\d|[a-z]+", surface):
        return 0
    if _LABEL_BEFORE.search(before) and "%" not in surface and "£" not in surface and "per" not in surface:
        return last
    if re.match(r"/\d", after):
        return last + 2
    if _NUMBERED_PART.fullmatch(surface) and re.match(r"\s+[A-Z]", after):
        return last
    service = _AGES_OF_SERVICE.match(surface + after)
    if service:
        return first + service.end()
    hyphen = _HYPHENATED_AFTER.match(after)
    return last + hyphen.end() if hyphen else 0


def _one(before: str, after: str) -> bool:
    return _ONE_AFTER.match(after) is not None and _ONE_BEFORE.search(before) is None


def _fraction(surface: str, before: str, after: str) -> bool:
    if not re.search(r"[\s-]", surface) and surface.isalpha():
        if surface.lower() == "half":
            return _HALF_AFTER.match(after) is None and _HALF_BEFORE.search(before) is None
        if not _ARTICLE_BEFORE.search(before):
            return False
    elif surface.lower().startswith("one") and _ORDINAL_BEFORE.search(before):
        return False
    return _FRACTION_AFTER.match(after) is not None


def is_quantity(form: str, text: str, first: int, last: int, left: int, right: int) -> Verdict:
    """Say whether the number ``text[first:last]``, met in a given form, measures something.

    Parameters
    ----------
    form : str
        A key of ``numbers.FORMS``.
    text : str
        The whole text.
    first, last : int
        Where the number stands, without comparator.
    left, right : int
        The borders of its sentence.

    Returns
    -------
    Verdict
        Zero for a quantity; else where to look for the next number.
    """
    before = text[max(left, first - _REACH) : first]
    after = text[last : min(right, last + _REACH)]
    surface = text[first:last]
    if form in {"money", "money_range", "percent", "percent_range", "rate"}:
        return _YES
    if form == "fraction":
        return _YES if _fraction(surface, before, after) else Verdict(last)
    if form == "vague":
        return _YES
    end = _time_or_age(text, first, last, before, after) or _label(
        text, first, last, before, after, not text[left:first].strip()
    )
    if end:
        return Verdict(end)
    if form == "number_range" and (
        (_AGE_RANGE.fullmatch(surface) and _AGE_SERVICE_AFTER.match(after))
        or _SCORE.fullmatch(surface)
        or surface[0] == "0"
    ):
        return Verdict(last)
    if (
        _BARE_YEAR.fullmatch(surface)
        and not COUNTED_NOUN.match(after)
        and not _COMPARATOR_BEFORE.search(before)
    ):
        return Verdict(last)
    if surface.lower() == "one" and not _one(before, after):
        return Verdict(last)
    return _YES


def attach_comparator(text: str, first: int, last: int, left: int, right: int) -> tuple[int, int]:
    """Return the span of a quantity with the comparator before ("over", "as many as") or after ("or more") it."""
    before = text[max(left, first - _REACH) : first]
    match = _COMPARATOR_BEFORE.search(before)
    if match and not _NOT_COMPARING.search(before[: match.start()]):
        first -= len(before) - match.start("comparator")
    behind = _COMPARATOR_AFTER.match(text, last, right)
    if behind:
        last = behind.end()
    return first, last
