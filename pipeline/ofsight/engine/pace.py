"""How fast a run goes, and how long it will go on."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Final, NamedTuple

_LOOKS: Final = 64
"""The rate is that of the last so many looks: documents at the beginning may be other than those of now."""
_BETWEEN_LOOKS: Final = 1.0


class Look(NamedTuple):
    """Where a run stood at a moment: seconds, documents and words since it began."""

    seconds: float
    documents: int
    words: int


class Pace:
    """Counts documents and words as they are done.

    Parameters
    ----------
    done : int
        Documents that an earlier run did: they count for what is left, not for the rate.
    clock : callable
        Returns seconds.

    Attributes
    ----------
    total : int or None
        All documents of the run, once they are counted.
    """

    def __init__(self, done: int = 0, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.total: int | None = None
        self._before = done
        self._clock = clock
        self._began = clock()
        self._now = Look(0.0, 0, 0)
        self._looks: deque[Look] = deque([self._now], maxlen=_LOOKS)

    def add(self, words: int) -> None:
        """Count one document."""
        seconds = self._clock() - self._began
        self._now = Look(seconds, self._now.documents + 1, self._now.words + words)
        if seconds - self._looks[-1].seconds >= _BETWEEN_LOOKS:
            self._looks.append(self._now)

    @property
    def done(self) -> int:
        """Documents done, by this run and the earlier one."""
        return self._before + self._now.documents

    @property
    def seconds(self) -> float:
        """Seconds since it began."""
        return self._clock() - self._began

    @property
    def documents_a_second(self) -> float | None:
        """Documents a second of late; None while nothing is known."""
        passed = self._now.seconds - self._looks[0].seconds
        return (self._now.documents - self._looks[0].documents) / passed if passed > 0 else None

    @property
    def words_a_second(self) -> float | None:
        """Words a second of late; None while nothing is known."""
        passed = self._now.seconds - self._looks[0].seconds
        return (self._now.words - self._looks[0].words) / passed if passed > 0 else None

    @property
    def seconds_left(self) -> float | None:
        """Seconds that the rest will take at this rate; None while total or rate are not known."""
        rate = self.documents_a_second
        if self.total is None or not rate:
            return None
        return max(0, self.total - self.done) / rate
