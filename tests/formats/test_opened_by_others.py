"""Each export as the library that is made for it opens it, or by the structure that its tool publishes."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pandas
import pytest
from hypothesis import given, settings
from spacy.tokens import DocBin
from spacy.training.converters import conll_ner_to_docs
from spacy.vocab import Vocab
from tests.formats.articles import article
from tests.record.strategies import records

from ofsight.engine.api import annotate
from ofsight.formats import export
from ofsight.formats.csv_files import csv_cell
from ofsight.record import AnnotatorInfo, Record
from ofsight.record.io import read_records

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "annotations" / "news" / "dev.jsonl"


@pytest.fixture(scope="module")
def items(samples_dir: Path) -> list[Record]:
    """Gold and the output of a model."""
    return [*list(read_records(GOLD))[:12], *annotate(samples_dir, model="rules"), article()]


def label_interface(config: str) -> Any:
    with warnings.catch_warnings():
        # The library itself uses what pydantic will drop.
        warnings.simplefilter("ignore")
        from label_studio_sdk.label_interface import LabelInterface

        return LabelInterface(config)


def test_label_studio_takes_tasks_and_configuration(tmp_path: Path, items: list[Record]) -> None:
    tasks_path, config_path = export(items, tmp_path / "tasks.json")
    interface = label_interface(config_path.read_text(encoding="utf-8"))
    interface.validate()
    tasks = json.loads(tasks_path.read_text(encoding="utf-8"))
    assert len(tasks) == len(items)
    for task, record in zip(tasks, items, strict=True):
        interface.load_task(task)
        if isinstance(record.model, AnnotatorInfo):
            (annotation,) = task["annotations"]
            assert interface.validate_annotation(annotation)
        else:
            (prediction,) = task["predictions"]
            assert interface.validate_prediction(prediction, return_errors=True) == []
    broken = {"result": [{"id": "a", "from_name": "none", "to_name": "text", "type": "labels", "value": {}}]}
    assert not interface.validate_annotation(broken)


def check_prodigy(task: dict[str, Any], record: Record) -> None:
    """Check a task against the structure that Prodigy publishes for texts, tokens and spans."""
    text, tokens = task["text"], task["tokens"]
    assert text == record.text
    assert [token["id"] for token in tokens] == list(range(len(tokens)))
    assert "".join(token["text"] + " " * token["ws"] for token in tokens) == text
    for token in tokens:
        assert set(token) == {"text", "start", "end", "id", "ws"}
        assert text[token["start"] : token["end"]] == token["text"]
    assert len(task["spans"]) == len(record.entities) + len(record.findings)
    for span in task["spans"]:
        assert isinstance(span["label"], str)
        assert tokens[span["token_start"]]["start"] == span["start"]
        assert tokens[span["token_end"]]["end"] == span["end"]
    assert isinstance(task["meta"], dict)
    assert task.get("answer") in {None, "accept"}


def test_prodigys_tasks_have_tokens_and_spans_that_fit(tmp_path: Path, items: list[Record]) -> None:
    export(items, tmp_path / "tasks.jsonl", "prodigy")
    lines = (tmp_path / "tasks.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    for line, record in zip(lines, items, strict=True):
        check_prodigy(json.loads(line), record)


@settings(max_examples=40, deadline=None)
@given(records())
def test_prodigys_tokens_fit_any_record(tmp_path_factory: pytest.TempPathFactory, record: Record) -> None:
    path = tmp_path_factory.mktemp("prodigy") / "tasks.jsonl"
    export([record], path, "prodigy")
    check_prodigy(json.loads(path.read_text(encoding="utf-8")), record)


def test_spacys_converter_reads_the_columns(tmp_path: Path, items: list[Record]) -> None:
    export(items, tmp_path / "out.conll")
    # Its converter knows no comments.
    lines = (tmp_path / "out.conll").read_text(encoding="utf-8").split("\n")
    columns = "\n".join(line for line in lines if not line.startswith("# "))
    found = [
        (entity.text, entity.label_)
        for doc in conll_ner_to_docs(columns, no_print=True)
        for entity in doc.ents
    ]
    tags = [line.rpartition("\t")[2] for line in lines if "\t" in line]
    assert len(found) == sum(tag.startswith("B-") for tag in tags) > 100
    assert ("good", "RATING") in found


def test_spacy_reads_the_docbin(tmp_path: Path, items: list[Record]) -> None:
    export(items, tmp_path / "out.spacy")
    docs = list(DocBin().from_disk(tmp_path / "out.spacy").get_docs(Vocab()))
    assert [doc.text for doc in docs] == [record.text for record in items]
    for doc, record in zip(docs, items, strict=True):
        assert [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents] == [
            (entity.start, entity.end, entity.label) for entity in record.entities
        ]
        assert len(doc.spans["findings"]) == len(record.findings)


def test_pandas_reads_what_is_for_analysts(tmp_path: Path, items: list[Record]) -> None:
    pytest.importorskip("pyarrow")
    export(items, tmp_path / "out.csv")
    export(items, tmp_path / "out.xlsx")
    export(items, tmp_path / "out.parquet")
    findings = sum(len(record.findings) for record in items)
    judgements = sum(len(record.judgements) for record in items)
    csv = pandas.read_csv(tmp_path / "out.csv")
    assert len(csv) == findings
    assert csv["leadership"].sum() == sum(
        "leadership" in finding.themes for record in items for finding in record.findings
    )
    assert len(pandas.read_csv(tmp_path / "out.judgements.csv")) == judgements
    sheets = pandas.read_excel(tmp_path / "out.xlsx", sheet_name=None)
    # In CSV an apostrophe stands before what a spreadsheet would run.
    assert [csv_cell(cell) for cell in sheets["findings"]["sentence"]] == list(csv["sentence"])
    assert len(sheets["judgements"]) == judgements
    frame = pandas.read_parquet(tmp_path / "out.parquet")
    assert frame["findings"].map(len).sum() == findings
    assert list(frame["id"]) == [record.id for record in items]
