"""MinHash signatures: a short fixed row of numbers a document, alike where documents share shingles."""

from __future__ import annotations

from array import array
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ofsight.errors import DuplicatesError

from .shingles import Hashes

PERMUTATIONS: Final = 128
_SEED: Final = 6
# The library lays out PERMUTATIONS numbers for each value at once: long documents go in pieces.
_AT_ONCE: Final = 4096
_LOW_BITS: Final = np.uint64(0xFFFFFFFF)

Signatures = NDArray[np.uint32]


class Signer:
    """Sign documents one after the other and keep the signatures, 4 bytes a permutation.

    Raises
    ------
    DuplicatesError
        When datasketch is not installed.
    """

    def __init__(self) -> None:
        self._minhash = require_library().MinHash(num_perm=PERMUTATIONS, seed=_SEED, hashfunc=int)
        self._kept = array("I")

    def add(self, hashes: Hashes) -> None:
        """Sign a document by its shingles."""
        self._minhash.clear()
        low = (hashes & _LOW_BITS).tolist()
        for start in range(0, len(low), _AT_ONCE):
            self._minhash.update_batch(low[start : start + _AT_ONCE])
        self._kept.frombytes(self._minhash.hashvalues.astype(np.uint32).tobytes())

    def signatures(self) -> Signatures:
        """Return all signatures so far, shape (documents, ``PERMUTATIONS``); nothing can be added to it."""
        return np.frombuffer(self._kept, dtype=np.uint32).reshape(-1, PERMUTATIONS)


def require_library() -> Any:
    """Return the module datasketch.

    Raises
    ------
    DuplicatesError
        When it is not installed.
    """
    try:
        import datasketch  # of an extra, and slow to import: only those who use it wait for it
    except ImportError as error:
        raise DuplicatesError(
            "to find copies datasketch is needed, which is not installed; pip install 'ofsight[duplicates]'"
        ) from error
    return datasketch
