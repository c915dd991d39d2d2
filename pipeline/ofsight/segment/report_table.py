"""Find judgement tables: rows of a judged area and its grade, on one line or spread over several."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .report_lines import Line
from .report_patterns import GRADE_END, GRADE_PART, TABLE_HEADER, TABLE_ROW

_ROW_LINES = 5
_GRADE_WORD = re.compile(r"grades?$", re.IGNORECASE)
_SENTENCE = re.compile(r"\b(?:is|are|was|were|be|judged|remain|remains)\s+\S*$|:\s*$")


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
        if at > place and (lines[order[at]].marker or TABLE_ROW.match(text)):
            return None
        row = f"{row} {text}".strip()
        grade = GRADE_END.search(row)
        if grade is None:
            if text.endswith("."):
                return None
            continue
        value = grade.group().strip(" :")
        if _SENTENCE.search(row[: grade.start() + 1].rstrip() + (" " if row[grade.start()] != ":" else ":")):
            return None
        if not headed and not value[0].isupper():
            return None
        end = at + 1
        while end < len(order) and "improvement" in row.lower() and GRADE_PART.match(lines[order[end]].text):
            end += 1
        return end
    return None
