from __future__ import annotations

import json
from pathlib import Path

import pytest

from ofsight.duplicates import Duplicate, duplicates_path, read_duplicates, write_duplicates
from ofsight.duplicates.marks import rounded
from ofsight.errors import DuplicatesError

MARKS = [Duplicate("b", "a", 1.0, "same", 1), Duplicate("é~2", "a", 0.4321, "part", 1)]


def test_marks_stand_beside_the_output() -> None:
    assert duplicates_path(Path("x/out.jsonl.gz")) == Path("x/out.jsonl.gz.duplicates.jsonl")


def test_a_mark_is_a_line_of_five_keys(tmp_path: Path) -> None:
    counts = write_duplicates(iter(MARKS), tmp_path / "m.jsonl")
    assert counts == {"same": 1, "near": 0, "part": 1}
    assert (tmp_path / "m.jsonl").read_bytes().split(b"\n") == [
        b'{"id": "b", "original": "a", "similarity": 1.0, "kind": "same", "group": 1}',
        '{"id": "é~2", "original": "a", "similarity": 0.4321, "kind": "part", "group": 1}'.encode(),
        b"",
    ]
    assert list(read_duplicates(tmp_path / "m.jsonl")) == MARKS


def test_no_marks_are_an_empty_file(tmp_path: Path) -> None:
    assert not any(write_duplicates([], tmp_path / "m.jsonl").values())
    assert (tmp_path / "m.jsonl").read_bytes() == b""
    assert list(read_duplicates(tmp_path / "m.jsonl")) == []


def test_an_error_leaves_the_marks_of_before(tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    write_duplicates(MARKS, path)
    with pytest.raises(ZeroDivisionError):
        write_duplicates((Duplicate("x", "y", 1 / zero, "same", 1) for zero in (0,)), path)
    assert list(read_duplicates(path)) == MARKS
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_not_quite_the_same_is_never_one() -> None:
    assert (rounded(1.0), rounded(0.99999), rounded(0.43216)) == (1.0, 0.9999, 0.4322)


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        "[]",
        '{"id": "b"}',
        json.dumps({"id": "b", "original": "a", "similarity": 1.0, "kind": "twin", "group": 1}),
        json.dumps({"id": 7, "original": "a", "similarity": 1.0, "kind": "same", "group": 1}),
        "\udc80",
    ],
)
def test_a_line_that_is_no_mark_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "m.jsonl"
    write_duplicates(MARKS, path)
    with path.open("a", encoding="utf-8", errors="surrogateescape") as stream:
        stream.write(line + "\n")
    with pytest.raises(DuplicatesError, match=r"m\.jsonl:3: is no mark .*ofsight duplicates"):
        list(read_duplicates(path))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DuplicatesError, match=r"m\.jsonl: cannot be read"):
        list(read_duplicates(tmp_path / "m.jsonl"))
