"""Corpora as spaCy objects."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import DocBin
from tests.corpus.folders import make_annotations, write_texts

import ofsight.data
from ofsight.corpus.build import build, write
from ofsight.errors import RecordError
from ofsight.record import Record


def test_a_docbin_gives_the_records_back(tmp_path: Path) -> None:
    made = make_annotations(tmp_path)
    write(made, build(made))
    records = list(ofsight.data.load_records("news", "train", annotations=made.root))
    ofsight.data.load_docbin("news", "train", annotations=made.root).to_disk(tmp_path / "news.spacy")
    docs = DocBin().from_disk(tmp_path / "news.spacy").get_docs(Language().vocab)
    assert [Record.from_doc(doc) for doc in docs] == records


def test_examples_have_the_text_on_one_side_and_the_gold_on_the_other(tmp_path: Path, nlp: Language) -> None:
    made = make_annotations(tmp_path)
    write(made, build(made))
    records = list(ofsight.data.load_records("news", "train", annotations=made.root))
    example = next(ofsight.data.to_examples(nlp, records))
    assert example.predicted.text == records[0].text
    assert not example.predicted.ents
    assert [ent.label_ for ent in example.reference.ents] == ["COUNCIL", "ROLE", "QUANTITY"]
    assert Record.from_doc(example.reference) == records[0]


def test_stand_off_records_need_their_texts(tmp_path: Path, nlp: Language) -> None:
    made = make_annotations(tmp_path)
    write(made, build(made))
    texts = write_texts(tmp_path / "texts")
    load = ofsight.data.load_records
    with pytest.raises(RecordError, match="stand-off"):
        list(ofsight.data.to_examples(nlp, load("reports", "dev", annotations=made.root)))
    (example,) = ofsight.data.to_examples(nlp, load("reports", "dev", texts=texts, annotations=made.root))
    assert len(example.reference.spans) > 0
