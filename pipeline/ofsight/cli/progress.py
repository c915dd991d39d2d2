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
    """A bar with rate and remaining time on standard error; failures as lines above it. A context manager."""

    wants_total = True

    def __init__(self) -> None:
        # smoothing=0: what is left is told by the mean rate, since documents differ much.
        self._bar = tqdm(unit=" documents", file=sys.stderr, smoothing=0, delay=1)
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
