"""When the inspection was that gave a grade in running text: "good in 2019 and again in May last year"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ofsight.record import Entity
from ofsight.values.calendar import first_day

from .graded_clauses import GradedClause
from .setting import Setting, Unit

_PUBLISHED = re.compile(
    r"\b(?:published|report(?:s|ed)?|released|announced|issued|out|published\s+its\s+report)\W+(?:\w+\W+){0,3}$",
    re.I,
)
_WENT_PUBLIC = re.compile(r"^\W*(?:Ofsted\s+)?(?:published|report\b|released|announced)", re.I)
_STOP = re.compile(
    r"[;:]|\s[–—-]\s|,?\s(?:while|whilst|but|whereas|although|though|despite|because|where|who|by|before|until)\b"
    r"|,\s+(?:(?:and|so)\s+)?(?:it|its|they|the|this|that|a|an|has|had|is|are|was|were|he|she|I|we|with)\s"
    r"|,\s+and\s+(?!again|once)|\band\s+(?:(?:then|now|later|since)\s+)?(?:in|on|was|were|is|are|has|had|have|will|it|they|he|she|there|who|[\w-]+ed)\b",
    re.I,
)
_BEFORE_STOP = re.compile(
    r"[;:]|\s[–—]\s|,?\s(?:while|whilst|but|whereas|although|though|despite|because|after|following|before|until)\b"
    r"|\band\s+(?!found|judged|rated|graded|moved|lifted|raised|gave|put|marked|concluded)"
    r"(?:was|were|is|are|has|had|have|then|now|it|they|he|she|there|[\w-]+ed)\b",
    re.I,
)
_REACH_AFTER = 110
_REACH_BEFORE = 140
_TIGHT = re.compile(
    r"['\"”]*,?\s*(?:\w+\s+)?(?:(?:back\s+)?(?:in|of|since|at\s[^,;]{0,40}\bin)|the)?\s*$", re.I
)
_MORE = re.compile(r"\s*+,?\s*+(?:(?:and|then|once|twice|again|more|in|since)\b\s*+,?\s*+)*+", re.I)
_AS_BEFORE = re.compile(
    r"['\"”]*[^;.]{0,80}?,?\s+as\s+(?:it|they)\s+(?:was|were|had\s+been)\s+(?:back\s+)?(?:in|at)\s", re.I
)
_LAST_YEARS = re.compile(r"\bsince\W*$", re.I)
_BY_TIME = re.compile(r"\bby\s+the\s+time\b", re.I)


def past_dates(setting: Setting, unit: Unit) -> list[Entity]:
    """Return the dates of a sentence that can be an inspection's: past ones, not those of a publication."""
    text = setting.text
    return [
        entity
        for entity in unit.of("DATE")
        if entity.value
        and _is_past(setting.date, str(entity.value))
        and not _PUBLISHED.search(text, max(unit.start, entity.start - 40), entity.start)
        and not _WENT_PUBLIC.match(text[entity.end : min(unit.end, entity.end + 30)])
    ]


def dates_of_grades(
    setting: Setting, unit: Unit, clauses: Sequence[GradedClause], replaced: Sequence[bool]
) -> list[list[str | None]]:
    """Return for each graded clause of a sentence the dates of the inspections that gave the grade.

    Parameters
    ----------
    setting : Setting
        The document.
    unit : Unit
        The sentence.
    clauses : sequence of GradedClause
        Its grades, in order.
    replaced : sequence of bool
        Which of them the words say to have been replaced ("from good"): a date near by is the new grade's.

    Returns
    -------
    list of list
        One list for each clause, never empty: ``[None]`` when the sentence dates nothing; several dates
        where the same grade was given several times ("in 2014 and again in 2018").
    """
    dates = past_dates(setting, unit)
    starts = [clause.grade.start for clause in clauses]
    own = [
        _following(
            setting.text,
            clause.grade.end,
            min((start for start in starts if start > clause.grade.end), default=unit.end),
            dates,
            tightly=over,
        )
        for clause, over in zip(clauses, replaced, strict=True)
    ]
    taken = {id(when) for found in own for when in found}
    result: list[list[str | None]] = []
    for index, clause in enumerate(clauses):
        if own[index]:
            result.append([str(when.value) for when in own[index]])
            continue
        shared = [] if replaced[index] else _shared(setting.text, clauses, own, index)
        if not shared and not replaced[index] and not clause.echo:
            free = [when for when in dates if id(when) not in taken]
            shared = _leading(setting.text, clause, free)
        result.append([str(when.value) for when in shared] or [None])
    return result


def dates_as_before(setting: Setting, unit: Unit, clause: GradedClause) -> list[str]:
    """Return the dates of earlier inspections with the same result: "good, as it had been in 2016"."""
    found = _AS_BEFORE.match(setting.text, clause.grade.end, unit.end)
    dates = [when for when in past_dates(setting, unit) if found and when.start >= found.end()]
    if not found or not dates or dates[0].start - found.end() > len("the spring of "):
        return []
    return [str(when.value) for when in _with_more(setting.text, dates[0], dates)]


def _following(text: str, end: int, until: int, dates: Sequence[Entity], *, tightly: bool) -> list[Entity]:
    """Return the dates that follow a grade which ends at ``end`` and belong to it."""
    for when in dates:
        if not end <= when.start < until:
            continue
        gap = text[end : when.start]
        if tightly:
            return _with_more(text, when, dates) if _TIGHT.fullmatch(gap) else []
        stop = _STOP.search(gap)
        if len(gap) > _REACH_AFTER or (stop and not _BY_TIME.match(gap.strip())):
            return []
        if _AS_BEFORE.match(text, end, when.start):
            return []
        return _with_more(text, when, dates)
    return []


def _with_more(text: str, first: Entity, dates: Sequence[Entity]) -> list[Entity]:
    """Return a date with those that are listed after it: "in 2014, 2016 and again in 2018"."""
    found = [first]
    for when in dates:
        if when.start > found[-1].start and _MORE.fullmatch(text, found[-1].end, when.start):
            found.append(when)
    return found


def _shared(
    text: str, clauses: Sequence[GradedClause], own: Sequence[list[Entity]], index: int
) -> list[Entity]:
    """Return the dates of the next grade, where the two are one predicate."""
    for later in range(index + 1, len(clauses)):
        between = text[clauses[later - 1].grade.end : clauses[later].grade.start]
        if _JOINS_VERDICTS.search(between) is None:
            return []
        if own[later]:
            return own[later]
    return []


_JOINS_VERDICTS = re.compile(
    r"^[^;:.]{0,60}(?:,|\band|\bbut)\s*(?:(?:as|was|were|is|are|rated|judged|graded)\s+)*['\"“]*$", re.I
)


def _leading(text: str, clause: GradedClause, dates: Sequence[Entity]) -> list[Entity]:
    """Return the date that stands before a grade: "in 2019 Ofsted lifted the verdict to ..."."""
    start = clause.grade.start
    for when in reversed([each for each in dates if each.end <= start]):
        gap = text[when.end : start]
        if len(gap) > _REACH_BEFORE or _BEFORE_STOP.search(gap):
            return []
        return [when]
    return []


def _is_past(today: date | None, value: str) -> bool:
    day = first_day(value)
    return day is not None and (today is None or day <= today)
