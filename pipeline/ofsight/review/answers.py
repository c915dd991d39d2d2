"""Read corrected tasks: what each reviewer says of each sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from ofsight.errors import ReviewError
from ofsight.formats import Notes, import_records
from ofsight.formats.drafts import first_fault
from ofsight.ingest.document import InputFailure
from ofsight.record import AnnotatorInfo, Finding, Record
from ofsight.record.labels import THEMES

from .places import Marks, Place, place_of_task
from .plan import Plan, PlannedTask
from .prodigy import COUNCIL, THEME

TOOLS: Final = ("label-studio", "prodigy")
_STAGE: Final = "review"
_FAULT: Final = "bad_task"
_THEME_ORDER: Final = {theme: place for place, theme in enumerate(THEMES)}


@dataclass(frozen=True, slots=True)
class Pass:
    """What one reviewer says of one sentence, in offsets of the sentence's text.

    Attributes
    ----------
    place : Place
        The sentence.
    text : str
        As the reviewer saw it.
    annotator : str
        The reviewer.
    marks : Marks
        What the sentence is found to say.
    """

    place: Place
    text: str
    annotator: str
    marks: Marks


@dataclass(slots=True)
class Answers:
    """All that came back.

    Attributes
    ----------
    passes : dict of str to list of Pass
        By task, each reviewer's.
    failures : list of InputFailure
        What could not be read, or belongs to another review.
    notes : Notes
        What was left out or assumed.
    """

    passes: dict[str, list[Pass]] = field(default_factory=dict)
    failures: list[InputFailure] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)

    def refuse(self, path: Path, task: str, message: str) -> None:
        """Leave a task out, and say why."""
        full = f"{path}, task {task}: {message}"
        self.failures.append(InputFailure(task, str(path), _STAGE, _FAULT, full))


def read_answers(path: Path, plan: Plan, *, tool: str | None = None) -> Answers:
    """Read the export of an annotation tool.

    Parameters
    ----------
    path : Path
        Label Studio's JSON export, or what ``prodigy db-out`` writes.
    plan : Plan
        Of the review.
    tool : str, optional
        One of :data:`TOOLS`; by default told from the content.

    Returns
    -------
    Answers
        A task that cannot be read, or that is none of the plan's, is a failure; the others are read.

    Raises
    ------
    ReviewError
        When no task of the file belongs to the plan.
    ConversionError
        When the file cannot be read at all.
    """
    answers = Answers()
    known = plan.by_task()
    for item in import_records(path, tool, notes=answers.notes):
        if isinstance(item, InputFailure):
            answers.failures.append(item)
            continue
        place = place_of_task(item.id)
        task = known.get(place.task) if place is not None else None
        if task is None:
            answers.refuse(
                path, item.id, "is none of this review; give the plan that was made with it (--plan)"
            )
            continue
        _add(answers, path, item, task)
    if not answers.passes and answers.failures:
        raise ReviewError(
            f"{path}: none of its tasks can be taken for this review ({answers.failures[0].message});"
            " export from Label Studio as JSON (not JSON-MIN or CSV), from Prodigy with db-out"
        )
    return answers


def _add(answers: Answers, path: Path, record: Record, task: PlannedTask) -> None:
    place = task.place
    text = record.text or ""
    if len(record.findings) > 1:
        answers.refuse(path, place.task, f"has {len(record.findings)} findings; a sentence is one at most")
        return
    try:
        finding = _finding(record.findings[0], text, answers.notes, place) if record.findings else None
    except ValidationError as error:
        answers.refuse(path, place.task, first_fault(error))
        return
    annotator = record.model.annotator if isinstance(record.model, AnnotatorInfo) else "unknown"
    known = answers.passes.setdefault(place.task, [])
    if any(other.annotator == annotator for other in known):
        answers.notes.add("second passes of one reviewer, of which the last counts", f"task {place.task}")
        known[:] = [other for other in known if other.annotator != annotator]
    known.append(Pass(place, text, annotator, Marks(finding, record.entities)))


def _finding(given: Finding, text: str, notes: Notes, place: Place) -> Finding | None:
    """Return the finding over the whole sentence, its choices told apart; None if no theme is among them."""
    themes = [theme.removeprefix(THEME) for theme in given.themes if not theme.startswith(COUNCIL)]
    chosen = [theme.removeprefix(COUNCIL) for theme in given.themes if theme.startswith(COUNCIL)]
    if not themes:
        notes.add("councils of sentences without a theme, left out", f"task {place.task}")
        return None
    values = given.model_dump() | {
        "start": 0,
        "end": len(text),
        "themes": tuple(dict.fromkeys(themes)),
        "councils": tuple(dict.fromkeys([*given.councils, *chosen])),
    }
    return Finding.model_validate(values)


def in_document(marks: Marks, place: Place, predicted: Marks) -> Marks:
    """Return marks in offsets of the document, ordered as the run has them where it says the same."""
    by = place.start
    entities = tuple(
        entity.model_copy(update={"start": entity.start + by, "end": entity.end + by})
        for entity in marks.entities
    )
    finding = marks.finding
    if finding is None:
        return Marks(None, entities)
    theirs = predicted.finding
    changes: dict[str, object] = {"start": place.start, "end": place.end}
    for name in ("themes", "councils"):
        own = getattr(finding, name)
        other = getattr(theirs, name) if theirs is not None else ()
        same = set(own) == set(other)
        changes[name] = other if same else tuple(sorted(own, key=lambda label: (_rank(label), label)))
    return Marks(finding.model_copy(update=changes), entities)


def _rank(theme: str) -> int:
    return _THEME_ORDER.get(theme, len(_THEME_ORDER))


def choose_passes(
    passes: Mapping[str, Sequence[Pass]], prefer: Sequence[str] = ()
) -> tuple[dict[str, Pass], str | None]:
    """Choose the pass over each task that is to be gold.

    Parameters
    ----------
    passes : mapping of str to sequence of Pass
        By task.
    prefer : sequence of str
        Reviewers whose passes are taken before those of others, the first first.

    Returns
    -------
    dict of str to Pass, and str or None
        By task; and the reviewer who comes first where a task has several passes, None if none has.
    """
    done = Counter(item.annotator for each in passes.values() for item in each)
    order = [*prefer, *sorted(done, key=lambda name: (-done[name], name))]
    ranks = {name: rank for rank, name in reversed(list(enumerate(order)))}
    chosen = {task: min(each, key=lambda item: ranks[item.annotator]) for task, each in passes.items()}
    several = any(len(each) > 1 for each in passes.values())
    return chosen, next((name for name in order if name in done), None) if several else None
