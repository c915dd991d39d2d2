"""Find judgement tables: rows of a judged area and its grade, on one line or spread over several."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .report_lines import Line
from .report_patterns import GRADE_END, GRADE_PART, TABLE_HEADER, TABLE_ROW

_ROW_LINES = 5
_GRADE_WORD = re.compile(r"grades?$", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:\b(?:is|are|was|were|be|judged|remain|remains)|:)\s*$")


def table_length(lines: Sequence[Line], order: Sequence[int], place: int) -> int:
    """Return how many lines of ``order`` from ``place`` on are a judgement table; 0 when none starts there.

    A table has a header row ("Judgement Grade"), or at least two rows whose first words name a judged area.
    """
    headed = 0
    if TABLE_HEADER.match(lines[order[place]].text):
        headed = 1
        if place + 1 < len(order) and _GRADE_WORD.match(lines[order[place + 1]].text):
            headed = 2
    elif not TABLE_ROW.match(lines[order[place]].text):
        return 0
    rows, end = 0, place + headed
    while (row_end := _row_end(lines, order, end, bool(headed))) is not None:
        rows, end = rows + 1, row_end
    return end - place if rows >= (1 if headed else 2) else 0


def _row_end(lines: Sequence[Line], order: Sequence[int], place: int, headed: bool) -> int | None:
    """Return the place after the row that starts at ``place``, or None when no row does."""
    if place >= len(order) or not TABLE_ROW.match(lines[order[place]].text):
        return None
    row = ""
    for at in range(place, min(place + _ROW_LINES, len(order))):
        text = lines[order[at]].text
        if at > place and (lines[order[at]].marker or (text[0].isupper() and TABLE_ROW.match(text))):
            break
        row = f"{row} {text}".strip()
        if grade := GRADE_END.search(row):
            return _after_grade(lines, order, at + 1, row) if _is_row(row, grade, headed) else None
        if text.endswith("."):
            break
    return None


def _is_row(row: str, grade: re.Match[str], headed: bool) -> bool:
    """Tell a row from a sentence or a heading that ends with a grade."""
    if grade.group().startswith(":") or _SENTENCE.search(row[: grade.start()]):
        return False
    return headed or row[0].isdigit() or grade.group().strip()[0].isupper()


def _after_grade(lines: Sequence[Line], order: Sequence[int], place: int, row: str) -> int:
    """Return the place after a row, past the lines that go on with "requires improvement"."""
    if "improvement" in row.lower():
        while place < len(order) and GRADE_PART.match(lines[order[place]].text):
            place += 1
    return place
