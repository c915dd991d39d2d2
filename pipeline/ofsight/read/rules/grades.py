"""Grades as evidence of polarity: the grade in a report's heading, a move from one grade to another."""

from __future__ import annotations

import re
from typing import Literal

_SCALE = ("inadequate", "poor", "requir", "adequate", "good", "outstanding")
_BAD = frozenset({"inadequate", "poor", "requir", "adequate"})
_GRADE = r"(inadequate|poor|requir(?:es?|ing) improvement|adequate|good|outstanding)"
_AT_END = re.compile(rf"\b{_GRADE}(?: to be good)?\s*\.?\s*$", re.IGNORECASE)
_FROM_TO = re.compile(
    rf"\bfrom\W+(?:an?\W+)?{_GRADE}\b.{{0,60}}?"
    rf"\b(?:to|now|become)\W+(?:an?\W+|be\W+|being\W+)?{_GRADE}\b",
    re.IGNORECASE,
)
_TO_FROM = re.compile(
    rf"\b{_GRADE}\b.{{0,60}}?\b(?:from|previously|was|were|compared with|after being|rated)\W+"
    rf"(?:rated\W+|judged\W+|an?\W+|to be\W+)*{_GRADE}\b",
    re.IGNORECASE,
)
Direction = Literal["weakness", "strength"]


def _place(grade: str) -> int:
    return next(place for place, name in enumerate(_SCALE) if grade.lower().startswith(name))


def heading_grade(heading: str) -> Direction | None:
    """Return the polarity of the grade that a heading ends in, None when it ends in no grade.

    Examples
    --------
    >>> heading_grade("The experiences and progress of care leavers: requires improvement to be good")
    'weakness'
    """
    match = _AT_END.search(heading)
    if match is None:
        return None
    return "weakness" if _SCALE[_place(match[1])] in _BAD else "strength"


def grade_move(sentence: str) -> Direction | None:
    """Return the polarity of a move from one grade to another, or None when there is none.

    Examples
    --------
    >>> grade_move("The council went from inadequate to requires improvement.")
    'strength'
    >>> grade_move("It was rated inadequate, down from good.")
    'weakness'
    """
    rise = _FROM_TO.search(sentence)
    fall = None if rise else _TO_FROM.search(sentence)
    if rise:
        before, after = rise[1], rise[2]
    elif fall:
        after, before = fall[1], fall[2]
    else:
        return None
    change = _place(after) - _place(before)
    if change == 0:
        return None
    return "strength" if change > 0 else "weakness"
