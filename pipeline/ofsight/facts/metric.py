"""What a QUANTITY measures: a metric of the codebook, or nothing about the authority's services."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ofsight.record import Entity
from ofsight.values.patterns import read_words, spaced

from .counted import Counted, what_is_counted
from .setting import Unit

_DATA = Path(__file__).parent / "data"
_CHANGES = re.compile(
    r"\b(?:from|to|by|fell|fallen|risen|rose|dropped|grown|grew|down|up|against|than|number(?:s|ed)?)\b[^.;]{0,30}$",
    re.I,
)
_CLAUSE_END = re.compile(r"[;.](?!\d)|,\s+(?:and|but|while|with|which)\b|\b(?:while|but|whereas)\b", re.I)
_CLAUSE_START = re.compile(r"[;.](?!\d)|,\s+(?:and|but|while|with)\b|\b(?:while|but|whereas)\b", re.I)
_TEAM_OF = re.compile(r"\b(?:team|squad|unit|pod|crew)s?\s+of\s*$", re.I)
_TIMES = re.compile(r"\s*times\b", re.I)
_IT_IS = re.compile(r"\b(?:average|mean|figure|answer|total|number|it|that|they)\b", re.I)
_REACH = 120
_JUST_BEFORE = 60
_BEFORE_COSTS = 4
_TAKEN_COSTS = 15
_SMALL_GROUP = 4
_RATES = frozenset({"vacancy_rate", "agency_rate", "turnover_rate", "absence_rate"})
_NAMED = _RATES | {"overspend", "shortfall", "staff", "children", "investment", "budget"}
_HEADS = frozenset({"staff", "children", "caseload"})


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
    elsewhere_before: re.Pattern[str]
    intended: re.Pattern[str]
    moved: re.Pattern[str]
    otherwise: re.Pattern[str]
    carried: re.Pattern[str]
    carried_words: re.Pattern[str]
    apiece: re.Pattern[str]


class Told(NamedTuple):
    """What the figure before measured, and its unit; None at the start."""

    metric: str | None
    unit: str | None


def clause_window(text: str, unit: Unit, quantity: Entity) -> tuple[int, int]:
    """Return the clause around a quantity, for words that may stand on either side of it."""
    start = max(unit.start, quantity.start - _REACH)
    breaks = [found.end() for found in _CLAUSE_START.finditer(text, start, quantity.start)]
    left = breaks[-1] if breaks else start
    end = min(unit.end, quantity.end + _REACH)
    broken = _CLAUSE_END.search(text, quantity.end, end)
    right = broken.start() if broken else end
    # a clause without a noun of its own ("and 20% had left") leans on the sentence
    return (left, right) if right - left > 40 else (start, end)


def metric_of(text: str, unit: Unit, quantity: Entity, last: Told) -> str | None:
    """Return what a quantity measures, or None when it is no figure about the authority's services.

    Parameters
    ----------
    text : str
        The reading text.
    unit : Unit
        The sentence.
    quantity : Entity
        A QUANTITY with a number and a unit.
    last : Told
        What the figure before it measured, in this sentence or the one before.
    """
    counted = what_is_counted(text, unit, quantity)
    if quantity.unit == "count" and _is_caseload(text, unit, quantity, counted, last):
        return "caseload"
    if _is_aside(text, unit, quantity, counted):
        return None
    name = _nearest(text, unit, quantity, counted)
    if name is None or name == "other":
        carried = _carried_on(text, unit, quantity, counted, last)
        name = carried or name
    name = name or "other" if quantity.unit != "count" else _of_count(text, unit, quantity, counted, name)
    # where nothing is said of how services do, only a figure whose metric is named is one about them
    return name if unit.finding is not None or name in _NAMED else None


def _of_count(text: str, unit: Unit, quantity: Entity, counted: Counted, name: str | None) -> str | None:
    """Return the metric of a count, if it is a figure rather than a number in a story."""
    before = text[unit.start : quantity.start]
    if name is None and _TEAM_OF.search(before):
        name = "staff"
    if any(character.isdigit() for character in quantity.text or ""):
        return name or "other"
    if name is None:
        return "other" if _lexicon().otherwise.match(counted.noun) else None
    if name == "staff":
        return name if _lexicon().moved.search(text, unit.start, unit.end) else None
    if name == "children":
        is_group = isinstance(quantity.value, int | float) and quantity.value > _SMALL_GROUP
        return name if is_group or counted.is_part or _CHANGES.search(before) else None
    return name


def _is_caseload(text: str, unit: Unit, quantity: Entity, counted: Counted, last: Told) -> bool:
    """Tell whether a count is what a worker carries."""
    lexicon = _lexicon()
    named = lexicon.carried.match(counted.noun)
    if counted.is_part and not named and last.metric != "caseload":
        return False
    if counted.noun.strip() and not named:
        return False
    before = text[max(unit.start, quantity.start - _REACH) : quantity.start]
    if lexicon.carried_words.search(before):
        return True
    after = text[quantity.end : quantity.end + 60]
    return lexicon.apiece.match(after[len(counted.noun) if named else 0 :].strip()) is not None and bool(
        named or last.metric == "caseload"
    )


def is_elsewhere(text: str, unit: Unit, quantity: Entity) -> bool:
    """Tell whether a figure is said to be of another place's services: "17% for the region"."""
    before = text[max(unit.start, quantity.start - _JUST_BEFORE) : quantity.start]
    after = text[quantity.end : quantity.end + 40].lstrip()
    lexicon = _lexicon()
    return lexicon.elsewhere.match(after) is not None or lexicon.elsewhere_before.search(before) is not None


def _is_aside(text: str, unit: Unit, quantity: Entity, counted: Counted) -> bool:
    """Tell whether a figure counts what inspectors looked at, other things, or another place's services."""
    lexicon = _lexicon()
    before = text[max(unit.start, quantity.start - _JUST_BEFORE) : quantity.start]
    if is_elsewhere(text, unit, quantity):
        return True
    if quantity.unit == "gbp":
        return lexicon.intended.search(before) is not None
    if quantity.unit == "count":
        first_words = " ".join(counted.noun.split()[:2])
        if counted.is_whole or quantity.value == 1 or _TIMES.match(text, quantity.end):
            return True
        if lexicon.never.search(first_words) and not _TEAM_OF.search(before):
            return True
    return lexicon.sampled.search(text, unit.start, unit.end) is not None


def _carried_on(text: str, unit: Unit, quantity: Entity, counted: Counted, last: Told) -> str | None:
    """Return the metric of the figure before, where a figure names nothing itself ("now it is 12")."""
    if last.metric is None or last.metric == "other" or counted.noun.strip():
        return None
    alike = last.unit == quantity.unit or {last.unit, quantity.unit} == {"count", "percent"}
    if not alike or (quantity.unit == "percent" and last.metric not in _RATES):
        return None
    before = text[unit.start : quantity.start]
    is_short = unit.end - unit.start < _REACH
    if last.metric in _HEADS and counted.is_part:
        return last.metric
    return (
        last.metric
        if _CHANGES.search(before) or (is_short and _IT_IS.search(before)) or not before.strip(" “\"'‘")
        else None
    )


def _nearest(text: str, unit: Unit, quantity: Entity, counted: Counted) -> str | None:
    best: tuple[int, int] | None = None
    name: str | None = None
    left, right = clause_window(text, unit, quantity)
    rivals = [each for each in unit.of("QUANTITY") if each is not quantity and each.unit == quantity.unit]
    for rank, metric in enumerate(_lexicon().metrics):
        if quantity.unit not in metric.units:
            continue
        if metric.is_counted:
            if name == "caseload":
                continue  # "each held fifteen children" counts no children
            distance = _counted_distance(text, unit, quantity, counted, metric)
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


def _counted_distance(
    text: str, unit: Unit, quantity: Entity, counted: Counted, metric: _Metric
) -> int | None:
    """Return how far from the quantity the things counted are named; None when they are not."""
    found = metric.words.search(counted.noun)
    if found:
        return found.start()
    if counted.noun.strip():
        return None
    before = list(metric.words.finditer(text, unit.start, quantity.start))
    return quantity.start - before[-1].end() if before else None


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
    carrying = (
        rf"\b(?:{data['carriers']})\b[^.;]{{0,70}}?\b(?:{data['carrying']})\b(?:\s+[\w-]+){{0,3}}\s*(?:between\s*)?$"
        r"|\b(?:average|mean)\s+(?:case\s?loads?|loads?|lists?)\b[^.;]{0,40}$|\bcaseloads?\b[^.;]{0,60}$"
    )
    return _Lexicon(
        metrics=metrics,
        never=words(data["never"]),
        sampled=words(data["sampled"]),
        elsewhere=words(data["elsewhere"]),
        elsewhere_before=re.compile(rf"\b{spaced(data['elsewhere_before'])}\b[^.;,]{{0,40}}$", re.I),
        intended=re.compile(rf"\b{spaced(data['intended'])}\b[^.;,]{{0,60}}$", re.I),
        moved=words(data["moved"]),
        otherwise=re.compile(rf"\s*-?(?:[\w-]+\s+)?(?:{spaced(data['counted_otherwise'])})", re.I),
        carried=re.compile(
            r"\s*(?:(?:open|live|active|other|such)\s+)?(?:child(?:ren)?(?!')|cases?|families|young\s+people|kids|households"
            r"|plans|others|people\s+on|teenagers|care\s+leavers)\b",
            re.I,
        ),
        carried_words=re.compile(spaced(carrying), re.I),
        apiece=words(data["apiece"]),
    )
