"""Precision, recall and F1 from counts."""

from __future__ import annotations

from dataclasses import dataclass

from ofsight.extractors.stored import LabelScore


@dataclass(slots=True)
class Counts:
    """How many were found, how many there are, and how many of those found are right."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def add(self, *, right: int, found: int, gold: int) -> None:
        """Add the counts of one more sentence."""
        self.right += right
        self.found += found
        self.gold += gold

    def score(self) -> LabelScore:
        """Return the figures; 0 where nothing was found, or nothing is there to be found."""
        return LabelScore(
            precision=round(self.right / self.found, 4) if self.found else 0.0,
            recall=round(self.right / self.gold, 4) if self.gold else 0.0,
            f1=round(2 * self.right / (self.found + self.gold), 4) if self.found + self.gold else 0.0,
            gold=self.gold,
        )
