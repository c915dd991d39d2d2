"""Worker processes: the same bytes as without them, and one bad document costs itself only."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from ofsight.engine import process, tended
from ofsight.engine.inline import InlineEngine
from ofsight.engine.interface import Done, Job
from ofsight.engine.local import LocalEngine
from ofsight.engine.outcome import Outcome
from ofsight.engine.settings import Limits, WorkSettings
from ofsight.errors import EngineError, ModelError
from ofsight.ingest.units import InputUnit, find_units
from ofsight.record import ModelInfo

RULES = WorkSettings(model="rules")
POISONED = (sys.executable, str(Path(__file__).parent / "poisoned.py"))


class Counted:
    """Stands for a worker's process; slow enough that documents are handed out before one is done."""

    made = 0

    def __init__(self, _settings: WorkSettings, _limits: Limits) -> None:
        type(self).made += 1
        self.is_alive = True

    def wait_until_ready(self) -> ModelInfo:
        return ModelInfo(name="rules", version="1", sha256="")

    def annotate(self, unit: InputUnit) -> Outcome:
        time.sleep(0.2)
        return Outcome(unit.wanted_id)

    def watch(self) -> None: ...

    def kill(self) -> None: ...

    def close(self) -> None: ...


def jobs(folder: Path) -> list[Job]:
    return [Job(unit) for unit in find_units([folder], max_bytes=1_000_000)]


def make(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / f"{name}.txt").write_text(f"Ofsted rated Halton council inadequate in May 2024. {name}")
    return folder


def troubles(done: list[Done]) -> list[tuple[str, str]]:
    return [(done.unit.name, done.outcome.trouble.error) for done in done if done.outcome.trouble is not None]


def test_workers_give_the_bytes_of_this_process(samples_dir: Path) -> None:
    with InlineEngine(RULES) as inline:
        alone = list(inline.annotate(jobs(samples_dir)))
    with LocalEngine(RULES, workers=2) as local:
        assert local.info == inline.info
        together = list(local.annotate(jobs(samples_dir)))
    assert together == alone
    assert all(done.outcome.line for done in together)


def test_a_model_that_is_not_there() -> None:
    with (
        LocalEngine(WorkSettings(model="nonesuch"), workers=2) as local,
        pytest.raises(ModelError, match="nonesuch"),
    ):
        _ = local.info


def test_workers_that_do_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_COMMAND", (sys.executable, "-c", "raise SystemExit(3)"))
    with (
        LocalEngine(RULES, workers=1) as local,
        pytest.raises(EngineError, match=r"did not start \(exit code 3\)"),
    ):
        _ = local.info


@pytest.mark.parametrize(("documents", "started"), [(1, 1), (2, 2), (3, 3), (9, 3)])
def test_workers_start_when_there_is_work_for_them(
    documents: int, started: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tended, "WorkerProcess", Counted)
    monkeypatch.setattr(Counted, "made", 0)
    make(tmp_path, *(f"d{number}" for number in range(documents)))
    with LocalEngine(RULES, workers=3) as local:
        assert len(list(local.annotate(jobs(tmp_path)))) == documents
        assert local.info.name == "rules"
    assert Counted.made == started


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_bad_documents_cost_themselves_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_COMMAND", POISONED)
    monkeypatch.setattr(process, "_HANGING", 2.0)
    names = ("a", "b-segfault", "c", "d-exit", "e-spin", "f", "g-memory", "h-once", "i-noise", "j-sleep", "k")
    make(tmp_path, *names)
    limits = Limits(seconds=5, megabytes=1_000)
    with LocalEngine(RULES, workers=2, limits=limits) as local:
        done = list(local.annotate(jobs(tmp_path)))
    assert [item.unit.name for item in done] == [f"{name}.txt" for name in names]
    assert troubles(done) == [
        ("b-segfault.txt", "crash"),
        ("d-exit.txt", "crash"),
        ("e-spin.txt", "timeout"),
        ("g-memory.txt", "memory"),
        ("j-sleep.txt", "timeout"),
    ]
    by_name = {item.unit.name: item.outcome.trouble for item in done}
    crash, spin = by_name["b-segfault.txt"], by_name["e-spin.txt"]
    assert crash is not None
    assert spin is not None
    assert "signal SIGSEGV" in crash.message
    assert (crash.stage, spin.stage) == ("ingest", "annotate")
    assert "--time-limit" in spin.message


def test_nobody_is_left_behind(tmp_path: Path) -> None:
    make(tmp_path, "a", "b", "c", "d")
    with LocalEngine(RULES, workers=2) as local:
        results = local.annotate(jobs(tmp_path))
        next(results)
        workers = list(local._live.values())
    assert workers
    assert not any(worker.is_alive for worker in workers)
