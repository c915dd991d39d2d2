"""Judgements, roles and measures: multisets of what they say, whatever their evidence."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ofsight.record import Judgement, Measure, Role

from .coverage import Region
from .matching import Pairs, leftovers, match_equal
from .tally import ALL, Extent, Tally

Fact = Judgement | Role | Measure
_DECIMALS: Final = 2


@dataclass(frozen=True, slots=True)
class FactView:
    """How one kind of fact is counted.

    Attributes
    ----------
    key : callable
        What must be equal for a match.
    relaxed : str
        Name of the second, more lenient view.
    relaxed_key : callable
        What must be equal for that.
    label : callable
        The label that figures are also given by.
    details : tuple of str
        Fields whose accuracy is counted over matched facts.
    describe : callable
        The fact in one line.
    """

    key: Callable[[Any], Hashable]
    relaxed: str
    relaxed_key: Callable[[Any], Hashable]
    label: Callable[[Any], str]
    details: tuple[str, ...]
    describe: Callable[[Any], str]


def _words(text: str | None) -> str | None:
    """Fold the white space of a name that a line break may run through."""
    return None if text is None else " ".join(text.split())


def _judgement(item: Judgement) -> str:
    previous = " (previous)" if item.previous else ""
    return f"{item.council or '-'} {item.area} = {item.rating}{previous} {item.date or ''}".rstrip()


def _measure(item: Measure) -> str:
    return f"{item.council or '-'} {item.metric} = {item.value} {item.unit} {item.as_of or ''}".rstrip()


def _role(item: Role) -> str:
    return f"{item.official or '-'}: {item.role or '-'} ({item.organisation or '-'})"


VIEWS: Final[dict[str, FactView]] = {
    "judgements": FactView(
        key=lambda item: (item.council, item.area, item.rating, item.previous),
        relaxed="without_previous",
        relaxed_key=lambda item: (item.council, item.area, item.rating),
        label=lambda item: str(item.area),
        details=("date", "inspection"),
        describe=_judgement,
    ),
    "roles": FactView(
        key=lambda item: (_words(item.official), _words(item.role)),
        relaxed="official_only",
        relaxed_key=lambda item: _words(item.official),
        label=lambda _: ALL,
        details=("organisation",),
        describe=_role,
    ),
    "measures": FactView(
        key=lambda item: (item.council, item.metric, round(item.value, _DECIMALS)),
        relaxed="without_council",
        relaxed_key=lambda item: (item.metric, round(item.value, _DECIMALS)),
        label=lambda item: str(item.metric),
        details=("unit", "as_of"),
        describe=_measure,
    ),
}


def score_facts(
    layer: str, gold: Sequence[Fact], predicted: Sequence[Fact], region: Region, tally: Tally
) -> None:
    """Score one kind of fact of one document.

    Parameters
    ----------
    layer : str
        ``judgements``, ``roles`` or ``measures``.
    gold, predicted : sequences of facts
        In any order; the same fact twice counts as two.
    region : Region
        Facts that match nothing count only if their evidence lies in it.
    tally : Tally
        Where the counts go.
    """
    view = VIEWS[layer]
    known = {view.relaxed_key(fact) for fact in gold}
    predicted = [
        fact for fact in predicted if view.relaxed_key(fact) in known or region.holds(Extent(*fact.evidence))
    ]
    gold_labels = [view.label(fact) for fact in gold]
    predicted_labels = [view.label(fact) for fact in predicted]
    pairs = _match(gold, predicted, view)
    for task, matched in (
        (f"{layer}.strict", pairs),
        (
            f"{layer}.{view.relaxed}",
            match_equal([view.relaxed_key(f) for f in gold], [view.relaxed_key(f) for f in predicted]),
        ),
    ):
        labels = [(gold_labels[row], predicted_labels[column]) for row, column in matched]
        tally.items(task, gold_labels, predicted_labels, labels)
    for row, column in pairs:
        for detail in view.details:
            wanted, got = getattr(gold[row], detail), getattr(predicted[column], detail)
            tally.decision(f"{layer}.{detail}", ALL, right=wanted == got)
            if wanted != got:
                told = (f"{view.describe(gold[row])} [{wanted}]", f"[{got}]")
                tally.mistake(layer, f"wrong {detail}", Extent(*gold[row].evidence), *told)
    missed, spurious = leftovers(pairs, gold, predicted)
    for index in missed:
        tally.mistake(layer, "missed", Extent(*gold[index].evidence), view.describe(gold[index]), None)
    for index in spurious:
        fact = predicted[index]
        tally.mistake(layer, "spurious", Extent(*fact.evidence), None, view.describe(fact))


def _match(gold: Sequence[Fact], predicted: Sequence[Fact], view: FactView) -> Pairs:
    """Match facts by key; of several with one key those that agree in more details go together."""
    pairs: Pairs = []
    for depth in range(len(view.details), -1, -1):
        details = view.details[:depth]
        rows, columns = leftovers(pairs, gold, predicted)
        found = match_equal(
            [_detailed_key(gold[row], view, details) for row in rows],
            [_detailed_key(predicted[column], view, details) for column in columns],
        )
        pairs += [(rows[row], columns[column]) for row, column in found]
    return sorted(pairs)


def _detailed_key(fact: Fact, view: FactView, details: tuple[str, ...]) -> Hashable:
    return (view.key(fact), *(getattr(fact, detail) for detail in details))
