"""The plan of a review: which sentences a person is asked to look at, and which of them at random.

It is a file of its own, beside the tasks: who reviews should not see why a sentence was chosen.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from ofsight.errors import ReviewError

from .places import Place

SCHEMA: Final = "ofsight-review/1"


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """One sentence to review.

    Attributes
    ----------
    document, start, end : str, int, int
        The sentence.
    text_sha256 : str
        Of the document's text.
    random : bool
        Whether it was drawn at random; otherwise it was chosen.
    worth : float
        Its place in the queue when it was chosen.
    reasons : tuple of str
        The signs that speak for a look.
    """

    document: str
    start: int
    end: int
    text_sha256: str
    random: bool
    worth: float
    reasons: tuple[str, ...]

    @property
    def place(self) -> Place:
        """The sentence."""
        return Place(self.document, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Plan:
    """A review of one run.

    Attributes
    ----------
    run : str
        Name of the file of records.
    model : str
        Who made it, in words.
    documents, sentences : int
        In the run: the random share was drawn from so many sentences.
    seed : int
        Of the draw.
    entities, themes : tuple of str
        The labels that reviewers choose from.
    tasks : tuple of PlannedTask
        In the order in which they are to be done.
    """

    run: str
    model: str
    documents: int
    sentences: int
    seed: int
    entities: tuple[str, ...]
    themes: tuple[str, ...]
    tasks: tuple[PlannedTask, ...]

    def by_task(self) -> dict[str, PlannedTask]:
        """Return the tasks by their ids."""
        return {task.place.task: task for task in self.tasks}

    @property
    def random(self) -> int:
        """How many were drawn at random."""
        return sum(task.random for task in self.tasks)

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        content = {"schema": SCHEMA, **asdict(self)}
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def plan_path(tasks: Path) -> Path:
    """Return where the plan of a file of tasks lies: ``tasks.plan.json`` for ``tasks.json``."""
    return tasks.with_name(f"{tasks.stem}.plan.json")


def read_plan(path: Path) -> Plan:
    """Read a plan.

    Raises
    ------
    ReviewError
        When the file cannot be read or is no plan.
    """
    remedy = "give the .plan.json that was written beside the tasks"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ReviewError(f"{path}: cannot be read as the plan of a review ({error}); {remedy}") from error
    if not isinstance(content, dict) or content.pop("schema", None) != SCHEMA:
        raise ReviewError(f"{path}: is no plan of a review; {remedy}")
    try:
        content["tasks"] = tuple(_task(task) for task in content["tasks"])
        content |= {name: _strings(content[name]) for name in ("entities", "themes")}
        plan = Plan(**content)
        sound = all(type(value) is int for value in (plan.documents, plan.sentences, plan.seed))
    except (TypeError, KeyError) as error:
        raise ReviewError(f"{path}: is damaged ({error}); {remedy}") from error
    if not sound or len(plan.by_task()) != len(plan.tasks):
        raise ReviewError(f"{path}: is damaged: its numbers or tasks contradict each other; {remedy}")
    return plan


def _task(given: Any) -> PlannedTask:
    task = PlannedTask(**{**given, "reasons": _strings(given["reasons"])})
    texts, numbers = (task.document, task.text_sha256), (task.start, task.end)
    if not all(isinstance(text, str) for text in texts) or not all(type(number) is int for number in numbers):
        raise TypeError(f"task {given!r}")
    return task


def _strings(given: Sequence[Any]) -> tuple[str, ...]:
    return tuple(str(item) for item in given)
