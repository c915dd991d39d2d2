"""What a reviewer gets to see: a sentence with the run's answers, and the text around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, TypeVar

from ofsight.errors import ReviewError
from ofsight.formats.tasks import stated_meta
from ofsight.record import Entity, Finding, Record
from ofsight.register.authorities import Register, load_register

from .places import Sentences
from .plan import Plan, PlannedTask

_Marked = TypeVar("_Marked", Entity, Finding)
_BEFORE: Final = 3
_AFTER: Final = 2
_LONGEST: Final = 1200
_SHOWN_META: Final = ("kind", "title", "published", "publisher")


@dataclass(frozen=True, slots=True)
class Task:
    """One sentence for a reviewer.

    Attributes
    ----------
    id : str
        Names the sentence; see :class:`.places.Place`.
    text : str
        The sentence; offsets of ``entities`` and ``finding`` count from its first character.
    before, after : str
        The sentences around it, as they stand in the text; empty at its ends.
    finding : Finding or None
        What the run takes it for.
    entities : tuple of Entity
        The run's.
    councils : dict of str to str
        Names of the authorities that the document or its findings name, by code.
    meta : dict
        Kind, title, date and publisher of the document.
    model : str
        Who made the run.
    """

    id: str
    text: str
    before: str
    after: str
    finding: Finding | None
    entities: tuple[Entity, ...]
    councils: dict[str, str]
    meta: dict[str, Any]
    model: str


def make_tasks(records: Iterable[Record], plan: Plan) -> list[Task]:
    """Return the tasks of a plan in its order.

    Raises
    ------
    ReviewError
        When the run is not the one that was planned for.
    """
    wanted: dict[str, list[PlannedTask]] = {}
    for planned in plan.tasks:
        wanted.setdefault(planned.document, []).append(planned)
    register = load_register()
    made: dict[str, Task] = {}
    for record in records:
        for task in _tasks_of(record, wanted.get(record.id, ()), plan.model, register):
            made[task.id] = task
    missing = [task for task in plan.by_task() if task not in made]
    if missing:
        raise ReviewError(f"{plan.run}: has no sentence {missing[0]}; it was changed meanwhile, plan anew")
    return [made[task] for task in plan.by_task()]


def _tasks_of(
    record: Record, planned: Sequence[PlannedTask], model: str, register: Register
) -> Iterator[Task]:
    if not planned or record.text is None:
        return
    sentences = Sentences(record)
    numbers = {place: number for number, place in enumerate(sentences)}
    places = list(numbers)
    councils = _councils(record, register)
    meta = {key: value for key, value in stated_meta(record.meta).items() if key in _SHOWN_META}
    for item in planned:
        place = item.place
        if place not in numbers:
            continue
        marks = sentences.marks(place)
        number = numbers[place]
        start = places[max(number - _BEFORE, 0)].start
        end = places[min(number + _AFTER, len(places) - 1)].end
        yield Task(
            id=place.task,
            text=record.text[place.start : place.end],
            before=record.text[max(start, place.start - _LONGEST) : place.start],
            after=record.text[place.end : min(end, place.end + _LONGEST)],
            finding=None if marks.finding is None else moved(marks.finding, -place.start),
            entities=tuple(moved(entity, -place.start) for entity in marks.entities),
            councils=councils,
            meta=meta,
            model=model,
        )


def moved(item: _Marked, by: int) -> _Marked:
    """Return an entity or finding with its offsets moved by so many characters."""
    return item.model_copy(update={"start": item.start + by, "end": item.end + by})


def _councils(record: Record, register: Register) -> dict[str, str]:
    codes = {str(entity.value) for entity in record.entities if entity.label == "COUNCIL" and entity.value}
    codes |= {code for finding in record.findings for code in finding.councils}
    if record.meta.inspection is not None and record.meta.inspection.council is not None:
        codes.add(record.meta.inspection.council)
    named = {code: register.by_code(code) for code in sorted(codes)}
    return {code: code if found is None else found.short_name for code, found in named.items()}


def tokens_of(text: str, borders: Iterable[int]) -> list[tuple[int, int]]:
    """Cut a sentence into words and marks, and at the borders of entities; white space lies between.

    Examples
    --------
    >>> tokens_of("Halton's staff", [6])
    [(0, 6), (6, 7), (7, 8), (9, 14)]
    """
    cuts = {0, len(text), *borders}
    for place in range(1, len(text)):
        here, before = text[place], text[place - 1]
        if not (here.isalnum() and before.isalnum()) and not (here.isspace() and before.isspace()):
            cuts.add(place)
    return [(start, end) for start, end in pairwise(sorted(cuts)) if not text[start:end].isspace()]
