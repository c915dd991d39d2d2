"""Worker processes that serve many requests: documents come in any order, each is answered for itself."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from ofsight.engine.settings import Limits, WorkSettings
from ofsight.engine.tended import LOOKS, TendedWorker
from ofsight.errors import OfsightError

if TYPE_CHECKING:
    from ofsight.engine.outcome import Outcome
    from ofsight.ingest.units import InputUnit
    from ofsight.record import ModelInfo

    _Job = tuple[InputUnit, Future[Outcome]]


class Annotates(Protocol):
    """What the service needs of whoever annotates for it."""

    @property
    def info(self) -> ModelInfo:
        """What the records say of the model."""
        ...

    @property
    def alive(self) -> int:
        """How many workers run."""
        ...

    def submit(self, unit: InputUnit) -> Future[Outcome]:
        """Have a document annotated; one that is cancelled before its turn is passed over."""
        ...


class WorkerPool:
    """Worker processes, each led by a thread of its own; a context manager.

    The first starts at once, each other one when there are more documents than workers. One that dies over a
    document, or is stopped at a limit, is replaced; only its document is lost.

    Parameters
    ----------
    settings : WorkSettings
        What is done to each document.
    limits : Limits
        What one document may cost.
    workers : int
        How many processes at most.
    """

    def __init__(self, settings: WorkSettings, limits: Limits, *, workers: int) -> None:
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._workers = [TendedWorker(settings, limits) for _ in range(workers)]
        self._wanted = [threading.Event() for _ in range(workers)]
        self._ready: Future[ModelInfo] = Future()
        self._closing = threading.Event()
        self._open = 0
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._lead, args=(index,), daemon=True) for index in range(workers)
        ]
        self._threads.append(threading.Thread(target=self._watch, daemon=True))

    def __enter__(self) -> Self:
        self._wanted[0].set()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        for wanted in self._wanted:
            wanted.set()
        for worker in self._workers:
            worker.kill()
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()
        with suppress(queue.Empty):
            while True:
                if (job := self._jobs.get_nowait()) is not None:
                    job[1].cancel()

    @property
    def info(self) -> ModelInfo:
        """What the records say of the model; waits until the first worker has loaded it.

        Raises
        ------
        OfsightError
            When the model or an extractor cannot be loaded.
        """
        return self._ready.result()

    @property
    def alive(self) -> int:
        """How many workers run."""
        return sum(worker.is_alive for worker in self._workers)

    def submit(self, unit: InputUnit) -> Future[Outcome]:
        """Have a document annotated.

        Returns
        -------
        Future of Outcome
            Its exception is an :class:`~ofsight.errors.EngineError` where no worker can be started. Cancelled
            before its turn, the document is passed over.
        """
        future: Future[Outcome] = Future()
        with self._lock:
            self._open += 1
            for wanted in self._wanted[: self._open]:
                wanted.set()
        future.add_done_callback(self._done)
        self._jobs.put((unit, future))
        return future

    def _done(self, _: Future[Outcome]) -> None:
        with self._lock:
            self._open -= 1

    def _lead(self, index: int) -> None:
        """Give documents to one worker, and see that it is there for the next."""
        self._wanted[index].wait()
        worker = self._workers[index]
        try:
            self._start(worker)
            while not self._closing.is_set() and (job := self._jobs.get()) is not None:
                unit, future = job
                if not future.set_running_or_notify_cancel():
                    continue
                try:
                    future.set_result(worker.annotate(unit))
                except Exception as error:  # the request must hear of it, or would wait for ever
                    future.set_exception(error)
                if not worker.is_alive:
                    self._start(worker)
        finally:
            worker.close()

    def _start(self, worker: TendedWorker) -> None:
        if self._closing.is_set():
            return
        try:
            info = worker.start()
        except (
            OfsightError
        ) as error:  # told to whoever waits for the model; else the next document tries again
            if not self._ready.done():
                self._ready.set_exception(error)
            return
        with suppress(InvalidStateError):  # another worker was quicker
            self._ready.set_result(info)

    def _watch(self) -> None:
        while not self._closing.wait(LOOKS):
            for worker in self._workers:
                worker.watch()
