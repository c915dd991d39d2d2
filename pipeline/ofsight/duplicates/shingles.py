"""Shingles: the runs of a few words that a document holds, as a sorted set of 64-bit numbers.

The numbers depend on the words alone, not on the process. Two runs of words share a number about once in
10^19 pairs, so that counts of shared shingles are those of the words themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

WORDS: Final = 3
"""Words in a shingle."""
DIGEST_BYTES: Final = 16

_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
_SHIFT: Final = np.uint64(29)
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Shingles:
    """What is kept of a document to compare it.

    Parameters
    ----------
    digest : bytes
        Of its words in their order: equal for equal words.
    hashes : array of uint64, shape (number of different shingles,)
        Sorted, none twice; empty for a document without words.
    """

    digest: bytes
    hashes: Hashes

    def __len__(self) -> int:
        return len(self.hashes)

    def shared_with(self, other: Shingles) -> int:
        """Return how many shingles both hold."""
        few, many = sorted((self.hashes, other.hashes), key=len)
        if not len(few):
            return 0
        places = np.searchsorted(many, few)
        places[places == len(many)] = 0
        return int(np.count_nonzero(many[places] == few))


def make_shingles(words: Sequence[str]) -> Shingles:
    """Return the shingles of a document's words; fewer words than one shingle has make a single one."""
    digest = hashlib.blake2b(" ".join(words).encode(), digest_size=DIGEST_BYTES).digest()
    numbers = np.fromiter(map(_word_hash, words), dtype=np.uint64, count=len(words))
    width = min(WORDS, len(words))
    count = len(words) - width + 1 if words else 0
    hashes = np.zeros(count, dtype=np.uint64)
    for offset in range(width):
        # Sums and products of the arrays wrap around at 2^64, as they should.
        hashes = hashes * _FACTOR + numbers[offset : offset + count]
        hashes ^= hashes >> _SHIFT
    return Shingles(digest, np.unique(hashes))


@lru_cache(maxsize=1 << 16)
def _word_hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")
