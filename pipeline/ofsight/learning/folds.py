"""Examples kept back in turn, whole documents at a time where there are enough of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]


def fold_numbers(documents: Sequence[int], folds: int) -> Integers:
    """Return for each sentence the fold in which it is kept back.

    Sentences of one document resemble each other, so they are kept back together; the largest documents are
    dealt out first, each to the fold that is smallest. With fewer documents than folds, runs of sentences are
    dealt out instead.

    Parameters
    ----------
    documents : sequence of int
        The document of each sentence.
    folds : int
        How many folds there are at most; no more than sentences.

    Returns
    -------
    array of int, (sentences,)
    """
    numbers, place, sizes = np.unique(np.asarray(documents), return_inverse=True, return_counts=True)
    if len(numbers) < folds:
        count = min(folds, len(documents))
        return np.arange(len(documents)) * count // max(len(documents), 1)
    filled = np.zeros(folds, dtype=np.int64)
    fold_of = np.zeros(len(numbers), dtype=np.int64)
    for number in np.lexsort((numbers, -sizes)):
        fold = int(filled.argmin())
        fold_of[number] = fold
        filled[fold] += sizes[number]
    return np.asarray(fold_of[place])


def held_out(numbers: Integers) -> Iterator[tuple[Integers, Integers]]:
    """Yield for each fold the sentences that are learned from and those that are kept back."""
    for fold in range(int(numbers.max(initial=-1)) + 1):
        yield np.flatnonzero(numbers != fold), np.flatnonzero(numbers == fold)
