"""From scores to labels: is a sentence a finding, with which themes, polarity and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

from ofsight.errors import ModelError
from ofsight.reading import SentenceReading
from ofsight.record.labels import THEMES
from ofsight.record.types import Polarity

Whose = Literal["discourse", "reader", "both"]
_ORDER = {theme: place for place, theme in enumerate(THEMES)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """How scores become labels. All thresholds are in 0..1.

    Attributes
    ----------
    finding_threshold : float
        A sentence that scores less is no finding.
    minimum_theme : float
        A sentence with no theme above this is about something else, and no finding.
    theme_threshold : float
        A theme that scores less does not fit, unless no other fits better.
    theme_thresholds : mapping of str to float
        Thresholds of themes that have their own.
    source : "discourse", "reader" or "both"
        Who says whose assertion a finding is: the discourse, which follows who spoke last, the reader, or
        the two together; where the reader says nothing, the discourse does. Quotations are the discourse's.

    Raises
    ------
    ModelError
        When a threshold is not in 0..1.
    """

    finding_threshold: float = 0.5
    minimum_theme: float = 0.2
    theme_threshold: float = 0.5
    theme_thresholds: Mapping[str, float] = field(default_factory=dict)
    source: Whose = "discourse"

    def __post_init__(self) -> None:
        thresholds = {
            "finding_threshold": self.finding_threshold,
            "minimum_theme": self.minimum_theme,
            "theme_threshold": self.theme_threshold,
            **{f"theme_thresholds.{theme}": value for theme, value in self.theme_thresholds.items()},
        }
        for name, value in thresholds.items():
            if not 0 <= value <= 1:
                raise ModelError(f"ofsight_findings: {name} is {value}; it must lie in 0..1")

    def is_finding(self, reading: SentenceReading) -> bool:
        """Tell whether a sentence is a finding: it scores as one, and at least one theme fits."""
        return (
            reading.finding >= self.finding_threshold
            and max(reading.themes.values(), default=0.0) >= self.minimum_theme
        )

    def themes(self, reading: SentenceReading) -> tuple[str, ...]:
        """Return the themes over their thresholds, at least one; codebook's order, then extractors' own."""
        margins = {theme: score - self._threshold(theme) for theme, score in reading.themes.items()}
        chosen = [theme for theme, margin in margins.items() if margin >= 0]
        if not chosen:
            chosen = [max(margins, key=lambda theme: (margins[theme], -_ORDER.get(theme, len(_ORDER))))]
        return tuple(sorted(chosen, key=lambda theme: (_ORDER.get(theme, len(_ORDER)), theme)))

    def _threshold(self, theme: str) -> float:
        return self.theme_thresholds.get(theme, self.theme_threshold)


def choose_polarity(reading: SentenceReading) -> Polarity:
    """Return the likeliest polarity; ``neutral`` when the reader says nothing of it."""
    if not reading.polarity:
        return "neutral"
    return cast("Polarity", max(reading.polarity, key=lambda name: reading.polarity[name]))
