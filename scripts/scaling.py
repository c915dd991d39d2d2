"""Measure the local engine with so many workers: what it adds to a document, and what each worker adds."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress

import psutil

from stopwatch import Measured

HOUR = 3600.0
RUN = "in the run itself"
WORKERS = "in its workers"


def engine(paths: Sequence[str], model: str, workers: int) -> Measured:
    """Annotate files with workers that have started; memory is what all processes hold together at the end.

    Parts are the processor time of the run and of the workers; a worker's memory is what only it holds.
    """
    from ofsight.engine.interface import Job
    from ofsight.engine.local import LocalEngine
    from ofsight.engine.settings import WorkSettings
    from ofsight.ingest.units import find_units

    def annotate(chosen: Sequence[str]) -> None:
        for done in local.annotate(Job(unit) for unit in find_units(chosen, max_bytes=10**9)):
            if done.outcome.trouble is not None:
                raise RuntimeError(f"{done.unit.name}: {done.outcome.trouble.message}")

    this = psutil.Process()
    with LocalEngine(WorkSettings(model), workers=workers) as local:
        while len(this.children()) < workers:
            annotate(paths[: 2 * workers])  # the others start when there is work for them
        annotate(paths[: 2 * workers])
        began = _processor_time(this), _of_children(this), time.perf_counter()
        annotate(paths)
        wall = time.perf_counter() - began[2]
        own, theirs = _processor_time(this) - began[0], _of_children(this) - began[1]
        memory = [_own_memory(process) for process in (this, *this.children())]
    return Measured(
        wall,
        own + theirs,
        sum(memory),
        {RUN: Measured(wall, own, memory[0]), WORKERS: Measured(wall, theirs, max(memory[1:]))},
    )


def show(results: Sequence[tuple[int, Measured]], alone: Measured, documents: int) -> None:
    """Print a line for each number of workers; ``alone`` is the sum of the stages without an engine."""
    for workers, measured in results:
        used = measured.processor
        added = (measured.processor - alone.processor) / documents
        name = f"the engine, {workers} worker{'s' if workers > 1 else ''}"
        print(
            f"{name:<30}{documents * HOUR / measured.wall:8,.0f} documents an hour,"
            f" {documents * HOUR / used:8,.0f} a core-hour of processor time\n"
            f"  a document costs the run {measured.parts[RUN].processor / documents * 1e3:.1f} ms,"
            f" all processes {added * 1e3:+.1f} ms more than the stages alone;"
            f" a worker holds {measured.parts[WORKERS].memory:,.0f} MB, all hold {measured.memory:,.0f} MB"
        )
    (_, first), (many, last) = results[0], results[-1]
    print(
        f"  {many} workers are {first.wall / last.wall:.2f} times as fast as one,"
        f" at {last.processor / first.processor:.2f} times its processor time"
    )


def _processor_time(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _of_children(process: psutil.Process) -> float:
    total = 0.0
    for child in process.children():
        with suppress(psutil.Error):
            total += _processor_time(child)
    return total


def _own_memory(process: psutil.Process) -> float:
    """Return the megabytes that only this process holds."""
    return float(process.memory_full_info().uss) / 2**20
