"""Which grades in running text judge no authority: hopes, denials, the scale explained, schools, homes."""

from __future__ import annotations

import re

from ofsight.record import Entity

from .areas import names_other_noun, names_others, names_whole
from .graded_clauses import GradedClause
from .setting import Unit

_HYPOTHETICAL = re.compile(
    r"\b(?:if|unless|aims?|aiming|ambitions?|aspir\w+|hop(?:es?|ing|ed)|wants?|wanted|expects?|expected|plans?|targets?"
    r"|goals?|towards?|journey|path|road|route|way"
    r"|(?:could|would|might|(?-i:may)|should|will)"  # "May" is the month
    r"(?!\W+(?:\w+\W+)?(?:recall|remember(?:ed)?|know|known|noted?|notice|recognise|stress(?:ed)?|surprise|startle)\b))\b"
    r"(?:[^\w,;]+\w+){0,7}?[^\w,;]*$",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:not|never|n't|avoid(?:ed|s|ing)?|escap(?:ed?|ing)|without|rather\s+than|instead\s+of|short\s+of|nor"
    r"|neither)\b(?:[^\w,;]+\w+){0,4}?[^\w,;]*$",
    re.I,
)
_NO_LONGER = re.compile(r"\bno\s+longer\b(?:\W+\w+){0,3}?\W*$", re.I)
_ALTERNATIVE = re.compile(r"^\W*or\s+['\"“]?(?:outstanding|good|better|inadequate|requires?)\b", re.I)
_OR_BETTER = re.compile(r"^\W*or\s+(?:better|worse|above|below)\b", re.I)
_AFTER_OR = re.compile(r"\bor\W*$", re.I)
_SCALE = re.compile(
    r"\b(?:(?<!on\sthe\s)scale|four[- ]point|(?:grades?|ratings?|bands?)\s+are|rang(?:es?|ing))\b", re.I
)
_CATEGORY = re.compile(
    r"\b(?:councils|authorities|departments|local\s+areas|boroughs|services\s+nationally|others|those(?!\s+of\b)|any"
    r"|every\s+council|providers|organisations"
    r"|(?:\d+|one|two|three|four|five|six|most|some|several|half|few|many)\s+(?:out\s+)?of\s+"
    r"(?:them|those|(?:the\s+)?(?:\w+|\d+)\s+councils|(?:the\s+)?(?:\d{1,3}|three|four|five|six|seven|eight|nine|ten)))\b",
    re.I,
)
_BOTH_COUNCILS = re.compile(
    r"\b(?:both|all(?:\s+\w+)?)(?:\s+of)?(?:\s+the)?\s+(?:councils|authorities|boroughs)\b", re.I
)
_PARTLY = re.compile(
    r"^\W*in\s+(?:one|two|three|four|five|some|most|several|many|other)\b(?!\s+areas\s*:)", re.I
)
_COMPARED = re.compile(
    r"\b(?:than|as\s+if|like|so-called|called\s+us)\W*$|\bword\s+['\"“]*$|\b(?:says?|means?|meaning)\s*['\"“]+$",
    re.I,
)
_DEFINED = re.compile(
    r"^['\"”]?\s*(?:means?|meant|'s\s+what|is\s+the\s+(?:\w+\s+){0,2}(?:of\s+four|grade|rating)|is\s+not\s+enough)\b",
    re.I,
)
_ADJECTIVE = re.compile(r"^['\"”]?\s+(?:at\s+(?!everything)\w+ing|enough|to\s+\w+|for\s+who\w*)\b", re.I)
_OF_SOMETHING_SAID = re.compile(
    r"\b(?:rate|rates|rated|call|calls|called|consider(?:s|ed)?|find|found)\s+(?:that|this)\s*['\"“]*$", re.I
)
_GIVEN_TO_OTHERS = re.compile(
    r"^['\"”]*\s*(?:(?:rating|grade|judge?ment|verdict|report)s?\s+)?(?:for|of|to)\s", re.I
)
_THAT_OTHERS = re.compile(r"^['\"”]*\s*(?:that|which)\s", re.I)
_HEALTH_REGULATOR = re.compile(
    r"\b(?:CQC|Care\s+Quality\s+Commission|HMICFRS|Estyn|Care\s+Inspectorate)\b", re.I
)
_OFSTED = re.compile(r"\bOfsted|\binspect(?:ors?|ion|ed)\b|\bjudg|\bwatchdog\b", re.I)
_RELATIVE = re.compile(r"[,;]?\s*(?:which|that|who|whose|where)\b", re.I)
_OF_AUTHORITY = re.compile(
    r"\b(?:of|at|by|for)\s+(?:the|its)\s+(?:[\w-]+\s+){0,4}(?:borough|council|county|city|authority)\W*$",
    re.I,
)
_RANK = re.compile(r"lowest|bottom|worst|poorest|failing|highest|top|best|second", re.I)
_GIVES = re.compile(r"\b(?:Ofsted|inspectors|inspectorate|watchdog|regulator)\b", re.I)
_NEAR = 60


def is_no_judgement(text: str, unit: Unit, clause: GradedClause) -> bool:
    """Tell whether a grade in running text judges no authority and no area of its services.

    Parameters
    ----------
    text : str
        The reading text.
    unit : Unit
        The sentence.
    clause : GradedClause
        The grade with its clause.
    """
    if clause.echo:
        return names_others(text, *clause.subject) and not clause.areas
    grade = clause.grade
    before = text[min(clause.subject[0], clause.since) : grade.start]
    own = text[clause.subject[0] : grade.start]
    after = text[grade.end : clause.rest[1]]
    if _ALTERNATIVE.match(after) or _OR_BETTER.match(after) or _AFTER_OR.search(own):
        return True
    if (
        _PARTLY.match(after)
        or _SCALE.search(own[-_NEAR:])
        or _DEFINED.match(after)
        or _ADJECTIVE.match(after)
    ):
        return True
    if _COMPARED.search(own) or _OF_SOMETHING_SAID.search(own):
        return True
    if _HYPOTHETICAL.search(own) or (_DENIED.search(own) and not _NO_LONGER.search(before)):
        return True
    return _is_of_others(text, unit, clause)


def _is_of_others(text: str, unit: Unit, clause: GradedClause) -> bool:
    """Tell whether what is graded is a school, a home or a mere number of councils."""
    grade, rest = clause.grade, clause.rest
    after = text[grade.end : rest[1]]
    named = any(_within(e, (clause.head, grade.start)) for e in unit.of("COUNCIL"))
    if (
        _CATEGORY.search(text, clause.head, grade.start)
        and not named
        and not speaks_of_all(text, unit, clause)
    ):
        return True
    if clause.areas:
        return False
    if names_other_noun(text, grade.end, rest[1]) or _is_of_health_regulator(text, unit, *grade[:2]):
        return True
    goes_to_council = any(_within(e, rest) for e in unit.of("COUNCIL")) or names_whole(text, *rest)
    is_given = _GIVEN_TO_OTHERS.match(after) or _THAT_OTHERS.match(after)
    if is_given and names_others(text, *rest) and not goes_to_council:
        return True
    return _has_other_subject(text, unit, clause, named=named)


def _has_other_subject(text: str, unit: Unit, clause: GradedClause, *, named: bool) -> bool:
    """Tell whether the words before a grade are on something else than an authority's own services."""
    head = (clause.head, clause.grade.start)
    if head[0] < clause.subject[0] and _RELATIVE.match(text, *clause.subject):
        antecedent = (head[0], clause.subject[0])
        if _OF_AUTHORITY.search(text, *antecedent):
            return False
        if not any(_within(e, antecedent) for e in unit.of("COUNCIL")):
            return names_others(text, *antecedent)
    last_named = max((e.end for e in unit.of("COUNCIL") if _within(e, head)), default=clause.head)
    return names_others(text, *head) and (not named or names_others(text, last_named, head[1]))


def is_of_services(text: str, unit: Unit, clause: GradedClause) -> bool:
    """Tell whether a grade that is no RATING mention is yet given to an authority or its services."""
    if names_others(text, *clause.subject):
        return False
    if _GIVES.search(text, *clause.subject) and _RANK.match(text, clause.grade.start):
        return True
    return bool(clause.areas) or names_council(unit, clause) or names_whole(text, *clause.subject)


def names_council(unit: Unit, clause: GradedClause) -> bool:
    """Tell whether a council is named in what a clause grades."""
    return any(_within(entity, clause.subject) for entity in unit.of("COUNCIL"))


def speaks_of_all(text: str, unit: Unit, clause: GradedClause) -> bool:
    """Tell whether a clause grades all the councils that its finding is about: "both authorities"."""
    several = unit.finding is not None and len(unit.finding.councils) > 1
    return several and _BOTH_COUNCILS.search(text, *clause.subject) is not None


def _within(entity: Entity, span: tuple[int, int]) -> bool:
    return span[0] <= entity.start < span[1]


def _is_of_health_regulator(text: str, unit: Unit, start: int, end: int) -> bool:
    """Tell whether the regulator named nearest to a grade is another than Ofsted."""
    health = _distance(_HEALTH_REGULATOR, text, unit, start, end)
    return health is not None and health <= (_distance(_OFSTED, text, unit, start, end) or health)


def _distance(words: re.Pattern[str], text: str, unit: Unit, start: int, end: int) -> int | None:
    gaps = [start - found.end() for found in words.finditer(text, unit.start, start)]
    gaps += [found.start() - end for found in words.finditer(text, end, unit.end)]
    return min(gaps, default=None)
