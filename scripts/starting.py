"""Measure what starting to annotate costs, part by part, as a worker does it; run by ``benchmark.py``.

    python scripts/starting.py BEGAN PATH MODEL

BEGAN is ``time.time()`` just before this process was started. Prints a JSON object: for each part its seconds
and its seconds of processor time.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import time

from stopwatch import Measured

BEFORE = "the interpreter"
AGAIN = "the same document again"
_LIBRARIES = ("numpy", "pydantic")


def start_up(path: str, model: str) -> Measured:
    """Start a fresh interpreter that loads what a worker loads and annotates one document twice.

    The sum is of all parts but the second time.
    """
    command = [sys.executable, __file__, str(time.time()), path, model]
    result = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    parts = {name: Measured(*figures) for name, figures in json.loads(result.stdout).items()}
    counted = [part for name, part in parts.items() if name != AGAIN]
    return Measured(sum(part.wall for part in counted), sum(part.processor for part in counted), parts=parts)


class _Laps:
    """Notes what passes between its calls."""

    def __init__(self, began: float) -> None:
        self.parts = {BEFORE: (time.time() - began, time.process_time())}
        self._wall, self._processor = time.perf_counter(), time.process_time()

    def note(self, name: str) -> None:
        wall, processor = time.perf_counter(), time.process_time()
        self.parts[name] = (wall - self._wall, processor - self._processor)
        self._wall, self._processor = time.perf_counter(), time.process_time()


def main() -> None:
    """Start as :mod:`ofsight.engine.worker` does, and print what each part took."""
    began, path, model = sys.argv[1:]
    laps = _Laps(float(began))
    from ofsight.engine.lean import import_spacy, leave_out_training_libraries, loading_for_good

    with loading_for_good():
        leave_out_training_libraries()
        for name in _LIBRARIES:
            importlib.import_module(name)
        laps.note(" and ".join(_LIBRARIES))
        import_spacy()
        laps.note("spaCy")
        from ofsight.engine.annotator import Annotator

        laps.note("Ofsight")
        from ofsight.engine.settings import WorkSettings

        annotator = Annotator(WorkSettings(model))
        laps.note("the model")
    from ofsight.ingest.units import find_units

    (unit,) = find_units([path], max_bytes=sys.maxsize)
    for name in ("the first document", AGAIN):
        annotator.annotate(unit)
        laps.note(name)
    print(json.dumps(laps.parts))


if __name__ == "__main__":
    main()
