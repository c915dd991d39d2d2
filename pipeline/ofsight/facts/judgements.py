"""Judgements in running text: news, and inspectors' letters about visits.

A sentence states a judgement when a RATING in it is given to an authority or to an area of its services.
What the text shows to have been replaced since ("downgraded from good") is ``previous``; a standing rating
used as a baseline ("since it was rated inadequate in 2016") is not.
"""

from __future__ import annotations

import re

from ofsight.record import Judgement

from .graded_clauses import GradedClause, read_clauses
from .inspections import GRADING, with_their_inspection
from .judged_grades import Grade, find_news_grades
from .judgement_dates import dates_as_before, dates_of_grades
from .ranked_grades import find_ranked_grades
from .ruled_out import is_no_judgement, is_of_services, speaks_of_all
from .setting import Setting, Unit
from .standing import Standing, Statement, is_previous, is_replaced, read_standing

_CHAIN = re.compile(r"\s*(?:,|and|&|,\s*and)\s+|\s+(?:and|&)\s+", re.I)
_COMPARED = re.compile(r"\b(?:unlike|than|like|compared\s+(?:with|to))\W+(?:\w+\W+){0,2}$", re.I)
_GIVEN_TO = re.compile(
    r"['\"”]*\s*(?:(?:overall|rating|grade|judge?ment|verdict|mark)s?\s+)*(?:(?:for|in|of|to|at|given\s+to|that)\s+)"
    r"(?:\w+\s+){0,5}$",
    re.I,
)
_RESPECTIVELY = re.compile(r"\brespectively\b", re.I)
_NEAR_EXPLAINED = 60


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
    statements: list[Statement] = []
    for unit in setting.units:
        statements += _read_unit(setting, unit)
    previous = [is_previous(each, statements, setting.date) for each in statements]
    found: dict[tuple[str | None, str, str, bool], list[Judgement]] = {}
    for statement, is_over in zip(with_their_inspection(setting, statements), previous, strict=True):
        key = (statement.council, statement.area, statement.rating, is_over)
        _add(found.setdefault(key, []), statement, is_over)
    return _without_echoes([judgement for same in found.values() for judgement in same])


def _add(same: list[Judgement], statement: Statement, previous: bool) -> None:
    """Add a statement to those of the same grade: a judgement of its own only if it is dated apart."""
    for index, known in enumerate(same):
        if known.date is None or statement.date is None or known.date[:4] == statement.date[:4]:
            same[index] = known.model_copy(
                update={
                    "date": _more_exact(known.date, statement.date),
                    "inspection": known.inspection or statement.inspection,
                }
            )
            return
    same.append(
        Judgement(
            council=statement.council,
            area=statement.area,
            rating=statement.rating,
            previous=previous,
            date=statement.date,
            inspection=statement.inspection,
            evidence=statement.evidence,
        )
    )


def _more_exact(one: str | None, other: str | None) -> str | None:
    return one if one and len(one) >= len(other or "") else other


def _read_unit(setting: Setting, unit: Unit) -> list[Statement]:
    text = setting.text
    grades, loose = _grades(setting, unit)
    year = setting.date.year if setting.date else None
    clauses = [
        clause
        for clause in read_clauses(text, unit.start, unit.end, grades, year)
        if not is_no_judgement(text, unit, clause)
        and (clause.grade not in loose or is_of_services(text, unit, clause))
    ]
    if not clauses:
        return []
    dates = dates_of_grades(setting, unit, clauses, [is_replaced(text, clause) for clause in clauses])
    types = [str(entity.value) for entity in unit.of("INSPECTION") if entity.value in GRADING]
    inspection = types[0] if len(types) == 1 else None
    apart = _respective_councils(text, unit, clauses)
    found: list[Statement] = []
    for index, clause in enumerate(clauses):
        councils = apart[index : index + 1] or _councils(text, unit, clause) or [unit.council]
        standing = read_standing(text, clause)
        paired = len(councils) > 1 and len(councils) == len(dates[index])
        for position, council in enumerate(councils):
            for area in clause.areas or ("overall",):
                for when in [dates[index][position]] if paired else dates[index]:
                    found.append(
                        Statement(
                            council,
                            area,
                            clause.grade.rating,
                            standing,
                            when,
                            inspection,
                            (unit.start, unit.end),
                        )
                    )
                for when in dates_as_before(setting, unit, clause):
                    found.append(
                        Statement(
                            council,
                            area,
                            clause.grade.rating,
                            Standing.REPLACED,
                            when,
                            None,
                            (unit.start, unit.end),
                        )
                    )
    return found


def _grades(setting: Setting, unit: Unit) -> tuple[list[Grade], list[Grade]]:
    """Return the grades of a sentence in order, and those among them that are no RATING mention."""
    ratings = [Grade(e.start, e.end, str(e.value)) for e in unit.of("RATING") if e.value]
    loose = [
        grade
        for grade in find_news_grades(setting.text, unit.start, unit.end)
        if not any(rating.start < grade.end and grade.start < rating.end for rating in ratings)
    ]
    named = [*ratings, *loose]
    for ranked in find_ranked_grades(setting.text, unit.start, unit.end, setting.date):
        if not any(
            abs(grade.start - ranked.start) < _NEAR_EXPLAINED and grade.rating == ranked.rating
            for grade in named
        ):
            loose.append(ranked)
    return sorted([*ratings, *loose], key=lambda grade: (grade.start, grade.end)), loose


def _councils(text: str, unit: Unit, clause: GradedClause) -> list[str | None]:
    """Return the councils a clause grades: the nearest named before it, with those coordinated to it."""
    if speaks_of_all(text, unit, clause) and unit.finding:
        return list(unit.finding.councils)
    named = [
        entity
        for entity in unit.of("COUNCIL")
        if entity.value and not _COMPARED.search(text, max(unit.start, entity.start - 30), entity.start)
    ]
    before = [entity for entity in named if entity.start < clause.subject[1]]
    chain = [entity for entity in before if entity.start >= clause.subject[0]]
    if not chain:
        after = [entity for entity in named if clause.rest[0] <= entity.start < clause.rest[1]]
        if after and _GIVEN_TO.match(text[clause.grade.end : after[0].start]):
            return [str(after[0].value)]
        chain = before
    if not chain:
        return []
    councils = [chain[-1]]
    for entity in reversed(chain[:-1]):
        if not _CHAIN.fullmatch(text, entity.end, councils[0].start):
            break
        councils.insert(0, entity)
    return [str(entity.value) for entity in councils]


def _respective_councils(text: str, unit: Unit, clauses: list[GradedClause]) -> list[str | None]:
    """Return one council for each grade of "A and B are good and inadequate respectively"."""
    if len(clauses) < 2 or not _RESPECTIVELY.search(text, unit.start, unit.end):
        return []
    named = [entity for entity in unit.of("COUNCIL") if entity.end <= clauses[0].grade.start]
    return (
        [entity.value for entity in named[-len(clauses) :] if isinstance(entity.value, str)]
        if (len(named) >= len(clauses))
        else []
    )


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
    return sorted(
        (
            judgement
            for judgement in judgements
            if judgement.previous
            or (judgement.council, judgement.area, judgement.rating) not in replaced
            or (judgement.council, judgement.area) not in rivals
        ),
        key=lambda judgement: judgement.evidence,
    )
