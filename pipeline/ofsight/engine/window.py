"""Outcomes put back into the order of their jobs, with a bound on what is open at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from ofsight.ingest.units import InputUnit

from .interface import Done, Job
from .outcome import Outcome

_MOST_BYTES: Final = 64_000_000
"""Lines of input and records that wait may hold so much together before no new job is taken."""


def in_order(
    jobs: Iterable[Job],
    submit: Callable[[int, InputUnit], None],
    receive: Callable[[], tuple[int, Outcome]],
    *,
    most: int,
) -> Iterator[Done]:
    """Hand out jobs and yield them in their order as they come back in any.

    Parameters
    ----------
    jobs : iterable of Job
        Taken as room is free, never further ahead.
    submit : callable
        Gives a unit with its number to the workers; must not wait.
    receive : callable
        Waits for the next outcome of any unit.
    most : int
        Jobs that are open, or done and waiting for an earlier one.
    """
    source = iter(jobs)
    opened: dict[int, InputUnit] = {}
    done: dict[int, Outcome] = {}
    size = taken = given = out = 0
    exhausted = False
    while True:
        while not exhausted and taken - given < most and (size < _MOST_BYTES or taken == given):
            job = next(source, None)
            if job is None:
                exhausted = True
                break
            opened[taken] = job.unit
            size += len(job.unit.content or b"")
            if job.outcome is not None:
                done[taken] = job.outcome
            else:
                submit(taken, job.unit)
                out += 1
            taken += 1
        if exhausted and given == taken:
            return
        if given not in done and out:
            number, outcome = receive()
            out -= 1
            size += len(outcome.line or b"")
            done[number] = outcome
        while given in done:
            unit, outcome = opened.pop(given), done.pop(given)
            size -= len(unit.content or b"") + len(outcome.line or b"")
            given += 1
            yield Done(unit, outcome)
