"""One-to-one matching: crossing, nested and repeated spans are counted once."""

from __future__ import annotations

from itertools import permutations
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.evaluation.matching import (
    iou,
    leftovers,
    match_equal,
    match_spans,
    overlap,
    overlapping,
    same_stretch,
)


class Span(NamedTuple):
    start: int
    end: int


spans = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 12)).map(lambda pair: Span(pair[0], pair[0] + pair[1])),
    max_size=5,
)


def test_overlap_and_iou_of_crossing_spans() -> None:
    assert overlap(Span(0, 10), Span(6, 16)) == 4
    assert iou(Span(0, 10), Span(6, 16)) == 4 / 16
    assert overlap(Span(0, 5), Span(5, 9)) == 0
    assert iou(Span(0, 5), Span(5, 9)) == 0


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (Span(0, 10), Span(0, 20), True),  # IoU exactly 0.5
        (Span(0, 10), Span(1, 22), True),  # IoU 9/22, but 90% of the first is covered
        (Span(0, 10), Span(2, 40), True),  # 80% covered
        (Span(0, 10), Span(3, 40), False),  # 70% covered
        (Span(0, 10), Span(10, 20), False),
    ],
)
def test_the_same_stretch_is_iou_of_a_half_or_cover_of_80_percent(
    first: Span, second: Span, same: bool
) -> None:
    assert (same_stretch(first, second) > 0) is same
    assert (same_stretch(second, first) > 0) is same


def test_a_repeated_prediction_matches_once() -> None:
    gold, predicted = [Span(0, 10)], [Span(0, 10), Span(0, 10)]
    assert len(match_spans(gold, predicted, iou)) == 1
    assert match_equal(gold, predicted) == [(0, 0)]


def test_multisets_pair_repeated_keys_in_order() -> None:
    assert match_equal(["a", "b", "a"], ["a", "a", "a", "c"]) == [(0, 0), (2, 1)]


def test_crossing_spans_give_as_many_pairs_as_there_can_be() -> None:
    gold = [Span(0, 10), Span(8, 20)]
    predicted = [Span(7, 12), Span(15, 30)]
    # The greedy choice, 8-20 with 7-12, would leave 0-10 and 15-30 without a partner.
    assert match_spans(gold, predicted, iou) == [(0, 0), (1, 1)]


def test_of_equally_many_pairs_the_most_similar_are_chosen() -> None:
    gold = [Span(0, 10)]
    predicted = [Span(5, 15), Span(0, 9), Span(9, 30)]
    assert match_spans(gold, predicted, iou) == [(0, 1)]


def test_leftovers_are_what_no_pair_holds() -> None:
    assert leftovers([(1, 0)], ["a", "b", "c"], ["b"]) == ([0, 2], [])


@given(spans, spans)
def test_overlapping_finds_every_pair_that_shares_a_character(
    gold: list[Span], predicted: list[Span]
) -> None:
    expected = {
        (row, column)
        for row, one in enumerate(gold)
        for column, other in enumerate(predicted)
        if overlap(one, other)
    }
    assert set(overlapping(gold, predicted)) == expected


@given(spans, spans)
def test_matching_is_the_best_of_all_assignments(gold: list[Span], predicted: list[Span]) -> None:
    pairs = match_spans(gold, predicted, same_stretch)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)

    def worth(chosen: list[tuple[int, int]]) -> tuple[int, float]:
        scores = [same_stretch(gold[row], predicted[column]) for row, column in chosen]
        return sum(score > 0 for score in scores), round(sum(scores), 9)

    short, long = sorted((len(gold), len(predicted)))
    best = max(
        worth([(i, j) if len(gold) == short else (j, i) for i, j in enumerate(order)])
        for order in permutations(range(long), short)
    )
    assert worth(pairs) == best
