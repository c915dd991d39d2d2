"""Outcomes come back in any order and leave in that of their jobs."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from ofsight.engine.interface import Done, Job
from ofsight.engine.outcome import Outcome
from ofsight.engine.window import in_order
from ofsight.ingest.streams import Line
from ofsight.ingest.units import InputUnit


class Workers:
    """Give back what was submitted in a random order."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311
        self.held: list[tuple[int, InputUnit]] = []
        self.most = 0

    def submit(self, number: int, unit: InputUnit) -> None:
        self.held.append((number, unit))
        self.most = max(self.most, len(self.held))

    def receive(self) -> tuple[int, Outcome]:
        number, unit = self.held.pop(self.draw.randrange(len(self.held)))
        return number, Outcome(unit.wanted_id, b"x" * 10)


def unit(number: int, size: int = 0) -> InputUnit:
    return InputUnit("a.jsonl", str(number), line=Line(number, b"y" * size))


@given(
    count=st.integers(0, 60),
    most=st.integers(1, 9),
    seed=st.integers(0, 999),
    kept=st.sets(st.integers(0, 59)),
)
def test_the_order_is_kept_and_the_window_bounded(count: int, most: int, seed: int, kept: set[int]) -> None:
    workers = Workers(seed)
    jobs = [Job(unit(n), Outcome(str(n), b"kept") if n in kept else None) for n in range(count)]
    done = list(in_order(jobs, workers.submit, workers.receive, most=most))
    assert [item.unit for item in done] == [job.unit for job in jobs]
    assert [item.outcome.wanted_id for item in done] == [str(n) for n in range(count)]
    assert all((item.outcome.line == b"kept") == (n in kept) for n, item in enumerate(done))
    assert workers.most <= most
    assert not workers.held


def test_jobs_are_taken_only_as_there_is_room() -> None:
    taken: list[int] = []

    def jobs() -> object:
        for number in range(100):
            taken.append(number)
            yield Job(unit(number))

    workers = Workers(1)
    results = in_order(jobs(), workers.submit, workers.receive, most=4)  # type: ignore[arg-type]
    assert isinstance(next(results), Done)
    assert len(taken) == 4


def test_large_lines_wait_for_each_other() -> None:
    workers = Workers(1)
    jobs = (Job(unit(number, size=30_000_000)) for number in range(5))
    next(in_order(jobs, workers.submit, workers.receive, most=100))
    assert workers.most == 3
