"""Measure what something takes: time, processor time and memory, in this process or in one of its own."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


@dataclass
class Measured:
    """What one thing took: seconds of wall and processor time, and peak resident memory in MB."""

    wall: float
    processor: float
    memory: float = 0.0
    parts: dict[str, Measured] = field(default_factory=dict)

    def best(self, other: Measured | None) -> Measured:
        """Return the quicker of two measurements, with the lower memory."""
        if other is None:
            return self
        quicker = self if self.processor <= other.processor else other
        return Measured(quicker.wall, quicker.processor, min(self.memory, other.memory), quicker.parts)


class Stopwatch:
    """Adds up wall and processor seconds, and keeps the highest memory seen."""

    def __init__(self) -> None:
        self.wall = self.processor = self.memory = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Measure what is done within."""
        _forget_peak()
        wall, processor = time.perf_counter(), time.process_time()
        yield
        self.wall += time.perf_counter() - wall
        self.processor += time.process_time() - processor
        self.memory = max(self.memory, _peak())

    def measured(self) -> Measured:
        """Return what was measured."""
        return Measured(self.wall, self.processor, self.memory)


def _forget_peak() -> None:
    """Let the kernel note the peak of resident memory anew; where it cannot, peaks are of the process."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _peak() -> float:
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def alone(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a function in a fresh process, in which there is no torch."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_hide_torch) as pool:
        return pool.submit(function, *args, **kwargs).result()


def with_torch(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a function in a fresh process that has torch; in this one it would count as the command's."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *args, **kwargs).result()


def _hide_torch() -> None:
    sys.modules["torch"] = None  # type: ignore[assignment]  # what makes an import fail
