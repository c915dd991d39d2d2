"""Which earlier documents are worth comparing with a document: those that share a band of its signature.

This is the index of datasketch's ``MinHashLSH`` for the case that all signatures are known beforehand: arrays
instead of a set for each band, and no place for bands that no two documents share. Its own index holds a
gigabyte for 100,000 documents.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from .signatures import PERMUTATIONS, Signatures

_NONE: Final = -1
BANDS: Final = PERMUTATIONS
"""A band is two neighbours of the signature, so that each permutation is in two bands.

Of pairs with a similarity of 0.2 99% share one, with 0.1 69%, with 0.05 26%.
"""


class Buckets:
    """The documents looked at so far by the bands of their signatures.

    Parameters
    ----------
    signatures : array of uint32, shape (documents, PERMUTATIONS)
        Of all documents, also those that come later.
    sizes : array of int64, shape (documents,)
        The number of shingles of each; documents without any are like none.
    """

    def __init__(self, signatures: Signatures, sizes: NDArray[np.int64]) -> None:
        self._bands, holders = _shared_bands(signatures, sizes)
        ends = np.cumsum(holders)
        # A bucket has as many places as it can ever have members, filled from the first.
        self._starts = ends - holders
        self._filled = np.zeros(len(holders), dtype=np.int32)
        self._members = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=np.uint32)

    def add(self, index: int) -> None:
        """Let a document be found by those that come after it."""
        buckets = self._of(index)
        self._members[self._starts[buckets] + self._filled[buckets]] = index
        self._filled[buckets] += 1

    def candidates(self, index: int) -> NDArray[np.uint32]:
        """Return the documents added that share a band with this one: indexes, ascending."""
        buckets = self._of(index)
        buckets = buckets[self._filled[buckets] > 0]
        if not len(buckets):
            return np.empty(0, dtype=np.uint32)
        starts = self._starts[buckets].tolist()
        filled = self._filled[buckets].tolist()
        return np.unique(
            np.concatenate(
                [self._members[start : start + count] for start, count in zip(starts, filled, strict=True)]
            )
        )

    def _of(self, index: int) -> NDArray[np.int32]:
        bands = self._bands[index]
        shared: NDArray[np.int32] = bands[bands != _NONE]
        return shared


def _shared_bands(
    signatures: Signatures, sizes: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the bands that documents share, by number.

    Returns
    -------
    bands : array of int32, shape (documents, BANDS)
        The number of each band of each document; -1 for one that it shares with none.
    holders : array of int64, shape (numbers,)
        How many documents have each.
    """
    bands = np.full((len(sizes), BANDS), _NONE, dtype=np.int32)
    (filled,) = np.nonzero(sizes)
    holders = [np.empty(0, dtype=np.int64)]
    count = 0
    for band in range(BANDS):
        places = band, (band + 1) % PERMUTATIONS
        first, second = (signatures[filled, place].astype(np.uint64) for place in places)
        _, which, held_by = np.unique(
            first << np.uint64(32) | second, return_inverse=True, return_counts=True
        )
        shared = held_by > 1
        bands[filled, band] = np.where(shared, count + np.cumsum(shared) - 1, _NONE)[which]
        holders.append(held_by[shared])
        count += len(holders[-1])
    return bands, np.concatenate(holders)
