"""The labels that a network answers with, and where each lies among its logits."""

from __future__ import annotations

from dataclasses import dataclass

OUTSIDE = 0
"""The number of the label of pieces that belong to no span; B and I of span label ``n`` are 2n+1, 2n+2."""


@dataclass(frozen=True, slots=True)
class LabelSets:
    """The label sets of a network, in the order of its logits; an empty one is not answered.

    Logits of a piece: outside, then B and I of each entity label; then, if ``quotations``, outside, B and I.
    Logits of a sentence: finding (one, if ``finding``), themes, polarities, sources.
    """

    entities: tuple[str, ...] = ()
    quotations: bool = False
    finding: bool = False
    themes: tuple[str, ...] = ()
    polarities: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def entity_width(self) -> int:
        """How many logits of a piece are about entities."""
        return 2 * len(self.entities) + 1 if self.entities else 0

    @property
    def piece_width(self) -> int:
        """How many logits a piece has."""
        return self.entity_width + (3 if self.quotations else 0)

    @property
    def groups(self) -> dict[str, slice]:
        """Where the logits of each answer on a sentence lie, without those that are not answered."""
        found: dict[str, slice] = {}
        at = 0
        widths = {
            "finding": int(self.finding),
            "themes": len(self.themes),
            "polarity": len(self.polarities),
            "source": len(self.sources),
        }
        for name, width in widths.items():
            if width:
                found[name] = slice(at, at + width)
                at += width
        return found

    @property
    def sentence_width(self) -> int:
        """How many logits a sentence has."""
        return max((group.stop for group in self.groups.values()), default=0)
