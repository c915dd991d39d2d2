"""Blocks: a gold block is right if the predicted block that it overlaps most has its label."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ofsight.record import Block

from .matching import overlap, overlapping
from .tally import ALL, CountKey, Tally

NONE = "(none)"
"""Stands in confusion tables where the other side has nothing."""


def score_blocks(gold: Sequence[Block], predicted: Sequence[Block], tally: Tally) -> None:
    """Score the blocks of one document.

    Accuracy is the share of gold blocks that are right. Recall of a label is the same over the gold blocks of
    that label; precision is the mirror image, over the predicted blocks of that label and the gold block that
    each overlaps most. Of equal overlaps the first block counts.
    """
    for block, match in zip(gold, _closest(gold, predicted), strict=True):
        right = match is not None and match.label == block.label
        tally.counts[CountKey("blocks.label", block.label, "gold")] += 1
        tally.counts[CountKey("blocks.label", block.label, "recalled")] += right
        tally.decision("blocks.accuracy", ALL, right=right)
        found = match.label if match is not None else NONE
        tally.confuse("blocks.label", block.label, found)
        if match is None:
            tally.mistake("blocks", "missed", block, block.label, None)
        elif not right:
            tally.mistake("blocks", "wrong label", block, block.label, found)
    for block, match in zip(predicted, _closest(predicted, gold), strict=True):
        right = match is not None and match.label == block.label
        tally.counts[CountKey("blocks.label", block.label, "predicted")] += 1
        tally.counts[CountKey("blocks.label", block.label, "correct")] += right
        if match is None:
            tally.confuse("blocks.label", NONE, block.label)
            tally.mistake("blocks", "spurious", block, None, block.label)


def _closest(blocks: Sequence[Block], others: Sequence[Block]) -> list[Block | None]:
    """Return for each block the other one that it overlaps most."""
    candidates: dict[int, list[Block]] = defaultdict(list)
    for row, column in overlapping(blocks, others):
        candidates[row].append(others[column])
    return [
        # Ties go to the first in the text, so that the result does not hang on the order of the list.
        max(
            candidates[row], key=lambda other: (overlap(block, other), -other.start, -other.end), default=None
        )
        for row, block in enumerate(blocks)
    ]
