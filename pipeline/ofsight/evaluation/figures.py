"""From sums of counts to figures: per label, micro and macro, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from .report import MACRO, MICRO, Rate, Score
from .sums import Array, Sums, estimate, harmonic, mean_defined, ratio
from .tally import ALL

MACRO_MINIMUM: Final = {"findings.themes": 3}
"""From how many gold items on a label counts in a task's macro average; 1 elsewhere (design.md)."""


class Columns(Protocol):
    """Something that gives sums of counts."""

    def column(self, task: str, label: str, column: str) -> Array:
        """Return the sums of one column."""


@dataclass(frozen=True, slots=True)
class ScoreArrays:
    """Precision, recall and F1 of the documents as they are (entry 0) and of every sample."""

    precision: Array
    recall: Array
    f1: Array


def score_arrays(columns: Columns, task: str, labels: Sequence[str]) -> ScoreArrays:
    """Compute precision, recall and F1 over the items of all ``labels`` together."""
    gold, predicted, recalled, correct = (
        sum(
            (columns.column(task, label, name) for label in labels[1:]), columns.column(task, labels[0], name)
        )
        for name in ("gold", "predicted", "recalled", "correct")
    )
    precision, recall = ratio(correct, predicted), ratio(recalled, gold)
    return ScoreArrays(precision, recall, harmonic(precision, recall, gold + predicted))


def macro_arrays(columns: Columns, task: str, labels: Sequence[str]) -> ScoreArrays:
    """Compute the means over labels of precision, recall and F1."""
    parts = [score_arrays(columns, task, [label]) for label in labels]
    return ScoreArrays(
        *(mean_defined([getattr(part, name) for part in parts]) for name in ("precision", "recall", "f1"))
    )


def macro_labels(sums: Sums, task: str) -> list[str]:
    """Return the labels with enough gold items to count in the macro average."""
    minimum = MACRO_MINIMUM.get(task, 1)
    return [label for label in sums.labels(task) if sums.column(task, label, "gold")[0] >= minimum]


def rate_arrays(columns: Columns, task: str, labels: Sequence[str]) -> Array:
    """Compute the accuracy over the decisions of all ``labels`` together."""
    right, decisions = (
        sum(
            (columns.column(task, label, name) for label in labels[1:]), columns.column(task, labels[0], name)
        )
        for name in ("right", "decisions")
    )
    return ratio(right, decisions)


def scores_of(sums: Sums) -> tuple[Score, ...]:
    """Return the scores of every task with precision and recall: micro, macro, then each label."""
    result: list[Score] = []
    for task in sums.tasks():
        if sums.has_column(task, "decisions"):
            continue
        labels = sums.labels(task)
        if labels == [ALL]:
            result.append(_score(sums, task, ALL, labels, score_arrays(sums, task, labels)))
            continue
        result.append(_score(sums, task, MICRO, labels, score_arrays(sums, task, labels)))
        if averaged := macro_labels(sums, task):
            result.append(_score(sums, task, MACRO, averaged, macro_arrays(sums, task, averaged)))
        result += [_score(sums, task, label, [label], score_arrays(sums, task, [label])) for label in labels]
    return tuple(result)


def _score(sums: Sums, task: str, label: str, summed: Sequence[str], arrays: ScoreArrays) -> Score:
    counts = {
        name: int(sum(sums.column(task, part, name)[0] for part in summed))
        for name in ("gold", "predicted", "recalled", "correct")
    }
    return Score(
        task=task,
        label=label,
        precision=estimate(arrays.precision),
        recall=estimate(arrays.recall),
        f1=estimate(arrays.f1),
        **counts,
    )


def rates_of(sums: Sums) -> tuple[Rate, ...]:
    """Return the accuracies of every task that has one: micro, then each label."""
    result: list[Rate] = []
    for task in sums.tasks():
        if not sums.has_column(task, "decisions"):
            continue
        labels = sums.labels(task)
        if labels != [ALL]:
            result.append(_rate(sums, task, MICRO, labels))
        result += [_rate(sums, task, label, [label]) for label in labels]
    return tuple(result)


def _rate(sums: Sums, task: str, label: str, summed: Sequence[str]) -> Rate:
    right, decisions = (
        int(sum(sums.column(task, part, name)[0] for part in summed)) for name in ("right", "decisions")
    )
    return Rate(task, label, estimate(rate_arrays(sums, task, summed)), right, decisions)
