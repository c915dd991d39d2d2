"""What a person at a terminal sees of a run."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from tqdm import tqdm

from ofsight.engine.listener import Listener
from ofsight.engine.pace import Pace
from ofsight.ingest.document import InputFailure


class ProgressBar(Listener):
    """A bar with rate and remaining time on a terminal, none in a pipe; failures as lines. A context manager.

    Parameters
    ----------
    quiet : bool
        No bar anywhere.
    """

    def __init__(self, *, quiet: bool) -> None:
        # disable=None: a bar on a terminal, none in a pipe. smoothing=0: the mean rate.
        self._bar = tqdm(
            unit=" documents", disable=True if quiet else None, file=sys.stderr, smoothing=0, delay=1
        )
        self.wants_total = not self._bar.disable
        self._pace = Pace()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.close()

    def started(self, done: int) -> None:
        """Set the bar to where the run begins."""
        self._pace = Pace(done)
        self._bar.reset(total=self._bar.total)
        self._bar.initial = self._bar.n = done

    def counted(self, total: int) -> None:
        """Give the bar its end."""
        self._bar.total = total

    def done(self, document_id: str, words: int) -> None:
        """Move the bar by one."""
        self._pace.add(words)
        if rate := self._pace.words_a_second:
            self._bar.set_postfix_str(f"{rate:,.0f} words/s, {document_id}", refresh=False)
        self._bar.update()

    def failed(self, failure: InputFailure) -> None:
        """Write a line above the bar."""
        tqdm.write(f"{failure.path}: {failure.message}", file=sys.stderr)
