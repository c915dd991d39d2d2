"""The laws that scoring obeys, whatever the records."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.strategies import records

from ofsight.evaluation import Options, Report, compare, evaluate
from ofsight.record import Record

from . import builders as make

LAYERS_TO_SWAP = ("blocks", "entities", "quotations", "judgements", "roles", "measures")


def score(gold: Record, predicted: Record, **options: Any) -> Report:
    return evaluate([gold], [predicted], Options(**{"draws": 20, **options}))


@settings(max_examples=60, deadline=None)
@given(records())
def test_a_record_scored_against_itself_is_right_everywhere(some: Record) -> None:
    figures = score(some, some).group().figures()
    # Labels that only half of a pair has cannot occur; a label with nothing to count has no figure.
    assert {estimate.value for estimate in figures.values()} <= {1.0, None}
    assert score(some, some).errors == ()


@settings(max_examples=60, deadline=None)
@given(records(), st.data())
def test_swapping_the_sides_swaps_precision_and_recall(first: Record, data: st.DataObject) -> None:
    # Without sentences both sides cover the whole text.
    first = first.model_copy(update={"sentences": ()})
    second = some_of(first, data)
    layers = {
        "layers": [layer for layer in LAYERS_TO_SWAP if getattr(first, layer) and getattr(second, layer)]
    }
    there, back = score(first, second, **layers).group(), score(second, first, **layers).group()
    swapped = {(part.task, part.label): part for part in back.scores if part.label != "macro"}
    for part in there.scores:
        if part.label != "macro":
            other = swapped[part.task, part.label]
            assert (part.precision.value, part.recall.value) == (other.recall.value, other.precision.value)
            assert part.f1.value == pytest.approx(other.f1.value)


def some_of(record: Record, data: st.DataObject) -> Record:
    """Leave out some of every layer."""
    kept = {
        layer: tuple(item for item in getattr(record, layer) if data.draw(st.booleans()))
        for layer in LAYERS_TO_SWAP
    }
    return record.model_copy(update=kept)


def noisy_documents(number: int) -> tuple[list[Record], list[Record]]:
    """Documents of which the prediction misses every third entity of every second document."""
    gold = [
        make.record(
            f"d{n}", kind=("news", "report")[n % 2], entities=[make.entity(i, i + 5) for i in range(0, 90, 9)]
        )
        for n in range(number)
    ]
    predicted = [
        one.model_copy(update={"entities": one.entities[:: 2 + n % 3] if n % 2 else one.entities})
        for n, one in enumerate(gold)
    ]
    return gold, predicted


def test_the_order_of_documents_changes_nothing() -> None:
    gold, predicted = noisy_documents(9)
    options = Options(draws=50, examples=2)
    assert evaluate(gold, predicted, options) == evaluate(gold[::-1], predicted[3:] + predicted[:3], options)


def test_intervals_hold_the_figure_and_depend_on_the_seed_alone() -> None:
    gold, predicted = noisy_documents(20)
    report = evaluate(gold, predicted, Options(draws=200))
    for estimate in report.group().figures().values():
        assert estimate.value is not None
        assert estimate.low is not None
        assert estimate.high is not None
        assert estimate.low <= estimate.value <= estimate.high
    recall = report.group().figures()["entities.strict.micro.recall"]
    assert recall.low < recall.high  # type: ignore[operator]  # both were seen not to be None
    assert report == evaluate(gold, predicted, Options(draws=200))
    assert report != evaluate(gold, predicted, Options(draws=200, seed=1))


def test_comparing_finds_a_difference_and_none_where_there_is_none() -> None:
    gold, worse = noisy_documents(12)
    comparison = compare(iter(gold), worse, gold, Options(draws=400))
    found = {item.figure: item for item in comparison.differences if item.group == "all"}
    strict = found["entities.strict.micro.f1"]
    assert strict.difference.value == pytest.approx(strict.second - strict.first)
    assert strict.second == 1.0
    assert strict.difference.low is not None
    assert strict.difference.low > 0
    # Six of the twelve documents differ, all in one direction: 2 of 2^6 sign patterns are as extreme.
    assert strict.p_value == pytest.approx(2 / 64, abs=0.03)
    same = compare(gold, worse, worse, Options(draws=100))
    assert {item.p_value for item in same.differences} == {1.0}
    assert {item.difference.value for item in same.differences} == {0.0}
