"""Annotated records as what a network is trained on: sentences with pieces, features and targets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from ofsight.evaluation.matching import MIN_IOU, HasSpan, iou
from ofsight.read.network.inputs import Prepared, prepare
from ofsight.read.network.labels import OUTSIDE, LabelSets
from ofsight.read.network.pieces import Integers, PieceTokenizer
from ofsight.reading import Reading, reading_text
from ofsight.record import Record
from ofsight.record.labels import ENTITY_LABELS, POLARITIES, SOURCES, THEMES

from .network import IGNORED

Floats = npt.NDArray[np.float32]
ENTITIES: Final = "entities"
FINDINGS: Final = "findings"
QUOTATIONS: Final = "quotations"


@dataclass(slots=True)
class Targets:
    """The targets of the sentences of one document; :data:`.network.IGNORED` where nothing is annotated.

    Attributes
    ----------
    entities, quotations : list of arrays of int, (pieces,)
        One for each sentence; pieces that do not begin a word are ignored.
    finding : array of float, (sentences,)
    themes : array of float, (sentences, themes)
    polarity, source : arrays of int, (sentences,)
    """

    entities: list[Integers]
    quotations: list[Integers]
    finding: Floats
    themes: Floats
    polarity: Integers
    source: Integers

    def annotated(self) -> set[int]:
        """Return the sentences that have any target."""
        return {
            sentence
            for sentence in range(len(self.finding))
            if self.finding[sentence] != IGNORED
            or bool((self.entities[sentence] != IGNORED).any())
            or bool((self.quotations[sentence] != IGNORED).any())
        }


@dataclass(slots=True)
class TrainingDocument:
    """One annotated document, ready for windows.

    Attributes
    ----------
    id : str
        Of its first record.
    prepared : Prepared
        Its sentences as the network sees them.
    targets : Targets
        What is annotated in them.
    texts : list of str
        The sentences themselves, for the words beside the network.
    """

    id: str
    prepared: Prepared
    targets: Targets
    texts: list[str]


@dataclass(slots=True)
class Losses:
    """What of the annotations could not be carried over to pieces, for the report before training."""

    sentences: int = 0
    findings: int = 0
    spans: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A record with the layers that are annotated in it."""

    record: Record
    layers: frozenset[str]


def label_sets(sources: Iterable[Source]) -> LabelSets:
    """Collect the label sets of a corpus: what it uses, the codebook's labels first and in its order."""
    entities: set[str] = set()
    themes: set[str] = set()
    polarities: set[str] = set()
    origins: set[str] = set()
    quotations = False
    for source in sources:
        if ENTITIES in source.layers:
            entities |= {entity.label for entity in source.record.entities}
        if FINDINGS in source.layers:
            for finding in source.record.findings:
                themes |= set(finding.themes)
                polarities.add(finding.polarity)
                origins.add(finding.source)
        quotations |= QUOTATIONS in source.layers and bool(source.record.quotations)
    return LabelSets(
        entities=_ordered(entities, ENTITY_LABELS),
        quotations=quotations,
        finding=bool(themes),
        themes=_ordered(themes, THEMES),
        polarities=_ordered(polarities, POLARITIES),
        sources=_ordered(origins, SOURCES),
    )


def _ordered(found: Collection[str], known: Sequence[str]) -> tuple[str, ...]:
    return (*(label for label in known if label in found), *sorted(set(found) - set(known)))


def training_document(
    doc: Doc,
    sources: Sequence[Source],
    labels: LabelSets,
    *,
    tokenizer: PieceTokenizer,
    features: Sequence[str],
    hints: Reading,
    losses: Losses,
) -> TrainingDocument:
    """Put the annotations of a document on its pieces.

    Parameters
    ----------
    doc : Doc
        Segmented; its sentences need not be exactly those that were annotated.
    sources : sequence of Source
        The records on this document.
    labels : LabelSets
        Of the network; annotations with other labels count as not there.
    tokenizer, features
        Of the network.
    hints : Reading
        What the rules read.
    losses : Losses
        Counts what cannot be carried over.
    """
    prepared = prepare(doc, tokenizer, features, quotations=hints.quotations, hints=hints.mentions)
    count = len(prepared.sentences)
    targets = Targets(
        entities=[np.full(length, IGNORED, np.int64) for length in prepared.lengths],
        quotations=[np.full(length, IGNORED, np.int64) for length in prepared.lengths],
        finding=np.full(count, IGNORED, np.float32),
        themes=np.full((count, len(labels.themes)), IGNORED, np.float32),
        polarity=np.full(count, IGNORED, np.int64),
        source=np.full(count, IGNORED, np.int64),
    )
    for source in sources:
        found = _sentence_numbers(prepared.sentences, source.record.sentences)
        losses.sentences += found.count(None)
        # A record that lists no sentences, as those of other tools do not, is annotated throughout.
        numbers = {number for number in found if number is not None} if found else set(range(count))
        if ENTITIES in source.layers and labels.entities:
            places = {label: place for place, label in enumerate(labels.entities)}
            entities = [(entity, places.get(entity.label)) for entity in source.record.entities]
            _put_spans(targets.entities, prepared, numbers, entities, across=False, losses=losses)
        if QUOTATIONS in source.layers and labels.quotations:
            quotations = [(quotation, 0) for quotation in source.record.quotations]
            _put_spans(targets.quotations, prepared, numbers, quotations, across=True, losses=losses)
        if FINDINGS in source.layers and labels.finding:
            _put_findings(targets, prepared, numbers, source.record, labels=labels, losses=losses)
    text = reading_text(doc)
    texts = [text[start:end] for start, end in prepared.sentences]
    return TrainingDocument(sources[0].record.id, prepared, targets, texts)


def _sentence_numbers(sentences: Sequence[tuple[int, int]], annotated: Sequence[HasSpan]) -> list[int | None]:
    """Return for each annotated sentence the number of the document's own that is the same, or nearly."""
    found: list[int | None] = []
    exact = {span: number for number, span in enumerate(sentences)}
    for item in annotated:
        number = exact.get((item.start, item.end))
        if number is None:
            number = _nearest(sentences, item)
        found.append(number)
    return found


def _nearest(sentences: Sequence[tuple[int, int]], item: HasSpan) -> int | None:
    """Return the number of the sentence that shares most with an item, None if that is too little."""
    number = max(range(len(sentences)), key=lambda n: iou(_Span(*sentences[n]), item), default=None)
    return number if number is not None and iou(_Span(*sentences[number]), item) >= MIN_IOU else None


class _Span(NamedTuple):
    start: int
    end: int


def _put_spans(
    targets: Sequence[Integers],
    prepared: Prepared,
    numbers: Collection[int],
    spans: Iterable[tuple[HasSpan, int | None]],
    *,
    across: bool,
    losses: Losses,
) -> None:
    """Write B, I and O over the words of the annotated sentences.

    A span that runs over several sentences goes on with I if they are decoded as one (``across``), else each
    sentence has a span of its own.
    """
    for number in numbers:
        targets[number][prepared.pieces[number].first] = OUTSIDE
    for span, label in spans:
        if label is None:
            continue
        begun = False
        for number, (start, end) in enumerate(prepared.sentences):
            if number not in numbers or end <= span.start or start >= span.end:
                continue
            pieces = prepared.pieces[number]
            inside = np.flatnonzero(pieces.first & (pieces.starts >= span.start) & (pieces.starts < span.end))
            if len(inside):
                targets[number][inside] = 2 * label + 2
                if not (across and begun):
                    targets[number][inside[0]] = 2 * label + 1
                begun = True
        if not begun:
            losses.spans += 1


def _put_findings(
    targets: Targets,
    prepared: Prepared,
    numbers: Collection[int],
    record: Record,
    *,
    labels: LabelSets,
    losses: Losses,
) -> None:
    chosen = sorted(numbers)
    targets.finding[chosen] = 0
    targets.themes[chosen] = 0
    spans = [prepared.sentences[number] for number in chosen]
    for finding in record.findings:
        place = _nearest(spans, finding)
        if place is None:
            losses.findings += 1
            continue
        number = chosen[place]
        targets.finding[number] = 1
        for theme in finding.themes:
            if theme in labels.themes:
                targets.themes[number, labels.themes.index(theme)] = 1
        if finding.polarity in labels.polarities:
            targets.polarity[number] = labels.polarities.index(finding.polarity)
        if finding.source in labels.sources:
            targets.source[number] = labels.sources.index(finding.source)
