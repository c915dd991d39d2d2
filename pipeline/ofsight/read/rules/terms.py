"""Find the terms of a lexicon in running text: many weighted words and phrases in one pass.

A lexicon is a text file of sections, each a label, and of terms, one a line::

    [supervision]
    supervision*
    ~ reflective practice
    group/peer supervision? session*

A term is a sequence of slots. ``word*`` is any word with that beginning, ``a/b`` either, ``a/b?`` (all of it)
one that may be left out, ``_`` any word, ``#`` any number, ``..`` up to four words of any kind. A term counts
0.9; with ``~`` in front it is weak evidence, 0.4, with ``~~`` very weak, 0.2. A line that begins with ``# ``
is a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).parent / "data"
_WORD = re.compile(r"£?\d+(?:[.,]\d+)*[a-z%]*|[a-z]+(?:'[a-z]+)?|[,;:()–—]")
_PUNCTUATION = frozenset(",;:()–—")
_WEIGHTS = {"": 0.9, "~": 0.4, "~~": 0.2}
_SECTION = re.compile(r"\[([\w @]+)\].*")
_LINE = re.compile(r"(~{0,2})\s*(.+?)")
_MAX_GAP = 4


class Term(NamedTuple):
    """One term of a lexicon: the label of its section, its weight in 0..1, and its slots."""

    label: str
    weight: float
    pattern: str


class TermMatch(NamedTuple):
    """A term found: ``words[first:last]``."""

    first: int
    last: int
    label: str
    weight: float


class Words(NamedTuple):
    """The words and punctuation marks of a text in lower case without possessives, and where each starts."""

    words: list[str]
    starts: list[int]


def split_words(text: str) -> Words:
    """Split a text whose apostrophes are straight into words, numbers and the marks that end a clause."""
    words: list[str] = []
    starts: list[int] = []
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter that is two in lower case would move what follows
        lowered = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    for match in _WORD.finditer(lowered):
        word = match.group()
        words.append(word[:-2] if word.endswith("'s") else word)
        starts.append(match.start())
    return Words(words, starts)


def read_lexicon(name: str) -> list[Term]:
    """Read a lexicon from the data folder."""
    terms: list[Term] = []
    label = ""
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
        stripped = line.strip()
        if not stripped or stripped.startswith("# "):
            continue
        section = _SECTION.fullmatch(stripped)
        if section is not None:
            label = section[1]
            continue
        terms.append(read_term(label, stripped))
    return terms


def read_term(label: str, line: str) -> Term:
    """Read one term as it stands in a lexicon.

    Examples
    --------
    >>> read_term("supervision", "~ reflective practice")
    Term(label='supervision', weight=0.4, pattern='reflective practice')
    """
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"not a term: {line!r}")
    return Term(label, _WEIGHTS[match[1]], match[2])


class _Node:
    __slots__ = ("children", "found", "gap")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.gap: _Node | None = None
        self.found: list[tuple[str, float]] = []

    def child(self, slot: str) -> _Node:
        if slot == "..":
            if self.gap is None:
                self.gap = _Node()
            return self.gap
        return self.children.setdefault(slot, _Node())


def written_out(pattern: str) -> Iterator[list[str]]:
    """Write out the alternatives and optional slots of a term."""
    choices: list[list[str]] = []
    for slot in pattern.split():
        options = slot.removesuffix("?").split("/")
        choices.append(["", *options] if slot.endswith("?") else options)
    for choice in product(*choices):
        yield [slot for slot in choice if slot]


class TermIndex:
    """All terms of one or more lexicons in a trie over words."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._root = _Node()
        self._exact: set[str] = set()
        self._beginnings: set[str] = set()
        for term in terms:
            for slots in written_out(term.pattern):
                node = self._root
                for slot in slots:
                    node = node.child(slot)
                    if slot.endswith("*"):
                        self._beginnings.add(slot[:-1])
                    else:
                        self._exact.add(slot)
                node.found.append((term.label, term.weight))
        self._longest_beginning = max(map(len, self._beginnings), default=0)
        self._symbols: dict[str, tuple[str, ...]] = {}
        self._starts: dict[str, tuple[_Node, ...]] = {}

    def _symbols_of(self, word: str) -> tuple[str, ...]:
        """Return the slots that a word fits, from memory where it was seen before."""
        known = self._symbols.get(word)
        if known is not None:
            return known
        symbols = [word] if word in self._exact else []
        # A word may be of any length (a broken file); no beginning that is looked for is.
        lengths = range(1, min(len(word), self._longest_beginning) + 1)
        symbols += [word[:length] + "*" for length in lengths if word[:length] in self._beginnings]
        if word[0] == "£" or word[0].isdigit():
            symbols.append("#")
        if word not in _PUNCTUATION:
            symbols.append("_")
        if len(self._symbols) > 200_000:  # the memory of a process must not grow with the documents it reads
            self._symbols.clear()
            self._starts.clear()
        self._symbols[word] = result = tuple(symbols)
        return result

    def _starts_of(self, word: str) -> tuple[_Node, ...]:
        known = self._starts.get(word)
        if known is None:
            children = self._root.children
            known = tuple(children[s] for s in self._symbols_of(word) if s in children)
            self._starts[word] = known
        return known

    def find(self, words: list[str], first: int, last: int) -> list[TermMatch]:
        """Return every term in ``words[first:last]``, in order of their first word; terms may overlap."""
        matches: list[TermMatch] = []
        for position in range(first, last):
            for node in self._starts_of(words[position]):
                for label, weight in node.found:
                    matches.append(TermMatch(position, position + 1, label, weight))
                if node.children or node.gap:
                    self._follow(node, words, position, last, matches)
        return matches

    def _follow(self, node: _Node, words: list[str], first: int, last: int, matches: list[TermMatch]) -> None:
        """Collect the terms that go on from a node reached by ``words[first]``."""
        stack = [(node, first + 1)]
        while stack:
            here, at = stack.pop()
            steps = [(here.children, at)] if here.children and at < last else []
            if here.gap is not None:
                steps += [(here.gap.children, place) for place in range(at, min(at + _MAX_GAP + 1, last))]
            for children, place in steps:
                for symbol in self._symbols_of(words[place]):
                    child = children.get(symbol)
                    if child is None:
                        continue
                    for label, weight in child.found:
                        matches.append(TermMatch(first, place + 1, label, weight))
                    if child.children or child.gap is not None:
                        stack.append((child, place + 1))
