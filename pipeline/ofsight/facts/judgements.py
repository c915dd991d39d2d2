"""Judgements in running text: news, and inspectors' letters about visits.

A sentence states a judgement when a RATING in it is given to an authority or to an area of its services.
What the text shows to have been replaced since ("downgraded from good") is ``previous``; a standing rating
used as a baseline ("since it was rated inadequate in 2016") is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ofsight.record import Entity, Judgement
from ofsight.values.calendar import first_day, last_day

from .graded_clauses import GradedClause, names_others, names_whole, read_clauses
from .judged_grades import Grade, find_judged_grades
from .setting import Setting, Unit

_HYPOTHETICAL = re.compile(
    r"\b(?:if|unless|could|would|might|may|should|will|aims?|aiming|ambitions?|aspir\w+|hop(?:es?|ing|ed)|wants?"
    r"|wanted|expects?|expected|plans?|targets?|goals?|towards?|journey|path|road|route|way)\b(?:\W+\w+){0,7}?\W*$",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:not|never|n't|avoid(?:ed|s|ing)?|escap(?:ed?|ing)|without|rather\s+than|instead\s+of|short\s+of|nor"
    r"|neither)\b(?:\W+\w+){0,4}?\W*$",
    re.I,
)
_NO_LONGER = re.compile(r"\bno\s+longer\b(?:\W+\w+){0,3}?\W*$", re.I)
_ALTERNATIVE = re.compile(r"^\W*or\s+['\"“]?(?:outstanding|good|better|inadequate|requires?)\b", re.I)
_AFTER_OR = re.compile(r"\bor\W*$", re.I)
_SCALE = re.compile(r"\b(?:lowest|highest|worst|best|bottom|top|four[- ]point|scale|grades?\s+are)\b", re.I)
_CATEGORY = re.compile(
    r"\b(?:councils|authorities|departments|local\s+areas|boroughs|services\s+nationally|others|those|any"
    r"|every\s+council|providers|organisations"
    r"|(?:\w+|\d+)\s+(?:out\s+)?of\s+(?:them|the\s+\w+\s+councils|those))\b",
    re.I,
)
_PARTLY = re.compile(r"^\W*in\s+(?:one|two|three|four|five|some|most|several|many|other)\b", re.I)
_FROM = re.compile(
    r"\b(?:from|up\s+from|down\s+from)\W+(?:(?:an?|the|its|their|being|rated|judged|overall|previous|former|rating"
    r"|grade|judge?ment|of|earlier|\w+-year-old)\W+)*$",
    re.I,
)
_LOST = re.compile(
    r"\b(?:lost|losing|loses|shed|sheds|shedding|shaken?\s+off|shook\s+off|stripped\s+of|dropped|escaped"
    r"|(?:torn|tore|tears)\s+up|(?:lift(?:ed|ing)?|moved|came?|coming)\s+out\s+of|emerged\s+from|no\s+longer)\b"
    r"(?:\W+[\w-]+){0,4}?\W*$",
    re.I,
)
_FORMER = re.compile(
    r"\b(?:previous(?:ly)?|former(?:ly)?|earlier|prior|had\s+been|last\s+time|at\s+that\s+time)\b",
    re.I,
)
_AFTER_IT_WAS = re.compile(
    r"\b(?:years?|months?|weeks?)\s+(?:after|since)\b[^.]*$|\bafter\s+(?:being|having\s+been|it\s+was|they\s+were)\b[^.]*$"
    r"|\b(?:once|formerly|previously)\W+(?:(?:rated|judged|graded)\W+)?$",
    re.I,
)
_LAST_INSPECTION = re.compile(
    r"\b(?:last|previous|earlier|first|prior|most\s+recent)\s+(?:\w+\s+){0,3}?"
    r"(?:inspection|inspected|visit|report|judge?ment|graded|rated)\b"
    r"|\b(?:in|since|of|back\s+in)\s+(?:\w+\s+)?(?:19|20)\d\d\b|\blast\s+year\b|\byears?\s+(?:ago|earlier|before)\b",
    re.I,
)
_PUBLISHED = re.compile(r"\b(?:published|report|released|announced|issued)\W+(?:\w+\W+){0,3}$", re.I)
_REACH_OF_INSPECTION = 30
_GRADING = frozenset({"full", "short", "sif"})
_CHAIN = re.compile(r"\s*(?:,|and|&|,\s*and)\s+|\s+(?:and|&)\s+", re.I)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A judgement as stated; ``earlier``: "replaced" by these words, "before" another, or "now"."""

    council: str | None
    area: str
    rating: str
    earlier: str
    date: str | None
    inspection: str | None
    evidence: tuple[int, int]


def find_stated_judgements(setting: Setting) -> list[Judgement]:
    """Read the judgements that running text states.

    Parameters
    ----------
    setting : Setting
        A document with entities and findings.

    Returns
    -------
    list of Judgement
        Each once, with the first sentence that states it, in order of position.
    """
    statements: list[_Statement] = []
    for unit in setting.units:
        statements += _read_unit(setting, unit)
    found: dict[tuple[str | None, str, str, bool], Judgement] = {}
    for statement in statements:
        previous = _is_previous(statement, statements)
        key = (statement.council, statement.area, statement.rating, previous)
        known = found.get(key)
        if known is None:
            found[key] = Judgement(
                council=statement.council,
                area=statement.area,
                rating=statement.rating,
                previous=previous,
                date=statement.date,
                inspection=statement.inspection,
                evidence=statement.evidence,
            )
        else:
            found[key] = known.model_copy(
                update={
                    "date": known.date or statement.date,
                    "inspection": known.inspection or statement.inspection,
                }
            )
    return _without_echoes(list(found.values()))


def _read_unit(setting: Setting, unit: Unit) -> list[_Statement]:
    text = setting.text
    ratings = [Grade(e.start, e.end, str(e.value)) for e in unit.of("RATING") if e.value]
    judged = [
        grade
        for grade in find_judged_grades(text, unit.start, unit.end)
        if not any(rating.start < grade.end and grade.start < rating.end for rating in ratings)
    ]
    found: list[_Statement] = []
    for clause in read_clauses(text, unit.start, unit.end, sorted([*ratings, *judged])):
        if _is_no_judgement(text, unit, clause) or (
            clause.grade in judged and not _is_of_services(text, unit, clause)
        ):
            continue
        councils: list[str | None] = [*_councils(text, unit, clause)] or [unit.council]
        date = _date(setting, unit, clause)
        types = [str(entity.value) for entity in unit.of("INSPECTION") if entity.value in _GRADING]
        earlier = _earlier(text, clause)
        for council in councils:
            for area in clause.areas or ("overall",):
                found.append(
                    _Statement(
                        council,
                        area,
                        clause.grade.rating,
                        earlier,
                        date,
                        types[0] if len(types) == 1 else None,
                        (unit.start, unit.end),
                    )
                )
    return found


def _is_no_judgement(text: str, unit: Unit, clause: GradedClause) -> bool:
    before = text[clause.since : clause.grade.start]
    after = text[clause.grade.end : clause.rest[1]]
    if _ALTERNATIVE.match(after) or _AFTER_OR.search(before):
        return True
    if _PARTLY.match(after) or _SCALE.search(before[-60:]):
        return True
    if _HYPOTHETICAL.search(before) or (_DENIED.search(before) and not _NO_LONGER.search(before)):
        return True
    subject = text[clause.subject[0] : clause.subject[1]]
    named = any(clause.subject[0] <= entity.start < clause.grade.start for entity in unit.of("COUNCIL"))
    if _CATEGORY.search(subject) and not named:
        return True
    return names_others(text, *clause.subject) and not named and not clause.areas


def _is_of_services(text: str, unit: Unit, clause: GradedClause) -> bool:
    """Tell whether a grade that is no RATING mention is yet given to an authority or its services."""
    if names_others(text, *clause.subject):
        return False
    named = any(clause.subject[0] <= entity.start < clause.grade.start for entity in unit.of("COUNCIL"))
    return bool(clause.areas) or named or names_whole(text, *clause.subject)


def _councils(text: str, unit: Unit, clause: GradedClause) -> list[str]:
    """Return the councils a clause grades: the nearest named before it, with those coordinated to it."""
    named = [entity for entity in unit.of("COUNCIL") if entity.value]
    before = [entity for entity in named if entity.end <= clause.grade.start]
    in_clause = [entity for entity in before if entity.start >= clause.subject[0]]
    after = [entity for entity in named if clause.rest[0] <= entity.start < clause.rest[1]]
    if not in_clause and after:
        return [str(after[0].value)]
    chain = in_clause or before
    if not chain:
        return []
    councils = [chain[-1]]
    for entity in reversed(chain[:-1]):
        if not _CHAIN.fullmatch(text, entity.end, councils[0].start):
            break
        councils.insert(0, entity)
    return [str(entity.value) for entity in councils]


def _earlier(text: str, clause: GradedClause) -> str:
    before = text[clause.since : clause.grade.start]
    around = text[clause.subject[0] : clause.rest[1]]
    if _FROM.search(before) or _LOST.search(before):
        return "replaced"
    if _FORMER.search(around) or _LAST_INSPECTION.search(around):
        return "before"
    if _LAST_INSPECTION.search(before) or _AFTER_IT_WAS.search(before):
        return "before"
    return "now"


def _date(setting: Setting, unit: Unit, clause: GradedClause) -> str | None:
    """Return the date in the clause that is not that of a publication."""
    dates = [
        entity
        for entity in unit.of("DATE")
        if entity.value
        and (clause.since <= entity.start < clause.rest[1] or _follows_inspection(unit, entity))
        and not _PUBLISHED.search(setting.text, max(unit.start, entity.start - 40), entity.start)
    ]
    dates = [entity for entity in dates if _is_past(setting, str(entity.value))]
    if not dates:
        return None
    nearest = min(dates, key=lambda entity: abs(entity.start - clause.grade.start))
    return str(nearest.value)


def _follows_inspection(unit: Unit, when: Entity) -> bool:
    """Tell whether a date says when an inspection took place ("after a full inspection in March")."""
    return any(0 <= when.start - entity.end <= _REACH_OF_INSPECTION for entity in unit.of("INSPECTION"))


def _is_past(setting: Setting, value: str) -> bool:
    day = last_day(value)
    return setting.date is None or (day is not None and value[:4] <= str(setting.date.year))


def _is_previous(statement: _Statement, statements: Sequence[_Statement]) -> bool:
    """Tell whether the text shows that a judgement has been replaced: by these words or by a later one."""
    if statement.earlier == "replaced":
        return True
    rivals = [
        other
        for other in statements
        if other.council == statement.council
        and other.area in {statement.area, "overall"}
        and other.rating != statement.rating
        and other.earlier != "replaced"
    ]
    if any(_is_later(other, statement) for other in rivals):
        return True
    return statement.earlier == "before" and any(
        other.earlier == "now" and not _is_later(statement, other) for other in rivals
    )


def _is_later(one: _Statement, other: _Statement) -> bool:
    """Tell whether both are dated, ``one`` plainly after ``other``."""
    first, second = first_day(one.date or ""), last_day(other.date or "")
    return first is not None and second is not None and first > second


def _without_echoes(judgements: list[Judgement]) -> list[Judgement]:
    """Drop a current judgement that only repeats a replaced one without saying so."""
    replaced = {
        (judgement.council, judgement.area, judgement.rating)
        for judgement in judgements
        if judgement.previous
    }
    current = [judgement for judgement in judgements if not judgement.previous]
    rivals = {
        (judgement.council, judgement.area)
        for judgement in current
        if (judgement.council, judgement.area, judgement.rating) not in replaced
    }
    return [
        judgement
        for judgement in judgements
        if judgement.previous
        or (judgement.council, judgement.area, judgement.rating) not in replaced
        or (judgement.council, judgement.area) not in rivals
    ]
