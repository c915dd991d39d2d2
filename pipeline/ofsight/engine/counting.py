"""The number of documents of a run, counted beside the work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ofsight.ingest.paths import STDIN
from ofsight.ingest.units import InputUnit


@contextmanager
def counted(
    paths: tuple[str, ...], find: Callable[[], Iterator[InputUnit]], tell: Callable[[int], None]
) -> Iterator[None]:
    """Count what ``find`` yields in a thread of its own and tell the number, if the block goes on so long.

    Standard input can be read once only: with it nothing is counted.
    """
    if STDIN in paths:
        yield
        return
    stop = threading.Event()

    def count() -> None:
        number = 0
        for _ in find():
            number += 1
            if stop.is_set():
                return
        tell(number)

    thread = threading.Thread(target=count, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
