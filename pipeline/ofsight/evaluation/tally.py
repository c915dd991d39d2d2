"""What is counted in one document. All figures are made of sums of these counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from .matching import HasSpan

ALL = ""
"""The label of a task that has none."""


class CountKey(NamedTuple):
    """A column of the counts.

    ``task`` starts with its layer (``entities.strict``). ``column`` is ``gold``, ``predicted``, ``recalled``
    (gold items that were found) or ``correct`` (predicted items that are right) in tasks with precision and
    recall, ``decisions`` or ``right`` in tasks with an accuracy.
    """

    task: str
    label: str
    column: str


class ConfusionKey(NamedTuple):
    """A cell of a confusion table."""

    task: str
    gold: str
    predicted: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """One item that is missed, spurious or wrong; offsets are those of the gold item where there is one."""

    layer: str
    outcome: str
    start: int
    end: int
    gold: str | None
    predicted: str | None


@dataclass(slots=True)
class Tally:
    """Counts, confusions and mistakes of one document."""

    counts: Counter[CountKey] = field(default_factory=Counter)
    confusions: Counter[ConfusionKey] = field(default_factory=Counter)
    mistakes: list[Mistake] = field(default_factory=list)

    def items(
        self, task: str, gold: Iterable[str], predicted: Iterable[str], matched: Iterable[tuple[str, str]]
    ) -> None:
        """Count items matched one to one.

        Parameters
        ----------
        task : str
            Name of the task.
        gold, predicted : iterables of str
            The label of every gold and predicted item.
        matched : iterable of (str, str)
            Labels of the gold and predicted item of every pair.
        """
        for label in gold:
            self.counts[CountKey(task, label, "gold")] += 1
        for label in predicted:
            self.counts[CountKey(task, label, "predicted")] += 1
        for gold_label, predicted_label in matched:
            self.counts[CountKey(task, gold_label, "recalled")] += 1
            self.counts[CountKey(task, predicted_label, "correct")] += 1

    def decision(self, task: str, label: str, *, right: bool) -> None:
        """Count one decision of a task with an accuracy."""
        self.counts[CountKey(task, label, "decisions")] += 1
        self.counts[CountKey(task, label, "right")] += right

    def confuse(self, task: str, gold: str, predicted: str) -> None:
        """Count one cell of a confusion table."""
        self.confusions[ConfusionKey(task, gold, predicted)] += 1

    def mistake(
        self, layer: str, outcome: str, where: HasSpan, gold: str | None, predicted: str | None
    ) -> None:
        """Note one mistake."""
        self.mistakes.append(Mistake(layer, outcome, where.start, where.end, gold, predicted))


class Extent(NamedTuple):
    """A plain span, for offsets that stand in no object of their own."""

    start: int
    end: int
