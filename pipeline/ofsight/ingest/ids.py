"""Ids of documents: the file's stem, made unique within a run."""

from __future__ import annotations

from ofsight.packing import ENDINGS as PACKED_ENDINGS
from ofsight.packing import without_packing

SUPPORTED_ENDINGS = (".txt", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".jsonl", ".parquet")


def has_supported_ending(name: str) -> bool:
    """Return whether a file of this name is read when a folder is given.

    Examples
    --------
    >>> has_supported_ending("a.HTML.gz"), has_supported_ending("a.md")
    (True, False)
    """
    lowered = without_packing(name.lower())
    return lowered.endswith(SUPPORTED_ENDINGS)


def file_stem(name: str) -> str:
    """Return a file's name without its folders and without every ending that Ofsight knows.

    Examples
    --------
    >>> file_stem("news/halton.html.gz")
    'halton'
    >>> file_stem("halton.v2")
    'halton.v2'
    """
    stem = base = name.rsplit("/", 1)[-1]
    while True:
        lowered = stem.lower()
        ending = next((e for e in (*PACKED_ENDINGS, *SUPPORTED_ENDINGS) if lowered.endswith(e)), None)
        if ending is None or len(stem) == len(ending):
            return stem or base
        stem = stem[: -len(ending)]


class UniqueIds:
    """Hand out ids that never repeat: the second ``a`` of a run is ``a~2``, the third ``a~3``.

    A number that an input really carries (an id ``a~2`` of its own) is passed over.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def assign(self, wanted: str) -> str:
        """Return ``wanted``, or the first free ``wanted~N``, and remember it as taken."""
        unique = wanted
        number = self._next.get(wanted, 2)
        while unique in self._taken:
            unique = f"{wanted}~{number}"
            number += 1
            self._next[wanted] = number
        self._taken.add(unique)
        return unique

    def take(self, given: str) -> None:
        """Remember an id as taken: one that was handed out before."""
        self._taken.add(given)
