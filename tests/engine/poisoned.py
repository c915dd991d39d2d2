"""A worker whose documents can end it, make it hang, or take all memory: what does the run do then?"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from ofsight.engine import annotator
from ofsight.engine.outcome import Outcome
from ofsight.engine.worker import main
from ofsight.ingest.units import InputUnit


class Poisoned(annotator.Annotator):
    """Does to its process what a document's name says, and annotates the others."""

    def annotate(self, unit: InputUnit, *, on_read: Callable[[], None] = lambda: None) -> Outcome:
        if "segfault" in unit.name:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "once" in unit.name and unit.path is not None:
            mark = Path(f"{unit.path}.seen")
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        if "exit" in unit.name:
            os._exit(7)
        on_read()
        if "spin" in unit.name:
            while True:
                pass
        if "sleep" in unit.name:
            time.sleep(1000)
        if "memory" in unit.name:
            held = []
            while True:
                held.append(bytearray(b"x" * 10_000_000))
                time.sleep(0.005)
        if "noise" in unit.name:
            print("a library that prints", flush=True)
        return super().annotate(unit)


if __name__ == "__main__":
    annotator.Annotator = Poisoned  # type: ignore[misc]
    main()
