"""The rate of a run, and the time that is left."""

from __future__ import annotations

import pytest

from ofsight.engine.pace import Pace


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_nothing_is_known_before_the_first_document() -> None:
    pace = Pace(clock=Clock())
    assert (pace.documents_a_second, pace.words_a_second, pace.seconds_left) == (None, None, None)


def test_the_rest_takes_as_long_as_the_rate_says() -> None:
    clock = Clock()
    pace = Pace(done=20, clock=clock)
    for _ in range(10):
        clock.now += 2
        pace.add(words=500)
    assert pace.documents_a_second == pytest.approx(0.5)
    assert pace.words_a_second == pytest.approx(250)
    assert pace.seconds_left is None
    pace.total = 40
    assert (pace.done, pace.seconds_left) == (30, pytest.approx(20))


def test_the_rate_is_that_of_late() -> None:
    clock = Clock()
    pace = Pace(clock=clock)
    for seconds in [10.0] * 100 + [1.0] * 100:
        clock.now += seconds
        pace.add(words=1)
    assert pace.documents_a_second == pytest.approx(1, rel=0.05)
