"""Grades that are named by their rank: "Ofsted's lowest mark", "the second best of four grades"."""

from __future__ import annotations

import re
from datetime import date

from .judged_grades import Grade

_POSSIBLE = r"(?:\s+(?:possible|available|of\s+(?:the\s+|its\s+|Ofsted's\s+)?(?:four|4|available|possible)))?"
_NOUN = (
    r"\s+(?:(?:inspection|Ofsted|overall)\s+)?"
    r"(?:grade|grading|rating|mark|judge?ment|category|verdict|score|rung|ranking|band|bracket|tier)"
)
_RANKS = r"|".join(
    f"(?P<{name}>{words})"
    for name, words in (
        ("third", r"second[- ](?:lowest|worst|bottom|from\s+bottom)"),
        ("second", r"second[- ](?:highest|best|top)"),
        ("last", r"(?:lowest|bottom|worst|poorest|failing)"),
        ("first", r"(?:highest|top|best)"),
    )
)
_RANKED = re.compile(
    rf"\b(?:the|a|an|its|their|that|this|same|'s|s')\s+(?P<rank>{_RANKS})"
    rf"(?:{_POSSIBLE}{_NOUN}\b|\s+of\s+(?:the\s+|its\s+|Ofsted's\s+)?(?:four|4)\s+\w+)",
    re.I,
)
_GIVEN = re.compile(
    r"\b(?:g[ai]ve[ns]?|giv(?:es|ing)|award\w*|hand(?:s|ed|ing)?|receiv\w*|earn\w*|gets?|got|getting|slapped|hit|hits"
    r"|lands?|landed|w[io]n|wins|secur(?:ed|es|ing)|keep(?:s|ing)?|kept|retain\w*|maintain\w*|rated|graded|judged"
    r"|marked|adds?|added|achiev(?:ed|es|ing)|scor(?:ed|es|ing)|attract(?:ed|s)|drop(?:s|ped)?|falls?|fell|fallen"
    r"|climb(?:s|ed)?|r[io]sen?|rises|from|reach(?:ed|es)|both\s+get|has|have|had)\b(?:\W+[\w'-]+){0,6}?\W*$",
    re.I,
)
_HINT = re.compile(r"\b(?:lowest|bottom|worst|poorest|failing|highest|top|best)\b", re.I)
_REACH = 80
_OLD_SCALE_ENDS = date(2013, 11, 1)
"""Before the single framework the second grade from below was "adequate"."""


def find_ranked_grades(text: str, start: int, end: int, today: date | None) -> list[Grade]:
    """Return the grades of a sentence that are given by their rank on the scale.

    Parameters
    ----------
    text : str
        Folded text: straight apostrophes, line breaks as spaces.
    start, end : int
        The sentence.
    today : date or None
        The document's date, which decides the scale.

    Returns
    -------
    list of Grade
        In order of position; the caller leaves out those that only explain a grade named beside them.

    Examples
    --------
    >>> [grade.rating for grade in find_ranked_grades("It was given the lowest mark.", 0, 29, None)]
    ['inadequate']
    """
    if not _HINT.search(text, start, end):
        return []
    grades = []
    for found in _RANKED.finditer(text, start, end):
        if _GIVEN.search(text, max(start, found.start() - _REACH), found.start("rank")):
            grades.append(Grade(found.start("rank"), found.end(), _value(found, today)))
    return grades


def _value(found: re.Match[str], today: date | None) -> str:
    if found["third"]:
        return "adequate" if today and today < _OLD_SCALE_ENDS else "requires_improvement"
    if found["second"]:
        return "good"
    return "outstanding" if found["first"] else "inadequate"
