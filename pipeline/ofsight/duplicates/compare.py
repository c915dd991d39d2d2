"""What two documents are to each other, by the shingles that they share."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .shingles import Shingles

Kind = Literal["same", "near", "part"]

LEAST_SHINGLES: Final = 20
"""Documents with fewer are compared for sameness only: a line or two is alike by chance."""
PART: Final = 0.6
"""The share of the shorter document's shingles that the longer one must hold at least for it to be a part.

One word changed changes as many shingles as a shingle has words: this is some 85% of the words.
"""
LEAST_PART: Final = 0.2
"""The least length of a part, as a share of the longer document: a brief in a round-up is no copy of it."""
_DEVIATIONS: Final = 3.0


class Likeness(NamedTuple):
    """How a pair is alike; ``similarity`` is the Jaccard index of the shingles."""

    kind: Kind
    similarity: float


def compare(one: Shingles, other: Shingles, threshold: float) -> Likeness | None:
    """Return what two documents are to each other, None when they are no copies; the order does not matter.

    Parameters
    ----------
    one, other : Shingles
        Of documents that have words.
    threshold : float
        Similarity from which they are near copies, in 0..1.
    """
    if one.digest == other.digest:
        return Likeness("same", 1.0)
    shorter, longer = sorted((len(one), len(other)))
    if shorter < LEAST_SHINGLES:
        return None
    shared = one.shared_with(other)
    similarity = shared / (shorter + longer - shared)
    if similarity >= threshold:
        return Likeness("near", similarity)
    if shared >= least_held(threshold) * shorter and shorter >= LEAST_PART * longer:
        return Likeness("part", similarity)
    return None


def least_held(threshold: float) -> float:
    """Return the share of a part's shingles that the longer document must hold.

    At least what two documents of equal length share that are just near copies, so that none of these is
    called a part.
    """
    return max(PART, 2 * threshold / (1 + threshold))


def can_be_copies(
    estimates: NDArray[np.float64],
    size: int,
    sizes: NDArray[np.int64],
    threshold: float,
    *,
    permutations: int,
) -> NDArray[np.bool_]:
    """Tell which documents are worth an exact comparison with one of ``size`` shingles.

    Parameters
    ----------
    estimates : array of float, shape (documents,)
        Estimated similarity of each to the one, from as many ``permutations``.
    size : int
        Shingles of the one.
    sizes : array of int, shape (documents,)
        Shingles of each.
    threshold : float
        As for :func:`compare`.

    Returns
    -------
    array of bool, shape (documents,)
        False where :func:`compare` gives None because of their lengths alone, or where the estimate is three
        standard deviations below what a copy of these lengths has at least.
    """
    shorter, longer = np.minimum(size, sizes), np.maximum(size, sizes)
    held = least_held(threshold) * shorter
    as_part = np.where(shorter >= LEAST_PART * longer, held / (shorter + longer - held), 1.0)
    least = np.minimum(threshold, as_part)
    doubt = _DEVIATIONS * np.sqrt(least * (1 - least) / permutations)
    possible: NDArray[np.bool_] = (shorter >= least * longer) & (estimates >= least - doubt)
    return possible
