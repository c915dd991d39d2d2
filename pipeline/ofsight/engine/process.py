"""One worker process, seen from the run: started, given units, watched and stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast

import psutil

import ofsight
from ofsight import errors
from ofsight.errors import EngineError, OfsightError
from ofsight.ingest.units import InputUnit

from .frames import read_frame, write_frame
from .outcome import Outcome, Trouble
from .settings import Limits, WorkSettings

if TYPE_CHECKING:
    from ofsight.record import ModelInfo

_COMMAND: Final = (sys.executable, "-P", "-m", "ofsight.engine.worker")
CRASH: Final = "crash"
"""Key of the error of a document that ended its worker."""
_HANGING: Final = 10.0
"""A worker may take so many times the limit of processor time by the clock: machines are busy."""
_MEGABYTE: Final = 1_000_000
_PATIENCE: Final = 5.0
"""Seconds that a worker has to end by itself."""


class WorkerProcess:
    """A worker; :meth:`annotate` from one thread, :meth:`watch` from another.

    Parameters
    ----------
    settings : WorkSettings
        What it does to each document.
    limits : Limits
        What one document may cost.
    """

    def __init__(self, settings: WorkSettings, limits: Limits) -> None:
        self._limits = limits
        self._stopped_for: Trouble | None = None
        self._since: tuple[float, float] | None = None
        self._stage = "ingest"
        self._lock = threading.Lock()
        self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
        )
        self._seen = psutil.Process(self._process.pid)
        self._inward = cast("IO[bytes]", self._process.stdin)
        self._outward = cast("IO[bytes]", self._process.stdout)
        self._settings = settings

    def wait_until_ready(self) -> ModelInfo:
        """Wait until the model is loaded.

        Raises
        ------
        OfsightError
            What the worker says is wrong with the model or an extractor.
        EngineError
            When it ended without a word.
        """
        header = None
        with suppress(BrokenPipeError):
            write_frame(self._inward, self._settings.as_message())
            from ofsight.record import ModelInfo  # imported while the worker does the same

            frame = read_frame(self._outward)
            header = frame.header if frame else None
        if header is None:
            raise EngineError(f"a worker did not start ({self._ending()}); is there memory for one more?")
        if "fatal" in header:
            name, message = header["fatal"]
            kind = getattr(errors, name, OfsightError)
            raise kind(message)
        return ModelInfo.model_validate(header["ready"])

    def annotate(self, unit: InputUnit) -> Outcome:
        """Have a unit annotated; a worker that dies over it, or is stopped, makes the unit a failure.

        :attr:`is_alive` tells afterwards whether the worker can take another.
        """
        self._stage = "ingest"
        self._set_since((time.monotonic(), self._processor_seconds()))
        try:
            write_frame(self._inward, unit.as_message(), unit.content)
            while (frame := read_frame(self._outward)) is not None:
                if "stage" in frame.header:
                    self._stage = frame.header["stage"]
                else:
                    return Outcome.from_message(frame.header["outcome"], frame.content)
        except BrokenPipeError:
            pass  # it died before it had the unit
        finally:
            self._set_since(None)
        self._process.kill()
        # A process that frees much memory dies slowly; it must not be given the next document.
        self._process.wait()
        trouble = self._stopped_for or Trouble(
            self._stage, CRASH, f"ended its worker ({self._ending()}); leave it out, and please report it"
        )
        return Outcome(unit.wanted_id, trouble=trouble)

    @property
    def is_alive(self) -> bool:
        """Whether the worker still runs."""
        return self._process.poll() is None

    def watch(self) -> None:
        """Stop the worker when its document has gone over a limit."""
        with self._lock:
            if self._since is not None and self._stopped_for is None:
                self._stopped_for = self._gone_over(*self._since)
                if self._stopped_for is not None:
                    self._process.kill()

    def kill(self) -> None:
        """End the worker at once."""
        self._process.kill()

    def close(self) -> None:
        """End the worker and wait until it is gone."""
        with suppress(BrokenPipeError):
            self._inward.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._outward.close()

    def _set_since(self, since: tuple[float, float] | None) -> None:
        with self._lock:
            self._since = since

    def _gone_over(self, clock: float, processor: float) -> Trouble | None:
        seconds, megabytes = self._limits.seconds, self._limits.megabytes
        try:
            memory = self._seen.memory_info().rss
        except psutil.Error:
            return None
        if memory > megabytes * _MEGABYTE:
            message = f"needs more than {megabytes:,} MB of memory; split it or raise --max-memory"
            return Trouble(self._stage, "memory", message)
        passed = time.monotonic() - clock
        if self._processor_seconds() - processor > seconds or passed > seconds * _HANGING:
            message = f"takes longer than {seconds:g} s; leave it out or raise --time-limit"
            return Trouble(self._stage, "timeout", message)
        return None

    def _processor_seconds(self) -> float:
        try:
            times = self._seen.cpu_times()
        except psutil.Error:
            return 0.0
        return float(times.user + times.system)

    def _ending(self) -> str:
        code = self._process.wait()
        if code >= 0:
            return f"exit code {code}"
        try:
            return f"signal {signal.Signals(-code).name}"
        except ValueError:
            return f"signal {-code}"


def _environment() -> dict[str, Any]:
    """Return the environment of a worker: it finds this very package, and computes in one thread."""
    places = [str(Path(ofsight.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(place for place in places if place),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0",  # should anything ever hang on the order of a set, it does so alike everywhere
    }
