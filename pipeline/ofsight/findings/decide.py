"""From scores to labels: is a sentence a finding, with which themes and polarity."""

from __future__ import annotations

from typing import cast

from ofsight.reading import SentenceReading
from ofsight.record.labels import THEMES
from ofsight.record.types import Polarity

FINDING_THRESHOLD = 0.5
THEME_THRESHOLD = 0.5
_MINIMUM_THEME = 0.2  # a sentence with no theme above this is about something else


def is_finding(reading: SentenceReading) -> bool:
    """Tell whether a sentence is a finding: it scores as one, and at least one theme fits."""
    return (
        reading.finding >= FINDING_THRESHOLD and max(reading.themes.values(), default=0.0) >= _MINIMUM_THEME
    )


def choose_themes(reading: SentenceReading) -> tuple[str, ...]:
    """Return the themes over the threshold, at least one; codebook's order, then extractors' own."""
    order = {theme: place for place, theme in enumerate(THEMES)}
    chosen = [theme for theme, score in reading.themes.items() if score >= THEME_THRESHOLD]
    if not chosen:
        chosen = [
            max(reading.themes, key=lambda theme: (reading.themes[theme], -order.get(theme, len(order))))
        ]
    return tuple(sorted(chosen, key=lambda theme: (order.get(theme, len(order)), theme)))


def choose_polarity(reading: SentenceReading) -> Polarity:
    """Return the likeliest polarity; ``neutral`` when the reader says nothing of it."""
    if not reading.polarity:
        return "neutral"
    return cast("Polarity", max(reading.polarity, key=lambda name: reading.polarity[name]))
