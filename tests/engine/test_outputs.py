"""Outputs go on where they stood, whatever was torn after that."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from ofsight.engine import outputs
from ofsight.engine.outputs import LateOutput, Output, Position, open_output, rest_path, synced_lines
from ofsight.errors import EngineError

LINES = [f"line {number} ".encode() + b"x" * (number % 7) + b"\n" for number in range(40)]
NAMES = ("out.jsonl", "out.jsonl.gz", "out.jsonl.zst")


@pytest.fixture(autouse=True)
def small_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "CHUNK_BYTES", 100)


def write(output: Output, lines: list[bytes]) -> list[Position]:
    """Write lines as a run does; return where it stood after each."""
    positions = []
    for line in lines:
        output.write(line)
        positions.append(output.sync())
        output.settle()
    return positions


def whole(path: Path) -> bytes:
    """Write all lines undisturbed, syncing only where it must be, and return the file."""
    output = open_output(path)
    for line in LINES:
        if output.write(line):
            output.sync()
            output.settle()
    output.sync(last=True)
    output.settle()
    output.close()
    return path.read_bytes()


def unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    if path.suffix == ".zst":
        return zstd.decompress(data)
    return data


@pytest.mark.parametrize("name", NAMES)
def test_the_file_holds_all_lines(tmp_path: Path, name: str) -> None:
    whole(tmp_path / name)
    assert unpacked(tmp_path / name) == b"".join(LINES)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", NAMES)
@given(stop=st.integers(1, 39), more=st.integers(0, 5), torn=st.binary(max_size=30))
@settings(max_examples=25, deadline=None)
def test_a_run_that_was_killed_ends_with_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, name: str, stop: int, more: int, torn: bytes
) -> None:
    folder = tmp_path_factory.mktemp("out")
    calm = whole(folder / f"calm-{name}")
    path = folder / name
    output = open_output(path)
    position = write(output, LINES[:stop])[-1]
    for line in LINES[stop : stop + more]:  # written, never synced
        if output.write(line):
            break
    output.close()
    with path.open("ab") as file:
        file.write(torn)
    if rest_path(path).exists():
        with rest_path(path).open("ab") as file:
            file.write(torn)
    assert list(synced_lines(path, position)) == LINES[:stop]
    output = open_output(path, position)
    write(output, LINES[stop:])
    output.sync(last=True)
    output.settle()
    output.close()
    assert path.read_bytes() == calm


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_lost_its_end_is_refused(tmp_path: Path, name: str) -> None:
    whole(tmp_path / name)
    with pytest.raises(EngineError, match=r"shorter than when the run stopped.*without --resume"):
        open_output(tmp_path / name, {"bytes": 10_000, "rest": 0})


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="folder that exists"):
        open_output(tmp_path / "none" / "out.jsonl")


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
