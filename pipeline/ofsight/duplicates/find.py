"""Find copies and near copies among documents, however many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np

from ofsight.errors import DuplicatesError
from ofsight.record import Record

from .buckets import Buckets
from .compare import Likeness, can_be_copies, compare
from .marks import Duplicate, rounded
from .shingles import make_shingles
from .signatures import PERMUTATIONS, Signatures, Signer
from .store import ShingleStore
from .words import own_words

DEFAULT_THRESHOLD: Final = 0.4
LEAST_THRESHOLD: Final = 0.2
"""Below it too many pairs share no band of their signatures, so that copies would be missed."""


def find_duplicates(
    records: Iterable[Record], *, threshold: float = DEFAULT_THRESHOLD, folder: Path | None = None
) -> Iterator[Duplicate]:
    """Find the documents that are copies of earlier ones.

    Each document is compared with the originals before it, those that are not marked themselves, by the
    words that are its own: headlines, bylines, captions, comments and the page's furniture do not count. The
    order of the input decides what is the original; a document's mark depends on nothing that comes later.
    Of several originals that which it is most like counts.

    Parameters
    ----------
    records : iterable of Record
        With their texts; read once, none is kept. Memory is about 2 KB a document, however long.
    threshold : float
        Similarity from which documents are near copies, ``LEAST_THRESHOLD`` to 1.
    folder : Path, optional
        For a temporary file of 8 bytes for each word; by default that for temporary files.

    Yields
    ------
    Duplicate
        One for each copy, in the order of the input, once all records are read.

    Raises
    ------
    DuplicatesError
        When datasketch is not installed, a record has no text, two have the same id, or
        the threshold is out of its range.
    """
    if not LEAST_THRESHOLD <= threshold <= 1:
        raise DuplicatesError(f"threshold: {threshold} is not in {LEAST_THRESHOLD} to 1")
    signer = Signer()
    ids: dict[str, None] = {}
    with ShingleStore(folder) as store:
        for record in records:
            if record.id in ids:
                raise DuplicatesError(
                    f"the id {record.id!r} stands twice, so that a mark could mean either document;"
                    " annotate all of them in one run, which gives each an id of its own"
                )
            ids[record.id] = None
            shingles = make_shingles(own_words(record))
            store.add(shingles)
            signer.add(shingles.hashes)
        yield from _marks(list(ids), signer.signatures(), store, threshold)


def _marks(
    ids: list[str], signatures: Signatures, store: ShingleStore, threshold: float
) -> Iterator[Duplicate]:
    search = _Search(signatures, store, threshold)
    groups: dict[int, int] = {}
    for index, document_id in enumerate(ids):
        found = search.original_of(index)
        if found is not None:
            original, likeness = found
            group = groups.setdefault(original, len(groups) + 1)
            yield Duplicate(document_id, ids[original], rounded(likeness.similarity), likeness.kind, group)


class _Search:
    """The originals so far; each document is asked for once, in order."""

    def __init__(self, signatures: Signatures, store: ShingleStore, threshold: float) -> None:
        self._signatures = signatures
        self._store = store
        self._threshold = threshold
        self._sizes = store.sizes()
        self._buckets = Buckets(signatures, self._sizes)

    def original_of(self, index: int) -> tuple[int, Likeness] | None:
        """Return the original that a document is most like; without one it is an original from now on."""
        best: tuple[int, Likeness] | None = None
        candidates = self._worth_comparing(index)
        if candidates:
            shingles = self._store[index]
            for candidate in candidates:
                likeness = compare(shingles, self._store[candidate], self._threshold)
                if likeness is not None and (best is None or _rank(likeness) > _rank(best[1])):
                    best = candidate, likeness
        if best is None:
            self._buckets.add(index)
        return best

    def _worth_comparing(self, index: int) -> list[int]:
        candidates = self._buckets.candidates(index)
        if not len(candidates):
            return []
        equal = self._signatures[candidates] == self._signatures[index]
        worth = can_be_copies(
            np.count_nonzero(equal, axis=1) / PERMUTATIONS,
            int(self._sizes[index]),
            self._sizes[candidates],
            self._threshold,
            permutations=PERMUTATIONS,
        )
        chosen: list[int] = candidates[worth].tolist()
        return chosen


def _rank(likeness: Likeness) -> tuple[bool, float]:
    return likeness.kind == "same", likeness.similarity
