"""Of mentions that overlap, keep one (the codebook's entities are flat)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ofsight.reading import Mention

# Where two labels claim the same words, the one whose form says more wins.
_RANK: Final = {
    "ORGANISATION": 8,
    "DATE": 7,
    "COUNCIL": 6,
    "INSPECTION": 5,
    "ROLE": 4,
    "OFFICIAL": 3,
    "RATING": 2,
    "QUANTITY": 1,
}
_CERTAIN: Final = 0.2
"""A mention surer by more than this beats a longer one."""


def _beats(one: Mention, other: Mention) -> bool:
    if abs(one.score - other.score) > _CERTAIN:
        return one.score > other.score
    if "DATE" in {one.label, other.label} and "QUANTITY" in {one.label, other.label}:
        return one.label == "DATE"
    length, other_length = one.end - one.start, other.end - other.start
    if length != other_length:
        return length > other_length
    return (_RANK.get(one.label, 0), one.score, one.label) > (
        _RANK.get(other.label, 0),
        other.score,
        other.label,
    )


def resolve_overlaps(mentions: Iterable[Mention]) -> list[Mention]:
    """Return mentions that do not overlap: of those that do, the surer, else the longer, else by label.

    Examples
    --------
    >>> resolve_overlaps([Mention(0, 6, "COUNCIL", 0.9), Mention(0, 16, "ORGANISATION", 0.9)])
    [Mention(start=0, end=16, label='ORGANISATION', score=0.9)]
    """
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end, m.label)):
        rivals = []
        while kept and kept[-1].end > mention.start:
            rivals.append(kept.pop())
        if not rivals or all(_beats(mention, rival) for rival in rivals):
            kept.append(mention)
        else:
            kept.extend(reversed(rivals))
    return kept
