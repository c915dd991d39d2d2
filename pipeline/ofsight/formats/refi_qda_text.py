"""The texts of REFI-QDA projects: how they are written, and what positions of other programs count.

Positions are Unicode code points of the text file. Programs differ in what they make of a carriage return, so
a text whose lines all end in CR LF is written with LF, and a variable says so; its positions are moved.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from .cells import one_line
from .label_studio_regions import utf16_places

LINE_ENDS: Final = "line_ends"
CRLF_MARK: Final = {LINE_ENDS: "CR LF"}
"""The variable of a text whose lines end in CR LF outside the project."""
_BARE: Final = re.compile(r"(?<!\r)\n|\r(?!\n)")
_LOOKED_AT: Final = 200


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A text as it is written."""

    data: bytes
    had_crlf: bool
    keeps_carriage_returns: bool
    _returns: tuple[int, ...]

    def place(self, offset: int) -> int:
        """Return where an offset of the text lies in what is written."""
        return offset - bisect_left(self._returns, offset)


def written_text(text: str) -> WrittenText:
    """Return a text as UTF-8, with its line ends."""
    crlf = "\r\n" in text and _BARE.search(text) is None
    returns = tuple(match.start() for match in re.finditer("\r", text)) if crlf else ()
    plain = text.replace("\r\n", "\n") if crlf else text
    # A reader takes a byte-order mark off: one of the text's own needs another before it.
    mark = codecs.BOM_UTF8 if plain.startswith("\ufeff") else b""
    return WrittenText(mark + plain.encode(), crlf, not crlf and "\r\n" in plain, returns)


def restored(text: str) -> tuple[str, Callable[[int], int]]:
    """Return a text with CR LF for LF, and a function from places in the one to places in the other."""
    ends = [match.start() for match in re.finditer("\n", text)]
    return text.replace("\n", "\r\n"), lambda place: place + bisect_left(ends, place)


class Named(NamedTuple):
    """A selection's positions as its program gives them, and its name, which often is the words."""

    start: int
    end: int
    name: str


def places(text: str, selections: Iterable[Named]) -> Callable[[int], int | None]:
    """Return a function from positions in a program's count to offsets in code points.

    Positions are taken as code points unless the names of the selections show that they count UTF-16 units or
    each CR LF as one.

    Parameters
    ----------
    text : str
        The text as it lies in the project.
    selections : iterable of Named
        The first of them are looked at.
    """
    told = [item for item in islice(selections, _LOOKED_AT) if item.name.strip()]
    ways: list[Callable[[int], int | None]] = [lambda place: place]
    if not text.isascii() and max(text) > "\uffff":
        ways.append(utf16_places(text))
    if "\r\n" in text:
        ways.append(_with_short_line_ends(text))
    if len(ways) == 1 or not told:
        return ways[0]
    return max(ways, key=lambda way: sum(_says(text, way, item) for item in told))


def _with_short_line_ends(text: str) -> Callable[[int], int | None]:
    return restored(text.replace("\r\n", "\n"))[1]


def _says(text: str, way: Callable[[int], int | None], item: Named) -> bool:
    start, end = way(item.start), way(item.end)
    if start is None or end is None:
        return False
    words, name = text[start:end], item.name
    if words[:1].isspace() != name[:1].isspace():
        return False
    if name.endswith(("…", "...")):
        return one_line(words).startswith(one_line(name.rstrip("….")))
    return words[-1:].isspace() == name[-1:].isspace() and one_line(words) == one_line(name)
