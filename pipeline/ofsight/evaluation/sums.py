"""Sums of counts over documents: once over all, and over many samples of documents.

Every figure is computed from sums, so that one matrix product serves all figures of all samples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .tally import CountKey

Array = NDArray[np.float64]
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure in 0..1 with its bootstrap interval; all None where it is not defined (nothing to count)."""

    value: float | None
    low: float | None
    high: float | None


class Sums:
    """Counts summed over documents; entry 0 of each column is the sum itself, the rest are samples.

    Parameters
    ----------
    documents : sequence of Counter
        The counts of each document.
    weights : array of shape (samples, documents)
        How often each sample has each document.
    """

    def __init__(self, documents: Sequence[Counter[CountKey]], weights: Array) -> None:
        self._places = {
            key: place for place, key in enumerate(sorted({key for counts in documents for key in counts}))
        }
        matrix = np.zeros((len(documents), len(self._places)))
        for row, counts in enumerate(documents):
            for key, count in counts.items():
                matrix[row, self._places[key]] = count
        self._rows = np.vstack([matrix.sum(axis=0), weights @ matrix])

    def column(self, task: str, label: str, column: str) -> Array:
        """Return the sums of one column; zeros if nothing was counted under that name."""
        place = self._places.get(CountKey(task, label, column))
        return self._rows[:, place] if place is not None else np.zeros(len(self._rows))

    def tasks(self) -> list[str]:
        """Return the names of the tasks, sorted."""
        return sorted({key.task for key in self._places})

    def labels(self, task: str) -> list[str]:
        """Return the labels of a task, sorted."""
        return sorted({key.label for key in self._places if key.task == task})

    def has_column(self, task: str, column: str) -> bool:
        """Tell whether a task has a column of that name."""
        return any(key.task == task and key.column == column for key in self._places)


def resample(documents: int, draws: int, seed: int) -> Array:
    """Draw samples of documents with replacement (Efron 1979).

    Returns
    -------
    array of shape (draws, documents)
        How often each sample has each document.
    """
    if documents == 0:
        return np.zeros((draws, 0))
    generator = np.random.default_rng(seed)
    return generator.multinomial(documents, np.full(documents, 1 / documents), size=draws).astype(np.float64)


def ratio(part: Array, whole: Array) -> Array:
    """Divide; not a number where there is nothing to divide by."""
    quotient: Array = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)
    return quotient


def harmonic(precision: Array, recall: Array, present: Array) -> Array:
    """Return F1: 0 where one of the two is 0 or undefined, undefined only where nothing is ``present``."""
    precision, recall = np.nan_to_num(precision), np.nan_to_num(recall)
    score = ratio(2 * precision * recall, precision + recall)
    return np.where(present > 0, np.nan_to_num(score), np.nan)


def mean_defined(rows: Sequence[Array]) -> Array:
    """Return the mean over labels, leaving out undefined entries."""
    stacked = np.stack(rows)
    defined = ~np.isnan(stacked)
    return ratio(np.where(defined, stacked, 0.0).sum(axis=0), defined.sum(axis=0).astype(np.float64))


def estimate(values: Array) -> Estimate:
    """Make an estimate of the figure itself (entry 0) and its samples: a percentile interval."""
    if np.isnan(values[0]):
        return Estimate(None, None, None)
    samples = values[1:][~np.isnan(values[1:])]
    if not len(samples):
        return Estimate(float(values[0]), None, None)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(samples, [tail, 1 - tail])
    return Estimate(float(values[0]), float(low), float(high))
