"""A run's log for machines: one JSON object a line, with the time and what happened."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import IO, Any, Final

from ofsight.ingest.document import InputFailure

from .listener import Listener
from .pace import Pace
from .summary import RunSummary

_BETWEEN: Final = 10.0
"""Seconds between two lines of progress."""


class JsonLog(Listener):
    """Writes what it hears; warnings of the package, such as workers that died, are lines too.

    Parameters
    ----------
    stream : text stream
        Where the lines go.
    clock : callable
        Returns seconds.
    """

    wants_total = True

    def __init__(self, stream: IO[str], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._pace = Pace(clock=clock)
        self._told = clock()
        self._total: int | None = None

    def started(self, done: int) -> None:
        """Write where the run begins."""
        self._pace = Pace(done, clock=self._clock)
        self._pace.total = self._total
        self._write("started", done=done)

    def counted(self, total: int) -> None:
        """Remember how many there are."""
        self._total = self._pace.total = total

    def done(self, document_id: str, words: int) -> None:
        """Write a line of progress now and then."""
        self._pace.add(words)
        if self._clock() - self._told >= _BETWEEN:
            self._told = self._clock()
            self._write(
                "progress",
                id=document_id,
                done=self._pace.done,
                total=self._pace.total,
                documents_per_second=_rounded(self._pace.documents_a_second),
                words_per_second=_rounded(self._pace.words_a_second),
                seconds_left=_rounded(self._pace.seconds_left),
            )

    def failed(self, failure: InputFailure) -> None:
        """Write a failure as it stands in the errors file."""
        self._write("failed", **failure.as_row())

    def ended(self, summary: RunSummary) -> None:
        """Write the counts of the run."""
        self._write("ended", seconds=round(summary.seconds, 1), **summary.as_message())

    def handler(self) -> logging.Handler:
        """Return a handler for Python's logging that writes to the same stream."""
        return _Handler(self)

    def _write(self, event: str, **fields: Any) -> None:
        row = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **fields}
        self._stream.write(json.dumps(row, ensure_ascii=False) + "\n")
        self._stream.flush()

    def write_message(self, record: logging.LogRecord) -> None:
        """Write a message of Python's logging."""
        self._write(
            "message", level=record.levelname.lower(), logger=record.name, message=record.getMessage()
        )


class _Handler(logging.Handler):
    def __init__(self, log: JsonLog) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log.write_message(record)


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 1)
