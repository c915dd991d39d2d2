"""Sentences: whole spans, and their borders."""

from __future__ import annotations

from collections.abc import Sequence

from ofsight.record import Sentence

from .coverage import Region
from .matching import match_equal
from .tally import ALL, Tally


def score_sentences(
    gold: Sequence[Sentence], predicted: Sequence[Sentence], region: Region, tally: Tally
) -> None:
    """Score sentences by their exact spans, and by their starts and ends as single borders."""
    predicted = [sentence for sentence in predicted if region.holds(sentence)]
    keys = [[(item.start, item.end) for item in items] for items in (gold, predicted)]
    _count("sentences.exact", keys[0], keys[1], tally)
    borders = [
        sorted({(side, getattr(item, side)) for item in items for side in ("start", "end")})
        for items in (gold, predicted)
    ]
    _count("sentences.borders", borders[0], borders[1], tally)


def _count(task: str, gold: Sequence[object], predicted: Sequence[object], tally: Tally) -> None:
    pairs = match_equal(gold, predicted)
    tally.items(task, [ALL] * len(gold), [ALL] * len(predicted), [(ALL, ALL)] * len(pairs))
