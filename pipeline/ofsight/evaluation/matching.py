"""One-to-one matching of spans: every gold item and every predicted item counts once."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Protocol, TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

MIN_IOU = 0.5
MIN_COVER = 0.8


class HasSpan(Protocol):
    """Anything with character offsets, end-exclusive."""

    @property
    def start(self) -> int:
        """Offset of the first character."""

    @property
    def end(self) -> int:
        """Offset after the last character."""


SpanT = TypeVar("SpanT", bound=HasSpan)
Pairs = list[tuple[int, int]]
"""Indexes of a gold item and of the predicted item that is matched with it."""


def overlap(first: HasSpan, second: HasSpan) -> int:
    """Return how many characters two spans share."""
    return max(0, min(first.end, second.end) - max(first.start, second.start))


def iou(first: HasSpan, second: HasSpan) -> float:
    """Return the shared characters of two spans as a share of all characters of both (0 to 1)."""
    shared = overlap(first, second)
    return shared / (first.end - first.start + second.end - second.start - shared) if shared else 0.0


def same_stretch(first: HasSpan, second: HasSpan) -> float:
    """Return the IoU of two spans that count as the same sentence or quotation, else 0.

    They do at IoU >= 0.5 or when one covers 80% of the other.
    """
    shared = overlap(first, second)
    if not shared:
        return 0.0
    share = iou(first, second)
    shorter = min(first.end - first.start, second.end - second.start)
    return share if share >= MIN_IOU or shared >= MIN_COVER * shorter else 0.0


def match_equal(gold: Sequence[Hashable], predicted: Sequence[Hashable]) -> Pairs:
    """Match equal keys as multisets: of a key that stands twice and once, one is left over."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for index in reversed(range(len(predicted))):
        places[predicted[index]].append(index)
    return [(index, places[key].pop()) for index, key in enumerate(gold) if places.get(key)]


def match_spans(
    gold: Sequence[SpanT], predicted: Sequence[SpanT], similarity: Callable[[SpanT, SpanT], float]
) -> Pairs:
    """Match spans one to one: as many pairs as there can be, and of these the most similar.

    Parameters
    ----------
    gold, predicted : sequences of spans
        In any order; spans may cross, nest and repeat.
    similarity : callable
        Similarity in 0..1 of a gold and a predicted span that overlap; 0 if they may not be matched.

    Returns
    -------
    list of (int, int)
        Indexes of matched spans, by gold index.
    """
    candidates = {
        (row, column): score
        for row, column in overlapping(gold, predicted)
        if (score := similarity(gold[row], predicted[column])) > 0
    }
    pairs: Pairs = []
    for component in _components(candidates):
        pairs += [component[0]] if len(component) == 1 else _assign(component, candidates)
    return sorted(pairs)


def overlapping(gold: Sequence[HasSpan], predicted: Sequence[HasSpan]) -> Pairs:
    """Return the indexes of all pairs of spans that share a character."""
    order = sorted(range(len(predicted)), key=lambda index: predicted[index].start)
    starts = [predicted[index].start for index in order]
    longest = max((span.end - span.start for span in predicted), default=0)
    return [
        (row, order[place])
        for row, span in enumerate(gold)
        for place in range(bisect_left(starts, span.start - longest), bisect_left(starts, span.end))
        if overlap(span, predicted[order[place]])
    ]


def _components(pairs: Iterable[tuple[int, int]]) -> list[Pairs]:
    """Group pairs that compete for the same gold or predicted span, directly or through others."""
    groups: dict[int, Pairs] = {}
    group_of: dict[tuple[str, int], int] = {}
    for number, (row, column) in enumerate(sorted(pairs)):
        keys = (("gold", row), ("predicted", column))
        groups[number] = [(row, column)]
        for other in {group_of[key] for key in keys if key in group_of}:
            groups[number] += groups.pop(other)
        for row_in, column_in in groups[number]:
            group_of["gold", row_in] = group_of["predicted", column_in] = number
    return [sorted(group) for group in groups.values()]


def _assign(pairs: Pairs, similarity: dict[tuple[int, int], float]) -> Pairs:
    """Solve one group of competing pairs."""
    rows = sorted({row for row, _ in pairs})
    columns = sorted({column for _, column in pairs})
    # A pair weighs more than all similarities together, so that the number of pairs comes first.
    pair_weight = min(len(rows), len(columns)) + 1
    weights = np.zeros((len(rows), len(columns)))
    for row, column in pairs:
        weights[rows.index(row), columns.index(column)] = pair_weight + similarity[row, column]
    chosen = zip(*linear_sum_assignment(weights, maximize=True), strict=True)
    return [(rows[row], columns[column]) for row, column in chosen if weights[row, column] > 0]


def leftovers(
    pairs: Pairs, gold: Sequence[object], predicted: Sequence[object]
) -> tuple[list[int], list[int]]:
    """Return the indexes of the gold and of the predicted items in no pair."""
    used_gold = {row for row, _ in pairs}
    used_predicted = {column for _, column in pairs}
    return (
        [index for index in range(len(gold)) if index not in used_gold],
        [index for index in range(len(predicted)) if index not in used_predicted],
    )
