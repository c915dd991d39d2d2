"""Which areas a grade in running text is given to: "inadequate for leadership", "care leavers: good"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ofsight.values.patterns import read_words, spaced

from .judged_grades import Grade

_DATA = Path(__file__).parent / "data"

_BREAK_WORDS = (
    r"(?:while|whilst|but|whereas|although|though|when|which|where|with(?!\s+children)|(?<!looked\s)after|following|despite|since"
    r"|because)"
)
_LEFT_BREAK = re.compile(
    rf"[;:]\s|\s[–—-]\s|,?\s(?:and\s+)?{_BREAK_WORDS}\b|,\s+(?:and\s+)?(?:the|it|they)\b"
    r"|\b(?:judged|rated|graded|found)"
    r"(?=\s+(?:that|the|its|their|all|overall|leadership|safeguarding|children|services)\b)",
    re.I,
)
_RIGHT_BREAK = re.compile(
    rf"[;:]\s|\s[–—-]\s|,?\s(?:{_BREAK_WORDS}|than|except|apart\s+from|other\s+than)\b"
    r"|,?\s(?:and|so)\s+"
    r"(?:has|have|had|is|are|was|were|it|its|they|there|that|this|rated|judged|found)\b",
    re.I,
)
_OPENS_AREAS = re.compile(
    r"['\"”]*\s*(?:,\s*)?(?:(?:inspection\s+)?(?:judge?ments?|ratings?|grades?|verdicts?|marks?)\s+)?"
    r"(?P<overall>overall\b[,\s]*(?:and\s+)?)?"
    r"(?P<preposition>(?:for|in\s+respect\s+of|in\s+relation\s+to|in\s+terms\s+of|regarding|across|on|in|at)\b)?",
    re.I,
)
_BEFORE_AREA = re.compile(
    r"(?:\s|,|\b(?:and|for|in|on|the|its|their|both|of|to|services?|support|quality|outcomes|experiences?"
    r"|progress|provision|arrangements|practice|effectiveness|an?|inspections?)\b)*",
    re.I,
)
_NOUN_AFTER = re.compile(r"\s+(?:judge?ment|rating|grade|verdict)\b", re.I)
_OVERALL = re.compile(
    r"\boverall\b|\b(?:all|every|each)\s+(?:the\s+|of\s+the\s+)?(?:\w+\s+)?areas?\b|across\s+the\s+board",
    re.I,
)
_PART_OF = re.compile(r"\s+(?:of|for)(?:\s+the|\s+its|\s+services\s+for)*\s+", re.I)
_SPACE = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class GradedClause:
    """A grade with the clause around it.

    Parameters
    ----------
    grade : Grade
        The grade.
    areas : tuple of str
        The areas that the clause names; empty when it names none.
    subject : (int, int)
        What stands before the grade in its clause.
    rest : (int, int)
        What stands after it in its clause.
    since : int
        Where the words begin that no earlier grade has claimed: at the sentence or the grade before.
    """

    grade: Grade
    areas: tuple[str, ...]
    subject: tuple[int, int]
    rest: tuple[int, int]
    since: int


def read_clauses(text: str, start: int, end: int, grades: Sequence[Grade]) -> list[GradedClause]:
    """Say for each grade of the sentence ``text[start:end]`` which areas it is given to.

    Parameters
    ----------
    text : str
        Folded text: straight apostrophes, line breaks as spaces.
    start, end : int
        The sentence.
    grades : sequence of Grade
        The grades in it, in order.

    Returns
    -------
    list of GradedClause
        One for each grade.
    """
    clauses = []
    for index, grade in enumerate(grades):
        since = grades[index - 1].end if index else start
        right = grades[index + 1].start if index + 1 < len(grades) else end
        broken = _RIGHT_BREAK.search(text, grade.end, right)
        right = broken.start() if broken else right
        # a break right before the grade ("services: inadequate") separates nothing
        breaks = [
            found.start()
            for found in _LEFT_BREAK.finditer(text, since, grade.start)
            if text[found.end() : grade.start].strip(" '\"“")
        ]
        subject = (breaks[-1] if breaks else since, grade.start)
        areas = _areas_after(text, grade.end, right) or areas_between(text, *subject)
        clauses.append(GradedClause(grade, tuple(areas), subject, (grade.end, right), since))
    return clauses


def areas_between(text: str, start: int, end: int) -> list[str]:
    """Return the areas named in ``text[start:end]``, each once, in order of mention."""
    found: dict[str, None] = {}
    matches = list(_lexicon().areas.finditer(text, start, end))
    for index, match in enumerate(matches):
        areas = _lexicon().values[match.lastgroup or ""]
        part = _PART_OF.match(text, match.end()) if areas == ("overall",) else None
        if part and index + 1 < len(matches) and matches[index + 1].start() <= part.end():
            continue  # "overall effectiveness of safeguarding" is safeguarding's
        for area in areas:
            found.setdefault(area)
    if not found and _OVERALL.search(text, start, end):
        found["overall"] = None
    return list(found)


def names_others(text: str, start: int, end: int) -> bool:
    """Tell whether ``text[start:end]`` names what is graded besides an authority's services."""
    return _lexicon().others.search(text, start, end) is not None


def names_whole(text: str, start: int, end: int) -> bool:
    """Tell whether ``text[start:end]`` names the authority or its services as a whole."""
    return _lexicon().whole.search(text, start, end) is not None


def _areas_after(text: str, start: int, end: int) -> list[str]:
    """Return the areas a grade is followed by: "for leadership and adoption", "overall and for ..."."""
    named = _lexicon().areas.match(text, _skip_space(text, start), end)
    if named and _NOUN_AFTER.match(text, named.end(), end):  # "the inadequate safeguarding judgement"
        return list(_lexicon().values[named.lastgroup or ""])
    opening = _OPENS_AREAS.match(text, start, end)
    areas = ["overall"] if opening and opening["overall"] else []
    if not opening or not opening["preposition"]:
        return areas
    position = opening.end()
    if not areas and _OVERALL.match(text, _skip_space(text, position), end):
        return ["overall"]
    while True:
        before = _BEFORE_AREA.match(text, position, end)
        position = before.end() if before else position
        named = _lexicon().areas.match(text, position, end)
        if not named:
            return areas
        areas += [area for area in _lexicon().values[named.lastgroup or ""] if area not in areas]
        position = named.end()


def _skip_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


class _Lexicon(NamedTuple):
    areas: re.Pattern[str]
    values: dict[str, tuple[str, ...]]
    others: re.Pattern[str]
    whole: re.Pattern[str]


@cache
def _lexicon() -> _Lexicon:
    data = read_words(_DATA / "judgement_areas.json")
    values = {f"a{index}": tuple(row["areas"]) for index, row in enumerate(data["areas"])}
    areas = "|".join(f"(?P<a{index}>{spaced(row['pattern'])})" for index, row in enumerate(data["areas"]))
    return _Lexicon(
        re.compile(rf"(?<!\w)(?:{areas})(?!\w)", re.I),
        values,
        re.compile(rf"(?<!\w)(?:{spaced(data['others'])})(?!\w)", re.I),
        re.compile(rf"(?<!\w)(?:{spaced(data['whole'])})(?!\w)", re.I),
    )
