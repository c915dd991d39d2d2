from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.annotated import annotated_records, bare, same_annotations

from ofsight.errors import ConversionError
from ofsight.formats import Notes, export, import_records
from ofsight.ingest.document import InputFailure
from ofsight.record import AnnotatorInfo, ModelInfo, Record
from ofsight.record.io import without_text

TEXT = "Larkfield House 😀 is short of nurses."


def span(words: str, **more: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), **more}


def task(**more: Any) -> dict[str, Any]:
    return {"text": TEXT, "answer": "accept", "_session_id": "care-ana", **more}


def read(tmp_path: Path, *tasks: Any, notes: Notes | None = None) -> list[Record | InputFailure]:
    path = tmp_path / "care.jsonl"
    lines = [entry if isinstance(entry, str) else json.dumps(entry) for entry in tasks]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return list(import_records(path, "prodigy", notes=notes))


def only_record(tmp_path: Path, *tasks: Any, notes: Notes | None = None) -> Record:
    (record,) = read(tmp_path, *tasks, notes=notes)
    assert isinstance(record, Record), record
    return record


def test_spans_are_entities_and_choices_a_finding_of_the_whole_text(tmp_path: Path) -> None:
    record = only_record(
        tmp_path,
        task(
            spans=[span("Larkfield House", label="HOME"), span("nurses", label="STAFF_ROLE")],
            options=[{"id": "staffing", "text": "staffing"}, {"id": "weakness", "text": "bad"}],
            accept=["staffing", "weakness", "source:inspectorate"],
        ),
    )
    assert record.id == "care-1"
    assert record.model == AnnotatorInfo(annotator="care-ana")
    assert [(entity.text, entity.label) for entity in record.entities] == [
        ("Larkfield House", "HOME"),
        ("nurses", "STAFF_ROLE"),
    ]
    (finding,) = record.findings
    assert (finding.start, finding.end) == (0, len(TEXT))
    assert (finding.themes, finding.polarity, finding.source) == (("staffing",), "weakness", "inspectorate")


def test_a_yes_is_a_finding_and_a_no_a_text_without_one(tmp_path: Path) -> None:
    other = {"text": "Meals were hot.", "label": "staffing", "answer": "reject"}
    yes, no = read(tmp_path, task(label="staffing"), other)
    assert isinstance(yes, Record)
    assert isinstance(no, Record)
    assert [finding.themes for finding in yes.findings] == [("staffing",)]
    assert no.findings == ()


def test_lines_of_one_annotator_on_one_text_are_one_record(tmp_path: Path) -> None:
    notes = Notes()
    mine, theirs = read(
        tmp_path,
        task(label="staffing"),
        task(label="medicines", answer="reject"),
        task(label="weakness"),
        task(label="dignity", _session_id="care-ben"),
        task(label="governance"),
        task(spans=[span("nurses", label="STAFF_ROLE")]),
        notes=notes,
    )
    assert isinstance(mine, Record)
    assert isinstance(theirs, Record)
    (finding,) = mine.findings
    assert (finding.themes, finding.polarity) == (("staffing", "governance"), "weakness")
    assert [entity.text for entity in mine.entities] == ["nurses"]
    assert theirs.findings[0].themes == ("dignity",)
    assert "lines on a text that is there already, joined with it: 4 (first: line 2)" in list(notes)


def test_answers_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    notes = Notes()
    first = task(accept=["staffing", "weakness"])
    record = only_record(tmp_path, first, task(accept=["dignity", "strength"]), notes=notes)
    assert [(finding.themes, finding.polarity) for finding in record.findings] == [
        (("staffing",), "weakness")
    ]
    assert "second findings in the same span, left out" in notes


def test_what_was_not_accepted_is_left_out_and_told(tmp_path: Path) -> None:
    notes = Notes()
    tasks = [
        task(answer="ignore"),
        task(answer="reject", spans=[span("nurses", label="X")]),
        {"text": TEXT},
        task(_is_binary=True, spans=[span("nurses", label="X")]),
    ]
    assert read(tmp_path, *tasks, notes=notes) == []
    read(tmp_path, task(relations=[{"head": 0, "child": 1}]), notes=notes)
    told = "\n".join(notes)
    for words in (
        "ignored tasks",
        "rejected tasks",
        "without an answer",
        "yes-or-no answers on single spans",
    ):
        assert words in told


def test_ids_come_from_the_task_or_its_meta(tmp_path: Path) -> None:
    records = read(tmp_path, task(id=7), task(text="B.", meta={"id": "b", "source": "x"}), task(text="C."))
    assert [record.id for record in records] == ["7", "b", "care-3"]


def test_tokens_must_be_where_their_spans_are(tmp_path: Path) -> None:
    tokens = [
        {"id": 0, "start": 0, "end": 9, "text": "Larkfield"},
        {"id": 1, "start": 10, "end": 15, "text": "House"},
    ]
    right = {"start": 0, "end": 15, "token_start": 0, "token_end": 1, "label": "HOME"}
    assert only_record(tmp_path, task(tokens=tokens, spans=[right])).entities[0].text == "Larkfield House"
    (failure,) = read(tmp_path, task(tokens=tokens, spans=[{**right, "end": 14}]))
    assert isinstance(failure, InputFailure)
    assert "0 to 14 is not that of its tokens 0 to 1" in failure.message
    tokens[1]["text"] = "Mouse"
    (failure,) = read(tmp_path, task(tokens=tokens, spans=[right]))
    assert isinstance(failure, InputFailure)
    assert "'Mouse', but text[10:15] is 'House'" in failure.message


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "is no JSON"),
        ("[1]", "is no JSON object"),
        ('{"image": "a.png", "answer": "accept"}', "has no text"),
        (task(answer="maybe"), "'maybe'"),
        (task(spans=[{"start": 1}]), "without start and end"),
        (task(spans=[{"start": 0, "end": 999, "label": "A"}]), "0 to 999"),
        (task(spans=[span("House", themes=["a"], polarity="awful")]), "awful"),
        (task(spans=[span("House", label="DATE", value=7)]), "entities[0].value"),
    ],
)
def test_a_bad_line_costs_no_other(tmp_path: Path, line: Any, message: str) -> None:
    bad, good = read(tmp_path, line, {"text": "Meals were hot.", "answer": "accept"})
    assert isinstance(bad, InputFailure)
    assert "care.jsonl, line 1: " in bad.message
    assert message in bad.message
    assert isinstance(good, Record)


def test_half_a_surrogate_pair_is_replaced(tmp_path: Path) -> None:
    line = '{"text": "a \\ud83d b", "answer": "accept", "spans": [{"start": 4, "end": 5, "label": "X"}]}'
    record = only_record(tmp_path, line)
    assert record.text == "a \ufffd b"
    assert record.entities[0].text == "b"


@settings(max_examples=60)
@given(st.lists(annotated_records(), max_size=3, unique_by=lambda record: record.id))
def test_records_survive(tmp_path_factory: pytest.TempPathFactory, records: list[Record]) -> None:
    path = tmp_path_factory.mktemp("prodigy") / "tasks.jsonl"
    export(records, path, "prodigy")
    assert same_annotations(import_records(path, "prodigy"), map(bare, records))


def test_a_models_output_waits_for_an_answer(tmp_path: Path) -> None:
    record = only_record(tmp_path, task(spans=[span("nurses", label="ROLE")]))
    made = record.model_copy(update={"model": ModelInfo(name="own", version="1", sha256="")})
    export([made], tmp_path / "tasks.jsonl", "prodigy")
    (written,) = map(json.loads, (tmp_path / "tasks.jsonl").read_text(encoding="utf-8").splitlines())
    assert "answer" not in written
    assert written["spans"] == [span("nurses", label="ROLE", token_start=6, token_end=6)]


def test_stand_off_records_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConversionError, match="stand-off"):
        export([without_text(only_record(tmp_path, task()))], tmp_path / "tasks.jsonl", "prodigy")


def test_a_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "care.jsonl").write_bytes(json.dumps(task()).encode() + b"\n\xe9\n")
    with pytest.raises(ConversionError, match=r"care\.jsonl: is not UTF-8 in line 2"):
        list(import_records(tmp_path / "care.jsonl", "prodigy"))
