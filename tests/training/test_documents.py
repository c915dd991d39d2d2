from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab
from tests.evaluation import builders as make
from tests.read.network.tiny import document, tiny_tokenizer

from ofsight import layers
from ofsight.data import load_records
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.pieces import PieceTokenizer
from ofsight.read.network.reader import NetworkReader, SentenceLogits
from ofsight.reading import Reading
from ofsight.record import Record
from ofsight.record.labels import ENTITY_LABELS, THEMES

pytest.importorskip("torch")

from ofsight.training.base import MINILM, find_base  # after torch is known to be there
from ofsight.training.documents import (
    Losses,
    Source,
    TrainingDocument,
    label_sets,
    training_document,
)
from ofsight.training.network import IGNORED

EVERYTHING = frozenset({"entities", "findings", "quotations"})
TINY = tiny_tokenizer()


def on_pieces(
    doc: Doc,
    *sources: Source,
    labels: LabelSets | None = None,
    tokenizer: PieceTokenizer = TINY,
    losses: Losses | None = None,
) -> TrainingDocument:
    return training_document(
        doc,
        sources,
        label_sets(sources) if labels is None else labels,
        tokenizer=tokenizer,
        features=(),
        hints=Reading([], []),
        losses=Losses() if losses is None else losses,
    )


def read_back(trained: TrainingDocument, labels: LabelSets, tokenizer: PieceTokenizer = TINY) -> Reading:
    """Decode a network that says exactly what the targets are, and that all else is outside."""
    pieces = []
    for entities, quotations in zip(trained.targets.entities, trained.targets.quotations, strict=True):
        rows = np.zeros((len(entities), labels.piece_width), np.float32)
        every = np.arange(len(entities))
        if labels.entities:
            rows[every, np.maximum(entities, 0)] = 9
        if labels.quotations:
            rows[every, labels.entity_width + np.maximum(quotations, 0)] = 9
        pieces.append(rows)
    unread = np.full((len(pieces), labels.sentence_width), np.nan, np.float32)
    reader = NetworkReader(None, tokenizer, labels)  # type: ignore[arg-type]  # is not run
    return reader.decode(trained.prepared, SentenceLogits(pieces, unread))


def gold(doc: Doc, **annotations: Iterable[object]) -> Record:
    """Return a record on a document with its blocks and sentences."""
    return make.record(
        text=doc.text,
        blocks=layers.get_blocks(doc),
        sentences=annotations.pop("sentences", layers.get_sentences(doc)),
        **annotations,
    )


def entity(doc: Doc, start: int, end: int, label: str) -> object:
    return make.entity(start, end, label).model_copy(update={"text": doc.text[start:end]})


@st.composite
def marked_documents(draw: st.DrawFn) -> tuple[Doc, Record]:
    """A document with entities inside sentences and quotations inside paragraphs, on word borders."""
    words = st.sampled_from(["the", "council", "Ofsted", "abcd", "£5", ",", "Zoe\u0308", "x\u200by", "95"])
    sentence = st.lists(words, min_size=1, max_size=7)
    paragraphs = draw(st.lists(st.lists(sentence, min_size=1, max_size=3), min_size=1, max_size=3))
    doc = document(*[[" ".join(words) for words in sentences] for sentences in paragraphs])
    entities, quotations = [], []
    at = 0
    for sentences in paragraphs:
        spans = []
        for words in sentences:
            borders = [at + sum(len(word) + 1 for word in words[:place]) for place in range(len(words) + 1)]
            own = list(zip(borders, (border - 1 for border in borders[1:]), strict=False))
            spans += own
            entities += [
                entity(doc, start, end, draw(st.sampled_from(["COUNCIL", "TRUST"])))
                for start, end in draw(cut(own))
            ]
            at = borders[-1]
        quotations += [make.quotation(start, end) for start, end in draw(cut(spans))]
        at += 1
    return doc, gold(doc, entities=entities, quotations=quotations)


@st.composite
def cut(draw: st.DrawFn, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Some runs of words that do not overlap, as start of the first and end of the last."""
    borders = sorted(draw(st.sets(st.integers(0, len(words)), max_size=6)))
    runs = pairwise(borders)
    return [(words[first][0], words[last - 1][1]) for first, last in runs if draw(st.booleans())]


@given(marked_documents())
def test_spans_written_on_pieces_are_read_back_to_the_character(case: tuple[Doc, Record]) -> None:
    doc, record = case
    source = Source(record, EVERYTHING)
    labels, losses = label_sets([source]), Losses()
    reading = read_back(on_pieces(doc, source, losses=losses), labels)
    assert [m[:3] for m in reading.mentions] == [(e.start, e.end, e.label) for e in record.entities]
    assert [m[:2] for m in reading.quotations] == [(q.start, q.end) for q in record.quotations]
    assert losses == Losses()


@given(marked_documents())
def test_only_words_of_annotated_sentences_have_targets(case: tuple[Doc, Record]) -> None:
    doc, record = case
    kept = record.sentences[::2]
    partly = record.model_copy(update={"sentences": kept, "blocks": ()})
    labels = LabelSets(entities=("COUNCIL", "TRUST"), quotations=True)
    trained = on_pieces(doc, Source(partly, EVERYTHING), labels=labels)
    spans = {(sentence.start, sentence.end) for sentence in kept}
    for number, span in enumerate(trained.prepared.sentences):
        first = trained.prepared.pieces[number].first
        for targets in (trained.targets.entities[number], trained.targets.quotations[number]):
            assert ((targets != IGNORED) == (first & (span in spans))).all()
    assert trained.targets.annotated() == {
        number for number, span in enumerate(trained.prepared.sentences) if span in spans
    }


def two_sentences() -> tuple[Doc, Record]:
    doc = document(["the council abcd.", "Ofsted abcd."])
    return doc, gold(
        doc,
        entities=[entity(doc, 18, 24, "ORGANISATION")],
        findings=[make.finding(18, 30, "workforce", "leadership", polarity="strength", source="council")],
        quotations=[make.quotation(0, 11)],
    )


def test_sentences_carry_what_their_finding_says() -> None:
    doc, record = two_sentences()
    source = Source(record, EVERYTHING)
    labels = label_sets([source])
    assert labels == LabelSets(
        entities=("ORGANISATION",),
        quotations=True,
        finding=True,
        themes=("leadership", "workforce"),
        polarities=("strength",),
        sources=("council",),
    )
    targets = on_pieces(doc, source).targets
    assert targets.finding.tolist() == [0, 1]
    assert targets.themes.tolist() == [[0, 0], [1, 1]]
    assert targets.polarity.tolist() == [IGNORED, 0]
    assert targets.source.tolist() == [IGNORED, 0]


@pytest.mark.parametrize("layer", sorted(EVERYTHING))
def test_layers_that_are_not_annotated_have_no_targets(layer: str) -> None:
    doc, record = two_sentences()
    labels = label_sets([Source(record, EVERYTHING)])
    targets = on_pieces(doc, Source(record, EVERYTHING - {layer}), labels=labels).targets
    has = {
        "entities": any((unit != IGNORED).any() for unit in targets.entities),
        "quotations": any((unit != IGNORED).any() for unit in targets.quotations),
        "findings": any(
            (array != IGNORED).any()
            for array in (targets.finding, targets.themes, targets.polarity, targets.source)
        ),
    }
    assert has == {name: name != layer for name in EVERYTHING}
    assert targets.annotated() == {0, 1}


def test_two_files_on_one_document_join_their_layers() -> None:
    doc, record = two_sentences()
    first, second = record.sentences
    whole = [
        Source(record.model_copy(update={"sentences": (first,)}), frozenset({"entities"})),
        Source(record.model_copy(update={"sentences": (second,)}), frozenset({"findings"})),
    ]
    targets = on_pieces(doc, *whole, labels=label_sets([Source(record, EVERYTHING)])).targets
    assert targets.finding.tolist() == [IGNORED, 1]
    assert (targets.entities[0] != IGNORED).any()
    assert (targets.entities[1] == IGNORED).all()


def test_label_sets_come_from_the_annotations_in_the_order_of_the_codebook() -> None:
    doc, record = two_sentences()
    own = gold(
        doc,
        entities=[entity(doc, 4, 11, "TRUST"), entity(doc, 18, 24, "COUNCIL")],
        findings=[make.finding(0, 17, "own_theme", *THEMES[:2])],
    )
    labels = label_sets([Source(record, EVERYTHING), Source(own, EVERYTHING)])
    assert labels.entities == ("COUNCIL", "ORGANISATION", "TRUST")
    assert labels.themes == (*[theme for theme in THEMES if theme in labels.themes], "own_theme")
    assert labels.themes[-1] == "own_theme"
    assert labels.polarities == ("weakness", "strength")
    assert label_sets([Source(own, frozenset())]) == LabelSets()
    assert label_sets([Source(own, frozenset({"quotations"}))]) == LabelSets()


def test_labels_the_network_lacks_count_as_not_there() -> None:
    doc, record = two_sentences()
    labels = LabelSets(entities=("COUNCIL",), finding=True, themes=("leadership",), polarities=("weakness",))
    losses = Losses()
    targets = on_pieces(doc, Source(record, EVERYTHING), labels=labels, losses=losses).targets
    assert {number for unit in targets.entities for number in unit.tolist()} == {0, IGNORED}
    assert targets.themes.tolist() == [[0], [1]]
    assert targets.polarity.tolist() == [IGNORED, IGNORED]
    assert losses == Losses()


def test_annotations_on_other_sentences_go_to_the_nearest_own_one() -> None:
    """Segmentation by the program need not be that of the annotators."""
    doc, _ = two_sentences()
    shorter = gold(
        doc,
        sentences=make.sentences((0, 17), (18, 29)),
        findings=[make.finding(18, 29, "leadership")],
        entities=[entity(doc, 18, 24, "ORGANISATION")],
    )
    losses = Losses()
    targets = on_pieces(doc, Source(shorter, EVERYTHING), losses=losses).targets
    assert targets.finding.tolist() == [0, 1]
    assert losses == Losses()


def test_a_record_that_lists_no_sentences_is_annotated_throughout() -> None:
    doc = document(["the council", "the children"])
    found = make.finding(0, 11, "supervision")
    record = make.record(text=doc.text, findings=[found], entities=[entity(doc, 4, 11, "COUNCIL")])
    trained = on_pieces(doc, Source(record, EVERYTHING))
    assert trained.targets.annotated() == {0, 1}
    assert trained.targets.finding.tolist() == [1, 0]
    assert [(targets > 0).any() for targets in trained.targets.entities] == [True, False]


def test_what_cannot_be_carried_over_is_counted() -> None:
    doc, _ = two_sentences()
    text = doc.text
    elsewhere = make.record(
        text=text,
        sentences=make.sentences((0, 5), (18, 30)),
        findings=[make.finding(0, 5, "leadership")],
        entities=[entity(doc, 0, 3, "COUNCIL"), entity(doc, 19, 21, "COUNCIL")],
    )
    losses = Losses()
    targets = on_pieces(doc, Source(elsewhere, EVERYTHING), losses=losses).targets
    assert losses == Losses(sentences=1, findings=1, spans=2)
    assert targets.finding.tolist() == [IGNORED, 0]


def test_a_span_over_two_sentences_begins_anew_where_sentences_are_read_one_by_one() -> None:
    doc = document(["the council", "abcd Ofsted"])
    record = gold(doc, entities=[entity(doc, 4, 23, "COUNCIL")], quotations=[make.quotation(4, 23)])
    source = Source(record, EVERYTHING)
    labels = label_sets([source])
    reading = read_back(on_pieces(doc, source), labels)
    assert [m[:2] for m in reading.mentions] == [(4, 11), (12, 23)]
    assert [m[:2] for m in reading.quotations] == [(4, 23)]


@pytest.mark.parametrize("split", ["train", "dev"])
def test_every_span_of_the_corpus_survives_the_pieces(split: str) -> None:
    """What did not survive here would be a mistake that no training can mend."""
    tokenizer = PieceTokenizer.from_file(find_base(MINILM) / "tokenizer.json")
    records = list(load_records("news", split))
    sources = {record.id: Source(record, EVERYTHING) for record in records}
    labels, vocab = label_sets(sources.values()), Vocab()
    losses = Losses()
    survived = 0
    for record in records:
        trained = on_pieces(
            record.to_doc(vocab), sources[record.id], labels=labels, tokenizer=tokenizer, losses=losses
        )
        reading = read_back(trained, labels, tokenizer)
        mentions = {m[:3] for m in reading.mentions}
        wanted = {(e.start, e.end, e.label) for e in record.entities}
        assert mentions <= wanted
        # What else there is stands in the letterheads of letters: the rules read these.
        units = [b for b in record.blocks if b.label in {"byline", "table"}]
        assert all(any(b.start <= start < b.end for b in units) for start, _, _ in wanted - mentions)
        assert {m[:2] for m in reading.quotations} == {(q.start, q.end) for q in record.quotations}
        survived += len(mentions)
    assert labels.entities == ENTITY_LABELS
    assert survived > 0.98 * sum(len(record.entities) for record in records)
    assert (losses.sentences, losses.findings) == (0, 0)
