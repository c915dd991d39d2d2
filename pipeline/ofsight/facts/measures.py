"""Figures about an authority's services: what a QUANTITY measures, with its comparator and date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ofsight.record import Entity, Measure
from ofsight.values.number_context import COMPARATOR

from .measure_clues import collect_clues
from .measure_model import decide_metric
from .metric import Told, clause_window, is_elsewhere, metric_of
from .setting import Setting, Unit

_LEADING = re.compile(rf"(?:(?:{COMPARATOR}|just|only|an\s+average\s+of|all\s+but)\s+)+", re.I)
_CHANGE = re.compile(
    r"\b(?:(?:fallen|fell|falls?|risen|rose|rises?|dropped|drop|grown|grew|increased?|decreased?|reduced|cut|up|down|doubled)"
    r"\s+by|(?:an?\s+)?(?:increase|rise|fall|drop|reduction|cut|decrease)\s+of)\s*$",
    re.I,
)


def find_measures(setting: Setting) -> list[Measure]:
    """Read the figures that a document states about councils' services.

    Parameters
    ----------
    setting : Setting
        A document with entities and findings.

    Returns
    -------
    list of Measure
        Each (council, metric, value) once, with the first sentence that states it.
    """
    found: dict[tuple[str | None, str, int | float], Measure] = {}
    last = Told(None, None)
    for unit in setting.units:
        read: list[tuple[Entity, str | None]] = []
        for quantity in figures_of(unit):
            ruled = metric_of(setting.text, unit, quantity, last)
            metric = None
            if not is_elsewhere(setting.text, unit, quantity):
                clues = collect_clues(setting.text, unit, quantity, ruled=ruled, last=last.metric)
                metric = decide_metric(clues)
            read.append((quantity, metric))
            last = Told(ruled, quantity.unit) if ruled else last
        for quantity, metric in read:
            if metric is None or not isinstance(quantity.value, int | float):
                continue
            alike = [other for other, name in read if name == metric]
            as_of = _as_of(setting.text, unit, quantity, alike)
            key = (unit.council, metric, quantity.value)
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


def figures_of(unit: Unit) -> list[Entity]:
    """Return the figures of a sentence that can measure something: with a number and a unit."""
    return [e for e in unit.of("QUANTITY") if isinstance(e.value, int | float) and e.unit]


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
    left, right = clause_window(text, unit, quantity)
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
