"""Is it a date? Words and numbers that are dates only in some surroundings."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from .date_words import COUNTED_NOUN, MONTHS_THAT_ARE_NAMES, MONTHS_THAT_ARE_OTHER_WORDS, TITLE_BEFORE

_REACH = 40
_PREPOSITION = re.compile(
    r"(?i)\b(?:in|since|until|till|by|from|during|before|after|between|to|of|for|this|last|next|every|each|through"
    r"|throughout|around|and|or|late|early|mid|over|on|at|as\s+at|earlier|later|later\s+in|previous|following|the)[\s-]+$"
)
_TIME_PREPOSITION = re.compile(
    r"(?i)(?:\b(?:in|since|until|till|by|from|during|before|after|between|to|and|of|for|at|end)\s+|\()$"
)
_EVENT_AFTER = re.compile(
    r"\s+(?:inspection|visit|report|meeting|review|deadline|this|last|when|after|and|to|half)\b|\s*[,.;:)]|'s\b"
)
_NAME_AFTER = re.compile(r"\s+[A-Z][a-z]+")
_DURATION_BEFORE = re.compile(r"(?i)\bthe\s+$")
_SEASON_CUE = re.compile(
    r"(?i)\b(?:the|in|over|during|by|since|until|before|after|of|previous|coming|each|every|throughout|through|for|and)\s+$"
)
_SEASON_TITLE = re.compile(
    r"(?i)\s+(?:statement|budget|spending|school|riots|pressures?|house|fair|programme|conference|assembly|holiday\s+activities)\b"
)
_TODAY_GENERAL_BEFORE = re.compile(
    r"(?i)\b(?:still|even|of|here|until|services?|children|people|workers?|families|parents|society|Britain|England|country"
    r"|professionals?|schools?|councils?|world)\s+$"
)
_TODAY_GENERAL_AFTER = re.compile(
    r"(?i)'s\s+(?:world|society|children|young|generation|social|climate|age|economy)\b"
)
_TODAY_DAY_AFTER = re.compile(
    r"\s*\(|\s+(?:announced|published|said|confirmed|revealed|released|issued|warned|found|by|\d)"
)
_WEEK_PATTERN_AFTER = re.compile(
    r"(?:s\b|\s*(?:to|-|–|until|and)\s*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?!\s+\d))"
)
_WEEK_PATTERN_BEFORE = re.compile(r"(?:\b(?:every|each)\s+|day\s*(?:to|-|–|until)\s*)$", re.IGNORECASE)
_FESTIVAL_CUE = re.compile(
    r"(?i)\b(?:at|by|before|after|until|since|over|this|last|next|for|from|around|during)\s+(?:the\s+)?$"
)
_FESTIVAL_AFTER = re.compile(
    r"\s+(?!(?:and|to|when|as|or|but|because|in|for|with|at|after|before|while|last|this|next|\d)\b)\w"
)
_QUOTED_NUMBER_BEFORE = re.compile(
    r"(?i)\b(?:urn|no\.?|number|ref|page|isbn|tel|fax|id|some|over|than|nearly|almost|about|around|total\s+of)\s*:?\s*$"
)
_UNIT_AFTER_YEAR = re.compile(r"\s*(?:%|per\s?cent\b|m\b|million\b|hours\b|words\b|pounds\b)")


def _year(before: str, after: str, _surface: str) -> bool:
    if TITLE_BEFORE.search(before) or _UNIT_AFTER_YEAR.match(after):
        return False
    if _TIME_PREPOSITION.search(before):
        return True
    return not (COUNTED_NOUN.match(after) or _QUOTED_NUMBER_BEFORE.search(before))


def _bare_month(before: str, after: str, surface: str) -> bool:
    month = surface.rsplit(maxsplit=1)[-1].rsplit("-", maxsplit=1)[-1].title()
    if surface != surface.rsplit(maxsplit=1)[-1]:
        return True
    if month in MONTHS_THAT_ARE_OTHER_WORDS:
        return (
            _TIME_PREPOSITION.search(before) is not None
            or re.search(r"(?i)\b(?:last|this|next|late|early)\s+$", before) is not None
        )
    if month in MONTHS_THAT_ARE_NAMES:
        if _NAME_AFTER.match(after) and not _PREPOSITION.search(before):
            return False
        return _PREPOSITION.search(before) is not None or _EVENT_AFTER.match(after) is not None
    return True


def _relative(before: str, _after: str, surface: str) -> bool:
    lead = surface.split(maxsplit=1)[0].lower()
    if lead in {"last", "next"}:
        # "over the last year" and "in the next month" are durations.
        return (
            _DURATION_BEFORE.search(before) is None
            or re.search(r"(?i)(?:day|term|quarter|weekend)$", surface) is not None
        )
    return True


def _today(before: str, after: str, surface: str) -> bool:
    if surface.lower() != "today":
        return True
    if _TODAY_DAY_AFTER.match(after):
        return True
    return not (_TODAY_GENERAL_BEFORE.search(before) or _TODAY_GENERAL_AFTER.match(after))


def _season(before: str, after: str, _surface: str) -> bool:
    return _SEASON_CUE.search(before) is not None and _SEASON_TITLE.match(after) is None


def _weekday(before: str, after: str, _surface: str) -> bool:
    return not (_WEEK_PATTERN_AFTER.match(after) or _WEEK_PATTERN_BEFORE.search(before))


def _festival(before: str, after: str, surface: str) -> bool:
    if " " in surface:
        return True
    return _FESTIVAL_CUE.search(before) is not None and _FESTIVAL_AFTER.match(after) is None


def _ago(before: str, after: str, surface: str) -> bool:
    words = surface.split()
    if words[-1].lower() == "ago":
        # "Some years ago" says nothing of which year.
        return len(words) > 2 or re.search(r"(?i)\b(?:a|an)\s+$", before) is not None
    if len(words) == 2:
        return re.search(r"(?i)\b(?:a|the)\s+$", before) is not None
    return not re.match(r"\s+than\b", after)


_CHECKS: Final[dict[str, Callable[[str, str, str], bool]]] = {
    "year": _year,
    "bare_month": _bare_month,
    "relative": _relative,
    "deictic": _today,
    "bare_season": _season,
    "weekday": _weekday,
    "festival": _festival,
    "ago": _ago,
}


def is_date(form: str, text: str, start: int, end: int, *, within: tuple[int, int]) -> bool:
    """Say whether ``text[start:end]``, met in a given form, is a date where it stands.

    Parameters
    ----------
    form : str
        A key of ``date_forms.FORMS``.
    text : str
        The whole text.
    start, end : int
        Where the would-be date stands.
    within : (int, int)
        Its sentence.
    """
    check = _CHECKS.get(form)
    if check is None:
        return True
    left, right = within
    before = text[max(left, start - _REACH) : start]
    after = text[end : min(right, end + _REACH)]
    return check(before, after, text[start:end])
