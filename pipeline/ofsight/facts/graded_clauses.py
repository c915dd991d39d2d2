"""Which areas a grade in running text is given to: "inadequate for leadership", "care leavers: good"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .areas import (
    areas_after,
    areas_between,
    areas_listed,
    areas_listed_to,
    counted_areas,
    heralds_areas,
    names_whole_first,
)
from .judged_grades import Grade

_BREAK_WORDS = (
    r"(?:while|whilst|but|whereas|although|though|when|which|where|(?<!looked\s)after|following|despite|since"
    r"|because)"
)
_COMMA_BREAK = (
    r",\s+(?:(?:and\s+)?(?:the|it|its|they|their|those|that)|with(?!\s+children)|and\s+(?:under|in|at|by))\b"
)
_LEFT_BREAK = re.compile(
    rf"[;:]\s|\s[–—-]\s|,?\s(?:and\s+)?{_BREAK_WORDS}\b|(?P<comma>{_COMMA_BREAK})"
    r"|\bthat\s(?=(?:it|they|the\s+(?:council|authority|borough|county|city|services?)|its\s+(?:services|children))\b)"
    r"|\b(?:judged|rated|graded|found)"
    r"(?=\s+(?:that|the|its|their|all|overall|leadership|safeguarding|children|services)\b)",
    re.I,
)
_RIGHT_BREAK = re.compile(
    rf"[;:]\s|\s[–—-]\s|,?\s(?:{_BREAK_WORDS}|than|except|apart\s+from|other\s+than)\b"
    r"|,?\s(?:and|so)\s+"
    r"(?:has|have|had|is|are|was|were|it|its|they|there|that|this|those|rated|judged|found|so)\b",
    re.I,
)
_SO_IS = re.compile(
    r"(?:,|;|\s)\s*(?:and\s+)?(?:so(?:\s+too)?|as)(?:,[^,.;]{3,50},)?\s+"
    r"(?:is|are|was|were|does|do|did|has|have)\s+(?!the\s+case\b|in\b|at\b|it\b|they\b)",
    re.I,
)
_COLON = re.compile(r"\s?(?::|\s[–—-])\s")
_ORDINAL = re.compile(r"\bthe\s+(?:(?P<first>first|former)|(?P<second>second|latter))\W*$", re.I)
_ANAPHOR = re.compile(
    r"\W*(?:it|they|this|that|these|both|all)\s+(?:(?:is|are|was|were|has|have|been|rated|judged|graded|both|all|now)\s*)+\W*",
    re.I,
)
_RELATIVE = re.compile(r"[,;]?\s*(?:which|that|who|whose|where)\b", re.I)
_TAKES_UP = re.compile(
    r"[\W]*(?:(?:and|but|although|though|while|since|after|when|where|years?|months?)\s+)*"
    r"(?:that\s+)?(?:it|they|which|that|these|those)\s*"
    r"(?:$|(?:\w+ly\s+)?(?:is|are|was|were|had|has|have)\b[\w\s'\"“-]{0,40}$)",
    re.I,
)
_FROM = re.compile(
    r"\b(?:up|down|change[ds]?|switch|slide|fall|rise|drop)\s+from\W+(?:an?\W+|the\W+|its\W+)?(?:\w+\W+)?$",
    re.I,
)
_PREDICATE = re.compile(r"(?:\band|^,)\s+(?:is|are|was|were|has|have|now)\b[\w\s'\"“-]{0,40}$", re.I)
_SAYS_OVERALL = re.compile(
    r"\boverall\s+(?:judge?ment|grade|rating|verdict|mark)\s*(?:(?:of|is|was|as)\b|:)?[\s'\"“]*$", re.I
)
_COPULA = re.compile(
    r"\s*(?:alone|both|all|too)?,?\s*(?:is|are|was|were|remains?|stays?|gets?|got|c[ao]mes?\s+out(?:\s+as)?|(?:has|have)\s+been)\b"
    r"(?:\s*(?:all|both|each|also|now|still|again|only|rated|judged|graded|marked|found|to|be|as|an?))*[\s'\"“]*$",
    re.I,
)
_THEIR_AREA = re.compile(r"\b(?:their|that|this)\s+(?:area|part|side)\b", re.I)
_ENDS_LIST = re.compile(r"[,;]\s")
_REACH_OF_AREA = 40
_NOTHING = 3


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
        What is graded: in most clauses, what stands before the grade in its clause.
    rest : (int, int)
        What stands after it in its clause.
    since : int
        Where the words begin that no earlier grade has claimed: at the sentence or the grade before.
    head : int
        Where the clause begins, earlier grades in it included.
    echo : bool
        Whether the grade is given to one more ("..., and so is adoption").
    """

    grade: Grade
    areas: tuple[str, ...]
    subject: tuple[int, int]
    rest: tuple[int, int]
    since: int
    head: int
    echo: bool = False


def read_clauses(
    text: str, start: int, end: int, grades: Sequence[Grade], year: int | None = None
) -> list[GradedClause]:
    """Say for each grade of the sentence ``text[start:end]`` which areas it is given to.

    Parameters
    ----------
    text : str
        Folded text: straight apostrophes, line breaks as spaces.
    start, end : int
        The sentence.
    grades : sequence of Grade
        The grades in it, in order.
    year : int, optional
        The year of the document: what "all three areas" are depends on the framework of its time.

    Returns
    -------
    list of GradedClause
        One for each grade, and one for each "and so is" that passes it on.
    """
    clauses: list[GradedClause] = []
    for index, grade in enumerate(grades):
        since = grades[index - 1].end if index else start
        until = grades[index + 1].start if index + 1 < len(grades) else end
        broken = _RIGHT_BREAK.search(text, grade.end, until)
        right = broken.start() if broken else until
        subject = (max(since, _left_edge(text, since, grade.start)), grade.start)
        rest = (grade.end, right)
        head = _left_edge(text, start, grade.start)
        if _RELATIVE.match(text, head, grade.start):
            head = _left_edge(text, start, head)
        areas = (
            _heralded_areas(text, subject, grade.end, until)
            or counted_areas(text, subject[0], grade.start, year)
            or counted_areas(text, grade.end, until, year)
            or areas_after(text, grade.end, right)
            or _ordinal_area(text, start, grade.start)
            or _areas_of_subject(text, subject)
            or _areas_taken_up(text, since, subject, clauses[-1] if clauses else None)
        )
        clauses.append(GradedClause(grade, tuple(areas), subject, rest, since, head))
        clauses += _echoes(text, grade, until, head)
    return clauses


def _left_edge(text: str, start: int, end: int) -> int:
    """Return where the clause begins that ends at a grade."""
    edge = start
    for found in _LEFT_BREAK.finditer(text, start, end):
        if not text[found.end() : end].strip(" '\"“"):
            continue  # a break right before the grade ("services: inadequate") separates nothing
        if found["comma"] and _goes_on_listing(text, edge, found.start(), end):
            continue
        edge = found.start()
    return edge


def _goes_on_listing(text: str, start: int, comma: int, end: int) -> bool:
    """Tell whether a comma stands in a list of areas: "leadership, the protection of children and ..."."""
    named = areas_between(text, start, comma)
    return (
        bool(named)
        and bool(areas_listed(text, comma, end))
        and bool(areas_between(text, max(start, comma - _REACH_OF_AREA), comma))
    )


def _ordinal_area(text: str, start: int, end: int) -> list[str]:
    """Return what "the first" and "the second" of two areas named before are."""
    found = _ORDINAL.search(text, max(start, end - 20), end)
    named = areas_between(text, start, found.start()) if found else []
    if not found or len(named) != 2:
        return []
    return named[:1] if found["first"] else named[1:]


def _heralded_areas(text: str, subject: tuple[int, int], end: int, until: int) -> list[str]:
    """Return the areas listed after a colon: "all three are good: leadership, ..."."""
    colon = _COLON.search(text, end, until)
    if colon and (heralds_areas(text, *subject) or heralds_areas(text, end, colon.start())):
        return areas_listed(text, colon.end(), until)
    return []


def _areas_of_subject(text: str, subject: tuple[int, int]) -> list[str]:
    """Return the areas that stand before a grade in its clause."""
    if _SAYS_OVERALL.search(text, *subject):
        return ["overall"]
    listed, end = areas_listed_to(text, *subject)
    return listed if listed and _COPULA.match(text, end, subject[1]) else areas_between(text, *subject)


def _areas_taken_up(
    text: str, since: int, subject: tuple[int, int], earlier: GradedClause | None
) -> list[str]:
    """Return the areas that a clause only refers to: "adoption, which was good"."""
    own = text[slice(*subject)]
    before = text[since : subject[0]]
    if _TAKES_UP.fullmatch(own) or _THEIR_AREA.search(own) or _ANAPHOR.fullmatch(own):
        if len(before.strip(" ,;'\"")) > _NOTHING and names_whole_first(text, since, subject[0]):
            return []
        areas = areas_between(text, since, subject[0])
        if areas:
            return areas
    elif not _FROM.search(own) and not _PREDICATE.search(own):
        return []
    if earlier is None or earlier.echo or (_PREDICATE.search(own) and areas_after(text, *earlier.rest)):
        return []
    return list(earlier.areas)


def _echoes(text: str, grade: Grade, until: int, head: int) -> list[GradedClause]:
    """Return what else has the same grade: "good, and so is adoption"."""
    found = _SO_IS.search(text, grade.end, until)
    if not found:
        return []
    broken = _RIGHT_BREAK.search(text, found.end(), until) or _ENDS_LIST.search(text, found.end(), until)
    right = broken.start() if broken else until
    areas = areas_listed(text, found.end(), right) or areas_between(text, found.end(), right)
    subject = (found.end(), right)
    return [GradedClause(grade, tuple(areas), subject, (right, right), found.end(), head, echo=True)]
