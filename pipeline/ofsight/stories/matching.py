"""Which tellings of a council and area are of one inspection, whatever date they give it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from .periods import LAG, Period, days_apart, may_be_one, parse_period
from .telling import Telling

_BEFORE: Final = timedelta(days=14)
"""How long before an inspection's first day a text may date it: the council was told some days before."""
_AFTER_PUBLICATION: Final = timedelta(days=31)
_NEWS: Final = timedelta(days=61)
"""For how long after that "was rated" without a date means the report that came out last."""
_SAME_UNDATED: Final = timedelta(days=3 * 366)
"""Undated tellings of a grade are of one inspection if no more than an inspection cycle lies between them."""


class Case:
    """One inspection's judgement of one area, with all that was told of it."""

    def __init__(self, telling: Telling) -> None:
        self.tellings = [telling]
        self._seed = telling

    @property
    def own(self) -> Telling | None:
        """The report that makes the judgement."""
        return self._seed if self._seed.is_own else None

    @property
    def period(self) -> Period | None:
        """The days of the inspection: the report's own, else the most exact told."""
        return self._seed.period

    @property
    def date(self) -> str | None:
        """The same as in the record."""
        return self._seed.judgement.date

    @property
    def first(self) -> datetime.date:
        """The day by which the case takes its place: its first, else the last that it can have been."""
        if self.period is not None:
            return self.period.first
        return min(
            (telling.latest or datetime.date.max for telling in self.tellings), default=datetime.date.max
        )

    @property
    def ratings(self) -> set[str]:
        """The grades told: more than one is a contradiction."""
        return {telling.judgement.rating for telling in self.tellings}

    @property
    def told_by(self) -> datetime.date:
        """The day until which texts may give the report's publication for the inspection's date."""
        published = parse_period(self._seed.published) if self.own else None
        return published.last + _AFTER_PUBLICATION if published else self.first + timedelta(days=LAG)

    def admits(self, when: Period) -> bool:
        """Tell whether a date may be this inspection's."""
        period = self.period
        if period is None:
            return False
        if self.own is None:
            return may_be_one(period, when)
        return days_apart(Period(period.first - _BEFORE, max(self.told_by, period.last)), when) == 0

    def add(self, telling: Telling) -> None:
        """Take in another telling."""
        self.tellings.append(telling)


def gather_cases(tellings: Sequence[Telling]) -> list[Case]:
    """Group what was told of one council and area by inspection.

    Parameters
    ----------
    tellings : sequence of Telling
        All of the same council and area.

    Returns
    -------
    list of Case
        Reports open the cases of their inspections; the tellings of others join them, the most exact first,
        or open cases of their own.
    """
    cases: list[Case] = []
    dated = [telling for telling in tellings if telling.period is not None]
    for telling in sorted(dated, key=_exactness):
        _place_dated(telling, cases)
    known = list(cases)
    for telling in sorted(
        (telling for telling in tellings if telling.period is None),
        key=lambda each: (each.latest or datetime.date.max, each.number),
    ):
        _place_undated(telling, known, cases)
    return cases


def _exactness(telling: Telling) -> tuple[bool, int, datetime.date, int]:
    period = telling.period
    return (
        not telling.is_own,
        period.days if period else 0,
        telling.latest or datetime.date.max,
        telling.number,
    )


def _place_dated(telling: Telling, cases: list[Case]) -> None:
    when = telling.period
    if when is None:
        return
    fitting = [case for case in cases if case.admits(when) and not _is_of_its_own(telling, case)]
    if not fitting:
        cases.append(Case(telling))
        return
    rating = telling.judgement.rating
    min(
        fitting,
        key=lambda case: (
            rating not in case.ratings,
            case.own is None,
            days_apart(case.period, when) if case.period else 0,
            case.first,
        ),
    ).add(telling)


def _place_undated(telling: Telling, known: list[Case], cases: list[Case]) -> None:
    """Find the inspection that a document means without saying when it was."""
    latest, rating = telling.latest or datetime.date.max, telling.judgement.rating
    before = [case for case in known if case.first <= latest and not _is_of_its_own(telling, case)]
    giving = [case for case in before if rating in case.ratings]
    if before:
        newest = max(before, key=lambda case: case.first)
        if giving and (telling.judgement.previous or rating in newest.ratings):
            max(giving, key=lambda case: case.first).add(telling)
            return
        if not telling.judgement.previous and newest.own and latest <= newest.told_by + _NEWS:
            newest.add(telling)
            return
    for case in cases:
        if case.period is None and rating in case.ratings and abs(case.first - latest) <= _SAME_UNDATED:
            case.add(telling)
            return
    cases.append(Case(telling))


def _is_of_its_own(telling: Telling, case: Case) -> bool:
    """Tell whether a report recalls an earlier judgement, which its own cannot be."""
    return case.own is not None and case.own.number == telling.number and telling.judgement.previous
