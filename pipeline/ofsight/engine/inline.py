"""The engine without workers: everything in this process, for few documents and for debugging."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

from ofsight.record import ModelInfo

from .annotator import Annotator
from .interface import Done, Job
from .settings import WorkSettings


class InlineEngine:
    """An :class:`.interface.Engine` without limits: what a document does, it does to the run.

    Parameters
    ----------
    settings : WorkSettings
        What is done to each document.
    """

    def __init__(self, settings: WorkSettings) -> None:
        self._annotator = Annotator(settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass

    @property
    def workers(self) -> int:
        """None but this process."""
        return 0

    @property
    def info(self) -> ModelInfo:
        """What the records say of the model."""
        return self._annotator.info

    def annotate(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """Yield what came of each job, in their order."""
        for unit, outcome in jobs:
            yield Done(unit, outcome or self._annotator.annotate(unit))
