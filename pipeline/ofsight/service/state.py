"""What the routes of one service share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast

from starlette.requests import Request

from ofsight.engine.outcome import Outcome
from ofsight.ingest.units import InputUnit
from ofsight.record import Record

from .answers import Gate, annotate_units, unless_gone
from .labels import ModelAnswer, describe_service_model
from .pool import Annotates
from .problems import Refusal
from .settings import ServiceSettings


class PageBuilder(Protocol):
    """Makes the page that shows records, as ``ofsight view`` does."""

    def __call__(self, records: list[Record], *, title: str) -> str:
        """Return the page as HTML."""
        ...


@dataclass(slots=True)
class Service:
    """One service.

    Parameters
    ----------
    annotator : Annotates
        Has documents annotated.
    settings : ServiceSettings
        How requests are treated.
    build_page : PageBuilder
        Shows records.
    describe : callable
        Looks up what there is to say of the model; asked once.
    """

    annotator: Annotates
    settings: ServiceSettings
    build_page: PageBuilder
    describe: Callable[[], ModelAnswer] | None = None
    gate: Gate = field(init=False)
    _model: ModelAnswer | None = field(default=None, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def __post_init__(self) -> None:
        self.gate = Gate(self.settings.workers + self.settings.waiting)

    async def annotate(self, request: Request, units: Sequence[InputUnit]) -> list[Outcome]:
        """Have the documents of a request annotated, while its sender waits for them.

        Raises
        ------
        Refusal
            When there are too many, no worker can be had, or nobody waits any more.
        """
        most = self.settings.max_documents
        if len(units) > most:
            raise Refusal(
                "too_large",
                f"has {len(units):,} documents, of which one request may have {most}; send fewer,"
                " or annotate the file with ofsight annotate",
            )
        work = annotate_units(self.annotator, units, at_once=self.settings.workers)
        return await unless_gone(request, work)

    def model(self) -> ModelAnswer:
        """Return what there is to say of the model; takes seconds the first time.

        Raises
        ------
        EngineError
            When it cannot be looked up.
        """
        with self._lock:
            if self._model is None:
                self._model = (
                    self.describe()
                    if self.describe is not None
                    else describe_service_model(self.settings.work, self.annotator.info)
                )
            return self._model


def service_of(request: Request) -> Service:
    """Return the service that a request has come to."""
    return cast("Service", request.app.state.service)
