"""From units of work to records: annotate them in the workers, number their ids, leave out texts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Sequence
from types import TracebackType
from typing import Final, NamedTuple, TypeVar

from pydantic import BaseModel, Field
from starlette.requests import Request

from ofsight.engine.outcome import Outcome
from ofsight.errors import EngineError
from ofsight.ingest.document import InputFailure
from ofsight.ingest.ids import UniqueIds
from ofsight.ingest.units import InputUnit
from ofsight.record import Record
from ofsight.record.io import dumps, loads, without_text

from .pool import Annotates
from .problems import Refusal

_RETRY_AFTER: Final = {"Retry-After": "5"}
_T = TypeVar("_T")


class Failure(BaseModel):
    """A document that could not be annotated: a line of the errors file of ``ofsight annotate``."""

    id: str
    path: str
    stage: str
    error: str
    message: str = Field(description="What is wrong and what to do about it")


class Batch(BaseModel):
    """What came of several documents: each is among the records or among the errors."""

    records: list[Record] = Field(description="In the order of the documents")
    errors: list[Failure] = Field(description="Those that could not be annotated")


class Answered(NamedTuple):
    """What came of several documents; a line is a record as JSON with its line break."""

    lines: list[bytes]
    failures: list[InputFailure]

    def as_batch(self) -> bytes:
        """Return it as a :class:`Batch`."""
        errors = json.dumps([failure.as_row() for failure in self.failures], ensure_ascii=False).encode()
        return b'{"records":[%b],"errors":%b}\n' % (b",".join(line.rstrip() for line in self.lines), errors)


class Gate:
    """Lets so many requests in at a time; a context manager for each.

    Parameters
    ----------
    most : int
        How many.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self.inside = 0

    def __enter__(self) -> None:
        if self.inside >= self._most:
            raise Refusal(
                "busy",
                f"{self.inside} requests are being worked on or wait; try again in a few seconds",
                headers=_RETRY_AFTER,
            )
        self.inside += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.inside -= 1


async def annotate_units(annotator: Annotates, units: Sequence[InputUnit], *, at_once: int) -> list[Outcome]:
    """Have units annotated, so many at once; outcomes come in the order of the units.

    Raises
    ------
    Refusal
        ``no_worker`` when the workers cannot be kept alive.
    """
    turns = asyncio.Semaphore(at_once)

    async def one(unit: InputUnit) -> Outcome:
        async with turns:
            return await asyncio.wrap_future(annotator.submit(unit))

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(unit)) for unit in units]
    except* EngineError as errors:
        raise Refusal("no_worker", str(errors.exceptions[0]), headers=_RETRY_AFTER) from errors
    return [task.result() for task in tasks]


async def unless_gone(request: Request, work: Awaitable[_T]) -> _T:
    """Wait for work on a request whose body has been read; the work ends when the client goes away.

    Raises
    ------
    Refusal
        ``gone`` when it does; nobody will read it.
    """
    doing = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({doing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            return doing.result()
        raise Refusal("gone", "the connection was closed before the answer", status=400)
    finally:
        doing.cancel()
        leaving.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def collect(units: Sequence[InputUnit], outcomes: Sequence[Outcome], *, keep_text: bool) -> Answered:
    """Return records and failures; ids are made unique in the request as they are in a run."""
    ids = UniqueIds()
    answered = Answered([], [])
    for unit, outcome in zip(units, outcomes, strict=True):
        unique = ids.assign(outcome.wanted_id)
        failure = outcome.failure(unique, unit.name)
        if failure is not None:
            answered.failures.append(failure)
        elif outcome.line is not None:
            line = outcome.line
            if unique != outcome.line_id or not keep_text:
                record = loads(line).model_copy(update={"id": unique})
                line = dumps(record if keep_text else without_text(record)).encode()
            answered.lines.append(line)
    return answered
