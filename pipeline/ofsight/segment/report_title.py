"""Read the first page of a report: its title, the lines with dates and inspectors, or a letter's head."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .report_lines import Line
from .report_patterns import (
    BYLINE,
    BYLINE_MORE,
    CLOSING,
    COPIED,
    DATE_LINE,
    GRADE_END,
    HEADING,
    JUDGEMENT_SENTENCE,
    LETTERHEAD,
    SALUTATION,
    TABLE_HEADER,
    TABLE_ROW,
    TITLE,
)

Piece = tuple[str, list[int]]
"""A block: its label and the indexes of its lines."""

_TITLE_LINES = 12
_LETTER_LINES = 60
_SIGNATURE_LINES = 14
_PLURAL = re.compile(r"inspectors|^[^:]*$", re.IGNORECASE)
_NAMES = re.compile(r"(?:(?:[A-Z(][\w’'().-]*+|and),?(?:\s|$))+$")


def find_salutation(lines: Sequence[Line], order: Sequence[int]) -> int | None:
    """Return the index of a letter's "Dear ..." line, or None when the document is no letter."""
    for i in order[:_LETTER_LINES]:
        if SALUTATION.match(lines[i].text):
            return i
    return None


def read_letterhead(lines: Sequence[Line], order: Sequence[int], salutation: int) -> list[Piece]:
    """Label the head of a letter: its date is ``byline``, sender, addressee and salutation ``boilerplate``.

    A title that stands above the salutation is the ``headline``.
    """
    pieces: list[Piece] = []
    for i in order:
        if i > salutation:
            break
        label = "boilerplate"
        if DATE_LINE.match(lines[i].text) or BYLINE.match(lines[i].text):
            label = "byline"
        elif TITLE.match(lines[i].text) and not any(piece[0] == "headline" for piece in pieces):
            label = "headline"
        if (pieces and pieces[-1][0] == label == "boilerplate") or (
            pieces
            and pieces[-1][0] == "headline"
            and not LETTERHEAD.match(lines[i].text)
            and _goes_on(lines[i])
        ):
            pieces[-1][1].append(i)
        else:
            pieces.append((label, [i]))
    return pieces


def _goes_on(line: Line) -> bool:
    return line.text[0].islower()


def read_title(lines: Sequence[Line], order: Sequence[int]) -> list[Piece]:
    """Label the title and the lines under it that give dates and inspectors.

    Parameters
    ----------
    lines : sequence of Line
        All lines of the document.
    order : sequence of int
        The indexes of those to read, in order.

    Returns
    -------
    list of (label, indexes)
        The ``headline`` (also when it has no known wording), then a ``byline`` for each labelled line with
        its continuation; the body starts after the last of them.
    """
    headline: list[int] = []
    early = read_bylines(lines, order[:_TITLE_LINES])
    place = sum(len(piece[1]) for piece in early)
    if not any(TITLE.match(lines[i].text) for i in order[place : place + 3]):
        early, place = [], 0
    while place < min(len(order), _TITLE_LINES):
        line = lines[order[place]]
        if _ends_title(line, lines, headline):
            break
        headline.append(order[place])
        place += 1
    pieces: list[Piece] = [*early, ("headline", headline)] if headline else early
    return pieces + read_bylines(lines, order[place:])


def _ends_title(line: Line, lines: Sequence[Line], headline: list[int]) -> bool:
    text = line.text
    if BYLINE.match(text) or DATE_LINE.match(text) or TABLE_HEADER.match(text):
        return True
    if line.marker in {"bullet", "number"} or text.endswith("."):
        return True
    if JUDGEMENT_SENTENCE.match(text):
        return True
    if TABLE_ROW.match(text) and GRADE_END.search(text):
        return True
    if headline and line.gap and not text[0].islower():
        return True
    titled = any(TITLE.match(lines[i].text) for i in headline)
    return titled and line.width() > 75 and not text[0].islower()


def read_bylines(lines: Sequence[Line], order: Sequence[int]) -> list[Piece]:
    """Label the lines at the start of ``order`` that give dates, inspectors or dates of publication."""
    pieces: list[Piece] = []
    for i in order:
        text = lines[i].text
        if BYLINE.match(text) or DATE_LINE.match(text) or (pieces and BYLINE_MORE.match(text)):
            if pieces and BYLINE_MORE.match(text) and not BYLINE.match(text):
                pieces[-1][1].append(i)
            else:
                pieces.append(("byline", [i]))
        elif pieces and _continues_byline(lines[pieces[-1][1][-1]], lines[i]):
            pieces[-1][1].append(i)
        else:
            break
    return pieces


def _continues_byline(before: Line, line: Line) -> bool:
    """Say whether a line goes on with the dates or the names of the line before it."""
    text = line.text
    if TABLE_HEADER.match(text) or line.marker or HEADING.match(text) or (line.terminal and len(text) > 60):
        return False
    if before.text.endswith((",", ":", "–", "-", " and", " to")):
        return True
    if "," in before.text and _PLURAL.search(before.text) and _NAMES.match(text):
        return True
    return text[0].islower() and len(text) < 60 and not line.terminal


def read_closing(lines: Sequence[Line], order: Sequence[int]) -> tuple[list[int], list[Piece]]:
    """Split off the end of a letter: "Yours sincerely" is ``boilerplate``, the signature ``byline``.

    Returns
    -------
    (indexes, pieces)
        The lines before the closing, and the labelled lines from there on (none when nothing closes it).
        Who else got the letter is ``boilerplate``.
    """
    place = next((at for at, i in enumerate(order) if CLOSING.match(lines[i].text)), None)
    if place is None:
        return list(order), []
    rest = list(order[place + 1 :])
    signature: list[int] = []
    while rest and len(signature) < _SIGNATURE_LINES:
        line = lines[rest[0]]
        if COPIED.match(line.text) or (line.terminal and line.width() > 60):
            break
        signature.append(rest.pop(0))
    pieces: list[Piece] = [("boilerplate", [order[place]]), ("byline", signature), ("boilerplate", rest)]
    return list(order[:place]), [piece for piece in pieces if piece[1]]
