"""Annotated records as examples: what the reader's encoder makes of each sentence, and what it should be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.tokens import Doc

from ofsight import layers
from ofsight.errors import ExtractorError
from ofsight.evaluation.matching import MIN_IOU, HasSpan, iou
from ofsight.extractors.features import Words, sentence_features, word_features, words_of
from ofsight.ingest.document import InputDocument
from ofsight.pipeline import make_doc
from ofsight.read.network.labels import OUTSIDE
from ofsight.read.network.states import DocumentStates, take_states
from ofsight.record import Record

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
_SEGMENT, _READ, _ENTITIES = "ofsight_segment", "ofsight_read", "ofsight_entities"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence to learn from.

    Attributes
    ----------
    document : int
        The number of its document, by which examples are kept back.
    words : Words
        Its words.
    word_features : array of float, (words, features)
    tags : array of int, (words,)
        Outside, begin and inside of each entity label.
    features : array of float, (features,)
    themes : array of int, (themes,)
        1 for each theme of the finding that it is, else 0.
    annotated : bool
        False where nobody looked, and labels are taken to be absent.
    """

    document: int
    words: Words
    word_features: Floats
    tags: Integers
    features: Floats
    themes: Integers
    annotated: bool = True


@dataclass(slots=True)
class Examples:
    """All sentences to learn from, and what of the annotations could not be used.

    Attributes
    ----------
    sentences : list of Sentence
        In order.
    checksums : list of str
        Of the annotated records' texts.
    lost_sentences, lost_mentions, lost_findings : int
        Annotated, but not on a sentence, or not on words, of the pipeline.
    lost_background : int
        Documents of the background that cannot be read.
    taken : Counter of str
        By label, the mentions with a word that the model gives to an entity of its own: there they lose.
    """

    sentences: list[Sentence] = field(default_factory=list)
    checksums: list[str] = field(default_factory=list)
    lost_sentences: int = 0
    lost_mentions: int = 0
    lost_findings: int = 0
    lost_background: int = 0
    taken: Counter[str] = field(default_factory=Counter)


def read_examples(
    nlp: Language, records: Iterable[Record], *, entities: Sequence[str], themes: Sequence[str]
) -> Examples:
    """Run the reader over annotated records and put their labels on its words and sentences.

    Parameters
    ----------
    nlp : Language
        A pipeline whose read stage keeps its states.
    records : iterable of Record
        With texts. Where a record names its sentences, only these are annotated; else all are.
    entities, themes : sequences of str
        The labels to learn.

    Raises
    ------
    ExtractorError
        When a record is stand-off.
    """
    examples = Examples()
    for number, record in enumerate(records):
        doc = _read(nlp, record)
        states = take_states(doc)
        examples.checksums.append(record.text_sha256)
        own = [(entity.start, entity.end) for entity in layers.get_entities(doc)]
        examples.taken.update(
            entity.label
            for entity in record.entities
            if entity.label in entities and any(s < entity.end and entity.start < e for s, e in own)
        )
        if states is not None and states.vectors:
            _add(examples, number, record, states, entities=entities, themes=themes)
    return examples


def _read(nlp: Language, record: Record) -> Doc:
    if record.text is None:
        raise ExtractorError(f"record {record.id!r} is stand-off: put its text back before learning from it")
    if not (record.blocks and record.sentences):
        document = InputDocument(record.id, record.source, record.text, meta=record.meta)
        return _through(nlp, make_doc(nlp, document), (_SEGMENT, _READ, _ENTITIES))
    return _through(nlp, record.to_doc(nlp), (_READ, _ENTITIES))  # cut as the annotator saw it


def segment_and_read(nlp: Language, doc: Doc) -> Doc:
    """Run the first two stages of a pipeline over a document."""
    return _through(nlp, doc, (_SEGMENT, _READ))


def _through(nlp: Language, doc: Doc, stages: Sequence[str]) -> Doc:
    for stage in stages:
        doc = nlp.get_pipe(stage)(doc)
    return doc


def _add(
    examples: Examples,
    number: int,
    record: Record,
    states: DocumentStates,
    *,
    entities: Sequence[str],
    themes: Sequence[str],
) -> None:
    spans = [_Span(*span) for span in states.prepared.sentences]
    annotated = [_nearest(spans, sentence) for sentence in record.sentences] or list(range(len(spans)))
    wanted = sorted({place for place in annotated if place is not None})
    examples.lost_sentences += annotated.count(None)
    found = {place: np.zeros(len(themes), np.int64) for place in wanted}
    for finding in record.findings:
        own = [themes.index(theme) for theme in finding.themes if theme in themes]
        place = _nearest(spans, finding) if own else None
        if place in found:
            found[place][own] = 1
        else:
            examples.lost_findings += bool(own)
    tagged = _tags(states, wanted, record, entities, examples)
    for place in wanted:
        pieces, vectors = states.prepared.pieces[place], states.vectors[place]
        if len(pieces):
            examples.sentences.append(
                Sentence(
                    document=number,
                    words=words_of(pieces),
                    word_features=word_features(pieces, vectors),
                    tags=tagged[place],
                    features=sentence_features(vectors),
                    themes=found[place],
                )
            )


def _tags(
    states: DocumentStates,
    wanted: Sequence[int],
    record: Record,
    entities: Sequence[str],
    examples: Examples,
) -> dict[int, Integers]:
    """Return begin and inside of each label over the words of the annotated sentences."""
    words = {place: words_of(states.prepared.pieces[place]) for place in wanted}
    tags = {place: np.full(len(words[place].first), OUTSIDE, np.int64) for place in wanted}
    for entity in record.entities:
        if entity.label not in entities:
            continue
        label = entities.index(entity.label)
        for place in wanted:
            starts = words[place].starts
            inside = np.flatnonzero((starts >= entity.start) & (starts < entity.end))
            if len(inside):
                tags[place][inside] = 2 * label + 2
                tags[place][inside[0]] = 2 * label + 1
                break
        else:
            examples.lost_mentions += 1
    return tags


class _Span(NamedTuple):
    start: int
    end: int


def _nearest(spans: Sequence[HasSpan], item: HasSpan) -> int | None:
    """Return the place of the sentence that shares most with an item, None if that is too little."""
    place = max(range(len(spans)), key=lambda n: iou(spans[n], item), default=None)
    return place if place is not None and iou(spans[place], item) >= MIN_IOU else None
