"""Figures about an authority's services: what a QUANTITY measures, with its comparator and date."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ofsight.record import Entity, Measure

from .setting import Setting, Unit

_DATA = Path(__file__).parent / "data"

_COUNTED = re.compile(
    r"[\s-]*(?:(?!and\b|or\b|of\b|in\b|to\b|for\b|with\b|were\b|was\b|had\b|have\b)[\w'-]+\s*){1,4}"
)
_WHOLE_OF = re.compile(r"\b(?:of|out\s+of|in)\s+(?:(?:the|its|their|all|every|our|those)\s+)*$", re.I)
_OF_WHOLE = re.compile(r"\s*(?:\w+\s+){0,2}(?:out\s+)?of\s+(?:the|its|their|all|our|those|every)?\b", re.I)
_CLAUSE_END = re.compile(r"[;.]|,\s+(?:and|but|while|with|which)\b|\b(?:while|but|whereas)\b", re.I)
_COMPARATOR = re.compile(
    r"(?:about|around|roughly|approximately|some|almost|nearly|just|over|under|more\s+than|less\s+than|fewer\s+than|up\s+to"
    r"|at\s+least|at\s+most|as\s+(?:many|few|much|high|low)\s+as|close\s+to|well\s+over|just\s+over|just\s+under|only|above"
    r"|below|an\s+average\s+of|all\s+but|upwards\s+of|no\s+(?:more|fewer|less)\s+than)",
    re.I,
)
_LEADING = re.compile(rf"(?:{_COMPARATOR.pattern}\s+)+", re.I)
_CHANGE = re.compile(
    r"\b(?:(?:fallen|fell|falls?|risen|rose|rises?|dropped|drop|grown|grew|increased?|decreased?|reduced|cut|up|down|doubled)"
    r"\s+by|(?:an?\s+)?(?:increase|rise|fall|drop|reduction|cut|decrease)\s+of)\s*$",
    re.I,
)
_REACH = 120


@dataclass(frozen=True, slots=True)
class _Metric:
    name: str
    units: frozenset[str]
    words: re.Pattern[str]


class _Lexicon(NamedTuple):
    metrics: tuple[_Metric, ...]
    never: re.Pattern[str]


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
    for unit in setting.units:
        quantities = [e for e in unit.of("QUANTITY") if isinstance(e.value, int | float) and e.unit]
        read = [(quantity, _metric(setting.text, unit, quantity, quantities)) for quantity in quantities]
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


def _metric(text: str, unit: Unit, quantity: Entity, quantities: Sequence[Entity]) -> str | None:
    """Return what a quantity measures, or None when it is no figure about services."""
    counted = _COUNTED.match(text, quantity.end, unit.end)
    noun = counted.group() if counted else ""
    if _lexicon().never.search(noun):
        return None
    before = text[unit.start : quantity.start]
    if _WHOLE_OF.search(before) and any(other.end <= quantity.start for other in quantities):
        return None  # the whole of which the figure before is the part
    if re.match(r"\s*of\s*$", before, re.I) and len(quantities) > 1:
        return None
    nearest = _nearest(text, unit, quantity, noun)
    if nearest is not None:
        return nearest
    is_share = quantity.unit in {"percent", "rate", "gbp"}
    return "other" if unit.finding is not None or is_share else None


def _nearest(text: str, unit: Unit, quantity: Entity, noun: str) -> str | None:
    best: tuple[int, int] | None = None
    name: str | None = None
    for rank, metric in enumerate(_lexicon().metrics):
        if quantity.unit not in metric.units:
            continue
        reach = _REACH if metric.name not in {"children", "staff"} else 0
        if reach == 0:
            match = metric.words.search(noun)
            distances = [match.start()] if match else []
        else:
            left, right = _window(text, unit, quantity)
            distances = [
                min(abs(match.start() - quantity.end), abs(quantity.start - match.end()))
                for match in metric.words.finditer(text, left, right)
            ]
        if distances and (best is None or (min(distances), rank) < best):
            best, name = (min(distances), rank), metric.name
    return name


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
    near = [entity for entity in dates if left <= entity.start < right]
    if not near:
        return None
    return str(min(near, key=lambda entity: abs(entity.start - quantity.end)).value)


@cache
def _lexicon() -> _Lexicon:
    data = json.loads((_DATA / "metrics.json").read_text(encoding="utf-8"))
    metrics = tuple(
        _Metric(row["metric"], frozenset(row["units"]), re.compile(rf"\b(?:{_spaced(row['near'])})", re.I))
        for row in data["metrics"]
    )
    return _Lexicon(metrics, re.compile(rf"\b(?:{_spaced(data['never'])})", re.I))


def _spaced(pattern: str) -> str:
    return pattern.replace(" ", r"\s+")
