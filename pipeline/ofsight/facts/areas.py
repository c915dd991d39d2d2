"""The areas that inspectors judge, as running text names them: "how it protects children", "care leavers"."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ofsight.values.patterns import read_words, spaced

_DATA = Path(__file__).parent / "data"

_OPENS_AREAS = re.compile(
    r"['\"”]*\s*(?:in\s+(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d\b\s*)?(?:,\s*)?(?:(?:inspection\s+)?(?:judge?ments?|ratings?|grades?|verdicts?|marks?)\s+)?"
    r"(?P<overall>overall\b[,\s]*(?:and\s+)?)?"
    r"(?P<preposition>(?:both\s+)?(?:for|in\s+respect\s+of|in\s+relation\s+to|in\s+terms\s+of|when\s+it\s+comes\s+to"
    r"|regarding|across|on|in|at)\b)?",
    re.I,
)
_BEFORE_AREA = re.compile(
    r"(?:\s|,|\b(?:and|for|in|on|the|its|their|both|of|to|also|services?|support|quality|outcomes"
    r"|experiences?|progress|provision|arrangements|practice|effectiveness|an?|inspections?|areas?|work|last|latest|previous)\b)*",
    re.I,
)
_JOINS = re.compile(r",|\b(?:and|both|also)\b", re.I)
_NOUN_AFTER = re.compile(r"\s+(?:judge?ment|rating|grade|verdict)\b", re.I)
_OVERALL = re.compile(
    r"\boverall\b|\b(?:all|every|each)\s+(?:the\s+|of\s+the\s+)?(?:\w+\s+)?areas?\b|across\s+the\s+board",
    re.I,
)
_PART_OF = re.compile(r"\s+(?:of|for)(?:\s+the|\s+its|\s+services\s+for)*\s+", re.I)
_SPACE = re.compile(r"\s*")


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


def areas_after(text: str, start: int, end: int) -> list[str]:
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
    return areas + [area for area in areas_listed(text, position, end) if area not in areas]


def areas_listed(text: str, start: int, end: int) -> list[str]:
    """Return the areas of a list that begins at ``start``: "leaders, help and protection"."""
    return areas_listed_to(text, start, end)[0]


def areas_listed_to(text: str, start: int, end: int) -> tuple[list[str], int]:
    """Return the areas of a list that begins at ``start``, and where the last of them ends."""
    areas: list[str] = []
    position = last = start
    while True:
        before = _BEFORE_AREA.match(text, position, end)
        position = before.end() if before else position
        named = _lexicon().listed.match(text, position, end)
        if not named or (areas and not _JOINS.search(text, last, position)):
            return areas, last  # "good for care leavers in its adoption inspection" lists one area
        areas += [area for area in _lexicon().values[named.lastgroup or ""] if area not in areas]
        position = last = named.end()


def counted_areas(text: str, start: int, end: int, year: int | None) -> list[str]:
    """Return what "all three areas" in ``text[start:end]`` stands for in an inspection of ``year``."""
    found = _lexicon().counted.search(text, start, end)
    if not found or year is None:
        return []
    number = found["number"].lower()
    for row in _lexicon().frameworks:
        if row["until"] >= year and number in row["numbers"]:
            return list(row["areas"])
    return []


def heralds_areas(text: str, start: int, end: int) -> bool:
    """Tell whether ``text[start:end]`` announces a list of areas: "all three judgements"."""
    return _lexicon().heralds.search(text, start, end) is not None


def names_others(text: str, start: int, end: int) -> bool:
    """Tell whether ``text[start:end]`` names what is graded besides an authority's services."""
    return _lexicon().others.search(text, start, end) is not None


def names_other_noun(text: str, start: int, end: int) -> bool:
    """Tell whether ``text[start:end]`` opens with such a noun: "(an outstanding) primary school"."""
    return _lexicon().other_noun.match(text, start, end) is not None


def names_whole(text: str, start: int, end: int) -> bool:
    """Tell whether ``text[start:end]`` names the authority or its services as a whole."""
    return _lexicon().whole.search(text, start, end) is not None


def names_whole_first(text: str, start: int, end: int) -> bool:
    """Tell whether ``text[start:end]`` names the authority or its services before it names any area."""
    wholes = _lexicon().whole.finditer(text, start, end)
    whole = next((found for found in wholes if not text.startswith("'s", found.end())), None)
    area = _lexicon().areas.search(text, start, end)
    return whole is not None and (area is None or whole.start() < area.start())


def _skip_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


class _Lexicon(NamedTuple):
    areas: re.Pattern[str]
    listed: re.Pattern[str]
    values: dict[str, tuple[str, ...]]
    others: re.Pattern[str]
    other_noun: re.Pattern[str]
    whole: re.Pattern[str]
    counted: re.Pattern[str]
    heralds: re.Pattern[str]
    frameworks: list[dict[str, Any]]


def _any_of_rows(rows: list[dict[str, str]], prefix: str) -> str:
    return "|".join(f"(?P<{prefix}{index}>{spaced(row['pattern'])})" for index, row in enumerate(rows))


@cache
def _lexicon() -> _Lexicon:
    data = read_words(_DATA / "judgement_areas.json")
    values = {f"a{index}": tuple(row["areas"]) for index, row in enumerate(data["areas"])}
    values |= {f"b{index}": tuple(row["areas"]) for index, row in enumerate(data["only_listed"])}
    areas, only_listed = _any_of_rows(data["areas"], "a"), _any_of_rows(data["only_listed"], "b")
    others = spaced(data["others"])
    return _Lexicon(
        areas=re.compile(rf"(?<!\w)(?:{areas})(?!\w)", re.I),
        listed=re.compile(rf"(?<!\w)(?:{areas}|{only_listed})(?!\w)", re.I),
        values=values,
        others=re.compile(rf"(?<!\w)(?:{others})(?!\w)", re.I),
        other_noun=re.compile(
            rf"['\"”]?\s+(?:(?!{spaced(data['function'])})[\w'-]+\s+){{0,2}}?(?:{others})(?!\w)", re.I
        ),
        whole=re.compile(rf"(?<!\w)(?:{spaced(data['whole'])})(?!\w)", re.I),
        counted=re.compile(spaced(data["counted"]), re.I),
        heralds=re.compile(rf"(?<!\w)(?:{spaced(data['heralds'])})(?!\w)", re.I),
        frameworks=data["frameworks"],
    )
