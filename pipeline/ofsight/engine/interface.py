"""What every engine does, however its workers are spread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self

from ofsight.ingest.units import InputUnit

from .outcome import Outcome

if TYPE_CHECKING:
    from ofsight.record import ModelInfo


class Job(NamedTuple):
    """A unit of work, with its outcome where an earlier run left it."""

    unit: InputUnit
    outcome: Outcome | None = None


class Done(NamedTuple):
    """A unit of work with what came of it."""

    unit: InputUnit
    outcome: Outcome


class Engine(Protocol):
    """A context manager that annotates jobs; outside it there are no workers."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    @property
    def workers(self) -> int:
        """How many processes annotate; 0 for this one."""
        ...

    @property
    def info(self) -> ModelInfo:
        """What the records say of the model; waits until it is loaded."""
        ...

    def annotate(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """Yield what came of each job, in their order; take new jobs only as old ones are done."""
        ...
