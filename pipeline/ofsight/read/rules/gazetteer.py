"""Find listed names in a text quickly: one table look-up a capitalised word, then one small pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from ofsight.values.patterns import read_lines

CAPITALISED = re.compile(r"(?<![\w&])(?<!\w')[A-Z][A-Za-z]*")
_FIRST_WORD = re.compile(r"[A-Za-z]+")


def name_pattern(name: str) -> str:
    """Return the pattern of a name in print: any white space, "&" or "and", hyphens and commas or none."""
    pieces = []
    for piece in re.split(r"(\s+|-|&|,|'|\band\b)", name):
        if not piece:
            continue
        if piece.isspace():
            pieces.append(r"[\s-]\s*")
        elif piece == "-":
            pieces.append(r"(?:\s*-\s*|\s+)")
        elif piece in {"&", "and"}:
            pieces.append(r"(?:&|and)")
        elif piece in {",", "'"}:
            pieces.append(piece + "?")
        else:
            pieces.append(re.escape(piece))
    return "".join(pieces)


class NameFinder:
    """A list of names, found in any spelling that :func:`name_pattern` allows; the longest name wins.

    Parameters
    ----------
    names : iterable of str
        Names that begin with a letter. One that begins with a small "the" is found only after an article.
    ignore_case : bool
        Whether all but the first letter may be of either case; else names stand as printed or in capitals.
    """

    def __init__(self, names: Iterable[str], *, ignore_case: bool = False) -> None:
        self._by_first: dict[str, set[str]] = {}
        for name in names:
            bare = name.removeprefix("the ")
            first = _FIRST_WORD.match(bare)
            if not first:
                raise ValueError(f"a name must begin with a letter: {name!r}")
            self._by_first.setdefault(first.group().lower(), set()).add(name)
        self._ignore_case = ignore_case
        self._patterns: dict[str, re.Pattern[str]] = {}

    def find(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the spans of names in ``text[start:end]``, left to right, not overlapping."""
        known = self._by_first
        position = start
        for word in CAPITALISED.finditer(text, start, end):
            if word.start() < position:
                continue
            first = word.group().lower()
            found = self._pattern(first).match(text, word.start(), end) if first in known else None
            if found:
                yield found.span()
                position = found.end()

    def _pattern(self, first: str) -> re.Pattern[str]:
        """Return the pattern of the names with a first word; it is made when the word is first met."""
        pattern = self._patterns.get(first)
        if pattern is None:
            longest_first = sorted(self._by_first[first], key=lambda name: (-len(name), name))
            alternatives = [_alternative(name, ignore_case=self._ignore_case) for name in longest_first]
            pattern = self._patterns[first] = re.compile(
                f"(?:{'|'.join(alternatives)})(?![A-Za-z&])", re.IGNORECASE if self._ignore_case else 0
            )
        return pattern


def _alternative(name: str, *, ignore_case: bool) -> str:
    bare = name.removeprefix("the ")
    pattern = name_pattern(bare)
    if bare != name:
        # "the Guardian" is a newspaper, "the Guardian Review" or "the Times Table" something else.
        pattern = rf"(?:(?<=the )|(?<=The )){pattern}(?!\s+[A-Z])"
    if not ignore_case and len(bare) > 4 and bare.upper() != bare:
        pattern += "|" + name_pattern(bare.upper()).replace("and", "AND")
    return pattern


@cache
def sentence_words() -> frozenset[str]:
    """Return the words, in lower case, that are capitalised only because they begin a sentence."""
    return frozenset(
        word.lower() for word in read_lines(Path(__file__).parent / "data" / "sentence_words.txt")
    )
