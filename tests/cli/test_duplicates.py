"""``ofsight duplicates``, and what ``ofsight convert`` makes of its marks."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.duplicates.made import article, prose

from ofsight.cli.main import cli
from ofsight.errors import DuplicatesError, OfsightError
from ofsight.record.io import RecordWriter, without_text


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "out.jsonl"
    with RecordWriter(path) as writer:
        for id_, seed in (("a", 1), ("b", 2), ("c", 1)):
            writer.write(article(id_, prose(seed)))
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


MARK = {"id": "c", "original": "a", "similarity": 1.0, "kind": "same", "group": 1}


def test_marks_stand_beside_the_records_which_stay_as_they_were(records: Path) -> None:
    before = records.read_bytes()
    result = run("duplicates", records)
    assert result.exit_code == 0, result.output
    marks = records.with_name("out.jsonl.duplicates.jsonl")
    assert json.loads(marks.read_text()) == MARK
    assert "1 of 3 documents are copies (1 same, 0 near, 0 part)" in result.stderr
    assert result.stdout == ""
    assert records.read_bytes() == before
    assert sorted(records.parent.iterdir()) == [records, marks]


def test_marks_go_to_stdout_alone(records: Path) -> None:
    result = run("duplicates", records, "-o", "-")
    assert (result.exit_code, json.loads(result.stdout)) == (0, MARK)
    assert list(records.parent.iterdir()) == [records]


def test_many_paths_need_an_output(records: Path) -> None:
    result = run("duplicates", records.parent)
    assert result.exit_code == 2
    assert "--output" in result.stderr
    assert run("duplicates", records.parent, "-o", records.parent / "m.jsonl", "-q").stderr == ""
    assert json.loads((records.parent / "m.jsonl").read_text()) == MARK


def test_texts_of_records_without_text_come_from_a_folder(records: Path, tmp_path: Path) -> None:
    bare, texts = tmp_path / "bare.jsonl", tmp_path / "texts"
    texts.mkdir()
    with RecordWriter(bare) as writer:
        for id_, seed in (("a", 1), ("b", 2), ("c", 1)):
            record = article(id_, prose(seed))
            writer.write(without_text(record))
            (texts / f"{id_}.txt").write_text(record.text or "", encoding="utf-8")
    refused = run("duplicates", bare)
    assert isinstance(refused.exception, DuplicatesError)
    assert "--texts" in str(refused.exception)
    assert json.loads(run("duplicates", bare, "-o", "-", "--texts", texts).stdout) == MARK
    (texts / "b.txt").write_text("another text")
    assert isinstance(run("duplicates", bare, "--texts", texts).exception, OfsightError)


def test_without_the_library_its_extra_is_named(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasketch", None)
    result = run("duplicates", records)
    assert isinstance(result.exception, DuplicatesError)
    assert "ofsight[duplicates]" in str(result.exception)
    assert list(records.parent.iterdir()) == [records]


def test_a_threshold_out_of_range_is_wrong_usage(records: Path) -> None:
    result = run("duplicates", records, "--threshold", "0.1")
    assert result.exit_code == 2
    assert "0.2<=x<=1" in result.stderr


def test_tables_say_what_is_a_copy(records: Path, tmp_path: Path) -> None:
    marks = tmp_path / "m.jsonl"
    run("duplicates", records, "-o", marks)
    result = run("convert", records, tmp_path / "out.csv", "--duplicates", marks)
    assert result.exit_code == 0, result.output
    with (tmp_path / "out.articles.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["article"]: row["copy_of"] for row in csv.DictReader(stream)}
    assert rows == {"a": "", "b": "", "c": "a"}
    refused = run("convert", records, tmp_path / "out.conll", "--duplicates", marks)
    assert isinstance(refused.exception, OfsightError)
    assert "csv, excel" in str(refused.exception)
