"""Whether two predictions differ by more than chance: a paired permutation test by document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import permutation_test

from .main_figures import MAIN_FIGURES, MainFigure
from .report import Difference
from .sums import Array, Sums, estimate
from .tally import CountKey

_BATCH = 100


class _Choice:
    """The sums over chosen rows of counts; a ``Columns`` for the figures."""

    def __init__(self, columns: dict[CountKey, Array], chosen: NDArray[np.int64]) -> None:
        self._columns = columns
        self._chosen = chosen

    def column(self, task: str, label: str, column: str) -> Array:
        """Return the sums of one column over the last axis of the choice."""
        values = self._columns.get(CountKey(task, label, column))
        if values is None:
            return np.zeros(self._chosen.shape[:-1])
        return np.asarray(values[self._chosen].sum(axis=-1))


def differences(
    group: str,
    first: Sequence[Counter[CountKey]],
    second: Sequence[Counter[CountKey]],
    weights: Array,
    seed: int,
) -> tuple[Difference, ...]:
    """Compare two predictions in every main figure that both have.

    The p-value is that of a paired permutation (approximate randomisation) test: the two predictions of a
    document are swapped at random, all ways if there are fewer than samples (Noreen 1989; Yeh 2000).

    Parameters
    ----------
    group : str
        Name of the group of documents.
    first, second : sequences of Counter
        Counts of each document, in the same order.
    weights : array of shape (samples, documents)
        Bootstrap samples, the same for both.
    seed : int
        Seed of the permutations.
    """
    sums = Sums(first, weights), Sums(second, weights)
    result = []
    for figure in MAIN_FIGURES:
        labels = sorted({label for part in sums for label in figure.labels(part)})
        if not labels:
            continue
        values = [figure.compute(part, labels) for part in sums]
        if any(np.isnan(array[0]) for array in values):
            continue
        result.append(
            Difference(
                figure=figure.name,
                group=group,
                first=float(values[0][0]),
                second=float(values[1][0]),
                difference=estimate(values[1] - values[0]),
                p_value=_p_value(figure, labels, (first, second), draws=len(weights), seed=seed),
            )
        )
    return tuple(result)


def _p_value(
    figure: MainFigure,
    labels: list[str],
    sides: tuple[Sequence[Counter[CountKey]], Sequence[Counter[CountKey]]],
    *,
    draws: int,
    seed: int,
) -> float:
    documents = len(sides[0])
    if documents < 2 or draws == 0:
        return 1.0
    rows = [*sides[0], *sides[1]]
    keys = {key for row in rows for key in row if key.task == figure.task}
    columns = {key: np.array([float(row[key]) for row in rows]) for key in keys}

    def difference(one: NDArray[np.int64], other: NDArray[np.int64], axis: int) -> Array:
        assert axis == -1  # noqa: S101  # scipy's promise for vectorised statistics
        values = [figure.compute(_Choice(columns, chosen), labels) for chosen in (one, other)]
        return np.asarray(np.nan_to_num(values[1]) - np.nan_to_num(values[0]))

    if all(np.array_equal(values[:documents], values[documents:]) for values in columns.values()):
        return 1.0
    # The samples are indexes of rows of counts: swapping two indexes swaps the predictions of a document.
    test = permutation_test(
        (np.arange(documents), np.arange(documents) + documents),
        difference,
        permutation_type="samples",
        vectorized=True,
        n_resamples=draws,
        batch=_BATCH,
        axis=-1,
        rng=np.random.default_rng(seed),
    )
    return float(test.pvalue)
