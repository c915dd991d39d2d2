"""Signs that what a run says of a sentence may be wrong, each a number that grows with the doubt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ofsight.reading import SentenceReading
from ofsight.record import Entity, Finding, Record

from .looks import Look
from .places import Marks, Place, Sentences

SIGNALS: Final = {
    "finding": "not sure whether it is a finding",
    "themes": "not sure of its themes",
    "polarity": "not sure of its polarity",
    "source": "not sure whose words it is",
    "entities": "not sure of its entities",
    "rules_finding": "rules differ on whether it is a finding",
    "rules_themes": "rules differ on its themes",
    "rules_polarity": "rules differ on its polarity",
    "rules_source": "rules differ on whose words it is",
    "rules_entities": "rules differ on its entities",
    "odd_polarity": "its polarity is another than both its neighbours'",
    "grade_conflict": "its polarity goes against the grade it names",
}
"""Every sign, with what to say of it."""
_GOOD: Final = frozenset({"outstanding", "good"})
_BAD: Final = frozenset({"inadequate", "requires_improvement"})
Signals = dict[str, float]


def signals_of(
    place: Place, marks: Marks, sentences: Sentences, reader: Look | None, rules: Look | None
) -> Signals:
    """Return the signs that speak against what a run says of one sentence; those of 0 are left out.

    Parameters
    ----------
    place : Place
        The sentence.
    marks : Marks
        What the run says of it.
    sentences : Sentences
        Of its document.
    reader : Look or None
        Of the model that made the run; without it the scores of the record are all that is known.
    rules : Look or None
        Of the rules.
    """
    span = (place.start, place.end)
    found = _doubts(marks, reader.readings.get(span) if reader is not None else None)
    found["entities"] = sum(1 - entity.score for entity in marks.entities if entity.score is not None)
    if rules is not None:
        found |= _differences(marks.finding, rules.findings.get(span))
        inside = [item for item in rules.entities if place.start <= item.start and item.end <= place.end]
        found["rules_entities"] = len(_keys(marks.entities) ^ _keys(inside))
    if marks.finding is not None:
        found["odd_polarity"] = _is_odd(marks.finding, sentences.record)
        found["grade_conflict"] = _goes_against_grade(marks.finding, marks.entities)
    return {name: round(float(value), 4) for name, value in found.items() if value > 0}


def _keys(entities: tuple[Entity, ...] | list[Entity]) -> set[tuple[int, int, str]]:
    return {(entity.start, entity.end, entity.label) for entity in entities}


def _doubts(marks: Marks, reading: SentenceReading | None) -> dict[str, float]:
    """Return how many answers on the sentence are wrong if the probabilities are right."""
    finding = marks.finding
    if finding is None:
        return {} if reading is None else {"finding": reading.finding}
    found: dict[str, float] = {}
    if finding.score is not None:
        found["finding"] = 1 - finding.score
    scores = finding.theme_scores or (reading.themes if reading is not None else {})
    found["themes"] = sum(
        1 - score if name in finding.themes else score for name, score in scores.items() if score is not None
    )
    if reading is not None:
        found["finding"] = 1 - reading.finding
        if reading.polarity:
            found["polarity"] = 1 - reading.polarity.get(finding.polarity, 0.0)
        if reading.source:
            found["source"] = 1 - reading.source.get(finding.source, 0.0)
    return found


def _differences(finding: Finding | None, other: Finding | None) -> dict[str, float]:
    if finding is None or other is None:
        return {"rules_finding": float((finding is None) != (other is None))}
    themes, theirs = set(finding.themes), set(other.themes)
    return {
        "rules_themes": len(themes ^ theirs) / len(themes | theirs),
        "rules_polarity": float(finding.polarity != other.polarity),
        "rules_source": float(finding.source != other.source),
    }


def _is_odd(finding: Finding, record: Record) -> bool:
    """Tell whether a good finding stands between two bad ones, or the other way round."""
    number = record.findings.index(finding)
    around = record.findings[max(number - 1, 0) : number] + record.findings[number + 1 : number + 2]
    opposite = {"strength": "weakness", "weakness": "strength"}.get(finding.polarity)
    return len(around) == 2 and all(other.polarity == opposite for other in around)


def _goes_against_grade(finding: Finding, entities: tuple[Entity, ...]) -> bool:
    grades = {entity.value for entity in entities if entity.label == "RATING"}
    if finding.polarity == "weakness":
        return bool(grades) and grades <= _GOOD
    return finding.polarity == "strength" and bool(grades) and grades <= _BAD


def theme_chances(marks: Marks, reader: Look | None, place: Place) -> Mapping[str, float]:
    """Return how likely each theme fits the sentence; the themes of the run where nothing else is known."""
    reading = reader.readings.get((place.start, place.end)) if reader is not None else None
    if reading is not None and reading.themes:
        return {name: score * reading.finding for name, score in reading.themes.items()}
    if marks.finding is None:
        return {}
    return {name: (marks.finding.theme_scores or {}).get(name) or 1.0 for name in marks.finding.themes}
