"""What the rules for facts in running text look at: the body's sentences with the entities in each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from ofsight import layers
from ofsight.reading import document_date, reading_text, reading_units
from ofsight.record import Entity, Finding, Meta


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence (or a report's byline or table) with its entities and its finding, if it is one.

    ``council`` is the authority that the text speaks of here: the finding's, else the one named last.
    """

    start: int
    end: int
    entities: tuple[Entity, ...]
    finding: Finding | None
    council: str | None

    def of(self, *labels: str) -> list[Entity]:
        """Return the entities with one of the labels, in order."""
        return [entity for entity in self.entities if entity.label in labels]


@dataclass(frozen=True, slots=True)
class Setting:
    """One document, ready for the rules. ``text`` is its reading text; offsets are the document's."""

    text: str
    raw: str
    meta: Meta
    date: date | None
    units: tuple[Unit, ...]

    @classmethod
    def from_doc(cls, doc: Doc) -> Setting:
        """Collect what the rules need from a document that has entities and findings."""
        meta = layers.get_meta(doc)
        return cls(
            text=reading_text(doc),
            raw=layers.get_text(doc),
            meta=meta,
            date=document_date(doc),
            units=tuple(_units(doc, meta)),
        )


def _units(doc: Doc, meta: Meta) -> Iterable[Unit]:
    entities = layers.get_entities(doc)
    starts = [entity.start for entity in entities]
    findings = {(finding.start, finding.end): finding for finding in layers.get_findings(doc)}
    current = meta.inspection.council if meta.inspection else None
    fixed = current is not None
    current = current or _main_council(entities)
    for start, end in reading_units(doc):
        within = entities[bisect_left(starts, start) : bisect_right(starts, end - 1)]
        finding = findings.get((start, end))
        named = [str(entity.value) for entity in within if entity.label == "COUNCIL" and entity.value]
        council = named[-1] if named else current
        if finding and finding.councils:
            council = finding.councils[0]
        yield Unit(start, end, tuple(within), finding, council)
        if not fixed and named:
            current = named[-1]


def _main_council(entities: Iterable[Entity]) -> str | None:
    """Return the council that the document names most often: the one spoken of before any is named."""
    counts = Counter(str(entity.value) for entity in entities if entity.label == "COUNCIL" and entity.value)
    return counts.most_common(1)[0][0] if counts else None
