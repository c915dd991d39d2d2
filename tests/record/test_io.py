from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.record.examples import example, line
from tests.record.strategies import records

from ofsight.errors import RecordError
from ofsight.record import Record
from ofsight.record.io import RecordWriter, dumps, loads, read_records, without_text

EXAMPLE = loads(line(example()))


def named(name: str) -> Record:
    return EXAMPLE.model_copy(update={"id": name})


@settings(max_examples=60, deadline=None)
@given(records())
def test_a_line_reads_back_as_the_record_it_was(record: Record) -> None:
    written = dumps(record)
    assert written.endswith("}\n")
    assert written.count("\n") == 1
    assert loads(written) == record
    assert dumps(loads(written.encode())) == written


@settings(max_examples=40, deadline=None)
@given(records())
def test_stand_off_records_are_valid_and_hold_no_text(record: Record) -> None:
    bare = without_text(record, keep_title=False)
    assert loads(dumps(bare)) == bare
    assert without_text(bare, keep_title=False) == bare
    assert bare.text is None
    assert bare.meta.title is None
    assert bare.text_sha256 == record.text_sha256
    assert {entity.text for entity in bare.entities} <= {None}


def test_characters_are_written_as_they_are_and_keys_in_order() -> None:
    written = dumps(EXAMPLE)
    assert written.startswith('{"schema":"ofsight/1","id":"ambleford-2024","source":{"path":')
    assert "‘inadequate’" in written


def test_a_string_that_utf8_cannot_hold_is_refused_with_the_id() -> None:
    with pytest.raises(RecordError, match="'ambleford-2024' cannot be written as UTF-8"):
        dumps(EXAMPLE.model_copy(update={"text": "\ud800"}))


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz"])
def test_what_is_written_reads_back(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with RecordWriter(path) as writer:
        writer.write(named("a"))
        writer.write(named("b"))
    first = path.read_bytes()
    assert [record.id for record in read_records(path)] == ["a", "b"]
    with RecordWriter(path) as writer:
        for record in (named("a"), named("b")):
            writer.write(record)
    assert path.read_bytes() == first


def test_each_record_is_in_the_file_when_write_returns(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    with RecordWriter(path) as writer:
        writer.write(named("a"))
        assert [record.id for record in read_records(path)] == ["a"]


@pytest.mark.parametrize("tail", [b"", b'{"schema":"ofsight/1","id":"x', b"x" * 200_000])
@pytest.mark.parametrize("whole", [0, 2])
def test_appending_goes_on_after_the_last_whole_line(tmp_path: Path, whole: int, tail: bytes) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(dumps(named("a")).encode() * whole + tail)
    with RecordWriter(path, append=True) as writer:
        writer.write(named("last"))
    assert [record.id for record in read_records(path)] == ["a"] * whole + ["last"]


def test_compressed_files_are_not_appended_to(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot append"):
        RecordWriter(tmp_path / "out.jsonl.gz", append=True)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"cannot write .*none/out\.jsonl"):
        RecordWriter(tmp_path / "none" / "out.jsonl")


def test_streams_stay_open() -> None:
    stream = io.BytesIO()
    with RecordWriter(stream) as writer:
        writer.write(named("a"))
    stream.seek(0)
    assert [record.id for record in read_records(stream)] == ["a"]


def test_errors_name_file_line_and_field(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    broken = example()
    broken["entities"][0]["text"] = "Elsewhere"
    path.write_bytes(line(example()) + b"\n" + line(broken))
    found = read_records(path)
    assert next(found) == EXAMPLE
    with pytest.raises(RecordError, match=r"in\.jsonl:3: entities\[0\]\.text: is 'Elsewhere', but"):
        next(found)


def test_many_faults_are_counted_not_listed(tmp_path: Path) -> None:
    broken = example()
    broken["text"] = broken["text"].upper()
    with pytest.raises(RecordError, match=r"and \d+ more$"):
        loads(line(broken))


def test_records_are_read_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(line(example()) + b"no record")
    assert next(read_records(path)) == EXAMPLE


def test_a_byte_order_mark_is_forgiven(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + line(example()))
    assert list(read_records(path)) == [EXAMPLE]


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"none\.jsonl: cannot be read"):
        list(read_records(tmp_path / "none.jsonl"))
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(line(example()))[:-9])
    with pytest.raises(RecordError, match=r"cut.jsonl.gz: the compressed data are damaged"):
        list(read_records(cut))
