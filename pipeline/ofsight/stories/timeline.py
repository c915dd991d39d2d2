"""The judgements of many documents as each authority's history: each once, with all that tell of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ofsight.record import InspectionMeta
from ofsight.register import load_register

from .matching import Case, gather_cases
from .telling import Telling

AREAS: Final = (
    "overall",
    "leadership",
    "help_and_protection",
    "children_in_care",
    "care_leavers",
    "children_in_care_and_care_leavers",
    "adoption",
    "lscb",
)
"""The judgement areas in the order in which a timeline lists them."""

_BOTH: Final = "children_in_care_and_care_leavers"
_REPLACING: Final = {
    "children_in_care": (_BOTH,),
    "care_leavers": (_BOTH,),
    _BOTH: ("children_in_care", "care_leavers"),
}
"""Areas of other frameworks whose grades replace those of an area, beside its own."""


@dataclass(frozen=True, slots=True)
class TracedJudgement:
    """One grade that one inspection gave one area of one authority, with every document that tells of it.

    Attributes
    ----------
    council : str
        GSS code of the authority.
    date : str or None
        Days of the inspection, as exact as any document tells them (ISO); None where none dates it.
    inspection : InspectionMeta or None
        What the report that makes the judgement says of the inspection; None where the report is not among
        the documents.
    area, rating : str
        What was judged, and the grade.
    previous : bool
        True where a document shows that the grade was replaced, or a later one of the area is in the
        history (for children in care also one of children in care and care leavers together).
    tellings : tuple of Telling
        Who tells it: the report itself first, then by time.
    rivals : tuple of Telling
        What tells of another grade for the same inspection and area: a contradiction.
    """

    council: str
    date: str | None
    inspection: InspectionMeta | None
    area: str
    rating: str
    previous: bool
    tellings: tuple[Telling, ...]
    rivals: tuple[Telling, ...]

    @property
    def is_contradicted(self) -> bool:
        """Whether another document gives another grade for the same inspection and area."""
        documents = {telling.number for telling in self.tellings}
        return any({rival.number} != documents for rival in self.rivals)

    @property
    def inspection_type(self) -> str | None:
        """Type of the inspection: the report's word, else the first that a text gives."""
        if self.inspection is not None:
            return self.inspection.type
        return next((t.judgement.inspection for t in self.tellings if t.judgement.inspection), None)


def trace_judgements(tellings: Iterable[Telling]) -> list[TracedJudgement]:
    """Put what documents tell of judgements together into each authority's history.

    Parameters
    ----------
    tellings : iterable of Telling
        What each document tells: :func:`ofsight.stories.tellings` of each record.

    Returns
    -------
    list of TracedJudgement
        By name and code of the authority, date, area and rating. Predecessors and successors are
        authorities of their own. A judgement without a date stands before the first document that tells it.

    Notes
    -----
    Two documents tell of one judgement when council and area are the same and their dates may be one
    inspection's (:mod:`ofsight.stories.periods`): less exact ones are taken to the inspection whose grade
    they give, else to the nearest. What bears no date belongs to the last inspection that gave the grade,
    unless a later one gave another.
    """
    by_subject: dict[tuple[str, str], list[Telling]] = {}
    for telling in tellings:
        by_subject.setdefault((telling.council, telling.judgement.area), []).append(telling)
    gathered = {subject: gather_cases(told) for subject, told in by_subject.items()}
    traced: list[tuple[tuple[object, ...], TracedJudgement]] = []
    for (council, area), cases in gathered.items():
        rivals = [
            case.first
            for other in (area, *_REPLACING.get(area, ()))
            for case in gathered.get((council, other), ())
        ]
        for case in cases:
            is_last = not any(first > case.first for first in rivals)
            traced += [
                (_order(council, area, case), item) for item in _by_rating(council, area, case, is_last)
            ]
    return [item for _, item in sorted(traced, key=lambda pair: (pair[0], pair[1].rating))]


def _by_rating(council: str, area: str, case: Case, is_last: bool) -> list[TracedJudgement]:
    """Return the judgements of a case: one, unless documents contradict each other."""
    found = []
    for rating in dict.fromkeys(telling.judgement.rating for telling in case.tellings):
        tellings = sorted(
            (telling for telling in case.tellings if telling.judgement.rating == rating), key=_rank
        )
        found.append(
            TracedJudgement(
                council=council,
                date=case.date,
                inspection=next((t.inspection for t in case.tellings if t.inspection), None),
                area=area,
                rating=rating,
                previous=not is_last or any(telling.judgement.previous for telling in tellings),
                tellings=tuple(tellings),
                rivals=tuple(sorted((t for t in case.tellings if t.judgement.rating != rating), key=_rank)),
            )
        )
    return found


def _rank(telling: Telling) -> tuple[bool, date, int, tuple[int, int]]:
    return (not telling.is_own, telling.latest or date.max, telling.number, telling.judgement.evidence)


def _order(council: str, area: str, case: Case) -> tuple[object, ...]:
    authority = load_register().by_code(council)
    name, start = (authority.short_name, authority.start or date.min) if authority else (council, date.min)
    # An undated judgement stands before what the document that tells of it is about.
    when = case.first if case.date else case.first - timedelta(days=1)
    place = (AREAS.index(area), "") if area in AREAS else (len(AREAS), area)
    return (name, start, council, when, place)
