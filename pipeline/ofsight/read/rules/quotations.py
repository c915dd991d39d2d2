"""Find quotations: stretches between quotation marks that quote words somebody said, three words or more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ofsight.reading import Mention
from ofsight.record.labels import BODY_LABELS

from .context import RuleContext

_DOUBLE, _SINGLE = '"', "'"
_MARK = re.compile("[“”„‟\"‘’‚‛'«»]|``|''")
_DOUBLE_MARKS = frozenset({"“", "”", "„", "‟", '"', "«", "»", "``", "''"})
_OPENING_MARKS = frozenset({"“", "„", "‘", "‚", "‛", "«", "``"})
_CLOSING_MARKS = frozenset({"”", "’", "»", "''"})
_WORD = re.compile(r"[^\W_](?:[^\W_]|['’‘&./,-](?=[^\W_]))*")
_LEADING_APOSTROPHE = re.compile(r"(?:\d0s|\d\d\b|tis|twas|em\b|til\b|cause\b|n\b|bout\b)", re.IGNORECASE)
_RATING = re.compile(
    r"(?:(?:requires?|requiring) improvement(?: to be good)?|outstanding|good|inadequate|adequate|poor)\W*",
    re.IGNORECASE,
)
_MINIMUM_WORDS = 3
_SURE = 0.9
_UNCLOSED = 0.6
_MARKS_AHEAD = 300  # a quotation of a paragraph holds no more marks; keeps a page of stray marks linear
_LONGEST_MIXED = (
    80  # a quotation opened by a double mark and closed by a single one is a short slip of the pen
)


class _MarkFound(NamedTuple):
    start: int
    end: int
    family: str
    can_open: bool
    can_close: bool


def _is_space(character: str) -> bool:
    return not character or character.isspace()


def _marks(raw: str, start: int, end: int) -> Iterator[_MarkFound]:
    """Yield the quotation marks of a block with what each can be, apostrophes left out."""
    for match in _MARK.finditer(raw, start, end):
        mark = match.group()
        before = raw[match.start() - 1] if match.start() > start else ""
        after = raw[match.end()] if match.end() < end else ""
        family = _DOUBLE if mark in _DOUBLE_MARKS else _SINGLE
        free_left = _is_space(before) or before in "([{—–-/“\"‘'…"
        free_right = _is_space(after) or not after.isalnum()
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


def _closing(marks: list[_MarkFound], opening: int, raw: str) -> int | None:
    """Return the index of the mark that closes ``marks[opening]``, or None.

    A closing single mark after an s may be a possessive ("workers'"): then the last candidate before the next
    opening mark counts.
    """
    family = marks[opening].family
    candidate: int | None = None
    for index in range(opening + 1, min(len(marks), opening + _MARKS_AHEAD)):
        mark = marks[index]
        if mark.family != family:
            continue
        if mark.can_close:
            possessive = (
                family == _SINGLE
                and raw[mark.start - 1] in "sS"
                and mark.end < len(raw)
                and raw[mark.end] == " "
                and mark.end + 1 < len(raw)
                and raw[mark.end + 1].islower()
            )
            if not possessive:
                return index
            if candidate is None:
                candidate = index
        elif (mark.can_open and family == _DOUBLE) or (mark.can_open and candidate is not None):
            return candidate
    return candidate


def _closes_wrongly(mark: _MarkFound, raw: str) -> bool:
    """Tell a single mark that closes what a double one opened from a possessive."""
    return mark.family == _SINGLE and mark.can_close and raw[mark.start - 1] not in "sS"


def _block_quotations(
    raw: str, start: int, end: int, goes_on: bool
) -> Iterator[tuple[int, int, float, bool]]:
    """Yield (start, end, score, closed) of the outer quotations of one block."""
    marks = list(_marks(raw, start, end))
    position = 0
    while position < len(marks):
        mark = marks[position]
        if not mark.can_open:
            if mark.family == _DOUBLE and goes_on and not any(m.can_open for m in marks[:position]):
                yield (
                    start,
                    mark.start,
                    _UNCLOSED,
                    True,
                )  # opened in an earlier paragraph, the mark not repeated
                goes_on = False
            position += 1
            continue
        closing = _closing(marks, position, raw)
        if closing is not None:
            yield mark.end, marks[closing].start, _SURE, True
            position = closing + 1
            continue
        if mark.family == _DOUBLE:
            ahead = range(position + 1, min(len(marks), position + _MARKS_AHEAD))
            mixed = next((i for i in ahead if _closes_wrongly(marks[i], raw)), None)
            if mixed is not None and marks[mixed].start - mark.end < _LONGEST_MIXED:
                yield mark.end, marks[mixed].start, _UNCLOSED, True
                position = mixed + 1
                continue
            later = next((i for i in ahead if marks[i].family == _DOUBLE), None)
            if later is None:
                yield mark.end, end, _UNCLOSED, False
                return
        position += 1


def _strip(raw: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the space inside the marks."""
    inside = raw[start:end]
    return start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip())


def _is_quotation(raw: str, start: int, end: int) -> bool:
    """Tell words that were said from a term, a title or a grade in quotation marks."""
    text = raw[start:end]
    return len(_WORD.findall(text)) >= _MINIMUM_WORDS and _RATING.fullmatch(text.strip()) is None


def find_quotations(context: RuleContext) -> list[Mention]:
    """Find the quotations of the body, marks not included, one span a paragraph.

    In reports the names of schemes and documents in quotation marks are left out.

    Parameters
    ----------
    context : RuleContext
        The document.

    Returns
    -------
    list of Mention
        With label ``"QUOTATION"``, in order, not overlapping.
    """
    raw = context.raw
    found: list[Mention] = []
    open_before = False
    for block in context.blocks:
        if block.label not in BODY_LABELS:
            continue
        still_open = False
        for begin, stop, score, closed in _block_quotations(raw, block.start, block.end, open_before):
            start, end = _strip(raw, begin, stop)
            still_open = not closed
            if not _is_quotation(raw, start, end):
                continue
            if context.kind == "report" and _is_name_in_report(raw, start, end):
                continue
            found.append(Mention(start, end, "QUOTATION", score))
        open_before = still_open
    return found


def _is_name_in_report(raw: str, start: int, end: int) -> bool:
    """Tell the name of a scheme or a document from words that were said, in a report."""
    words = _WORD.findall(raw[start:end])
    capitals = sum(word[0].isupper() for word in words[1:] if len(word) > 3)
    long_words = sum(len(word) > 3 for word in words[1:])
    return bool(long_words) and capitals >= long_words
