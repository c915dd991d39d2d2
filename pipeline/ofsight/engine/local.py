"""The local engine: worker processes on this machine, each with the model, one document at a time."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from ofsight.ingest.units import InputUnit

from .interface import Done, Job
from .outcome import Outcome
from .settings import Limits, WorkSettings
from .tended import LOOKS, TendedWorker
from .window import in_order

if TYPE_CHECKING:
    from ofsight.record import ModelInfo

_AHEAD: Final = 16
"""Jobs that may be open for each worker: one slow document does not stop the others."""

_Result = tuple[int, Outcome] | Exception


class LocalEngine:
    """Worker processes, each led by a thread of its own; an :class:`.interface.Engine`.

    The first starts at once, each other one when there is a document more than there are workers.

    A worker that dies, or is stopped for a document that went over a limit, is replaced; its document is
    tried once more when it died, and is then a failure. Only that document is lost.

    Parameters
    ----------
    settings : WorkSettings
        What is done to each document.
    workers : int
        How many processes.
    limits : Limits
        What one document may cost.
    """

    def __init__(self, settings: WorkSettings, *, workers: int, limits: Limits | None = None) -> None:
        self._settings = settings
        self._limits = limits or Limits()
        self._jobs: queue.SimpleQueue[tuple[int, InputUnit] | None] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[_Result] = queue.SimpleQueue()
        self._ready: queue.SimpleQueue[ModelInfo | Exception] = queue.SimpleQueue()
        self._live: dict[int, TendedWorker] = {}
        self._closing = threading.Event()
        self._wanted = [threading.Event() for _ in range(workers)]
        self._info: ModelInfo | None = None
        self._leaders = [
            threading.Thread(target=self._lead, args=(index,), daemon=True) for index in range(workers)
        ]
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._want(1)  # the model is loaded while inputs are looked at
        for thread in (*self._leaders, self._watcher):
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        self._want(len(self._leaders))
        for _ in self._leaders:
            self._jobs.put(None)
        for worker in list(self._live.values()):
            worker.kill()
        for thread in (*self._leaders, self._watcher):
            thread.join()

    @property
    def workers(self) -> int:
        """How many processes there are at most."""
        return len(self._leaders)

    @property
    def info(self) -> ModelInfo:
        """What the records say of the model; waits until the first worker has loaded it.

        Raises
        ------
        OfsightError
            When the model or an extractor cannot be loaded.
        """
        if self._info is None:
            first = self._ready.get()
            if isinstance(first, Exception):
                raise first
            self._info = first
        return self._info

    def annotate(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """Yield what came of each job, in their order."""
        unfinished = 0

        def receive() -> tuple[int, Outcome]:
            nonlocal unfinished
            result = self._results.get()
            if isinstance(result, Exception):
                raise result
            unfinished -= 1
            return result

        def submit(number: int, unit: InputUnit) -> None:
            nonlocal unfinished
            unfinished += 1
            self._want(unfinished)
            self._jobs.put((number, unit))

        return in_order(jobs, submit, receive, most=_AHEAD * len(self._leaders))

    def _want(self, workers: int) -> None:
        """Let so many workers start; those that have started stay."""
        for wanted in self._wanted[:workers]:
            wanted.set()

    def _lead(self, index: int) -> None:
        """Give units to one worker after the other, until there are no more."""
        self._wanted[index].wait()
        if self._closing.is_set():
            return
        worker = self._live[index] = TendedWorker(self._settings, self._limits)
        try:
            self._ready.put(worker.start())
            while (job := self._jobs.get()) is not None and not self._closing.is_set():
                number, unit = job
                self._results.put((number, worker.annotate(unit)))
        except Exception as error:  # the run must hear of it, or would wait for ever
            self._ready.put(error)
            self._results.put(error)
        finally:
            self._live.pop(index).close()

    def _watch(self) -> None:
        while not self._closing.wait(LOOKS):
            for worker in list(self._live.values()):
                worker.watch()
