from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab
from tests.record.strategies import records

from ofsight import layers
from ofsight.errors import RecordError
from ofsight.record import AnnotatorInfo, Block, Entity, ModelInfo, Record, Sentence
from ofsight.record.io import without_text
from ofsight.tokenizer import CharacterClassTokenizer

VOCAB = Vocab()


@settings(max_examples=80, deadline=None)
@given(records())
def test_a_record_survives_as_a_doc(record: Record) -> None:
    doc = record.to_doc(VOCAB)
    assert doc.text == record.text
    assert Record.from_doc(doc) == record


@settings(max_examples=60, deadline=None)
@given(records())
def test_a_record_survives_spacys_bytes(record: Record) -> None:
    doc = record.to_doc(VOCAB)
    assert Record.from_doc(Doc(Vocab()).from_bytes(doc.to_bytes())) == record
    packed = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (unpacked,) = DocBin().from_bytes(packed).get_docs(Vocab())
    assert Record.from_doc(unpacked) == record


def test_spans_lie_where_spacy_users_look() -> None:
    text = "Ambleford council is weak. (Photo)"
    doc = CharacterClassTokenizer(VOCAB)(text)
    layers.set_blocks(doc, [Block(start=0, end=26, label="paragraph", score=0.9)])
    layers.set_sentences(doc, [Sentence(start=0, end=26)])
    layers.set_entities(
        doc, [Entity(start=0, end=17, label="COUNCIL", text="Ambleford council", value="E06000006")]
    )
    again = Record.from_doc(doc).to_doc(VOCAB)
    (entity,) = again.ents
    assert (entity.text, entity.label_, entity._.value) == ("Ambleford council", "COUNCIL", "E06000006")
    assert [span.text for span in again.spans["blocks"]] == ["Ambleford council is weak."]


def test_a_bare_doc_has_sensible_defaults() -> None:
    text = "Ambleford’s services"
    record = Record.from_doc(CharacterClassTokenizer(VOCAB)(text))
    assert record.id == "doc"
    assert record.source.path == "-"
    assert record.source.media_type == "text/plain"
    assert record.source.sha256 == record.text_sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert record.model == ModelInfo(name="unknown", version="", sha256="")


def test_the_model_given_wins_over_what_the_doc_carries() -> None:
    gold = Record.from_doc(CharacterClassTokenizer(VOCAB)("A b."), model=AnnotatorInfo(annotator="first"))
    doc = gold.to_doc(VOCAB)
    assert Record.from_doc(doc).model == AnnotatorInfo(annotator="first")
    assert Record.from_doc(doc, model=AnnotatorInfo(annotator="second")).model.annotator == "second"  # type: ignore[union-attr]  # given just above


def test_layers_in_any_order_make_a_sorted_record() -> None:
    doc = CharacterClassTokenizer(VOCAB)("One. Two.")
    layers.set_blocks(
        doc, [Block(start=5, end=9, label="paragraph"), Block(start=0, end=4, label="paragraph")]
    )
    assert [block.start for block in Record.from_doc(doc).blocks] == [0, 5]


def test_a_stand_off_record_makes_no_doc() -> None:
    record = without_text(Record.from_doc(CharacterClassTokenizer(VOCAB)("A b.")))
    with pytest.raises(RecordError, match="stand-off"):
        record.to_doc(VOCAB)
