"""Decide which lines of a report really start with a number or a bullet, and which only seem to."""

from __future__ import annotations

from collections.abc import Sequence

from .report_lines import Line

_LIST_REACH = 3
_NUMBER_REACH = 3
_SKIPPED_NUMBERS = 4


def accept_markers(lines: Sequence[Line], order: Sequence[int]) -> dict[int, str]:
    """Return the lines that start a numbered paragraph or an item of a list.

    Numbers count up, so a number that a line starts with by chance ("... aged / 17. The rest ...") is out of
    turn; a dash in the middle of a sentence follows a line that ends no sentence and no item.

    Parameters
    ----------
    lines : sequence of Line
        All lines of the document.
    order : sequence of int
        The indexes of those to look at, in order.

    Returns
    -------
    dict of int to str
        For each line that starts a block its kind of marker: "number", "bullet", "dash" or "letter".
    """
    accepted: dict[int, str] = {}
    numbered = [i for i in order if lines[i].marker == "number"]
    following = {
        i: [lines[j].number for j in numbered[k + 1 : k + 1 + _NUMBER_REACH]] for k, i in enumerate(numbered)
    }
    reached = 0
    before: int | None = None
    for i in order:
        line = lines[i]
        settled = before is None or lines[before].terminal or line.gap
        if line.marker == "number":
            if _counts(line.number, reached, following[i], settled):
                accepted[i] = "number"
                reached = line.number
        elif line.marker == "bare number":
            if settled and line.number == reached + 1 > _SKIPPED_NUMBERS:
                accepted[i] = "number"
                reached = line.number
        elif line.marker and (_is_sure(line) or settled or _in_list(before, accepted)):
            accepted[i] = line.marker
        before = i
    return accepted


def _counts(number: int, reached: int, following: list[int], settled: bool) -> bool:
    """Say whether a number is in turn: the next one, the first of a new count, or one after a gap."""
    if number == reached + 1 or (number == 1 and following[:1] == [2]):
        return True
    return settled and (number + 1 in following or reached < number <= reached + _SKIPPED_NUMBERS)


def _is_sure(line: Line) -> bool:
    """Say whether a marker is a sign that is nothing else (U+F02D is a dash in symbol fonts)."""
    return line.marker == "bullet" or line.text.startswith("\uf02d")


def _in_list(index: int | None, accepted: dict[int, str]) -> bool:
    """Say whether one of the few lines up to ``index`` starts an item."""
    if index is None:
        return False
    if index in accepted:
        return True
    return any(accepted.get(i) in {"dash", "letter"} for i in range(max(index - _LIST_REACH, 0), index))
