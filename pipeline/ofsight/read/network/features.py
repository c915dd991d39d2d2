"""What the network is told of each piece beside the piece itself.

A feature is a small number with a table of its own in the network. ``shape`` gives back what the uncased
tokenizer drops; ``place`` says what kind of block of what kind of document the sentence stands in; ``quoted``
whether the piece stands in quotation marks, which may have opened long before the window; ``hint`` what the
rules take the piece for, which brings the register and the gazetteers to the network.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from ofsight.reading import Mention
from ofsight.record import Block
from ofsight.record.labels import BODY_LABELS, ENTITY_LABELS

from .pieces import Integers, Pieces
from .shapes import SHAPES

_KINDS: Final = ("news", "report")
PLACES: Final = ("special", *(f"{kind}:{label}" for kind in _KINDS for label in sorted(BODY_LABELS)))
QUOTED: Final = ("no", "yes")
HINTS: Final = ("none", *(f"{part}-{label}" for label in ENTITY_LABELS for part in "BI"))
FEATURES: Final[dict[str, tuple[str, ...]]] = {
    "shape": SHAPES,
    "place": PLACES,
    "quoted": QUOTED,
    "hint": HINTS,
}
"""Every feature with the names of its values; number 0 of each also stands for special tokens."""

_PLACE_NUMBERS: Final = {name: number for number, name in enumerate(PLACES)}
_HINT_NUMBERS: Final = {name: number for number, name in enumerate(HINTS)}


def place_numbers(kind: str | None, blocks: Sequence[Block], sentences: Iterable[int]) -> list[int]:
    """Return the number of the place of each sentence, given by where it starts; paragraphs where unknown."""
    starts = [block.start for block in blocks]
    kind = kind if kind in _KINDS else "news"
    numbers = []
    for start in sentences:
        block = bisect_right(starts, start) - 1
        label = blocks[block].label if block >= 0 else "paragraph"
        number = _PLACE_NUMBERS.get(f"{kind}:{label}")
        numbers.append(_PLACE_NUMBERS[f"{kind}:paragraph"] if number is None else number)
    return numbers


def piece_features(
    names: Sequence[str],
    sentences: Sequence[Pieces],
    places: Sequence[int],
    *,
    quotations: Sequence[Mention],
    hints: Sequence[Mention],
) -> list[Integers]:
    """Return the features of the pieces of each sentence, as arrays of (pieces, features).

    Parameters
    ----------
    names : sequence of str
        The features wanted, of :data:`FEATURES`, in the order of the columns.
    sentences : sequence of Pieces
        The document's sentences, in order.
    places : sequence of int
        The place of each, from :func:`place_numbers`.
    quotations, hints : sequences of Mention
        What the rules found, in order of position; of hints that overlap the surer or longer one counts.
    """
    starts = np.concatenate([np.zeros(0, np.int64), *(pieces.starts for pieces in sentences)])
    ends = np.concatenate([np.zeros(0, np.int64), *(pieces.ends for pieces in sentences)])
    columns: dict[str, Integers] = {}
    if "shape" in names:
        columns["shape"] = np.concatenate([np.zeros(0, np.int64), *(pieces.shapes for pieces in sentences)])
    if "place" in names:
        columns["place"] = np.repeat(
            np.asarray(places, dtype=np.int64), [len(pieces) for pieces in sentences]
        )
    if "quoted" in names:
        columns["quoted"] = _painted(starts, ends, [(q.start, q.end, 1, 1) for q in quotations])
    if "hint" in names:
        ranked = sorted(hints, key=lambda m: (m.score, m.end - m.start, m.label))
        known = [m for m in ranked if f"B-{m.label}" in _HINT_NUMBERS]
        columns["hint"] = _painted(
            starts,
            ends,
            [(m.start, m.end, _HINT_NUMBERS[f"B-{m.label}"], _HINT_NUMBERS[f"I-{m.label}"]) for m in known],
        )
    matrix = np.stack([columns[name] for name in names], axis=1) if names else np.zeros((len(starts), 0), int)
    borders = np.cumsum([len(pieces) for pieces in sentences])[:-1]
    return list(np.split(matrix, borders)) if sentences else []


def _painted(starts: Integers, ends: Integers, spans: Iterable[tuple[int, int, int, int]]) -> Integers:
    """Give numbers to the pieces in spans (start, end, first piece's number, the others'); later ones win."""
    numbers = np.zeros(len(starts), dtype=np.int64)
    for start, end, begin, inside in spans:
        first = int(np.searchsorted(ends, start, side="right"))
        last = int(np.searchsorted(starts, end, side="left"))
        if first < last:
            numbers[first:last] = inside
            numbers[first] = begin
    return numbers
