"""Parquet holds all of a record."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.strategies import records

from ofsight.engine.api import annotate
from ofsight.errors import ConversionError
from ofsight.formats import export, import_records
from ofsight.formats.conversion import convert
from ofsight.record import Record
from ofsight.record.io import RecordWriter, dumps, read_records

ROOT = Path(__file__).resolve().parents[2]


def fail(failure: object) -> None:
    raise AssertionError(failure)


def test_records_come_back_as_they_were(tmp_path: Path, samples_dir: Path) -> None:
    records = list(annotate(samples_dir, model="rules"))
    with RecordWriter(tmp_path / "out.jsonl") as writer:
        for record in records:
            writer.write(record)
    convert(tmp_path / "out.jsonl", tmp_path / "out.parquet", report=fail)
    convert(tmp_path / "out.parquet", tmp_path / "back.jsonl", report=fail)
    assert (tmp_path / "back.jsonl").read_bytes() == (tmp_path / "out.jsonl").read_bytes()


@pytest.mark.parametrize(
    "name", ["news/dev.jsonl", "reports/dev.entities.jsonl", "reports/dev.findings.jsonl"]
)
def test_gold_comes_back_as_it_was(tmp_path: Path, name: str) -> None:
    gold = ROOT / "annotations" / name
    convert(gold, tmp_path / "gold.parquet", report=fail)
    convert(tmp_path / "gold.parquet", tmp_path / "back.jsonl", report=fail)
    back = list(read_records(tmp_path / "back.jsonl"))
    assert [dumps(record) for record in back] == [dumps(record) for record in read_records(gold)]


def test_columns_are_what_a_data_frame_wants(tmp_path: Path, samples_dir: Path) -> None:
    with RecordWriter(tmp_path / "out.jsonl") as writer:
        for record in annotate(samples_dir, model="rules"):
            writer.write(record)
    convert(tmp_path / "out.jsonl", tmp_path / "out.parquet", report=fail)
    rows = pq.read_table(tmp_path / "out.parquet", columns=["id", "findings"]).to_pylist()
    assert len(rows) == 6
    assert {finding["polarity"] for row in rows for finding in row["findings"]} >= {"strength", "weakness"}


def test_another_parquet_file_is_named(tmp_path: Path) -> None:
    import pyarrow as pa

    pq.write_table(pa.table({"a": [1]}), tmp_path / "a.parquet")
    with pytest.raises(ConversionError, match=r"a\.parquet: no Parquet file of records"):
        convert(tmp_path / "a.parquet", tmp_path / "b.jsonl", report=fail)
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "a.parquet").read_bytes()[:-4])
    with pytest.raises(ConversionError, match=r"cut\.parquet: no Parquet file"):
        convert(tmp_path / "cut.parquet", tmp_path / "b.jsonl", report=fail)


def test_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConversionError, match=r"pip install 'ofsight\[parquet\]'"):
        convert(ROOT / "annotations" / "news" / "dev.jsonl", tmp_path / "b.parquet", report=fail)


def test_a_column_whose_name_is_not_utf8_is_refused_by_name(tmp_path: Path, samples_dir: Path) -> None:
    records = list(annotate(samples_dir / "1-calder-valley-gazette.txt", model="rules"))
    with RecordWriter(tmp_path / "out.jsonl") as writer:
        writer.write(records[0])
    convert(tmp_path / "out.jsonl", tmp_path / "out.parquet", report=fail)
    whole = (tmp_path / "out.parquet").read_bytes()
    (tmp_path / "bad.parquet").write_bytes(whole.replace(b"text_sha256", b"text_sha\xe525"))
    with pytest.raises(ConversionError, match="no Parquet file of records"):
        convert(tmp_path / "bad.parquet", tmp_path / "bad.jsonl", report=fail)


@settings(max_examples=40, deadline=None)
@given(st.lists(records(), max_size=3))
def test_any_records_survive_whole(tmp_path_factory: pytest.TempPathFactory, items: list[Record]) -> None:
    path = tmp_path_factory.mktemp("parquet") / "out.parquet"
    export(items, path)
    assert [dumps(item) for item in import_records(path)] == [dumps(item) for item in items]
