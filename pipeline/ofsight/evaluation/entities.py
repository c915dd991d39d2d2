"""Entities: strict, by overlap, by span alone, and the values of those that were found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ofsight.record import Entity

from .blocks import NONE
from .coverage import Region
from .matching import Pairs, iou, leftovers, match_equal, match_spans, overlapping
from .tally import ALL, Tally

_WITHOUT_VALUE: Final = frozenset({"OFFICIAL", "ROLE"})
_DECIMALS: Final = 2


def score_entities(gold: Sequence[Entity], predicted: Sequence[Entity], region: Region, tally: Tally) -> None:
    """Score the entities of one document.

    - ``strict``: same start, end and label;
    - ``partial``: same label and at least one character in common;
    - ``span``: same start and end, whatever the label;
    - ``value``: over strictly matched entities, the same value and unit (numbers to two decimals). Labels to
      which the codebook gives no value are left out.
    """
    predicted = entities_to_score(gold, predicted, region)
    gold_labels = [entity.label for entity in gold]
    predicted_labels = [entity.label for entity in predicted]

    def count(task: str, pairs: Pairs) -> None:
        matched = [(gold_labels[row], predicted_labels[column]) for row, column in pairs]
        tally.items(task, gold_labels, predicted_labels, matched)

    strict = match_equal([_key(entity) for entity in gold], [_key(entity) for entity in predicted])
    count("entities.strict", strict)
    count("entities.partial", match_spans(gold, predicted, _same_label))
    spans = match_equal(
        [(entity.start, entity.end) for entity in gold], [(entity.start, entity.end) for entity in predicted]
    )
    tally.items("entities.span", [ALL] * len(gold), [ALL] * len(predicted), [(ALL, ALL)] * len(spans))
    for row, column in strict:
        _score_value(gold[row], predicted[column], tally)
    _note_mistakes(gold, predicted, strict, tally)


def entities_to_score(gold: Sequence[Entity], predicted: Sequence[Entity], region: Region) -> list[Entity]:
    """Return the predicted entities that the gold can judge: touching one of its own, or in its region."""
    touching = {column for _, column in overlapping(gold, predicted)}
    return [item for index, item in enumerate(predicted) if index in touching or region.holds(item)]


def _key(entity: Entity) -> tuple[int, int, str]:
    return (entity.start, entity.end, entity.label)


def _same_label(gold: Entity, predicted: Entity) -> float:
    return iou(gold, predicted) if gold.label == predicted.label else 0.0


def _score_value(gold: Entity, predicted: Entity, tally: Tally) -> None:
    if gold.label in _WITHOUT_VALUE:
        return
    right = same_value(gold.value, predicted.value) and gold.unit == predicted.unit
    tally.decision("entities.value", gold.label, right=right)
    if not right:
        tally.mistake("entities", "wrong value", gold, describe(gold), describe(predicted))


def same_value(first: str | float | None, second: str | float | None) -> bool:
    """Tell whether two values are the same; numbers are compared to two decimals (33.33 for a third)."""
    if isinstance(first, int | float) and isinstance(second, int | float):
        return round(first, _DECIMALS) == round(second, _DECIMALS)
    return first == second


def describe(entity: Entity) -> str:
    """Return label, value and unit in one line."""
    value = "" if entity.value is None else f" = {entity.value}"
    return f"{entity.label}{value}" + (f" {entity.unit}" if entity.unit else "")


def _note_mistakes(gold: Sequence[Entity], predicted: Sequence[Entity], strict: Pairs, tally: Tally) -> None:
    """Explain what is not strictly matched, and fill the confusion table of the labels."""
    for row, _ in strict:
        tally.confuse("entities.label", gold[row].label, gold[row].label)
    gold_rest, predicted_rest = leftovers(strict, gold, predicted)
    missed = [gold[index] for index in gold_rest]
    spurious = [predicted[index] for index in predicted_rest]
    pairs = match_spans(missed, spurious, iou)
    for row, column in pairs:
        wanted, got = missed[row], spurious[column]
        tally.confuse("entities.label", wanted.label, got.label)
        outcome = "wrong borders" if wanted.label == got.label else "wrong label"
        tally.mistake("entities", outcome, wanted, describe(wanted), f"{got.start}–{got.end} {describe(got)}")
    missed_rest, spurious_rest = leftovers(pairs, missed, spurious)
    for index in missed_rest:
        tally.confuse("entities.label", missed[index].label, NONE)
        tally.mistake("entities", "missed", missed[index], describe(missed[index]), None)
    for index in spurious_rest:
        tally.confuse("entities.label", NONE, spurious[index].label)
        tally.mistake("entities", "spurious", spurious[index], None, describe(spurious[index]))
