"""What the gold covers: which stretches of a document, and which layers.

- A gold document with blocks is annotated throughout. One without is annotated in its sentences only (in
  full, if it lists none): a prediction that matches nothing counts as spurious only where at least half of
  it lies in the annotated sentences.
- A layer that no document of the gold file has is not annotated there, and not scored.
- Otherwise it is annotated in every document of the file, even if none was found in it, with two
  exceptions: blocks and sentences are annotated only in documents that have them, and a document that is
  annotated in part has, beside its findings, only the layers of which it has something (sentences read for
  findings need not have been read for entities).
- Layers that are asked for by name count as annotated wherever blocks and sentences allow it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ofsight.record import Record

from .matching import HasSpan

LAYERS: Final = (
    "blocks",
    "sentences",
    "entities",
    "findings",
    "quotations",
    "judgements",
    "roles",
    "measures",
)
_FOUND_ONLY_WHERE_PRESENT: Final = frozenset({"blocks", "sentences"})


@dataclass(frozen=True, slots=True)
class Region:
    """The annotated part of a document; ``spans`` is None for the whole of it."""

    spans: tuple[tuple[int, int], ...] | None = None

    def holds(self, item: HasSpan) -> bool:
        """Tell whether at least half of a span lies in the region."""
        if self.spans is None:
            return True
        place = max(bisect_right(self.spans, (item.start, item.start)) - 1, 0)
        inside = 0
        for start, end in self.spans[place:]:
            if start >= item.end:
                break
            inside += max(0, min(end, item.end) - max(start, item.start))
        return inside > 0 and 2 * inside >= item.end - item.start


def region_of(gold: Record) -> Region:
    """Return the part of a document that its gold covers."""
    if gold.blocks or not gold.sentences:
        return Region()
    merged: list[tuple[int, int]] = []
    for sentence in sorted(gold.sentences, key=lambda sentence: sentence.start):
        if merged and sentence.start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], sentence.end))
        else:
            merged.append((sentence.start, sentence.end))
    assert all(first[1] < second[0] for first, second in pairwise(merged))  # noqa: S101  # bisect needs it
    return Region(tuple(merged))


def present_layers(record: Record) -> frozenset[str]:
    """Return the layers of which a record has something."""
    return frozenset(layer for layer in LAYERS if getattr(record, layer))


def annotated_layers(
    present: Collection[str],
    in_file: Collection[str],
    *,
    whole: bool,
    asked_for: Collection[str] | None,
) -> frozenset[str]:
    """Return the layers to score in one document, by the rules above.

    Parameters
    ----------
    present : collection of str
        Layers of which the gold document has something.
    in_file : collection of str
        Layers of which any document of the gold file has something.
    whole : bool
        Whether the document is annotated throughout.
    asked_for : collection of str, optional
        Layers named by the user.
    """
    layers = set(in_file) if asked_for is None else set(asked_for)
    if asked_for is None and not whole:
        layers &= {*present, "findings"}
    return frozenset(layers - (_FOUND_ONLY_WHERE_PRESENT - set(present)))
