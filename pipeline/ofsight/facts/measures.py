"""Figures about an authority's services: what a QUANTITY measures, with its comparator and date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ofsight.record import Entity, Measure
from ofsight.values.number_context import COMPARATOR
from ofsight.values.patterns import read_words, spaced

from .setting import Setting, Unit

_DATA = Path(__file__).parent / "data"

_COUNTED = re.compile(
    r"[\s-]*(?:(?!and\b|or\b|of\b|in\b|to\b|for\b|with\b|were\b|was\b|had\b|have\b)[\w'-]+\s*){1,4}"
)
_PART_OF = re.compile(
    r"\s*(?:\w+\s+)?(?:out\s+)?of\s+(?:the|its|their|our|all|them|these|those|every|\d)\b", re.I
)
_OF_PARTS = re.compile(r"\bof\s+(?:the\s+|its\s+|all\s+|our\s+)*$", re.I)
_AVERAGE = re.compile(r"\b(?:average|held|holds?|holding|carr(?:y|ies|ied|ying)|it\s+is)\b", re.I)
_OF_THEM = re.compile(
    r"\s*(?:of\s+(?:them|these|those)|in|on|at|by|to|from|for|had|have|were|was|are|[,.;)]|$)", re.I
)
_CHANGES = re.compile(
    r"\b(?:from|to|by|fell|fallen|risen|rose|dropped|grown|grew|down|up)\b[^.;]{0,30}$", re.I
)
_CLAUSE_END = re.compile(r"[;.](?!\d)|,\s+(?:and|but|while|with|which)\b|\b(?:while|but|whereas)\b", re.I)
_LEADING = re.compile(rf"(?:(?:{COMPARATOR}|just|only|an\s+average\s+of|all\s+but)\s+)+", re.I)
_CHANGE = re.compile(
    r"\b(?:(?:fallen|fell|falls?|risen|rose|rises?|dropped|drop|grown|grew|increased?|decreased?|reduced|cut|up|down|doubled)"
    r"\s+by|(?:an?\s+)?(?:increase|rise|fall|drop|reduction|cut|decrease)\s+of)\s*$",
    re.I,
)
_REACH = 120
_BEFORE_COSTS = 4
_TAKEN_COSTS = 15


@dataclass(frozen=True, slots=True)
class _Metric:
    name: str
    units: frozenset[str]
    words: re.Pattern[str]
    is_counted: bool


class _Lexicon(NamedTuple):
    metrics: tuple[_Metric, ...]
    never: re.Pattern[str]
    sampled: re.Pattern[str]
    elsewhere: re.Pattern[str]
    moved: re.Pattern[str]


def find_measures(setting: Setting) -> list[Measure]:
    """Read the figures that a document states about councils' services.

    Parameters
    ----------
    setting : Setting
        A document with entities and findings.

    Returns
    -------
    list of Measure
        Each (council, metric, value, date) once, with the first sentence that states it.
    """
    found: dict[tuple[str | None, str, int | float, str | None], Measure] = {}
    last: str | None = None
    for unit in setting.units:
        quantities = [e for e in unit.of("QUANTITY") if isinstance(e.value, int | float) and e.unit]
        read: list[tuple[Entity, str | None]] = []
        for quantity in quantities:
            read.append((quantity, _metric(setting.text, unit, quantity, last)))
            last = read[-1][1] or last
        for quantity, metric in read:
            if metric is None or not isinstance(quantity.value, int | float):
                continue
            alike = [other for other, name in read if name == metric]
            as_of = _as_of(setting.text, unit, quantity, alike)
            key = (unit.council, metric, quantity.value, as_of)
            found.setdefault(
                key,
                Measure(
                    council=unit.council,
                    metric=metric,
                    value=quantity.value,
                    unit=quantity.unit or "count",
                    comparator=_comparator(setting, unit, quantity),
                    as_of=as_of,
                    evidence=(unit.start, unit.end),
                ),
            )
    return list(found.values())


def _metric(text: str, unit: Unit, quantity: Entity, last: str | None) -> str | None:
    """Return what a quantity measures, or None when it is no figure about the authority's services."""
    counted = _COUNTED.match(text, quantity.end, unit.end)
    noun = counted.group() if counted else ""
    before = text[unit.start : quantity.start]
    if _is_aside(text, unit, quantity, noun):
        return None
    name = _nearest(text, unit, quantity, noun)
    if (
        name in {None, "children", "other"}
        and last == "caseload"
        and _AVERAGE.search(text, unit.start, unit.end)
    ):
        return "caseload"  # "The average is 18", "nobody held more than 20"
    is_part = _PART_OF.match(text, quantity.end) is not None or _OF_PARTS.search(before) is not None
    is_small = (
        not is_part
        and quantity.unit == "count"
        and not any(character.isdigit() for character in quantity.text or "")
    )
    if name in {"staff", "children"} and is_small:
        told = (
            unit.finding is not None
            if name == "children"
            else _lexicon().moved.search(text, unit.start, unit.end)
        )
        return name if told or _CHANGES.search(before) else None
    if name is None:
        is_figure = quantity.unit != "count" or (unit.finding is not None and not is_small)
        return "other" if is_figure else None
    return name


def _is_aside(text: str, unit: Unit, quantity: Entity, noun: str) -> bool:
    """Tell whether a figure counts what inspectors looked at, other things, or another place's services."""
    lexicon = _lexicon()
    first_words = " ".join(noun.split()[:2])
    return bool(
        (quantity.unit == "count" and lexicon.never.search(first_words))
        or lexicon.sampled.search(text, max(unit.start, quantity.start - 40), quantity.start)
        or lexicon.elsewhere.match(text[quantity.end : quantity.end + 40].lstrip())
    )


def _nearest(text: str, unit: Unit, quantity: Entity, noun: str) -> str | None:
    best: tuple[int, int] | None = None
    name: str | None = None
    left, right = _window(text, unit, quantity)
    rivals = [each for each in unit.of("QUANTITY") if each is not quantity and each.unit == quantity.unit]
    for rank, metric in enumerate(_lexicon().metrics):
        if quantity.unit not in metric.units:
            continue
        if metric.is_counted:
            if name == "caseload":
                continue  # "each held fifteen children" counts no children
            distance = _counted_distance(text, unit, quantity, noun, metric)
        else:
            distance = min(
                (_distance(quantity, match, rivals) for match in metric.words.finditer(text, left, right)),
                default=None,
            )
        if distance is not None and (best is None or (distance, rank) < best):
            best, name = (distance, rank), metric.name
    return name


def _distance(quantity: Entity, match: re.Match[str], rivals: Sequence[Entity] = ()) -> int:
    """Return how far a word is from a figure.

    What follows names a figure rather than what stands before it, and what is nearer to another figure
    names that one first.
    """
    if match.start() >= quantity.end:
        distance = match.start() - quantity.end
    else:
        distance = _BEFORE_COSTS + 2 * max(quantity.start - match.end(), 0)
    is_taken = any(_distance(rival, match) < distance for rival in rivals)
    return distance + _TAKEN_COSTS * is_taken


def _counted_distance(text: str, unit: Unit, quantity: Entity, noun: str, metric: _Metric) -> int | None:
    """Return how far from the quantity the things counted are named; None when they are not."""
    found = metric.words.search(noun)
    if found:
        return found.start()
    if noun.split() and not _OF_THEM.match(text, quantity.end):
        return None
    before = list(metric.words.finditer(text, unit.start, quantity.start))
    return quantity.start - before[-1].end() if before else None


def _window(text: str, unit: Unit, quantity: Entity) -> tuple[int, int]:
    """Return the clause around a quantity, for words that may stand on either side of it."""
    start = max(unit.start, quantity.start - _REACH)
    breaks = [found.end() for found in _CLAUSE_END.finditer(text, start, quantity.start)]
    left = breaks[-1] if breaks else start
    end = min(unit.end, quantity.end + _REACH)
    broken = _CLAUSE_END.search(text, quantity.end, end)
    right = broken.start() if broken else end
    # a clause without a noun of its own ("and 20% had left") leans on the sentence
    return (left, right) if right - left > 40 else (start, end)


def _comparator(setting: Setting, unit: Unit, quantity: Entity) -> str | None:
    """Return the comparator in the text's own words: inside the mention, or the change before it."""
    change = _CHANGE.search(setting.text, unit.start, quantity.start)
    if change:
        return " ".join(setting.raw[change.start() : change.end()].split())
    leading = _LEADING.match(setting.text, quantity.start, quantity.end)
    return " ".join(setting.raw[leading.start() : leading.end()].split()) if leading else None


def _as_of(text: str, unit: Unit, quantity: Entity, alike: Sequence[Entity]) -> str | None:
    """Return the date of a figure: dates and like figures in step, else the date in the figure's clause."""
    dates = [entity for entity in unit.of("DATE") if entity.value]
    if not dates:
        return None
    if len(dates) == len(alike):
        return str(dates[list(alike).index(quantity)].value)
    left, right = _window(text, unit, quantity)
    others = [other.start for other in unit.of("QUANTITY") if other is not quantity]
    near = [
        entity
        for entity in dates
        if left <= entity.start < right
        and not any(
            quantity.end <= other < entity.start or entity.end <= other < quantity.start for other in others
        )
    ]
    if not near:
        return None
    return str(min(near, key=lambda entity: abs(entity.start - quantity.end)).value)


@cache
def _lexicon() -> _Lexicon:
    data = read_words(_DATA / "metrics.json")

    def words(pattern: str) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{spaced(pattern)})", re.I)

    metrics = tuple(
        _Metric(
            row["metric"], frozenset(row["units"]), words(row.get("near") or row["counted"]), "counted" in row
        )
        for row in data["metrics"]
    )
    return _Lexicon(
        metrics, words(data["never"]), words(data["sampled"]), words(data["elsewhere"]), words(data["moved"])
    )
