from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from tests.record.examples import example, line
from tests.record.strategies import records

from ofsight.errors import RecordError
from ofsight.record import Record
from ofsight.record.io import dumps, loads
from ofsight.record.validate import Problem, check_line, validate_lines, validate_path

Raw = dict[str, Any]
Steps = tuple[str | int, ...]


def fields(raw: Raw) -> list[str]:
    return [problem.field for problem in validate_lines(io.BytesIO(line(raw)))]


def at(raw: Any, steps: Steps) -> Any:
    for step in steps:
        raw = raw[step]
    return raw


def every_key(value: Any, steps: Steps = ()) -> Iterator[Steps]:
    """The steps to every key of every object in a record."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if "theme_scores" not in steps:
                yield (*steps, key)
            yield from every_key(inner, (*steps, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from every_key(inner, (*steps, index))


def path(steps: Steps) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")


EVERY_KEY = list(every_key(example()))


def test_the_example_is_valid() -> None:
    assert fields(example()) == []
    assert json.loads(dumps(loads(line(example())))) == example()


@settings(max_examples=40, deadline=None)
@given(records())
def test_what_can_be_made_is_valid_on_file(record: Record) -> None:
    assert check_line(dumps(record).encode()) == ([], record.id)


@pytest.mark.parametrize("steps", EVERY_KEY, ids=path)
def test_every_missing_key_is_named(steps: Steps) -> None:
    raw = example()
    del at(raw, steps[:-1])[steps[-1]]
    assert fields(raw) == [path(steps)]
    with pytest.raises(RecordError, match=str(steps[-1])):
        loads(line(raw))


@pytest.mark.parametrize("steps", EVERY_KEY, ids=path)
def test_every_value_of_a_wrong_type_is_named(steps: Steps) -> None:
    raw = example()
    at(raw, steps[:-1])[steps[-1]] = {"wrong": [True]}
    found = fields(raw)
    assert found
    assert all(field.startswith(path(steps)) for field in found)


@pytest.mark.parametrize(
    "steps", sorted({steps[:-1] for steps in EVERY_KEY}, key=str), ids=lambda steps: path(steps) or "record"
)
def test_every_unknown_key_is_named(steps: Steps) -> None:
    raw = example()
    at(raw, steps)["surprise"] = 1
    assert fields(raw) == [path((*steps, "surprise"))]


def put(*steps_and_value: Any) -> Callable[[Raw], None]:
    *steps, last, value = steps_and_value

    def corrupt(raw: Raw) -> None:
        at(raw, tuple(steps))[last] = value

    corrupt.__name__ = f"{path((*steps, last))}={value!r}"[:60]
    return corrupt


def swap(layer: str) -> Callable[[Raw], None]:
    def corrupt(raw: Raw) -> None:
        raw[layer][0], raw[layer][1] = raw[layer][1], raw[layer][0]

    corrupt.__name__ = f"swap {layer}"
    return corrupt


def repeat(layer: str, **changes: Any) -> Callable[[Raw], None]:
    def corrupt(raw: Raw) -> None:
        raw[layer].insert(1, {**raw[layer][0], **changes})

    corrupt.__name__ = f"repeat {layer}"
    return corrupt


CORRUPTIONS: list[tuple[Callable[[Raw], None], str]] = [
    (put("schema", "ofsight/2"), "schema"),
    (put("id", ""), "id"),
    (put("source", "sha256", "AB" * 32), "source.sha256"),
    (put("meta", "kind", "letter"), "meta.kind"),
    (put("meta", "kind", "news"), "meta.inspection"),
    (put("meta", "published", "3 June 2024"), "meta.published"),
    (put("meta", "published", "2024-02-30"), "meta.published"),
    (put("meta", "published", "2024-06-03T10:00"), "meta.published"),
    (put("meta", "authors", [1]), "meta.authors[0]"),
    (put("meta", "inspection", "council", "Ambleford"), "meta.inspection.council"),
    (put("meta", "inspection", "framework", "new"), "meta.inspection.framework"),
    (put("meta", "inspection", "type", "sif"), "meta.inspection.type"),
    (put("meta", "inspection", "end", "2024-13"), "meta.inspection.end"),
    (put("text_sha256", "0" * 64), "text_sha256"),
    (put("text_sha256", "0"), "text_sha256"),
    (put("blocks", 0, "label", ""), "blocks[0].label"),
    (put("blocks", 0, "end", 30), "blocks[1]"),
    (put("blocks", 0, "score", 1.5), "blocks[0].score"),
    (put("blocks", 0, "score", True), "blocks[0].score"),
    (put("blocks", 0, "score", "0.9"), "blocks[0].score"),
    (put("blocks", 0, "score", float("nan")), "blocks[0].score"),
    (put("blocks", 0, "score", 0.12345), "blocks[0].score"),
    (put("blocks", 2, "end", 10_000), "blocks[2].end"),
    (put("blocks", 0, "start", -1), "blocks[0].start"),
    (put("blocks", 0, "start", 22), "blocks[0].start"),
    (put("blocks", 0, "start", 0.0), "blocks[0].start"),
    (swap("blocks"), "blocks[1]"),
    (swap("sentences"), "sentences[1]"),
    (put("sentences", 2, "end", 10_000), "sentences[2].end"),
    (put("entities", 0, "text", "Ambleford"), "entities[0].text"),
    (put("entities", 0, "text", None), "entities[0].text"),
    (put("entities", 0, "value", "Ambleford"), "entities[0].value"),
    (put("entities", 1, "value", "fair"), "entities[1].value"),
    (put("entities", 2, "value", "May 2024"), "entities[2].value"),
    (put("entities", 2, "value", "2024-05/2024-04"), "entities[2].value"),
    (put("entities", 3, "value", "40"), "entities[3].value"),
    (put("entities", 3, "value", float("inf")), "entities[3].value"),
    (put("entities", 3, "value", True), "entities[3].value"),
    (put("entities", 3, "unit", "euro"), "entities[3].unit"),
    (put("entities", 0, "unit", "count"), "entities[0].unit"),
    (put("entities", 4, "value", "\ud800"), "entities[4].value"),
    (swap("entities"), "entities[1]"),
    (repeat("entities"), "entities[1]"),
    (put("findings", 0, "end", 60), "findings[0]"),
    (repeat("findings"), "findings[1]"),
    (put("findings", 0, "themes", []), "findings[0].themes"),
    (put("findings", 0, "themes", ["supervision", ""]), "findings[0].themes[1]"),
    (put("findings", 0, "themes", ["supervision", "supervision"]), "findings[0].themes"),
    (put("findings", 0, "polarity", "bad"), "findings[0].polarity"),
    (put("findings", 0, "source", "ofsted"), "findings[0].source"),
    (put("findings", 0, "councils", ["e06000006"]), "findings[0].councils[0]"),
    (put("findings", 0, "councils", ["E06000006\n"]), "findings[0].councils[0]"),
    (put("findings", 0, "councils", ["E06000006", "E06000006"]), "findings[0].councils"),
    (put("findings", 0, "theme_scores", {"supervision": 2}), "findings[0].theme_scores.supervision"),
    (put("findings", 0, "theme_scores", {"supervision": 0.00001}), "findings[0].theme_scores.supervision"),
    (put("quotations", 0, "source", "reader"), "quotations[0].source"),
    (put("quotations", 0, "speaker", "text", "Jo"), "quotations[0].speaker.text"),
    (put("quotations", 0, "end", 10_000), "quotations[0].end"),
    (repeat("quotations", start=0), "quotations[1]"),
    (put("judgements", 0, "council", "Halton"), "judgements[0].council"),
    (put("judgements", 0, "area", ""), "judgements[0].area"),
    (put("judgements", 0, "rating", "requires improvement"), "judgements[0].rating"),
    (put("judgements", 0, "previous", 0), "judgements[0].previous"),
    (put("judgements", 0, "date", "May"), "judgements[0].date"),
    (put("judgements", 0, "inspection", "visit"), "judgements[0].inspection"),
    (put("judgements", 0, "evidence", [5, 5]), "judgements[0].evidence"),
    (put("judgements", 0, "evidence", [5, 10_000]), "judgements[0].evidence"),
    (put("judgements", 0, "evidence", [5]), "judgements[0].evidence[1]"),
    (put("roles", 0, "evidence", [9, 5]), "roles[0].evidence"),
    (repeat("roles", organisation=None), "roles[1]"),
    (repeat("judgements", area="adoption"), "judgements[1]"),
    (repeat("measures", value=39), "measures[1]"),
    (put("measures", 0, "value", "40"), "measures[0].value"),
    (put("measures", 0, "value", None), "measures[0].value"),
    (put("measures", 0, "as_of", "2024-5"), "measures[0].as_of"),
    (put("model", "name", ""), "model.name"),
    (put("model", "annotator", "somebody"), "model.name"),
]


@pytest.mark.parametrize(("corrupt", "field"), CORRUPTIONS, ids=lambda value: getattr(value, "__name__", ""))
def test_every_corruption_is_named_at_its_field(corrupt: Callable[[Raw], None], field: str) -> None:
    raw = example()
    corrupt(raw)
    assert field in fields(raw)


# What a reader forgives because it says the same in another form.
_FORGIVEN = {"blocks[0].score=0.12345", "findings[0].theme_scores={'supervision': 1e-05}"}


@pytest.mark.parametrize(
    "corrupt", [c for c, _ in CORRUPTIONS if c.__name__ not in _FORGIVEN], ids=lambda c: c.__name__
)
def test_no_corrupt_record_can_be_made_or_read(corrupt: Callable[[Raw], None]) -> None:
    raw = example()
    corrupt(raw)
    with pytest.raises(ValueError, match="validation error"):
        Record.model_validate(raw)
    with pytest.raises(RecordError):
        loads(line(raw))


def test_all_rules_are_named_at_once() -> None:
    raw = example()
    expected = []
    taken: set[str] = set()
    for corrupt, field in CORRUPTIONS:
        # One corruption an object: a second one may undo the first.
        place = field.split(".")[0].split("[")[0]
        if place in taken or corrupt.__name__.startswith(("swap", "repeat")):
            continue
        taken.add(place)
        corrupt(raw)
        expected.append(field)
    raw["extra"] = 1
    del raw["entities"][4]["score"]
    found = fields(raw)
    # A finding that is none of the sentences follows from the sentence that was lengthened.
    assert set(found) == {*expected, "extra", "entities[4].score", "findings[1]"}
    assert len(expected) >= 10


def test_a_faulty_field_hides_no_other_fault_of_its_item() -> None:
    raw = example()
    raw["entities"][0] |= {"score": 2, "text": "Amble"}
    raw["findings"][1] |= {"polarity": "bad", "end": raw["findings"][1]["end"] - 1}
    assert fields(raw) == ["entities[0].score", "findings[1].polarity", "entities[0].text", "findings[1]"]


def test_positions_are_those_of_the_line_when_an_item_is_set_aside() -> None:
    raw = example()
    raw["entities"][0]["start"] = "0"
    raw["entities"][4]["text"] = "Jo"
    assert fields(raw) == ["entities[0].start", "entities[4].text"]


def test_a_faulty_text_is_the_only_fault() -> None:
    raw = example()
    raw["text"] = "half \ud800 of a pair"
    assert fields(raw) == ["text"]


def test_gold_has_no_scores() -> None:
    raw = example()
    raw["model"] = {"annotator": "first pass"}
    found = fields(raw)
    assert found[:3] == ["blocks[0].score", "blocks[1].score", "blocks[2].score"]
    assert "entities[0].score" in found
    assert "findings[0].score" in found
    assert "findings[1].theme_scores.supervision" in found


def test_a_stand_off_record_holds_no_part_of_the_text() -> None:
    raw = example()
    raw["text"] = None
    assert fields(raw) == [
        *(f"entities[{index}].text" for index in range(6)),
        "quotations[0].speaker.text",
        "measures[0].comparator",
    ]


def test_keys_stand_in_order() -> None:
    raw = example()
    raw["entities"][2] = dict(reversed(raw["entities"][2].items()))
    assert fields(raw) == ["entities[2]"]
    assert loads(line(raw)) == loads(line(example()))


def problems(content: bytes) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in validate_lines(io.BytesIO(content))]


def test_lines_that_are_no_records() -> None:
    good = line(example())
    bad_utf8 = good.replace(b"Sam Field", b"Sam \xff")
    found = problems(good + bad_utf8 + b"\n" + b"{'id': 1}\n" + b"[1]\n" + b"[" * 100_000 + b"\n" + good[:-1])
    assert [number for number, _ in found] == [2, 3, 4, 5, 6, 7, 7]
    assert "is not UTF-8 at byte" in found[0][1]
    assert found[1][1] == "is empty"
    assert "is not JSON" in found[2][1]
    assert found[3][1] == "is not a JSON object"
    assert "is not JSON" in found[4][1]
    assert found[5][1] == "'ambleford-2024' is also the id of line 1"
    assert found[6][1] == "the last line does not end in a line break"


def test_a_byte_order_mark_and_a_repeated_key_are_named() -> None:
    doubled = line(example()).replace(b'"id":', b'"id": "x", "id":', 1)
    assert problems(b"\xef\xbb\xbf" + doubled) == [
        (1, "begins with a byte-order mark"),
        (1, "has the key 'id' twice in one object"),
    ]


def test_files_folders_and_what_cannot_be_read(tmp_path: Path) -> None:
    good = line(example())
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(good))
    (tmp_path / "b.jsonl").write_bytes(good)
    (tmp_path / "b.jsonl.errors.jsonl").write_bytes(b'{"id": "x"}\n')
    assert list(validate_path(tmp_path)) == []
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(good * 50)[:-20])
    assert "damaged" in list(validate_path(cut))[-1].message
    (problem,) = validate_path(tmp_path / "none.jsonl")
    assert "cannot be read" in problem.message
    empty = tmp_path / "empty"
    empty.mkdir()
    assert list(validate_path(empty)) == [Problem(str(empty), 0, "", "holds no .jsonl file")]


def test_a_problem_reads_as_file_line_field_message() -> None:
    assert str(Problem("a.jsonl", 3, "meta.kind", "is missing")) == "a.jsonl:3: meta.kind: is missing"
    assert str(Problem("a.jsonl", 3, "", "is empty")) == "a.jsonl:3: is empty"


def test_a_key_that_is_no_unicode_is_named() -> None:
    raw = example()
    raw["meta"] = {"\ud800": 1, **raw["meta"]}
    broken, _ = check_line(line(raw))
    assert any("unicode" in message for _, message in broken)
