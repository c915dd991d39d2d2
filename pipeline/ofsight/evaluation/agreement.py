"""Confusion tables and Cohen's kappa."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Final

from sklearn.metrics import cohen_kappa_score

from .blocks import NONE
from .report import Confusion
from .tally import ConfusionKey

_ONE_UNIT_EACH: Final = frozenset(
    {"findings.detection", "findings.polarity", "findings.source", "quotations.source"}
)
"""Tasks in which both sides label the same units, so that agreement beyond chance has a meaning."""


def confusions_of(documents: Sequence[Counter[ConfusionKey]]) -> tuple[Confusion, ...]:
    """Return the confusion table of every task, with Cohen's kappa (1960) where it has a meaning."""
    cells: Counter[ConfusionKey] = Counter()
    for counts in documents:
        cells.update(counts)
    result = []
    for task in sorted({key.task for key in cells}):
        gold = _ordered({key.gold for key in cells if key.task == task})
        predicted = _ordered({key.predicted for key in cells if key.task == task})
        table = tuple(tuple(cells[ConfusionKey(task, row, column)] for column in predicted) for row in gold)
        kappa = _kappa(task, cells) if task in _ONE_UNIT_EACH else None
        result.append(Confusion(task, gold, predicted, table, kappa))
    return tuple(result)


def _ordered(labels: set[str]) -> tuple[str, ...]:
    """Sort labels; the stand-in for a missing item comes last."""
    return tuple(sorted(labels, key=lambda label: (label == NONE, label)))


def _kappa(task: str, cells: Counter[ConfusionKey]) -> float | None:
    used = [(key.gold, key.predicted, count) for key, count in cells.items() if key.task == task and count]
    gold, predicted, weights = zip(*used, strict=True)
    if len({*gold, *predicted}) < 2:
        return None  # one label only: agreement by chance is certain, and kappa undefined
    kappa = float(cohen_kappa_score(gold, predicted, sample_weight=weights))
    return None if math.isnan(kappa) else kappa
