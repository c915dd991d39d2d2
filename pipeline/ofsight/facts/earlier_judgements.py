"""The judgements of earlier inspections that a report recalls in running text; they are ``previous``.

"The previous inspection of the local authority's services for looked after children was in July 2013.
The local authority was judged inadequate." The second sentence is the evidence, the first introduces it:
it gives the area and the date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ofsight.record import Entity, InspectionMeta, Judgement, Sentence
from ofsight.values.calendar import first_day, last_day
from ofsight.values.dates import find_dates

from .areas import areas_between, names_others, names_whole
from .graded_clauses import GradedClause, read_clauses
from .judged_grades import find_judged_grades

_SINGLE_FRAMEWORK_START = "2013-11"
_SAME_INSPECTION_DAYS = 120
_INSPECTION = (
    r"(?:(?:last|previous|first|earlier|initial|most\s+recent|prior|single|SIF|ILACS|Ofsted)\b"
    r"[\w\s,()'/-]{0,60}?\b(?:re-?)?(?:inspection|inspected|judge?ment|review|visit)"
    r"|(?:19|20)\d\d\s+inspection|inspect(?:ion|ed)\b[\w\s,()'/-]{0,80}?\b(?:19|20)\d\d)"
)
_EARLIER = re.compile(
    rf"\b{_INSPECTION}|\bat\s+that\s+time\b|\bno\s+longer\b|\bpreviously\b|\bpredecessor\b|\bhad\s+been\b"
    r"|\b(?:in|since|of)\s+(?:early\s+|late\s+|the\s+\w+\s+of\s+)?(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d\b",
    re.I,
)
_INTRODUCES = re.compile(
    r"\b(?:previous|last|most\s+recent)\s+(?:\w+\s+){0,3}?(?:inspection|report)\b.*"
    r"\b(?:was|were|took\s+place|published)\b|\b(?:was|were)\s+(?:last\s+)?inspected\s+in\b"
    r"|\bjudge?ments?\s+(?:for|of|made)\b.*\b(?:were|was)\b\W*$",
    re.I,
)
_NAMES_INSPECTION = re.compile(r"\binspections?\b", re.I)
_INSPECTION_OF = re.compile(
    r"\binspections?\s+(?:of|for|into)\b"
    r"|\b(?:since|at|in|following|from)\s+(?:the|an)\b(?=[^.]*\binspections?\b)",
    re.I,
)
_PARTS = re.compile(
    r"(?<!\ball\s)(?<!\ball\sthe\s)(?<!\bevery\s)(?<!\bservice\s)"
    r"\b(?:areas?|aspects?|elements?|parts?|examples|some|few)\b",
    re.I,
)
_THE_SERVICE = re.compile(r"\b(?:the|this|that)\s+service\b", re.I)
_NOW = re.compile(r"\b(?:at|in|during|of)\s+this\s+(?:re-?)?inspection\b|\bcurrent(?:ly)?\b|\bnow\b", re.I)
_NO_LONGER = re.compile(r"\bno\s+longer\b", re.I)
_FROM_A = re.compile(
    r"\bfrom\s+(?:an?\s+|the\s+|its\s+)?(?:previous\s+)?(?:judge?ment|rating|grade)\s+of\W*$", re.I
)
_PUBLISHED = re.compile(r"\bpublished\b", re.I)
_HAS_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_OF_LAST = re.compile(
    r"\b(?:last|previous)\s+(?:\w+\s+){0,3}?inspection,?\s+(?:of\s[^.]{0,60}?)?"
    r"in\s+(?:[A-Z][a-z]+\s+)?((?:19|20)\d\d)"
)


@dataclass(frozen=True, slots=True)
class _Recalled:
    """One judgement recalled; ``vague`` when its area is implied by "services" or "the local authority".

    ``left``: the last inspection found it changed, so it is older than that.
    """

    area: str
    rating: str
    council: str | None
    date: str | None
    vague: bool
    no_longer: bool
    left: bool
    evidence: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Setting:
    """What holds for every sentence of a report."""

    text: str
    council: str | None
    before: date | None
    councils: list[Entity]


def find_earlier_judgements(
    text: str,
    sentences: Sequence[Sentence],
    entities: Sequence[Entity],
    inspection: InspectionMeta | None,
) -> list[Judgement]:
    """Read the judgements of earlier inspections that a report recalls.

    Parameters
    ----------
    text : str
        The reading text (:func:`ofsight.reading.reading_text`): straight apostrophes, furniture blanked.
    sentences : sequence of Sentence
        The sentences of the body.
    entities : sequence of Entity
        Councils named in the sentences: a predecessor's judgement is the predecessor's.
    inspection : InspectionMeta or None
        The report's own inspection: its council, and the day that the earlier ones precede.

    Returns
    -------
    list of Judgement
        ``previous`` ones, each once with the first sentence that states it, in order of position.
    """
    setting = _Setting(
        text,
        inspection.council if inspection else None,
        last_day(inspection.start) if inspection and inspection.start else None,
        [entity for entity in entities if entity.label == "COUNCIL" and entity.value],
    )
    recalled: list[_Recalled] = []
    introduction: Sentence | None = None
    for sentence in sorted(sentences, key=lambda each: each.start):
        found = _read_sentence(setting, sentence, introduction)
        recalled += found
        if _INTRODUCES.search(text, sentence.start, sentence.end):
            introduction = sentence
        elif not found:
            introduction = None
    recalled = _date_by_context(setting, recalled)
    return [
        Judgement(
            council=item.council,
            area=item.area,
            rating=item.rating,
            previous=True,
            date=item.date,
            inspection=None,
            evidence=item.evidence,
        )
        for item in _each_once(_without_restatements(recalled))
    ]


def _read_sentence(setting: _Setting, sentence: Sentence, introduction: Sentence | None) -> list[_Recalled]:
    text, start, end = setting.text, sentence.start, sentence.end
    grades = find_judged_grades(text, start, end)
    if not grades or (introduction is None and not _EARLIER.search(text, start, end)):
        return []
    found: list[_Recalled] = []
    for clause in read_clauses(text, start, end, grades):
        no_longer = _NO_LONGER.search(text, clause.subject[0], clause.grade.start) is not None
        if _NOW.search(text, clause.subject[0], clause.rest[1]) and not no_longer:
            continue
        areas, vague = _areas(text, sentence, clause, introduction)
        dated = _date(setting, sentence, clause, introduction, len(areas)) if areas else None
        if dated and setting.before and int(dated[:4]) > setting.before.year:
            continue
        named = [
            str(entity.value)
            for entity in setting.councils
            if clause.subject[0] <= entity.start and entity.end <= clause.grade.start
        ]
        council = named[-1] if named else setting.council
        left = _FROM_A.search(text, start, clause.grade.start) is not None
        found += [
            _Recalled(area, clause.grade.rating, council, dated, vague, no_longer, left, (start, end))
            for area in areas
        ]
    return found


def _areas(
    text: str, sentence: Sentence, clause: GradedClause, introduction: Sentence | None
) -> tuple[list[str], bool]:
    """Return the areas a clause grades, and whether they are only implied ("services were judged")."""
    subject = clause.subject
    if names_others(text, *subject) or _PARTS.search(text, *subject):
        return [], False
    if introduction is not None and _is_introduced(text, sentence, clause):
        if names_others(text, introduction.start, introduction.end):
            return [], False
        return areas_between(text, introduction.start, introduction.end) or ["overall"], False
    if clause.areas:
        return list(clause.areas), False
    return _implied_areas(text, sentence, clause), True


def _is_introduced(text: str, sentence: Sentence, clause: GradedClause) -> bool:
    """Tell whether a clause leaves it to the sentence before to say what was judged."""
    return (
        clause.areas in {(), ("overall",)}
        and clause.since == sentence.start
        and not _NAMES_INSPECTION.search(text, sentence.start, clause.grade.start)
        and not areas_between(text, sentence.start, clause.subject[0])
    )


def _implied_areas(text: str, sentence: Sentence, clause: GradedClause) -> list[str]:
    """Return what "it", "the service", "services" or "the local authority" stands for in a sentence."""
    subject = clause.subject
    context = (clause.since, subject[0])
    if not areas_between(text, *context) and not names_whole(text, *context):
        context = (sentence.start, subject[0])
    refers_back = not names_whole(text, *subject) and not names_whole(text, *clause.rest)
    if refers_back and not names_whole(text, *context) and not areas_between(text, *context):
        return []
    refers_back = refers_back or _THE_SERVICE.search(text, *subject) is not None
    if refers_back and names_others(text, *context):
        return []
    inspection_of = [found.end() for found in _INSPECTION_OF.finditer(text, *context)]
    areas = areas_between(text, inspection_of[-1], context[1]) if inspection_of else []
    if not areas and refers_back:
        areas = areas_between(text, *context)
    return areas or ["overall"]


def _date(
    setting: _Setting,
    sentence: Sentence,
    clause: GradedClause,
    introduction: Sentence | None,
    areas: int,
) -> str | None:
    """Return the date of the inspection: the one nearest the grade, else the introduction's.

    None where the sentence dates the inspections of several areas apart ("of adoption in 2010 and of child
    protection in 2013"): which is whose, another sentence will say.
    """
    text = setting.text
    if _FROM_A.search(text, sentence.start, clause.grade.start):
        return None  # the date is that of the inspection which found it changed
    for span in (sentence, introduction):
        if span is None:
            continue
        dates = [
            found
            for found in find_dates(text, span.start, span.end, setting.before)
            if found.value and _HAS_YEAR.search(text, found.start, found.end)
        ]
        if areas > 1 and sum(found.start < clause.grade.start for found in dates) > 1:
            return None
        if dates:
            nearest = min(dates, key=lambda found: abs(found.start - clause.grade.start))
            is_publication = _PUBLISHED.search(text, max(span.start, nearest.start - 40), nearest.start)
            return None if is_publication else nearest.value
    return None


def _date_by_context(setting: _Setting, recalled: list[_Recalled]) -> list[_Recalled]:
    """Give undated judgements of "the last inspection" its year, where the report names one only."""
    last = setting.before.year if setting.before else 9999
    years = {year for year in _YEAR_OF_LAST.findall(setting.text) if int(year) <= last}
    if len(years) != 1:
        return recalled
    year = years.pop()
    return [
        replace(item, date=year) if item.vague and not item.date and not item.left else item
        for item in recalled
    ]


def _without_restatements(recalled: list[_Recalled]) -> list[_Recalled]:
    """Drop what only repeats in other words a judgement that is stated elsewhere.

    "Services were judged good in 2012" beside the grades of that year's inspections by area (none before
    the single framework graded an authority as a whole), and "no longer inadequate".
    """
    kept = []
    for item in recalled:
        others = [each for each in recalled if each is not item and each.rating == item.rating]
        is_older = item.vague and item.area == "overall" and (item.date or "9") < _SINGLE_FRAMEWORK_START
        by_area = any(not each.vague and _same_time(each.date, item.date) for each in others)
        if not (is_older and by_area) and not (item.no_longer and others):
            kept.append(item)
    return kept


def _each_once(recalled: list[_Recalled]) -> list[_Recalled]:
    """Keep the first mention of each judgement, with the most exact date of all its mentions."""
    kept: list[_Recalled] = []
    for item in recalled:
        for index, known in enumerate(kept):
            same = (known.area, known.rating, known.council) == (item.area, item.rating, item.council)
            if same and _same_time(known.date, item.date):
                if item.date and len(item.date) > len(known.date or ""):
                    kept[index] = replace(known, date=item.date)
                break
        else:
            kept.append(item)
    return kept


def _same_time(one: str | None, other: str | None) -> bool:
    """Tell whether two dates can be one inspection's: reports differ by its month, start or publication."""
    if one is None or other is None or one[:4] == other[:4]:
        return True
    first, second = first_day(one), first_day(other)
    has_months = len(one) > len("2012") and len(other) > len("2012")
    return bool(has_months and first and second and abs((first - second).days) <= _SAME_INSPECTION_DAYS)
