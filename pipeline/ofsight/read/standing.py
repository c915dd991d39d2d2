"""What the section of a report that a sentence stands in says of it, whoever else reads the sentence.

Every report explains how the inspection was done, what its grades mean and who lives in the area, in words
that say how things are; none of that is a finding. What stands under "What needs to improve" is a weakness,
however it is put ("The quality of plans").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ofsight.reading import SentenceReading

from .rules.sections import Place

_NO: Final = 0.01
_WEAKNESS: Final = "weakness"


def heed_sections(readings: Sequence[SentenceReading], places: Sequence[Place]) -> list[SentenceReading]:
    """Return readings corrected by the sections of the document.

    Parameters
    ----------
    readings : sequence of SentenceReading
        Of all sentences, in order.
    places : sequence of Place
        Of the same sentences.

    Examples
    --------
    >>> place = Place(0, "list_item", "needs", None)
    >>> reading = SentenceReading(0, 9, 0.8, polarity={"weakness": 0.2, "strength": 0.8})
    >>> heed_sections([reading], [place])[0].polarity
    {'weakness': 0.99, 'strength': 0.01}
    """
    return [_heed(reading, place) for reading, place in zip(readings, places, strict=True)]


def _heed(reading: SentenceReading, place: Place) -> SentenceReading:
    if place.section == "excluded":
        return replace(reading, finding=min(reading.finding, _NO))
    if place.section == "needs" and place.label != "subheading" and _WEAKNESS in reading.polarity:
        rest = _NO / max(len(reading.polarity) - 1, 1)
        return replace(
            reading,
            polarity={name: 1 - _NO if name == _WEAKNESS else rest for name in reading.polarity},
        )
    return reading
