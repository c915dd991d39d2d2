"""What a sentence tells of what one of its figures measures: the clues that the measure model weighs."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

from ofsight.clues import Clues
from ofsight.record import Entity

from .counted import what_is_counted
from .setting import Unit

NOTHING: Final = "nothing"
"""The label of a figure that measures nothing of an authority's services."""
_WORDS = re.compile(r"[a-z£%]+(?:'[a-z]+)?|\d+|[.,;:()–—-]")
_NEAR, _AROUND, _NOUN = 4, 12, 4  # words
_SMALL = 4
_LARGEST = 7  # powers of ten
_MANY = 4
_SLIGHT, _SLIGHTER = 0.5, 0.3


def collect_clues(text: str, unit: Unit, quantity: Entity, *, ruled: str | None, last: str | None) -> Clues:
    """Return the clues on one figure.

    Parameters
    ----------
    text : str
        The reading text.
    unit : Unit
        The sentence.
    quantity : Entity
        The figure; it has a number and a unit.
    ruled : str or None
        What it measures by the rules.
    last : str or None
        What the figure before it measured, by the rules.
    """
    counted = what_is_counted(text, unit, quantity)
    before = _WORDS.findall(text[unit.start : quantity.start].lower())
    after = _WORDS.findall(text[quantity.end : unit.end].lower())
    noun = _WORDS.findall(counted.noun.lower())
    value = abs(float(quantity.value or 0))
    names = {
        f"by rule: {ruled}",
        f"unit: {quantity.unit}",
        f"by rule: {ruled} {quantity.unit}",
        f"before it: {last}",
        f"magnitude: {min(int(math.log10(value + 1)), _LARGEST)}",
        f"figures: {min(len(unit.of('QUANTITY')), _MANY)}",
        *(f"counts: {word}" for word in noun[:_NOUN]),
        *(f"counts, at last: {word}" for word in noun[-1:]),
        *_sides(before, after),
        "no finding" if unit.finding is None else "finding",
    }
    if counted.is_part:
        names.add("part")
    if counted.is_whole:
        names.add("whole")
    if value <= _SMALL:
        names.add("small")
    if value == 1:
        names.add("one")
    if any(character.isdigit() for character in quantity.text or ""):
        names.add("digits")
    # A set's order is another in each process, and with it the last digits of a sum.
    clues: Clues = dict.fromkeys(sorted(names), 1.0)
    clues |= dict.fromkeys(_said_by_finding(unit, quantity), _SLIGHT)  # a reader may be wrong about it
    clues |= {f"shortly before: {word}": _SLIGHT for word in before[-_AROUND:]}
    clues |= {f"shortly after: {word}": _SLIGHT for word in after[:_AROUND]}
    clues |= {f"sentence: {word}": _SLIGHTER for word in (*before, *after)}
    clues |= {f"itself: {word}": _SLIGHT for word in _WORDS.findall((quantity.text or "").lower())}
    return clues


def _sides(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Name the words next to a figure by their places."""
    names = [f"{place} before: {word}" for place, word in enumerate(reversed(before[-_NEAR:]), start=1)]
    names += [f"{place} after: {word}" for place, word in enumerate(after[:_NEAR], start=1)]
    if len(before) > 1:
        names.append(f"before: {before[-2]} {before[-1]}")
    if len(after) > 1:
        names.append(f"after: {after[0]} {after[1]}")
    return names


def _said_by_finding(unit: Unit, quantity: Entity) -> list[str]:
    if unit.finding is None:
        return []
    themes = unit.finding.themes
    return [
        f"polarity: {unit.finding.polarity}",
        *(f"theme: {theme}" for theme in themes),
        *(f"theme: {theme} {quantity.unit}" for theme in themes),
    ]
