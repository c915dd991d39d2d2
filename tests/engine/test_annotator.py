"""Annotating many inputs: a document that breaks a stage costs its own record only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

import ofsight
from ofsight.engine.annotator import annotate_inputs
from ofsight.ingest.document import InputDocument, InputFailure
from ofsight.pipeline import LoadedModel, load_with_info
from ofsight.record import Record, Source


@pytest.fixture(scope="module")
def model() -> LoadedModel:
    return load_with_info()


def document(name: str, text: str) -> InputDocument:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return InputDocument(name, Source(path=f"{name}.txt", media_type="text/plain", sha256=digest), text)


def test_a_failing_stage_loses_one_document(model: LoadedModel) -> None:
    @Language.component("test_breaks_on_poison")
    def breaks_on_poison(doc: Doc) -> Doc:
        if "poison" in doc.text:
            raise ValueError("spoilt")
        return doc

    poisoned = load_with_info()
    poisoned.nlp.add_pipe("test_breaks_on_poison", first=True)
    inputs = [document("a", "One."), document("b", "poison"), document("c", "Three.")]
    first, second, third = annotate_inputs(poisoned, inputs)
    assert isinstance(first, Record)
    assert isinstance(third, Record)
    assert isinstance(second, InputFailure)
    assert (second.id, second.stage, second.error) == ("b", "annotate", "internal")
    assert "spoilt" in second.message


def test_inputs_are_taken_one_at_a_time(model: LoadedModel) -> None:
    taken = []

    def inputs() -> Iterator[InputDocument]:
        for name in "abc":
            taken.append(name)
            yield document(name, "Text.")

    results = annotate_inputs(model, inputs())
    next(results)
    assert taken == ["a"]


def test_the_vocabulary_does_not_grow_with_the_documents(model: LoadedModel) -> None:
    list(annotate_inputs(model, [document("warm", "Warm up.")]))
    before = len(model.nlp.vocab.strings)
    list(annotate_inputs(model, [document(f"d{i}", f"Unseenword{'x' * i} here.") for i in range(50)]))
    assert len(model.nlp.vocab.strings) <= before + 5


def test_the_samples_are_annotated_whole(samples_dir: Path) -> None:
    records = list(ofsight.annotate(samples_dir))
    assert [record.id[0] for record in records] == list("123456")
    assert {record.meta.kind for record in records} == {"news", "report"}
    for record in records:
        assert record.text is not None
        assert record.findings
        assert any(entity.label == "COUNCIL" for entity in record.entities)


def test_failures_reach_the_caller(tmp_path: Path) -> None:
    failures: list[InputFailure] = []
    assert list(ofsight.annotate(tmp_path / "none.txt", on_failure=failures.append)) == []
    assert [failure.error for failure in failures] == ["missing"]
