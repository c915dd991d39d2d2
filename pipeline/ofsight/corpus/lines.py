"""From an offset in a document back to the line of its source."""

from __future__ import annotations

from collections.abc import Sequence

SourceLine = tuple[int, int, int]
"""Where a line's text starts and ends in the document, and the line's number in the source."""


def line_at(lines: Sequence[SourceLine], offset: int) -> int:
    """Return the number of the first line that holds an offset; 0 if none does."""
    return next((line for start, end, line in lines if start <= offset < end), 0)
