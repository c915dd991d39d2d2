"""Pack consecutive sentences into windows of bounded length; every piece is scored, none is cut away.

A window has a core, whose sentences it answers for, and a little of the text before and after, which it only
sees. A sentence longer than a core can be is spread over several windows that overlap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ofsight.errors import ModelError


@dataclass(frozen=True, slots=True)
class WindowSize:
    """How large windows are, in word pieces.

    Attributes
    ----------
    total : int
        Upper bound of a window's length, with its special tokens.
    before, after : int
        Upper bounds of the context taken from the sentences before and after the core.
    overlap : int
        How far the windows of one overlong sentence overlap.
    """

    total: int = 256
    before: int = 48
    after: int = 24
    overlap: int = 32

    def __post_init__(self) -> None:
        if min(self.before, self.after, self.overlap) < 0 or self.core <= 2 * self.overlap:
            raise ModelError(
                f"a window of {self.total} pieces with {self.before} before and {self.after} after leaves"
                f" {self.core} for the sentences themselves; that must be more than twice the overlap"
                f" ({self.overlap})"
            )

    @property
    def core(self) -> int:
        """How many pieces of its own sentences a window always has room for.

        Of the total go [CLS], the contexts with a [SEP] each, and the [SEP] of one sentence.
        """
        return (
            self.total - 2 - (self.before + 1 if self.before else 0) - (self.after + 1 if self.after else 0)
        )


class Stretch(NamedTuple):
    """The pieces ``start`` to ``end`` (exclusive) of the sentence numbered ``sentence``."""

    sentence: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Window:
    """Stretches of consecutive sentences: those before are context, then the core, then more context."""

    before: tuple[Stretch, ...]
    core: tuple[Stretch, ...]
    after: tuple[Stretch, ...]

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """All stretches in order."""
        return self.before + self.core + self.after

    def __len__(self) -> int:
        return 1 + sum(stretch.end - stretch.start + 1 for stretch in self.stretches)


def pack_windows(
    lengths: Sequence[int], size: WindowSize, *, first: int = 0, last: int | None = None, opening: int = 0
) -> list[Window]:
    """Pack sentences into windows.

    Parameters
    ----------
    lengths : sequence of int
        The number of pieces of each sentence of the document; those without pieces get no window.
    size : WindowSize
        Bounds.
    first, last : int
        The sentences to be answered for, ``last`` exclusive; by default all. Others are context only.
    opening : int
        At most so many pieces in the core of the first window, unless its only sentence is longer (0: as many
        as fit), by which training shifts where windows begin.

    Returns
    -------
    list of Window
        Each piece of each sentence from ``first`` to ``last`` lies in the core of one window, or of two
        where windows of an overlong sentence overlap.
    """
    end = len(lengths) if last is None else last
    cores: list[list[Stretch]] = []
    current: list[Stretch] = []
    room = min(opening, size.core) if opening else size.core
    for sentence in range(first, end):
        length = lengths[sentence]
        if length == 0:
            continue
        if length > size.core:
            if current:
                cores.append(current)
            cores += [[stretch] for stretch in _spread(sentence, length, size)]
            current, room = [], size.core
            continue
        if current and length > room:
            cores.append(current)
            current, room = [], size.core
        current.append(Stretch(sentence, 0, length))
        room -= length + 1
    if current:
        cores.append(current)
    return [
        Window(_before(core[0], lengths, size), tuple(core), _after(core[-1], lengths, size))
        for core in cores
    ]


def _spread(sentence: int, length: int, size: WindowSize) -> list[Stretch]:
    step = size.core - size.overlap
    stretches = []
    start = 0
    while True:
        stop = min(start + size.core, length)
        stretches.append(Stretch(sentence, start, stop))
        if stop == length:
            return stretches
        start += step


def _before(stretch: Stretch, lengths: Sequence[int], size: WindowSize) -> tuple[Stretch, ...]:
    """Return up to ``size.before`` pieces (and separators beyond the first) that end where a core begins."""
    found: list[Stretch] = []
    room, sentence, stop = size.before, stretch.sentence, stretch.start
    while room > 0:
        if stop == 0:
            sentence -= 1
            if sentence < 0:
                break
            stop = lengths[sentence]
            continue
        start = max(stop - room, 0)
        found.append(Stretch(sentence, start, stop))
        room -= stop - start + 1
        stop = 0
    return tuple(reversed(found))


def _after(stretch: Stretch, lengths: Sequence[int], size: WindowSize) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    room, sentence, start = size.after, stretch.sentence, stretch.end
    while room > 0:
        if start == lengths[sentence]:
            sentence, start = sentence + 1, 0
            if sentence >= len(lengths):
                break
            continue
        stop = min(start + room, lengths[sentence])
        found.append(Stretch(sentence, start, stop))
        room -= stop - start + 1
        start = lengths[sentence]
    return tuple(found)
