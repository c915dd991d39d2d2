from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.formats.annotated import annotated_records, bare, same_annotations

from ofsight.errors import ConversionError
from ofsight.formats import Notes, export, import_records
from ofsight.ingest.document import InputFailure
from ofsight.record import AnnotatorInfo, ModelInfo, Record
from ofsight.record.io import without_text

TEXT = "Larkfield House 😀 is short of nurses.\nMedicines were late."


def region(
    words: str, kind: str, control: str, given: list[str], *, name: str = "", shift: int = 0, text: str = TEXT
) -> dict[str, Any]:
    start = text.index(words) + shift
    place = {"start": start, "end": start + len(words), "text": words}
    key = "text" if kind == "textarea" else kind
    result = {"from_name": control, "to_name": "text", "type": kind, "value": {**place, key: given}}
    return result | ({"id": name} if name else {})


def task(*results: dict[str, Any], **changes: Any) -> dict[str, Any]:
    annotation = {"id": 9, "completed_by": 3, "was_cancelled": False, "result": list(results)}
    return {"id": 17, "data": {"text": TEXT}, "annotations": [annotation], "predictions": []} | changes


def read(tmp_path: Path, tasks: Any, notes: Notes | None = None) -> list[Record | InputFailure]:
    path = tmp_path / "export.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return list(import_records(path, notes=notes))


def only_record(tmp_path: Path, tasks: Any, notes: Notes | None = None) -> Record:
    (record,) = read(tmp_path, tasks, notes)
    assert isinstance(record, Record), record
    return record


def only_failure(tmp_path: Path, tasks: Any) -> InputFailure:
    (failure,) = read(tmp_path, tasks)
    assert isinstance(failure, InputFailure)
    return failure


def test_labelled_spans_are_entities_and_spans_with_a_theme_findings(tmp_path: Path) -> None:
    record = only_record(
        tmp_path,
        [
            task(
                region("Larkfield House", "labels", "label", ["HOME"], name="a"),
                region("Larkfield House", "textarea", "value", ["H-7"], name="a"),
                region("Medicines were late.", "labels", "label", ["SENTENCE"], name="b"),
                region("Medicines were late.", "choices", "themes", ["medicines", "staffing"], name="b"),
                region("Medicines were late.", "choices", "polarity", ["Weakness"], name="b"),
                region("Medicines were late.", "choices", "source", ["inspectorate"], name="b"),
            )
        ],
    )
    assert record.id == "17"
    assert record.text == TEXT
    assert record.model == AnnotatorInfo(annotator="user 3")
    (entity,) = record.entities
    assert (entity.text, entity.label, entity.value) == ("Larkfield House", "HOME", "H-7")
    (finding,) = record.findings
    assert TEXT[finding.start : finding.end] == "Medicines were late."
    assert (finding.themes, finding.polarity, finding.source) == (
        ("medicines", "staffing"),
        "weakness",
        "inspectorate",
    )


def test_choices_for_a_whole_task_are_about_all_its_text(tmp_path: Path) -> None:
    value = {"from_name": "theme", "to_name": "text", "type": "choices", "value": {"choices": ["staffing"]}}
    notes = Notes()
    record = only_record(tmp_path, [task(value, data={"text": f" {TEXT}\n"})], notes)
    (finding,) = record.findings
    assert (finding.start, finding.end) == (1, 1 + len(TEXT))
    assert (finding.polarity, finding.source) == ("neutral", "article")
    assert list(notes) == ["findings without a polarity, taken as neutral: 1 (first: entry 1 (task 17))"]


def test_in_a_report_an_inspector_speaks_where_nothing_is_said(tmp_path: Path) -> None:
    value = {"from_name": "theme", "to_name": "text", "type": "choices", "value": {"choices": ["staffing"]}}
    data = {"text": TEXT, "meta": {"kind": "report", "title": "A home"}}
    record = only_record(tmp_path, [task(value, data=data)])
    assert record.meta.title == "A home"
    assert record.findings[0].source == "inspectorate"


def test_offsets_may_count_as_javascript_does(tmp_path: Path) -> None:
    in_code_points = region("nurses", "labels", "label", ["ROLE"], name="a")
    in_code_units = region("Medicines", "labels", "label", ["THING"], name="b", shift=1)
    record = only_record(tmp_path, [task(in_code_points, in_code_units)])
    assert [entity.text for entity in record.entities] == ["nurses", "Medicines"]


def test_line_breaks_in_the_copied_words_may_be_escaped(tmp_path: Path) -> None:
    words = "nurses.\nMedicines"
    result = region(words, "labels", "label", ["X"], name="a")
    result["value"]["text"] = words.replace("\n", "\\n")
    assert only_record(tmp_path, [task(result)]).entities[0].text == words


def test_words_that_are_not_there_cost_one_task(tmp_path: Path) -> None:
    wrong = region("nurses", "labels", "label", ["ROLE"], name="a", shift=4)
    bad, good = read(tmp_path, [task(wrong), task(id=18)])
    assert isinstance(bad, InputFailure)
    assert bad.stage == "convert"
    assert "export.json, entry 1 (task 17)" in bad.message
    assert "'nurses'" in bad.message
    assert "export text and annotations together" in bad.message
    assert isinstance(good, Record)
    assert good.id == "18"


def test_json_min_says_the_same(tmp_path: Path) -> None:
    place = {"start": TEXT.index("Medicines"), "end": len(TEXT), "text": "Medicines were late."}
    home = {"start": 0, "end": 15, "text": "Larkfield House", "labels": ["HOME"]}
    entry = {
        "id": 4,
        "text": TEXT,
        "label": [home, {**place, "labels": ["SENTENCE"]}],
        "themes": [{**place, "choices": ["medicines"]}],
        "polarity": [{**place, "choices": ["weakness"]}],
        "annotator": 1,
        "annotation_id": 2,
        "created_at": "2024-01-01",
        "lead_time": 3.5,
    }
    whole = {"id": 5, "text": "Meals were hot.", "themes": {"choices": ["nutrition"]}, "polarity": "strength"}
    first, second = read(tmp_path, [entry, whole])
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert [(entity.text, entity.label) for entity in first.entities] == [("Larkfield House", "HOME")]
    assert [(finding.themes, finding.polarity) for finding in first.findings] == [
        (("medicines",), "weakness")
    ]
    assert (first.id, first.model) == ("4", AnnotatorInfo(annotator="user 1"))
    assert [(finding.themes, finding.polarity) for finding in second.findings] == [
        (("nutrition",), "strength")
    ]


def test_each_annotation_of_a_task_is_a_record(tmp_path: Path) -> None:
    home = region("Larkfield House", "labels", "label", ["HOME"], name="a")
    annotations = [
        {"completed_by": {"id": 1, "email": "ana@example.org"}, "result": [home]},
        {"completed_by": {"id": 2, "email": "ben@example.org"}, "result": []},
        {"completed_by": 3, "was_cancelled": True, "result": [home]},
    ]
    notes = Notes()
    first, second = read(tmp_path, [task(annotations=annotations)], notes)
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (first.id, second.id) == ("17", "17~2")
    assert first.model == AnnotatorInfo(annotator="ana@example.org")
    assert (len(first.entities), len(second.entities)) == (1, 0)
    assert "annotations that were skipped or cancelled, left out" in notes


def test_a_ground_truth_stands_for_all(tmp_path: Path) -> None:
    home = region("Larkfield House", "labels", "label", ["HOME"], name="a")
    annotations = [{"result": []}, {"ground_truth": True, "result": [home]}]
    assert only_record(tmp_path, [task(annotations=annotations)]).entities[0].label == "HOME"


def test_tasks_that_nobody_has_annotated_are_no_records(tmp_path: Path) -> None:
    notes = Notes()
    prediction = {"result": [region("Larkfield House", "labels", "label", ["HOME"])]}
    assert read(tmp_path, [task(annotations=[], predictions=[prediction])], notes) == []
    assert "tasks without an annotation, left out" in notes


def test_what_has_no_place_is_told(tmp_path: Path) -> None:
    notes = Notes()
    record = only_record(
        tmp_path,
        [
            task(
                region("Larkfield House", "labels", "label", ["HOME"], name="a"),
                region("House", "labels", "label", ["BUILDING"], name="b"),
                region("nurses", "labels", "label", [], name="c"),
                region("late", "choices", "mood", ["cross"], name="d"),
                region("late", "choices", "polarity", ["weakness"], name="e"),
                {"type": "relation", "from_id": "a", "to_id": "b", "direction": "right"},
            )
        ],
        notes,
    )
    assert [entity.label for entity in record.entities] == ["HOME"]
    assert record.findings == ()
    told = "\n".join(notes)
    for words in (
        "spans that overlap a longer one",
        "regions without a label",
        "control 'mood'",
        "without a theme",
        "type 'relation'",
    ):
        assert words in told


def test_white_space_at_the_ends_of_a_span_is_not_part_of_it(tmp_path: Path) -> None:
    record = only_record(tmp_path, [task(region(" nurses", "labels", "label", ["ROLE"], name="a"))])
    assert record.entities[0].text == "nurses"


def test_the_text_is_found_under_any_name(tmp_path: Path) -> None:
    assert only_record(tmp_path, [task(data={"id": "h1", "report": TEXT, "number": 4})]).text == TEXT
    named = region("Larkfield House", "labels", "label", ["HOME"], name="a") | {"to_name": "body"}
    assert only_record(tmp_path, [task(named, data={"body": TEXT, "heading": "x"})]).text == TEXT
    failure = only_failure(tmp_path, [task(data={"body": TEXT, "heading": "x"})])
    assert "which of its data is the text (body, heading)" in failure.message


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("text", "is no JSON object"),
        ({"id": 1, "data": {"text": TEXT}}, "no list of annotations"),
        (
            task(region("late", "choices", "polarity", ["awful"]), region("late", "choices", "theme", ["x"])),
            "awful",
        ),
        (
            task(
                {
                    "type": "labels",
                    "from_name": "l",
                    "value": {"start": "/p[1]/text()[1]", "end": "/p", "labels": []},
                }
            ),
            "not HyperText",
        ),
        (
            task({"type": "labels", "from_name": "l", "value": {"start": 5, "end": 900, "labels": ["A"]}}),
            "5 to 900",
        ),
        (
            task(region("late", "choices", "theme", ["x"]), region("late", "textarea", "councils", ["y"])),
            "councils",
        ),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, entry: Any, message: str) -> None:
    assert message in only_failure(tmp_path, [entry]).message


@pytest.mark.parametrize("content", ["[{]", "[", "", "[{} {}]", "[{}] []", "[{},", "{}{}", "[" * 5000])
def test_a_file_that_is_no_json_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "export.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConversionError, match=r"export\.json: is no JSON .*export it from Label Studio"):
        list(import_records(path, "label-studio"))


def test_memory_does_not_grow_with_the_tasks_that_are_read(tmp_path: Path) -> None:
    entry = task(region("Larkfield House", "labels", "label", ["HOME"], name="a"))

    def peak(number: int) -> float:
        path = tmp_path / "export.json"
        path.write_text(json.dumps([entry] * number), encoding="utf-8")
        tracemalloc.start()
        assert sum(isinstance(record, Record) for record in import_records(path)) == number
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most / path.stat().st_size

    # The file's bytes and its text, and no object for each task.
    assert peak(2000) < 4


@settings(max_examples=60)
@given(st.lists(annotated_records(), max_size=3, unique_by=lambda record: record.id))
def test_records_survive(tmp_path_factory: pytest.TempPathFactory, records: list[Record]) -> None:
    path = tmp_path_factory.mktemp("label-studio") / "tasks.json"
    export(records, path)
    assert same_annotations(import_records(path), map(bare, records))


def test_a_models_output_is_a_prediction_to_correct(tmp_path: Path) -> None:
    record = only_record(tmp_path, [task(region("nurses", "labels", "label", ["ROLE"]))])
    scored = tuple(entity.model_copy(update={"score": 0.75}) for entity in record.entities)
    model = ModelInfo(name="own", version="1", sha256="")
    made = record.model_copy(update={"model": model, "entities": scored})
    export([made], tmp_path / "tasks.json")
    (written,) = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))
    assert "annotations" not in written
    (prediction,) = written["predictions"]
    assert prediction["model_version"] == "own 1"
    assert prediction["result"][0]["score"] == 0.75


def test_the_labelling_configuration_has_every_label(tmp_path: Path) -> None:
    home = region("Larkfield House", "labels", "label", ["HOME & garden"], name="a")
    theme = {"from_name": "theme", "to_name": "text", "type": "choices", "value": {"choices": ["staffing"]}}
    files = export([only_record(tmp_path, [task(home, theme)])], tmp_path / "tasks.json")
    assert [file.name for file in files] == ["tasks.json", "tasks.config.xml"]
    view = etree.parse(files[1]).getroot()
    assert view.xpath("Labels/Label/@value") == ["FINDING", "HOME & garden"]
    assert view.xpath("Choices[@name='themes']/Choice/@value") == ["staffing"]
    assert view.xpath("Text/@value") == ["$text"]
    with pytest.raises(ConversionError, match="rename it"):
        export(
            [only_record(tmp_path, [task(region("late", "labels", "label", ["a\x07"]))])], tmp_path / "b.json"
        )


def test_stand_off_records_are_refused(tmp_path: Path) -> None:
    record = without_text(only_record(tmp_path, [task()]))
    with pytest.raises(ConversionError, match="'17' is stand-off"):
        export([record], tmp_path / "tasks.json")
    assert not (tmp_path / "tasks.json").exists()
