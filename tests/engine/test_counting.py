"""Documents are counted beside the work."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from ofsight.engine.counting import counted
from ofsight.ingest.units import InputUnit


def units(number: int) -> Iterator[InputUnit]:
    return (InputUnit(f"{n}.txt", str(n)) for n in range(number))


def test_the_number_is_told() -> None:
    told = threading.Event()
    found: list[int] = []

    def tell(total: int) -> None:
        found.append(total)
        told.set()

    with counted(("in",), lambda: units(7), tell):
        assert told.wait(10)
    assert found == [7]


def test_counting_stops_with_the_run() -> None:
    endless = iter(lambda: InputUnit("a", "a"), None)
    found: list[int] = []
    with counted(("in",), lambda: endless, found.append):
        pass
    assert found == []


def test_standard_input_is_left_to_the_run() -> None:
    found: list[int] = []
    with counted(("-",), lambda: units(3), found.append):
        pass
    assert found == []
