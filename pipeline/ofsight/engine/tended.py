"""A worker that is always there: started when it is needed, and again when a document ended it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ofsight.errors import EngineError
from ofsight.ingest.units import InputUnit

from .outcome import Outcome
from .process import CRASH, WorkerProcess
from .settings import Limits, WorkSettings

if TYPE_CHECKING:
    from ofsight.record import ModelInfo

LOOKS: Final = 0.1
"""Seconds between looks at what a worker uses: call :meth:`TendedWorker.watch` so often."""
_TRIES: Final = 2
"""A document whose worker died gets so many tries: something else may have ended the first."""
_STARTS: Final = 3
"""Times in a row that a worker may fail to start."""


class TendedWorker:
    """One worker process at a time; :meth:`annotate` from one thread, :meth:`watch` from another.

    Parameters
    ----------
    settings : WorkSettings
        What it does to each document.
    limits : Limits
        What one document may cost.
    """

    def __init__(self, settings: WorkSettings, limits: Limits) -> None:
        self._settings = settings
        self._limits = limits
        self._worker: WorkerProcess | None = None
        self._closing = False

    def start(self) -> ModelInfo:
        """Start the worker, in place of one that died, and wait until its model is loaded.

        Raises
        ------
        OfsightError
            What the worker says is wrong with the model or an extractor.
        EngineError
            When it does not start.
        """
        for attempt in range(_STARTS):
            if self._worker is not None:
                self._worker.close()
            self._worker = WorkerProcess(self._settings, self._limits)
            if self._closing:
                self._worker.kill()
            try:
                return self._worker.wait_until_ready()
            except EngineError:
                if attempt + 1 == _STARTS or self._closing:
                    raise
        raise AssertionError  # the loop above returns or raises

    def annotate(self, unit: InputUnit) -> Outcome:
        """Have a unit annotated; one that ends two workers, or goes over a limit, is a failure.

        Raises
        ------
        EngineError
            When a worker that died cannot be replaced.
        """
        for _ in range(_TRIES):
            if not self.is_alive:
                self.start()
            assert self._worker is not None  # noqa: S101  # it has been started
            outcome = self._worker.annotate(unit)
            if outcome.trouble is None or outcome.trouble.error != CRASH or self._closing:
                break
        return outcome

    @property
    def is_alive(self) -> bool:
        """Whether there is a worker that runs."""
        return self._worker is not None and self._worker.is_alive

    def watch(self) -> None:
        """Stop the worker when its document has gone over a limit."""
        if (worker := self._worker) is not None:
            worker.watch()

    def kill(self) -> None:
        """End the worker at once; there will be no other."""
        self._closing = True
        if (worker := self._worker) is not None:
            worker.kill()

    def close(self) -> None:
        """End the worker and wait until it is gone."""
        self._closing = True
        if self._worker is not None:
            self._worker.close()
