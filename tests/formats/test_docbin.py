from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab
from tests.record.strategies import records

from ofsight.errors import ConversionError
from ofsight.formats import Notes, export, import_records
from ofsight.ingest.document import InputFailure
from ofsight.record import AnnotatorInfo, Record

VOCAB = Vocab()


def foreign_doc() -> Doc:
    doc = Doc(
        VOCAB, words=["Larkfield", "House", "lacks", "nurses", "."], spaces=[True, True, True, False, False]
    )
    doc.ents = [Span(doc, 0, 2, "HOME")]
    doc.spans["sc"] = [Span(doc, 3, 4, "STAFF_ROLE"), Span(doc, 1, 2, "BUILDING")]
    doc.cats = {"staffing": 0.9, "medicines": 0.1, "weakness": 1.0}
    return doc


def packed(tmp_path: Path, *docs: Doc, user_data: bool = True) -> Path:
    path = tmp_path / "care.spacy"
    DocBin(docs=docs, store_user_data=user_data).to_disk(path)
    return path


@settings(max_examples=60)
@given(records())
def test_records_survive_whole(tmp_path_factory: pytest.TempPathFactory, record: Record) -> None:
    path = tmp_path_factory.mktemp("spacy") / "out.spacy"
    export([record], path)
    assert list(import_records(path)) == [record]


def test_entities_groups_and_categories_of_other_docs_are_read(tmp_path: Path) -> None:
    notes = Notes()
    first, second = import_records(packed(tmp_path, foreign_doc(), foreign_doc()), notes=notes)
    assert isinstance(first, Record)
    assert (first.id, second.id) == ("care-1", "care-2")
    assert first.text == "Larkfield House lacks nurses."
    assert first.model == AnnotatorInfo(annotator="unknown")
    assert [(entity.text, entity.label) for entity in first.entities] == [
        ("Larkfield House", "HOME"),
        ("nurses", "STAFF_ROLE"),
    ]
    (finding,) = first.findings
    assert (finding.start, finding.end) == (0, len(first.text))
    assert (finding.themes, finding.polarity) == (("staffing",), "weakness")
    assert "spans that overlap a longer one, left out: 2 (first: document 1)" in list(notes)


def test_our_layers_need_the_user_data(tmp_path: Path) -> None:
    (record,) = import_records(packed(tmp_path, foreign_doc()))
    assert isinstance(record, Record)
    doc = record.to_doc(VOCAB)
    notes = Notes()
    (bare,) = import_records(packed(tmp_path, doc, user_data=False), notes=notes)
    assert isinstance(bare, Record)
    assert [entity.label for entity in bare.entities] == ["HOME", "STAFF_ROLE"]
    assert bare.findings == ()
    assert "store_user_data=True" in "\n".join(notes)


def test_layers_that_contradict_each_other_cost_one_document(tmp_path: Path) -> None:
    (record,) = import_records(packed(tmp_path, foreign_doc()))
    assert isinstance(record, Record)
    broken = record.to_doc(VOCAB)
    broken.user_data["ofsight.meta"]["published"] = "yesterday"
    bad, good = import_records(packed(tmp_path, broken, foreign_doc()))
    assert isinstance(bad, InputFailure)
    assert "care.spacy, document 1: its layers contradict each other" in bad.message
    assert isinstance(good, Record)


@pytest.mark.parametrize("damage", ["short", "other", "empty"])
def test_a_damaged_file_is_refused(tmp_path: Path, damage: str) -> None:
    path = packed(tmp_path, foreign_doc())
    whole = path.read_bytes()
    path.write_bytes({"short": whole[:-20], "other": b"\x78\x9cnothing", "empty": b""}[damage])
    with pytest.raises(ConversionError, match=r"care\.spacy: is no DocBin of spaCy, or a damaged one"):
        list(import_records(path, "spacy"))
