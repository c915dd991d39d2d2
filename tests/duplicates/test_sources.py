from __future__ import annotations

from pathlib import Path

import pytest
from tests.duplicates.made import article

from ofsight.duplicates import records_behind
from ofsight.errors import DuplicatesError, RecordError
from ofsight.formats import export
from ofsight.record.io import RecordWriter


def write(path: Path, *ids: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    with RecordWriter(path) as writer:
        for id_ in ids:
            writer.write(article(id_, "Staff know the children well."))
    return path


def ids(*paths: Path) -> list[str]:
    return [record.id for record in records_behind(paths)]


def test_files_and_folders_of_shards_in_order(tmp_path: Path) -> None:
    write(tmp_path / "shards/b.jsonl.zst", "b1")
    write(tmp_path / "shards/a.jsonl.gz", "a1", "a2")
    write(tmp_path / "shards/c.jsonl", "c1")
    # What a run and a search leave beside their outputs is no record.
    (tmp_path / "shards/c.jsonl.errors.jsonl").write_text("{}\n")
    (tmp_path / "shards/c.jsonl.duplicates.jsonl").write_text("{}\n")
    last = write(tmp_path / "last.jsonl", "z1")
    assert ids(last, tmp_path / "shards") == ["z1", "a1", "a2", "b1", "c1"]


def test_parquet_is_read_by_itself_and_from_a_folder(tmp_path: Path) -> None:
    for name in ("b", "a"):
        export([article(name, "Staff know.")], tmp_path / f"{name}.parquet")
    assert ids(tmp_path / "b.parquet") == ["b"]
    assert ids(tmp_path) == ["a", "b"]
    write(tmp_path / "c.jsonl", "c")
    assert ids(tmp_path) == ["c"]


def test_a_folder_without_records_is_named(tmp_path: Path) -> None:
    with pytest.raises(DuplicatesError, match=r"no \.jsonl or \.parquet file"):
        ids(tmp_path)


def test_a_line_that_is_no_record_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", "a")
    path.write_text(path.read_text() + "{}\n")
    with pytest.raises(RecordError, match=r"a\.jsonl:2: "):
        ids(path)
