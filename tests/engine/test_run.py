"""Runs that are killed, resumed, and find other inputs than before."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ofsight.engine import run as run_module
from ofsight.engine.journal import journal_path, read_progress
from ofsight.engine.kept import kept_files
from ofsight.engine.manifest import manifest_path, read_manifest
from ofsight.engine.options import RunOptions
from ofsight.engine.outputs import OutputForm, packed
from ofsight.engine.outputs.packed import rest_path
from ofsight.engine.outputs.plain import PlainOutput
from ofsight.engine.run import run
from ofsight.errors import EngineError, OfsightError
from ofsight.ingest.failures import errors_path

from .fakes import FakeEngine, Killed

COUNT = 17


@pytest.fixture(autouse=True)
def often_synced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "SYNC_DOCUMENTS", 3)
    monkeypatch.setattr(packed, "CHUNK_BYTES", 1500)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_inputs(tmp_path_factory.mktemp("inputs"))


def make_inputs(folder: Path) -> Path:
    """Files and lines, some with one id, some that cannot be read."""
    for number in range(COUNT):
        (folder / f"{number:02d}.txt").write_text("" if number in (4, 11) else f"Text {number}.")
    (folder / "sub").mkdir()
    (folder / "sub" / "03.txt").write_text("Another with that id.")
    rows = [
        {"id": "05", "text": "A line."},
        {"text": "Line two."},
        {"text": 3},
        {"id": "05", "text": "Last."},
    ]
    (folder / "z.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    return folder


def annotate(
    inputs: Path | str, output: Path | None, engine: FakeEngine | None = None, **more: Any
) -> FakeEngine:
    """Run with a fake engine; return it."""
    engine = engine or FakeEngine()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_module, "_engine", lambda _options: engine)
        engine.summary = run(  # type: ignore[attr-defined]
            RunOptions(paths=(str(inputs),), output=output, max_bytes=1000, **more)
        )
    return engine


def kill(inputs: Path, output: Path, after: int, **more: Any) -> None:
    """Run until the process is killed; one that ends before is not."""
    try:
        annotate(inputs, output, FakeEngine(dies_after=after), **more)
    except Killed:
        assert journal_path(output).exists()


def tear(output: Path, draw: int) -> None:
    """Lose what power loss may lose: any part of what was not synced, the rest perhaps garbled."""
    progress = read_progress(journal_path(output))
    checkpoint = progress.checkpoint if progress else None
    for path, safe in (
        (output, checkpoint.output["bytes"] if checkpoint else 0),
        (rest_path(output), checkpoint.output.get("rest", 0) if checkpoint else 0),
        (errors_path(output), checkpoint.errors["bytes"] if checkpoint else 0),
    ):
        if path.exists():
            data = path.read_bytes()
            path.write_bytes(data[: safe + draw % (len(data) - safe + 1)] + b"\0" * (draw % 3))


def results(output: Path) -> list[bytes]:
    """The bytes of all files that a run leaves for its readers."""
    made = read_manifest(output)
    assert made is not None
    assert made.checkpoint is not None
    form = OutputForm(output, made.head["shard_records"])
    files = [*form.files(made.checkpoint.output), errors_path(output)]
    return [path.read_bytes() for path in files if path.exists()]


def assert_tidy(output: Path) -> None:
    """Only the output, its errors and its manifest are there, and the lock."""
    known = {output, errors_path(output), manifest_path(output), output.with_name(f".{output.name}.lock")}
    beside = {path for path in output.parent.iterdir() if output.name in path.name}
    made = read_manifest(output)
    assert made is not None
    assert made.checkpoint is not None
    shards = OutputForm(output, made.head["shard_records"]).files(made.checkpoint.output)
    assert beside <= known | set(shards)


@pytest.mark.parametrize(
    ("ending", "shard"),
    [(".jsonl", None), (".jsonl.gz", None), (".jsonl.zst", None), (".jsonl.zst", 4), (".parquet", 4)],
)
@given(kills=st.lists(st.tuples(st.integers(0, 22), st.integers(0, 10_000)), min_size=1, max_size=5))
@settings(max_examples=15, deadline=None)
def test_a_run_killed_at_any_moment_ends_with_the_same_bytes(
    inputs: Path,
    tmp_path_factory: pytest.TempPathFactory,
    ending: str,
    shard: int | None,
    kills: list[tuple[int, int]],
) -> None:
    folder = tmp_path_factory.mktemp("out")
    calm, output = folder / f"calm{ending}", folder / f"out{ending}"
    calm_summary = annotate(inputs, calm, shard_records=shard).summary  # type: ignore[attr-defined]
    for after, draw in kills:
        kill(inputs, output, after, resume=True, shard_records=shard)
        if journal_path(output).exists() and shard is None:
            tear(output, draw)
    last = annotate(inputs, output, resume=True, shard_records=shard)
    assert results(output) == results(calm)
    assert last.summary.as_message() == calm_summary.as_message()  # type: ignore[attr-defined]
    assert_tidy(output)


def test_what_is_done_is_not_done_again(inputs: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    kill(inputs, output, 10)
    engine = annotate(inputs, output, resume=True)
    assert len(engine.annotated) == COUNT + 5 - 9  # three batches of three were synced
    assert annotate(inputs, output, resume=True).annotated == []


def test_an_unfinished_run_is_not_overwritten_by_mistake(inputs: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    kill(inputs, output, 10)
    with pytest.raises(EngineError, match=r"9 documents of a run that did not end.*--resume.*--overwrite"):
        annotate(inputs, output)
    annotate(inputs, output, overwrite=True)
    calm = tmp_path / "calm.jsonl"
    annotate(inputs, calm)
    assert results(output) == results(calm)


@pytest.mark.parametrize("after", [None, 2, 5, 9, 14])
@pytest.mark.parametrize("change", ["text", "new", "gone", "line", "mended"])
def test_changed_inputs_are_noticed(tmp_path: Path, change: str, after: int | None) -> None:
    (tmp_path / "in").mkdir()
    inputs = make_inputs(tmp_path / "in")
    output, calm = tmp_path / "out.jsonl", tmp_path / "calm.jsonl"
    annotate(inputs, output)
    if change == "text":
        (inputs / "02.txt").write_text("Other words.")
    elif change == "new":
        (inputs / "00b.txt").write_text("New.")
    elif change == "gone":
        (inputs / "03.txt").unlink()
    elif change == "line":
        (inputs / "z.jsonl").write_text('{"text": "First now."}\n' + (inputs / "z.jsonl").read_text())
    else:
        (inputs / "04.txt").write_text("Mended.")
    if after is not None:
        kill(inputs, output, after, resume=True, retry_errors=change == "mended")
    engine = annotate(inputs, output, resume=True, retry_errors=change == "mended")
    annotate(inputs, calm)
    assert results(output) == results(calm)
    assert_tidy(output)
    assert len(engine.annotated) < 6
    assert kept_files(output) == []


@pytest.mark.parametrize("after", [0, 4, 9, 15])
def test_a_full_disk_costs_nothing_that_was_done(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    output, calm = tmp_path / "out.jsonl", tmp_path / "calm.jsonl"
    annotate(inputs, calm)
    room = iter(range(after))
    really = PlainOutput.write

    def write(self: PlainOutput, line: bytes) -> bool:
        if next(room, None) is None:
            really(self, line[:20])
            raise OSError(errno.ENOSPC, "No space left on device")
        return really(self, line)

    with monkeypatch.context() as patch:
        patch.setattr(PlainOutput, "write", write)
        with pytest.raises(OSError, match="No space left"):
            annotate(inputs, output)
    annotate(inputs, output, resume=True)
    assert results(output) == results(calm)


def test_errors_are_kept_unless_they_are_to_be_tried_again(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    inputs = make_inputs(tmp_path / "in")
    output = tmp_path / "out.jsonl"
    annotate(inputs, output)
    before = results(output)
    assert annotate(inputs, output, resume=True).annotated == []
    assert results(output) == before
    again = annotate(inputs, output, resume=True, retry_errors=True)
    assert again.annotated == ["04.txt", "11.txt", "z.jsonl"]
    assert results(output) == before


def test_another_model_is_refused(inputs: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    kill(inputs, output, 10)
    with pytest.raises(EngineError, match=r"begun with another model \(fake 1, .*now fake 2"):
        annotate(inputs, output, FakeEngine(version="2"), resume=True)
    with pytest.raises(EngineError, match="another choice of --no-text"):
        annotate(inputs, output, resume=True, keep_text=False)


def test_an_output_without_its_journal_cannot_be_resumed(inputs: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    output.write_text("{}\n")
    with pytest.raises(EngineError, match="no journal or manifest"):
        annotate(inputs, output, resume=True)
    assert output.read_text() == "{}\n"


def test_two_runs_do_not_share_an_output(inputs: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"

    class Nested(FakeEngine):
        def annotate(self, jobs: Any) -> Any:
            with pytest.raises(EngineError, match="another run writes"):
                annotate(inputs, output)
            return super().annotate(jobs)

    annotate(inputs, output, Nested())


def test_a_run_that_stopped_at_an_error_goes_on_after_it(inputs: Path, tmp_path: Path) -> None:
    output, calm = tmp_path / "out.jsonl", tmp_path / "calm.jsonl"
    annotate(inputs, output, on_error="stop")
    assert len(output.read_bytes().splitlines()) == 4
    assert not manifest_path(output).exists()
    assert journal_path(output).exists()
    annotate(inputs, output, resume=True)
    annotate(inputs, calm)
    assert results(output) == results(calm)


def test_standard_input_is_resumed_when_it_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [json.dumps({"text": f"Text {number}."}) for number in range(10)]

    def give(rows: list[str]) -> None:
        stream = io.TextIOWrapper(io.BytesIO("\n".join(rows).encode()))
        monkeypatch.setattr(sys, "stdin", stream)

    output = tmp_path / "out.jsonl"
    give(lines)
    with pytest.raises(Killed):
        annotate("-", output, FakeEngine(dies_after=7))
    give(lines)
    assert len(annotate("-", output, resume=True).annotated) == 4
    give(["{}", *lines])
    with pytest.raises(EngineError, match="standard input has changed"):
        annotate("-", output, resume=True)


def test_the_manifest_tells_of_the_run(inputs: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    annotate(inputs, output)
    manifest = json.loads(manifest_path(output).read_text())
    assert manifest["inputs"]["paths"] == [str(inputs)]
    assert manifest["inputs"]["documents"] == COUNT + 5
    assert manifest["checkpoint"]["summary"]["errors"] == {"empty": 2, "bad_json": 1}
    (made,) = manifest["outputs"]
    assert made["bytes"] == output.stat().st_size
    assert made["sha256"] == hashlib.sha256(output.read_bytes()).hexdigest()
    assert set(manifest["software"]) >= {"ofsight", "spacy", "onnxruntime", "python"}
    assert manifest["run"]["model"]["name"] == "fake"


def test_inputs_are_not_overwritten(inputs: Path) -> None:
    with pytest.raises(OfsightError, match="would be overwritten"):
        annotate(inputs / "z.jsonl", inputs / "z.jsonl")


@pytest.mark.parametrize("shard", [None, 4])
def test_copies_are_marked_when_the_run_has_ended(tmp_path: Path, shard: int | None) -> None:
    pytest.importorskip("datasketch")
    (tmp_path / "in").mkdir()
    words = " ".join(f"word{number}" for number in range(40))
    for name, text in (("a", words), ("b", "Something else altogether."), ("c", words.upper())):
        (tmp_path / "in" / f"{name}.txt").write_text(text)
    output = tmp_path / "out.jsonl"
    marks = tmp_path / "out.jsonl.duplicates.jsonl"
    annotate(tmp_path / "in", output, shard_records=shard)
    assert not marks.exists()
    annotate(tmp_path / "in", output, shard_records=shard, mark_duplicates=True, resume=True)
    (mark,) = (json.loads(line) for line in marks.read_text().splitlines())
    assert (mark["id"], mark["original"], mark["kind"]) == ("c", "a", "same")
    assert len(results(output)[0].splitlines()) == 3


def test_copies_cannot_be_marked_without_words(inputs: Path, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"leave --no-text out or run ofsight duplicates --texts"):
        annotate(inputs, tmp_path / "out.jsonl", keep_text=False, mark_duplicates=True)
    assert not (tmp_path / "out.jsonl").exists()
