"""What a worker process runs: units come in on standard input, outcomes go out on standard output."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import IO, Any, Final

from ofsight.errors import OfsightError

from .frames import read_frame, write_frame
from .lean import import_spacy, leave_out_training_libraries, loading_for_good
from .settings import WorkSettings

_LOOKS_FOR_PARENT: Final = 1.0
"""Seconds between looks at whether the run is still there."""


def main() -> None:
    """Serve until the run closes our input, or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which stops its workers
    inward = sys.stdin.buffer
    outward = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not get between the messages.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    threading.Thread(target=_leave_with_parent, args=(os.getppid(),), daemon=True).start()
    try:
        serve(inward, outward)
    except BrokenPipeError:
        os._exit(0)


def serve(inward: IO[bytes], outward: IO[bytes]) -> None:
    """Answer the messages of one stream on another: first the settings, then units."""
    first = read_frame(inward)
    if first is None:
        return
    try:
        with loading_for_good():
            leave_out_training_libraries()
            import_spacy()
            from .annotator import Annotator  # the pipeline and its libraries: what starting costs

            annotator = Annotator(WorkSettings.from_message(first.header))
    except OfsightError as error:
        write_frame(outward, {"fatal": [type(error).__name__, str(error)]})
        return
    write_frame(outward, {"ready": annotator.info.model_dump(mode="json")})
    from ofsight.ingest.units import InputUnit

    def on_read() -> None:
        write_frame(outward, {"stage": "annotate"})

    while (frame := read_frame(inward)) is not None:
        unit = InputUnit.from_message(frame.header, frame.content)
        outcome = annotator.annotate(unit, on_read=on_read)
        message: dict[str, Any] = {"outcome": outcome.as_message()}
        write_frame(outward, message, outcome.line)


def _leave_with_parent(parent: int) -> None:
    """End this process when the run was killed: nobody would read what it makes."""
    while os.getppid() == parent:
        time.sleep(_LOOKS_FOR_PARENT)
    os._exit(0)


if __name__ == "__main__":
    main()
