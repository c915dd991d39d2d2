"""Pair the quotation marks of a block: apostrophes left out, nested marks inside, slips forgiven."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_DOUBLE, _SINGLE = '"', "'"
_MARK = re.compile("‘‘|``|''|[“”„‟\"‘’‚‛'«»]")
_DOUBLE_MARKS = frozenset({"“", "”", "„", "‟", '"', "«", "»", "``", "''", "‘‘"})
_OPENING_MARKS = frozenset({"“", "„", "‘", "‚", "‛", "«", "``", "‘‘"})
_CLOSING_MARKS = frozenset({"”", "’", "»", "''"})
_LEADING_APOSTROPHE = re.compile(r"(?:\d0s|\d\d\b|tis|twas|em\b|til\b|cause\b|n\b|bout\b)", re.IGNORECASE)
_SAID_AFTER = re.compile(
    r"[,!?]\s+(?:according\s+to|(?:(?:she|he|they|it|[A-Z][\w'’-]+)\s+)?(?:said|says|added|adds|told|wrote|writes"
    r"|explained))\b"
)
_ENDS = frozenset(".!?…")
_SURE = 0.9
_UNCLOSED = 0.6
_MARKS_AHEAD = 300  # a quotation of a paragraph holds no more marks; keeps a page of stray marks linear
_WIDEST_SPACE = 100  # characters between a sentence's end and the mark before the next
_LONGEST_MIXED = (
    80  # characters: a quotation opened by a double mark and closed by a single one is a short slip
)


class Stretch(NamedTuple):
    """What stands between two marks, ``text[start:end]``; ``closed``: the closing mark is there."""

    start: int
    end: int
    score: float
    closed: bool


class _MarkFound(NamedTuple):
    start: int
    end: int
    family: str
    can_open: bool
    can_close: bool


def _is_space(character: str) -> bool:
    return not character or character.isspace()


def _marks(raw: str, start: int, end: int) -> Iterator[_MarkFound]:  # noqa: C901  # one case a kind of mark
    """Yield the quotation marks of a block with what each can be, apostrophes left out."""
    doubled = False  # ‘‘ so ’’ closes
    for match in _MARK.finditer(raw, start, end):
        mark = match.group()
        before = raw[match.start() - 1] if match.start() > start else ""
        after = raw[match.end()] if match.end() < end else ""
        doubled = doubled or mark == "‘‘"
        if doubled and mark == "’" and raw[match.end() : match.end() + 1] == "’":
            yield _MarkFound(match.start(), match.end() + 1, _DOUBLE, False, True)
            doubled = False
            continue
        family = _DOUBLE if mark in _DOUBLE_MARKS else _SINGLE
        # no space after the full stop: 'It is late.'They agreed
        glued = bool(before) and before in ".!?:" and after.isupper() and mark not in {"”", "’"}
        free_left = _is_space(before) or before in "([{—–-/“\"‘'…" or glued
        free_right = _is_space(after) or not after.isalnum() or glued
        if family == _SINGLE:
            if before.isalnum() and after.isalnum():
                continue  # don't, council's
            if free_left and not _is_space(after) and _LEADING_APOSTROPHE.match(raw, match.end()):
                continue  # '90s
        can_open = free_left and not _is_space(after)
        can_close = free_right and not _is_space(before)
        if family == _DOUBLE:
            # a curly mark that points the wrong way is trusted for its place, not for its shape
            if mark in _OPENING_MARKS and not (can_close and not can_open):
                can_open, can_close = True, False
            elif mark in _CLOSING_MARKS and not (can_open and not can_close):
                can_open, can_close = False, True
            elif not can_open and not can_close:
                can_open, can_close = _is_space(before), not _is_space(before)
        elif mark == "‘":
            can_close = can_close and not can_open
        elif mark == "’" and can_close:
            can_open = False
        if can_open or can_close:
            yield _MarkFound(match.start(), match.end(), family, can_open, can_close)


def _is_possessive(mark: _MarkFound, raw: str) -> bool:
    """Tell "workers' views" from the end of a quotation."""
    return (
        mark.family == _SINGLE
        and raw[mark.start - 1] in "sS"
        and mark.end + 1 < len(raw)
        and raw[mark.end] == " "
        and raw[mark.end + 1].islower()
    )


def _closing(marks: list[_MarkFound], opening: int, raw: str) -> int | None:
    """Return the index of the mark that closes ``marks[opening]``, or None.

    A closing single mark after an s may be a possessive ("workers'"): then the last candidate before the next
    opening mark counts. A double mark set again before the next sentence ("We try. "We care") opens nothing.
    """
    first = marks[opening]
    candidate: int | None = None
    ahead = range(opening + 1, min(len(marks), opening + _MARKS_AHEAD))
    said = _SAID_AFTER.search(raw, first.end, marks[ahead[-1]].start) if ahead else None
    for index in ahead:
        mark = marks[index]
        if mark.family != first.family:
            continue
        if mark.can_close:
            if not _is_possessive(mark, raw):
                return index
            if candidate is None:
                candidate = index
        elif mark.can_open and first.family == _DOUBLE:
            if (said and said.end() <= mark.start) or not _opens_again(first, mark, raw):
                return candidate
        elif mark.can_open and candidate is not None:
            return candidate
    return candidate


def _opens_again(first: _MarkFound, mark: _MarkFound, raw: str) -> bool:
    """Tell a mark set again before the next sentence of a quotation, if nobody is named between."""
    before = raw[max(first.end, mark.start - _WIDEST_SPACE) : mark.start].rstrip()
    return raw[first.end : first.end + 1].isupper() and before[-1:] in _ENDS


def _closed_wrongly(marks: list[_MarkFound], opening: int, raw: str) -> int | None:
    """Return the single mark that closes what a double one opened, not one of a quotation inside."""
    inside = False
    for index in range(opening + 1, min(len(marks), opening + _MARKS_AHEAD)):
        mark = marks[index]
        if mark.start - marks[opening].end >= _LONGEST_MIXED or mark.family == _DOUBLE:
            return None
        if mark.can_open:
            inside = True
        elif inside:
            inside = False
        elif raw[mark.start - 1] not in "sS":
            return index
    return None


def _said_inside(raw: str, start: int, end: int) -> int:
    """Return where a quotation ends that is never closed: before ", she said", else at the end."""
    said = _SAID_AFTER.search(raw, start, end)
    return said.start() if said else end


def pair_marks(raw: str, start: int, end: int, *, goes_on: bool, opens_next: bool) -> Iterator[Stretch]:
    """Yield the outer stretches between marks of one block, in order.

    Parameters
    ----------
    raw : str
        The text.
    start, end : int
        The block.
    goes_on : bool
        A quotation of an earlier block was not closed.
    opens_next : bool
        The next block opens with a mark, as a quotation of several paragraphs does.
    """
    marks = list(_marks(raw, start, end))
    first_opening = next((index for index, mark in enumerate(marks) if mark.can_open), len(marks))
    ends_well = raw[start:end].rstrip()[-1:] in _ENDS
    position = 0
    while position < len(marks):
        mark = marks[position]
        if not mark.can_open:
            if mark.family == _DOUBLE and goes_on and position < first_opening:
                # opened in an earlier paragraph, the mark not repeated
                yield Stretch(start, mark.start, _UNCLOSED, True)
                goes_on = False
            position += 1
            continue
        closing = _closing(marks, position, raw)
        unclosed_single = mark.family == _SINGLE and opens_next and mark.start == start
        if closing is not None and not (unclosed_single and _is_possessive(marks[closing], raw)):
            yield Stretch(mark.end, marks[closing].start, _SURE, True)
            position = closing + 1
            continue
        # a single mark that opens whole sentences up to the end of the block is no stray one
        to_the_end = ends_well and raw[mark.start] == "‘" and raw[mark.end].isupper()
        if unclosed_single or (mark.family == _SINGLE and to_the_end):
            yield Stretch(mark.end, end, _UNCLOSED, False)
            return
        if mark.family == _DOUBLE:
            mixed = _closed_wrongly(marks, position, raw)
            if mixed is not None:
                yield Stretch(mark.end, marks[mixed].start, _UNCLOSED, True)
                position = mixed + 1
                continue
            ahead = range(position + 1, min(len(marks), position + _MARKS_AHEAD))
            later = next((i for i in ahead if marks[i].family == _DOUBLE), None)
            if later is None:
                stop = _said_inside(raw, mark.end, end)
                yield Stretch(mark.end, stop, _UNCLOSED, stop < end)
                return
        position += 1
