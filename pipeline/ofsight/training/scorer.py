"""Score a network on the development documents with the scorer's own figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc

from ofsight import layers
from ofsight.evaluation import Options, Report, evaluate
from ofsight.evaluation.coverage import region_of
from ofsight.read.combine import Division, combine
from ofsight.read.network.reader import NetworkReader, SentenceLogits
from ofsight.read.network.scores import log_odds
from ofsight.read.rules.sections import Place
from ofsight.reading import Reading, set_reading
from ofsight.record import Record, Sentence

from .documents import ENTITIES, FINDINGS, QUOTATIONS, Source, TrainingDocument
from .store import entity_settings

FIGURES: Final = {
    "entities": "entities.strict.micro.f1",
    "findings": "findings.detection.f1",
    "themes_micro": "findings.themes.micro.f1",
    "themes_macro": "findings.themes.macro.f1",
    "polarity": "findings.polarity",
    "source": "findings.source",
    "quotations": "quotations.strict.f1",
}
"""What is shown while training, with the scorer's name of it."""
SCORE: Final = "score"
"""The mean of the figures that there are, by which a run is judged."""
LAYERS: Final = (ENTITIES, FINDINGS, QUOTATIONS)


@dataclass(slots=True)
class DevelopmentDocument:
    """A document to score on.

    Attributes
    ----------
    doc : Doc
        Segmented by the pipeline, not by the gold.
    document : TrainingDocument
        Its pieces and targets.
    rules : Reading
        What the rules read.
    sources : list of Source
        Its gold.
    wanted : set of int or None
        The sentences to read; None for all.
    places : list of Place
        Where each sentence stands.
    """

    doc: Doc
    document: TrainingDocument
    rules: Reading
    sources: list[Source]
    wanted: set[int] | None
    places: list[Place]


class Scorer:
    """Runs the stages after the reader over development documents and scores what comes out.

    Parameters
    ----------
    documents : sequence of DevelopmentDocument
        What to score on.
    nlp : Language
        Makes the stages after the reader.
    division : Division
        Who answers what.
    """

    def __init__(self, documents: Sequence[DevelopmentDocument], nlp: Language, division: Division) -> None:
        self._documents = documents
        self._nlp = nlp
        self.division = division
        self.configure({})

    def configure(self, findings: Mapping[str, Any]) -> None:
        """Set the stages up; ``findings`` are settings of ``ofsight_findings``."""
        self._stages = [
            self._nlp.create_pipe("ofsight_entities", config=entity_settings(self.division)),
            self._nlp.create_pipe("ofsight_findings", config=dict(findings)),
        ]

    def answered(self, logits: Sequence[SentenceLogits]) -> Iterator[tuple[TrainingDocument, SentenceLogits]]:
        """Yield each document with its logits."""
        for item, found in zip(self._documents, logits, strict=True):
            yield item.document, found

    def logits(self, reader: NetworkReader) -> list[SentenceLogits]:
        """Run the network over the documents."""
        return [reader.logits(item.document.prepared, item.wanted) for item in self._documents]

    def records(self, reader: NetworkReader, logits: Sequence[SentenceLogits]) -> list[Record]:
        """Return the records that the logits lead to, one for each document."""
        found = []
        for item, answered in zip(self._documents, logits, strict=True):
            prepared = item.document.prepared
            reading = combine(
                item.rules,
                reader.decode(prepared, answered),
                self.division,
                prepared.sentences,
                item.places,
            )
            set_reading(item.doc, reading)
            layers.set_entities(item.doc, [])
            doc = item.doc
            for stage in self._stages:
                doc = stage(doc)
            found.append(Record.from_doc(doc))
        return found

    def reports(self, records: Sequence[Record], *, draws: int = 0) -> dict[str, Report]:
        """Score records, one for each document, against the gold: each layer where it is annotated."""
        found = {}
        for layer in LAYERS:
            gold: list[Record] = []
            predicted: list[Record] = []
            for item, record in zip(self._documents, records, strict=True):
                for number, source in enumerate(item.sources):
                    if layer in source.layers:
                        # Several files may be on one document; each counts by itself.
                        name = {"id": f"{record.id}#{number}"}
                        gold.append(source.record.model_copy(update=name))
                        predicted.append(record.model_copy(update=name))
            if gold:
                found[layer] = evaluate(gold, predicted, Options(layers=[layer], draws=draws, examples=0))
        return found

    def figures(self, reader: NetworkReader, logits: Sequence[SentenceLogits]) -> dict[str, float]:
        """Return the figures of :data:`FIGURES` that the gold allows, overall and by kind, and their mean."""
        figures: dict[str, float] = {}
        for report in self.reports(self.records(reader, logits)).values():
            for group in report.groups:
                values = group.figures()
                prefix = "" if group is report.group() else f"{group.name}_"
                for name, figure in FIGURES.items():
                    value = values[figure].value if figure in values else None
                    if value is not None:
                        figures[prefix + name] = value
        overall = [figures[name] for name in FIGURES if name in figures]
        return figures | {SCORE: sum(overall) / len(overall) if overall else 0.0}

    def spans(self, reader: NetworkReader, logits: Sequence[SentenceLogits]) -> list[tuple[float, bool]]:
        """Return of each span tagged in annotated text the log-odds of its score, and whether it is right."""
        found = []
        for item, answered in zip(self._documents, logits, strict=True):
            gold = {
                (entity.start, entity.end, entity.label)
                for source in item.sources
                if ENTITIES in source.layers
                for entity in source.record.entities
            }
            read = [region_of(source.record) for source in item.sources if ENTITIES in source.layers]
            for start, end, label, logprob in reader.entity_spans(item.document.prepared, answered):
                if any(region.holds(Sentence(start=start, end=end)) for region in read):
                    found.append((log_odds(logprob), (start, end, label) in gold))
        return found
