"""Parquet as an input: its rows are documents, and a broken file costs itself only."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from ofsight.errors import IngestError
from ofsight.ingest.document import InputDocument, InputFailure
from ofsight.ingest.inputs import read_inputs
from ofsight.ingest.parquet_rows import _check, parquet_lines

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

TEXTS = ["Inspectors visited Ambleford in May.", "Caseloads fell — “at last”.", None]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "articles.parquet"
    columns = {
        "id": ["one", None, "three"],
        "text": TEXTS,
        "published": [datetime.date(2024, 1, day) for day in (1, 2, 3)],
        "clicks": [1, 2, 3],
    }
    parquet.write_table(pa.table(columns), path)
    return path


def test_rows_are_documents(table: Path) -> None:
    first, second, third = read_inputs([table])
    assert isinstance(first, InputDocument)
    assert isinstance(second, InputDocument)
    assert (first.id, first.text, first.meta.published) == ("one", TEXTS[0], "2024-01-01")
    assert (second.id, second.text) == ("articles-2", TEXTS[1])
    assert first.source.media_type == "application/vnd.apache.parquet"
    assert isinstance(third, InputFailure)
    assert (third.id, third.error) == ("three", "bad_json")


def test_only_columns_that_mean_something_are_read(table: Path) -> None:
    (first, *_) = parquet_lines(table, 1000)
    assert first.data is not None
    assert set(json.loads(first.data)) == {"id", "text", "published"}


def test_a_row_over_the_limit_costs_itself_only(tmp_path: Path) -> None:
    path = tmp_path / "long.parquet"
    parquet.write_table(pa.table({"text": ["short", "long " * 100, "short"]}), path)
    assert [line.data is None for line in parquet_lines(path, 100)] == [False, True, False]


def test_the_reader_may_stop_early(table: Path) -> None:
    lines = parquet_lines(table, 1000)
    next(lines)
    lines.close()  # type: ignore[attr-defined]


def test_a_broken_file_is_a_failure(tmp_path: Path, table: Path) -> None:
    data = table.read_bytes()
    (tmp_path / "cut.parquet").write_bytes(data[:-40])
    parquet.write_table(pa.table({"n": [1]}), tmp_path / "other.parquet")
    cut, other = read_inputs([tmp_path / "cut.parquet", tmp_path / "other.parquet"])
    assert isinstance(cut, InputFailure)
    assert (cut.error, "no sound Parquet" in cut.message) == ("damaged", True)
    assert isinstance(other, InputFailure)
    assert (other.error, "text or html" in other.message) == ("empty", True)


def test_without_the_library_the_remedy_is_named() -> None:
    with pytest.raises(IngestError, match=r"pip install 'ofsight\[parquet\]'"):
        _check(69)
