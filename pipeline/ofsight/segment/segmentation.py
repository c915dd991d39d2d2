"""What cutting a document into blocks yields."""

from __future__ import annotations

from dataclasses import dataclass, field

from ofsight.record import Block


@dataclass(frozen=True, slots=True)
class Segmentation:
    """The blocks of a document, and which of them are parts of one paragraph.

    Parameters
    ----------
    blocks : list of Block
        Every non-blank stretch of the text in exactly one block, in order, trimmed, no overlap.
    joins : list of tuple of int
        Each a group of indexes into ``blocks``: the parts of one paragraph that a page's furniture
        interrupts. A block in no group is a paragraph of its own.
    """

    blocks: list[Block]
    joins: list[tuple[int, ...]] = field(default_factory=list)

    def paragraphs(self) -> list[list[Block]]:
        """Return the blocks grouped by paragraph, ordered by the first block of each."""
        group_of = {index: group for group in self.joins for index in group}
        return [
            [self.blocks[i] for i in group_of.get(index, (index,))]
            for index in range(len(self.blocks))
            if group_of.get(index, (index,))[0] == index
        ]
