"""Outputs go on where they stood, whatever was torn after that."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from ofsight.engine.outputs import LateOutput, Output, OutputForm, Position, packed
from ofsight.errors import EngineError
from ofsight.record.io import dumps, loads

from .fakes import empty_record, fake_model

LINES = [f"line {number} ".encode() + b"x" * (number % 7) + b"\n" for number in range(40)]
NAMES = ("out.jsonl", "out.jsonl.gz", "out.jsonl.zst", "out.jsonl:7", "out.jsonl.zst:7")
SOURCE = {"path": "a.txt", "media_type": "text/plain", "sha256": "0" * 64}


@pytest.fixture(autouse=True)
def small_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "CHUNK_BYTES", 100)


def write(output: Output, lines: list[bytes]) -> list[Position]:
    """Write lines as a run does; return where it stood after each."""
    positions = []
    for line in lines:
        output.write(line)
        positions.append(output.sync())
        output.settle()
    return positions


def whole(form: OutputForm, lines: list[bytes] = LINES) -> dict[str, bytes]:
    """Write all lines undisturbed, syncing only where it must be, and return the files."""
    output = form.open()
    for line in lines:
        if output.write(line):
            output.sync()
            output.settle()
    position = finish(output)
    return {path.name: path.read_bytes() for path in form.files(position)}


def finish(output: Output) -> Position:
    position = output.sync(last=True)
    output.settle()
    output.close()
    return position


def form_of(folder: Path, name: str) -> OutputForm:
    """Return the form that a parameter names: a file, with the lines of a shard after a colon."""
    name, _, lines = name.partition(":")
    return OutputForm(folder / name, int(lines) if lines else None)


def unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    if path.suffix == ".zst":
        return zstd.decompress(data)
    return data


@pytest.mark.parametrize("name", NAMES)
def test_the_files_hold_all_lines(tmp_path: Path, name: str) -> None:
    files = whole(form_of(tmp_path, name))
    assert b"".join(unpacked(tmp_path / file) for file in files) == b"".join(LINES)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(files)


@pytest.mark.parametrize("name", NAMES)
@given(stop=st.integers(1, 39), more=st.integers(0, 5), torn=st.binary(max_size=30))
@settings(max_examples=25, deadline=None)
def test_a_run_that_was_killed_ends_with_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, name: str, stop: int, more: int, torn: bytes
) -> None:
    (calm_folder := tmp_path_factory.mktemp("calm")).mkdir(exist_ok=True)
    calm = whole(form_of(calm_folder, name))
    form = form_of(tmp_path_factory.mktemp("out"), name)
    output = form.open()
    position = write(output, LINES[:stop])[-1]
    for line in LINES[stop : stop + more]:  # written, never synced
        if output.write(line):
            break
    output.close()
    for path in form.path.parent.iterdir():
        last = path.name.removesuffix(".rest") == form.files(position)[-1].name
        if last and (form.shard_records is None or position["lines"]):  # others are whole
            with path.open("ab") as file:
                file.write(torn)
    assert list(form.lines(position)) == LINES[:stop]
    output = form.open(position)
    write(output, LINES[stop:])
    position = finish(output)
    assert {path.name: path.read_bytes() for path in form.files(position)} == calm
    assert {path.name for path in form.path.parent.iterdir()} == set(calm)
    assert list(form.lines(position)) == LINES


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst"])
def test_a_file_that_lost_its_end_is_refused(tmp_path: Path, name: str) -> None:
    form = form_of(tmp_path, name)
    whole(form)
    with pytest.raises(EngineError, match=r"shorter than when the run stopped.*without --resume"):
        form.open({"bytes": 10_000, "rest": 0})


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="folder that exists"):
        OutputForm(tmp_path / "none" / "out.jsonl").open()


@pytest.mark.parametrize("shard", [None, 3])
def test_parquet_holds_the_records_when_it_is_complete(tmp_path: Path, shard: int | None) -> None:
    pytest.importorskip("pyarrow")
    lines = [
        dumps(empty_record(f"d{number}", SOURCE, f"Text {number}.", fake_model())).encode()
        for number in range(8)
    ]
    calm = whole(OutputForm(tmp_path / "calm.parquet", shard), lines)
    form = OutputForm(tmp_path / "out.parquet", shard)
    output = form.open()
    position = write(output, lines[:4])[-1]
    output.write(lines[4])
    output.close()
    assert list(form.lines(position)) == lines[:4]
    output = form.open(position)
    write(output, lines[4:])
    position = finish(output)
    assert [path.read_bytes() for path in form.files(position)] == list(calm.values())
    assert len(calm) == (1 if shard is None else 3)
    assert list(form.lines(position)) == lines
    assert [loads(line).id for line in form.lines(position)] == [f"d{number}" for number in range(8)]
    assert not list(tmp_path.glob("*.lines"))


def test_files_of_an_earlier_run_with_more_are_removed(tmp_path: Path) -> None:
    form = OutputForm(tmp_path / "out.jsonl", 5)
    assert len(whole(form)) == 8
    (tmp_path / "out-of-place.jsonl").write_text("another's")
    assert list(whole(form, LINES[:7])) == ["out-00001.jsonl", "out-00002.jsonl"]
    assert len(list(tmp_path.iterdir())) == 3


def test_which_files_are_an_outputs_own(tmp_path: Path) -> None:
    form = OutputForm(tmp_path / "out.jsonl.gz", 5)
    assert tmp_path / "out-00012.jsonl.gz" in form
    assert tmp_path / "out-00012.jsonl" not in form
    assert tmp_path / "out.jsonl.gz" not in form
    assert tmp_path / "sub" / "out-00012.jsonl.gz" not in form
    assert tmp_path / "out.jsonl" in OutputForm(tmp_path / "out.jsonl")


def test_errors_make_a_file_only_when_they_come(tmp_path: Path) -> None:
    path = tmp_path / "errors.jsonl"
    path.write_text("of an earlier run\n")
    output = LateOutput(path)
    assert not path.exists()
    assert output.sync() == {"bytes": 0}
    output.write(b"one\n")
    assert output.sync() == {"bytes": 4}
    output.close()
    again = LateOutput(path, {"bytes": 4})
    again.write(b"two\n")
    again.close()
    assert path.read_bytes() == b"one\ntwo\n"
