"""The inspection that a text reports: judgements stated without a date or a type are taken to be its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ofsight.record import Entity
from ofsight.values.calendar import last_day

from .judgement_dates import past_dates
from .setting import Setting, Unit
from .standing import Standing, Statement

GRADING = frozenset({"full", "short", "sif"})
"""Types of inspection that end in grades."""
_VISITS = frozenset({"focused_visit", "monitoring_visit", "jtai", "send"})
_REACH = 60
_FRESH_DAYS = 300
"""An inspection that ended longer before the document is not the one that it reports."""


def with_their_inspection(setting: Setting, statements: Sequence[Statement]) -> list[Statement]:
    """Give judgements stated as present the date and type of the inspection that the text reports.

    Parameters
    ----------
    setting : Setting
        The document.
    statements : sequence of Statement
        What it states.

    Returns
    -------
    list of Statement
        In the same order; what has a date, or is spoken of as past, is unchanged.
    """
    present = [each for each in statements if _is_present(each, setting.date)]
    councils = {each.council for each in present}
    visits = _reports_visit(setting)
    dates = {council: _date_of(setting, council, present, visits=visits) for council in councils}
    kinds = {council: None if visits else _kind_of(setting, council) for council in councils}
    return [
        replace(
            each,
            date=each.date or dates[each.council],
            inspection=each.inspection or kinds[each.council],
        )
        if each in present
        else each
        for each in statements
    ]


def _is_present(statement: Statement, today: date | None) -> bool:
    return statement.standing >= Standing.STATED and (
        statement.date is None or _is_fresh(statement.date, today)
    )


def _is_fresh(value: str, today: date | None) -> bool:
    day = last_day(value)
    return today is not None and day is not None and (today - day).days <= _FRESH_DAYS


def _date_of(
    setting: Setting, council: str | None, present: Sequence[Statement], *, visits: bool
) -> str | None:
    """Return the date of the inspection reported: that of a judgement, else that of a mention of it."""
    stated = [each.date for each in present if each.council == council and each.date]
    if stated:
        return max(Counter(stated).items(), key=lambda item: (item[1], len(item[0])))[0]
    for unit in setting.units:
        if unit.council != council:
            continue
        dates = [when for when in past_dates(setting, unit) if _is_fresh(str(when.value), setting.date)]
        for inspection in _grading_inspections(unit, visits=visits):
            near = [when for when in dates if _distance(inspection, when) <= _REACH]
            if near:
                return str(min(near, key=lambda when: _distance(inspection, when)).value)
    return None


def _kind_of(setting: Setting, council: str | None) -> str | None:
    """Return the type of graded inspection that the text names for a council, if it is one only."""
    kinds = {
        str(entity.value)
        for unit in setting.units
        if unit.council == council
        for entity in unit.of("INSPECTION")
        if entity.value in GRADING and not _is_dated_before(setting, unit, entity)
    }
    return kinds.pop() if len(kinds) == 1 else None


def _grading_inspections(unit: Unit, *, visits: bool) -> list[Entity]:
    return [
        entity
        for entity in unit.of("INSPECTION")
        if entity.value in GRADING or (not visits and entity.value in {"unspecified", "other"})
    ]


def _reports_visit(setting: Setting) -> bool:
    """Tell whether the text is on a visit, which grades nothing."""
    return any(entity.value in _VISITS for unit in setting.units for entity in unit.of("INSPECTION"))


def _is_dated_before(setting: Setting, unit: Unit, inspection: Entity) -> bool:
    dates = [when for when in past_dates(setting, unit) if _distance(inspection, when) <= _REACH]
    return bool(dates) and not any(_is_fresh(str(when.value), setting.date) for when in dates)


def _distance(inspection: Entity, when: Entity) -> int:
    """Return the characters between a mention of an inspection and a date."""
    return max(when.start - inspection.end, inspection.start - when.end)
