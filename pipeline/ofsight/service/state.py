"""What the routes of one service share."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, cast

from starlette.requests import Request

from ofsight.record import Record

from .answers import Gate
from .labels import ModelAnswer, describe_service_model
from .pool import Annotates
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
