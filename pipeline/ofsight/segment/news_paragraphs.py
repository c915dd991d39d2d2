"""From lines to paragraphs: which neighbouring lines are one hard-wrapped piece of text.

A line break inside a paragraph shows itself in three ways: the next line starts in lower case without a
sentence having ended, the line stops after a word that nothing ends with ("the", "of"), or the first word of
the next line would not have fitted into the width that the page's lines keep.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .news_bylines import is_byline, is_name
from .news_lines import Line, ends_sentence, fold, list_marker, says, words

_MAX_WIDTH = 120
_MIN_WIDTH = 40
_MIN_WRAPPED_LINES = 2
_QUOTATION_LINES = 20
_OPEN_END = re.compile(r"[\w,;’'\"”)%–—-]$")
_HANGING = re.compile(
    r"(?:^|\s)(?:the|a|an|of|and|or|to|in|into|with|for|by|on|at|from|that|which|who|had|has|have|was|were|is|are|be|been"
    r"|its|their|his|her|our|as|but|than|not|will|would|mr|mrs|ms|dr|cllr|councillor)$|,$",
    re.IGNORECASE,
)
_TABLE_CELLS = re.compile(r"\S(?:\t+| {3,}|\s*\|\s*)\S")
_CLOSING_ADDRESS = re.compile(r"\s(?:https?://|www\.)\S+$")
_ADDRESS_LENGTH = 200
_ADDRESS_WORDS = 6
_QUOTES = "\"'“‘"
_FIRST_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more lines that are one piece of text.

    ``text`` has its white space folded; ``start`` and ``end`` are offsets into the page; ``indent`` is that
    of the first line; ``cells`` says whether the line is divided into columns, ``ends`` whether the text ends
    like a sentence; ``marker`` is the bullet or number of a list item.
    """

    start: int
    end: int
    indent: int
    blank_before: bool
    text: str
    cells: bool
    marker: str | None
    word_count: int
    ends: bool

    @property
    def bare(self) -> str:
        """The text without the bullet or number of a list item."""
        return self.text[len(self.marker) :] if self.marker else self.text


def build_paragraphs(text: str, lines: Sequence[Line]) -> list[Paragraph]:
    """Join the lines of hard-wrapped paragraphs.

    Parameters
    ----------
    text : str
        The page.
    lines : sequence of Line
        Its lines that are not blank, in order.

    Returns
    -------
    list of Paragraph
        Every line in exactly one of them, in order.
    """
    width = wrap_width(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _continues(groups[-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_paragraph(text, group) for group in groups]


def wrap_width(lines: Sequence[Line]) -> int | None:
    """Return the width in characters at which the page's text is wrapped, None when it is not.

    Measured on the lines that plainly go on in the next one: they end without a stop, the next starts in
    lower case and no blank line lies between. The width is the longest of them.
    """
    running = [
        line.length
        for line, following in pairwise(lines)
        if not following.blank_before
        and line.length >= _MIN_WIDTH
        and following.text[0].islower()
        and _OPEN_END.search(line.text)
        and list_marker(following.text) is None
    ]
    running = [length for length in running if length <= _MAX_WIDTH]
    if len(running) < _MIN_WRAPPED_LINES:
        return None
    width = max(running)
    longer = sum(1 for line in lines if line.length > width + 15)
    return width if longer <= len(running) / 2 else None


def _continues(group: Sequence[Line], line: Line, width: int | None) -> bool:
    """Say whether ``line`` goes on with the paragraph whose lines so far are ``group``."""
    last = group[-1]
    if line.blank_before or list_marker(line.text) or _TABLE_CELLS.search(line.text):
        return False
    if _stands_alone(last.text) or _stands_alone(line.text):
        return False
    flows = line.text[0].islower() and not ends_sentence(last.text) and last.text[-1] not in ":;"
    long_flow = flows and last.length >= _MIN_WIDTH - 10 and _OPEN_END.search(last.text)
    if long_flow or (last.length >= _MIN_WIDTH and _HANGING.search(last.text)):
        return True
    return width is not None and (flows or _fills_width(group, line, width))


def _fills_width(group: Sequence[Line], line: Line, width: int) -> bool:
    """Say whether the page broke before ``line`` for want of room, or inside a quotation."""
    if _in_quotation(group) and line.text[0] not in _QUOTES:
        return True
    if is_name(line.text) or is_byline(fold(line.text)):
        return False
    first_word = _FIRST_WORD.match(line.text)
    return group[-1].length + 1 + len(first_word.group() if first_word else "") > width


def _in_quotation(group: Sequence[Line]) -> bool:
    """Say whether a double quotation mark is still open at the end of the lines."""
    text = "".join(line.text for line in group[-_QUOTATION_LINES:])
    return text.count('"') % 2 == 1 or text.count("“") > text.count("”")


def _stands_alone(line: str) -> bool:
    """Say whether a line is plainly furniture of its own, never part of running text."""
    folded = fold(line)
    return any(
        says(kind, folded) for kind in ("share", "list_after", "reading_time", "comments_head", "source")
    )


def _paragraph(text: str, group: Sequence[Line]) -> Paragraph:
    start, end = group[0].start, group[-1].end
    folded = fold(text[start:end])
    word_count = len(words(folded))
    address = word_count >= _ADDRESS_WORDS and _CLOSING_ADDRESS.search(folded[-_ADDRESS_LENGTH:])
    return Paragraph(
        start=start,
        end=end,
        indent=group[0].indent,
        blank_before=group[0].blank_before,
        text=folded,
        cells=_TABLE_CELLS.search(text[start:end]) is not None,
        marker=list_marker(folded),
        word_count=word_count,
        ends=ends_sentence(folded) or bool(address),
    )
