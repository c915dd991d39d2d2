"""Workers that serve many requests: as many as are needed, replaced when they die, gone at the end."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from ofsight.engine import process, tended
from ofsight.engine.outcome import Outcome, Trouble
from ofsight.engine.process import CRASH
from ofsight.engine.settings import Limits, WorkSettings
from ofsight.errors import EngineError, ModelError
from ofsight.ingest.units import InputUnit
from ofsight.record import ModelInfo
from ofsight.service.pool import WorkerPool

POISONED = (sys.executable, str(Path(__file__).parents[1] / "engine" / "poisoned.py"))
SENTENCE = b"Ofsted rated Halton council inadequate in May 2024."


class Worker:
    """Stands for a worker's process."""

    made: ClassVar[list[Worker]] = []
    go: ClassVar[threading.Event]
    starts: ClassVar[Callable[[], None]]

    def __init__(self, _settings: WorkSettings, _limits: Limits) -> None:
        self.made.append(self)
        self.is_alive = True
        self.closed = False

    def wait_until_ready(self) -> ModelInfo:
        self.is_alive = False
        type(self).starts()
        self.is_alive = True
        return ModelInfo(name="rules", version="1", sha256="")

    def annotate(self, unit: InputUnit) -> Outcome:
        assert self.go.wait(20)
        if unit.name == "crash":
            self.is_alive = False
            return Outcome(unit.wanted_id, trouble=Trouble("ingest", CRASH, "ended its worker"))
        return Outcome(unit.wanted_id, line=unit.name.encode())

    def watch(self) -> None: ...

    def kill(self) -> None:
        self.is_alive = False
        self.go.set()

    def close(self) -> None:
        self.kill()
        self.closed = True


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Worker]]:
    """Workers without processes; they wait for ``go``."""
    monkeypatch.setattr(tended, "WorkerProcess", Worker)
    monkeypatch.setattr(Worker, "made", [])
    monkeypatch.setattr(Worker, "go", threading.Event(), raising=False)
    monkeypatch.setattr(Worker, "starts", staticmethod(lambda: None), raising=False)
    yield Worker
    assert all(worker.closed for worker in Worker.made), "no worker is left"


def pool(workers: int = 2, settings: WorkSettings | None = None, limits: Limits | None = None) -> WorkerPool:
    return WorkerPool(settings or WorkSettings(model="rules"), limits or Limits(), workers=workers)


def unit(name: str, data: bytes = SENTENCE) -> InputUnit:
    return InputUnit(name, name, data=data)


def until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_workers_start_when_there_are_more_documents_than_workers(workers: type[Worker]) -> None:
    with pool(3) as serving:
        assert serving.info.name == "rules"
        until(lambda: serving.alive == 1)
        first = serving.submit(unit("a"))
        until(first.running)
        assert len(workers.made) == 1
        second = serving.submit(unit("b"))
        until(second.running)
        assert len(workers.made) == 2
        workers.go.set()
        assert [future.result(20).line for future in (first, second)] == [b"a", b"b"]
        assert serving.submit(unit("c")).result(20).line == b"c"
        assert len(workers.made) == 2, "one was free"


def test_what_is_cancelled_in_the_queue_is_passed_over(workers: type[Worker]) -> None:
    with pool(1) as serving:
        running, waiting, last = (serving.submit(unit(name)) for name in "abc")
        until(running.running)
        assert not running.cancel()
        assert waiting.cancel()
        workers.go.set()
        assert last.result(20).line == b"c"


def test_a_worker_that_died_is_replaced_before_the_next_document(workers: type[Worker]) -> None:
    workers.go.set()
    with pool(1) as serving:
        trouble = serving.submit(unit("crash")).result(20).trouble
        assert trouble is not None
        assert trouble.error == CRASH
        until(lambda: serving.alive == 1)
        assert serving.submit(unit("a")).result(20).line == b"a"
    assert len(workers.made) == 3, "a document that ends its worker is tried twice"


def test_a_worker_that_cannot_be_replaced_costs_the_requests_that_need_it(workers: type[Worker]) -> None:
    workers.go.set()
    failing = threading.Event()

    def starts() -> None:
        if failing.is_set():
            raise EngineError("no memory")

    workers.starts = staticmethod(starts)
    with pool(1) as serving:
        assert serving.info.name == "rules"
        failing.set()
        for name in ("crash", "a"):
            with pytest.raises(EngineError, match="no memory"):
                serving.submit(unit(name)).result(20)
        failing.clear()
        assert serving.submit(unit("b")).result(20).line == b"b"


def test_the_end_waits_for_nobody(workers: type[Worker]) -> None:
    with pool(1) as serving:
        running, waiting = serving.submit(unit("a")), serving.submit(unit("b"))
        until(running.running)
    assert running.done()
    assert waiting.cancelled()


def test_a_model_that_is_not_there() -> None:
    with (
        pool(settings=WorkSettings(model="nonesuch")) as serving,
        pytest.raises(ModelError, match="nonesuch"),
    ):
        _ = serving.info


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_poisoned_document_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_COMMAND", POISONED)
    with pool(2, limits=Limits(seconds=1.5, megabytes=2_000)) as serving:
        futures = {name: serving.submit(unit(name)) for name in ("segfault", "good", "spin", "fine")}
        outcomes = {name: future.result(120) for name, future in futures.items()}
        troubles = {name: outcome.trouble and outcome.trouble.error for name, outcome in outcomes.items()}
        assert troubles == {"segfault": "crash", "good": None, "spin": "timeout", "fine": None}
        until(lambda: serving.alive == 2)
