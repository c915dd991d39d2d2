"""``ofsight annotate`` over many documents: shards, plans, logs and going on."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ofsight.cli.main import cli
from ofsight.cli.progress import ProgressBar
from ofsight.ingest.document import InputFailure


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.mkdir()
    for number in range(5):
        (path / f"{number}.txt").write_text(f"Inspectors visited Ambleford. {number}")
    (path / "9.pdf").write_bytes(b"%PDF-1.4 cut off")
    return path


@pytest.fixture(autouse=True)
def quiet_logging() -> Iterator[None]:
    logger = logging.getLogger("ofsight")
    handlers, propagate = list(logger.handlers), logger.propagate
    yield
    logger.handlers, logger.propagate = handlers, propagate


def annotate(folder: Path, output: Path, *more: str) -> Result:
    arguments = ["annotate", str(folder), "-o", str(output), "--model", "rules", "--workers", "0", *more]
    return CliRunner().invoke(cli, arguments)


def test_shards(folder: Path, tmp_path: Path) -> None:
    result = annotate(folder, tmp_path / "out.jsonl", "--shard", "2")
    assert result.exit_code == 3, result.output
    shards = sorted(tmp_path.glob("out-*.jsonl"))
    assert [len(path.read_text().splitlines()) for path in shards] == [2, 2, 1]
    assert annotate(folder, tmp_path / "out.jsonl", "--shard", "2", "--resume").exit_code == 3
    refused = annotate(folder, tmp_path / "out.jsonl", "--shard", "3", "--resume")
    assert refused.exit_code == 1
    assert "another --shard (2, now 3)" in str(refused.exception)


def test_a_dry_run_writes_nothing(folder: Path, tmp_path: Path) -> None:
    result = annotate(folder, tmp_path / "out.jsonl", "--dry-run")
    assert result.exit_code == 0
    assert "documents   6 (5 txt, 1 pdf" in result.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_logs_as_json(folder: Path, tmp_path: Path) -> None:
    result = annotate(folder, tmp_path / "out.jsonl", "--log-json")
    assert result.exit_code == 3
    events = [json.loads(line)["event"] for line in result.stderr.splitlines()]
    assert (events[0], events[-1], events.count("failed")) == ("started", "ended", 1)


@pytest.mark.parametrize(
    "more",
    [["--retry-errors"], ["--resume", "--overwrite"], ["-o", "-", "--resume"], ["-o", "-", "--shard", "3"]],
)
def test_options_that_do_not_go_together(folder: Path, tmp_path: Path, more: list[str]) -> None:
    assert annotate(folder, tmp_path / "out.jsonl", *more).exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_the_bar_shows_rate_and_remaining_time(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with ProgressBar() as bar:
        assert bar.wants_total
        bar._bar.delay = 0
        bar.started(2)
        bar.counted(12)
        for number in range(10):
            bar.done(f"d{number}", 50)
        bar.failed(InputFailure("x", "x.pdf", "ingest", "damaged", "is broken"))
    shown = terminal.getvalue()
    assert "x.pdf: is broken" in shown
    assert "12/12" in shown
