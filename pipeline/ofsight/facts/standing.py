"""Which of the judgements that a text states have since been replaced, by its own words or by their dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from ofsight.values.calendar import first_day, last_day

from .graded_clauses import GradedClause

_FROM = re.compile(
    r"\b(?:from|up\s+from|down\s+from|off)\W+(?:(?:an?|the|its|their|being|rated|judged|overall|previous|former|rating"
    r"|grade|judge?ment|of|earlier|\w+-year-old)\W+)*$",
    re.I,
)
_LOST = re.compile(
    r"\b(?:lost|losing|loses|shed|sheds|shedding|shaken?\s+off|shook\s+off|stripped\s+of|escaped|used\s+to\s+be"
    r"|(?:dropped|throws?\s+off|threw\s+off)|(?:torn|tore|tears)\s+up|(?:replac|supersed|overturn)(?:es|ed|ing)"
    r"|(?:lift(?:ed|ing|s)?|mov(?:ed|es|ing)|c[ao]mes?|coming|is|are|was|climb(?:ed|s)|taken|rose|risen)\s+out\s+of"
    r"|emerged\s+from|no\s+longer)\b"
    r"(?:\W+(?!to\b)[\w-]+){0,4}?\W*$",
    re.I,
)
_FORMER = re.compile(
    r"\b(?:previous(?:ly)?|former(?:ly)?|earlier|prior|had\s+been|having\s+been|last\s+time|at\s+that\s+time|used\s+to"
    r"|(?:decades?|years?|months?|time|winter|summer|spring|autumn)\s+before|back\s+in"
    r"|had\s+\w+\s+(?:it|them)\s+down\s+as|recall|times\s+(?:running|in\s+a\s+row))\b",
    re.I,
)
_AS_LATE_AS = re.compile(r"\bas\s+(?:late|recently)\s+as\b", re.I)
_NEW_PHRASE = re.compile(r",(?!\s+(?:at|in|on|when)\b)")
_ONCE = re.compile(r"\b(?:once|formerly|previously)\W+(?:(?:rated|judged|graded)\W+)?$", re.I)
_AFTER_IT_WAS = re.compile(
    r"\b(?:years?|months?|weeks?)\s+(?:after|since|on\s+from)\b[^.]*$"
    r"|\bafter\s+(?:being|having\s+been|it\s+was|they\s+were|an?\b|its\b|\w+\s+years?\s+(?:at|of|as)\b)[^.,]*$",
    re.I,
)
_LAST_INSPECTION = re.compile(
    r"\b(?:last|first|most\s+recent)\s+(?:\w+\s+){0,3}?"
    r"(?:inspection|inspected|visit|visited|report|judge?ment|graded|rated|judged)\b"
    r"|\blast\s+year\b|\byears?\s+(?:ago|earlier)\b",
    re.I,
)
_NOW = re.compile(
    r"\b(?:now|today|currently|these\s+days|(?:new|latest|current)\s+(?:\w+\s+)?(?:grade|rating|verdict|judge?ment|report)"
    r"|this\s+time)\b",
    re.I,
)
_NEAR_AFTER = 70
_FRESH_DAYS = 550
"""A judgement dated longer before the document is not its news."""


class Standing(IntEnum):
    """How a text speaks of a judgement, from what is over to what is plainly so now."""

    REPLACED = 0
    FORMER = 1
    LAST = 2
    STATED = 3
    NOW = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """A judgement as one sentence states it."""

    council: str | None
    area: str
    rating: str
    standing: Standing
    date: str | None
    inspection: str | None
    evidence: tuple[int, int]


def is_replaced(text: str, clause: GradedClause) -> bool:
    """Tell whether the words before a grade say that it is over: "from", "used to be", "has lost its"."""
    before = text[clause.since : clause.grade.start]
    return bool(_FROM.search(before) or _LOST.search(before))


def read_standing(text: str, clause: GradedClause) -> Standing:
    """Return how the words around a grade speak of it."""
    if clause.echo:
        return Standing.STATED
    if is_replaced(text, clause):
        return Standing.REPLACED
    before = text[clause.subject[0] : clause.grade.start]
    after = text[clause.grade.end : min(clause.rest[1], clause.grade.end + _NEAR_AFTER)]
    around = text[clause.subject[0] : clause.grade.end] + _NEW_PHRASE.split(after)[0]
    if _AS_LATE_AS.search(around):
        return Standing.REPLACED
    if _FORMER.search(around) or _ONCE.search(before) or _AFTER_IT_WAS.search(before):
        return Standing.FORMER
    if _LAST_INSPECTION.search(around):
        return Standing.LAST
    return Standing.NOW if _NOW.search(before) else Standing.STATED


def is_previous(statement: Statement, statements: Sequence[Statement], today: date | None) -> bool:
    """Tell whether the text shows that a judgement has been replaced: by its words or by a later judgement.

    Parameters
    ----------
    statement : Statement
        One of the text's.
    statements : sequence of Statement
        All of them.
    today : date or None
        The document's date: what is dated long before it gives way to what is stated without a date.
    """
    if statement.standing is Standing.REPLACED:
        return True
    for other in statements:
        if (
            other.council != statement.council
            or other.rating == statement.rating
            or other.standing is Standing.REPLACED
            or other.area not in {statement.area, "overall"}
        ):
            continue
        if _is_later(other, statement) or (_is_old(statement, today) and _is_news(other, today)):
            return True
        if (
            other.area == statement.area
            and _rank(other, today) > _rank(statement, today)
            and not _is_later(statement, other)
            and not _is_same_time(statement, other)
        ):
            return True
    return False


def _rank(statement: Statement, today: date | None) -> int:
    """Return the standing, lowered for what is dated long ago."""
    return min(statement.standing, Standing.LAST) if _is_old(statement, today) else statement.standing


def _is_old(statement: Statement, today: date | None) -> bool:
    day = last_day(statement.date or "")
    return day is not None and today is not None and (today - day).days > _FRESH_DAYS


def _is_news(statement: Statement, today: date | None) -> bool:
    """Tell whether a judgement is stated as the present one."""
    return statement.standing >= Standing.STATED and not _is_old(statement, today)


def _is_later(one: Statement, other: Statement) -> bool:
    """Tell whether both are dated, ``one`` plainly after ``other``."""
    first, second = first_day(one.date or ""), last_day(other.date or "")
    return first is not None and second is not None and first > second


def _is_same_time(one: Statement, other: Statement) -> bool:
    return one.date is not None and one.date == other.date
