"""The application: routes, guards and what they share, put together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

import ofsight

from . import api, site
from .guard import Guard
from .labels import ModelAnswer
from .openapi import describe_api
from .pages import DATA
from .pages import build_page as build_records_page
from .pool import Annotates
from .problems import Refusal, on_refusal
from .settings import ServiceSettings
from .state import PageBuilder, Service

_PATHS: Final = frozenset(
    {"/", "/view", "/docs", "/openapi.json", "/annotate", "/model", "/health", "/schema"}
)
_ABOUT: Final = (
    "Annotates news articles and inspection reports on English children's services. Records are those of"
    " `ofsight annotate`; nothing that is sent is stored."
)


def create_app(
    annotator: Annotates,
    settings: ServiceSettings,
    *,
    build_page: PageBuilder = build_records_page,
    describe: Callable[[], ModelAnswer] | None = None,
) -> FastAPI:
    """Return the application.

    Parameters
    ----------
    annotator : Annotates
        Has documents annotated, such as a :class:`.pool.WorkerPool` within its context.
    settings : ServiceSettings
        How requests are treated.
    build_page : PageBuilder
        Shows records; by default the page of ``ofsight view``.
    describe : callable, optional
        Looks up what there is to say of the model; by default a process that loads it.
    """
    app = FastAPI(
        title="Ofsight",
        summary="Read news and inspection reports on children's services.",
        description=_ABOUT,
        version=ofsight.__version__,
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = Service(annotator, settings, build_page, describe)
    app.include_router(api.router)
    app.include_router(site.router)
    # The files of Swagger UI lie in the package fastapi-offline: no page asks another machine for anything.
    app.mount("/static/docs", StaticFiles(packages=[("fastapi_offline", "static")]))
    app.mount("/static", StaticFiles(directory=DATA / "static"))
    for kind in (Refusal, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, on_refusal)
    app.add_middleware(Guard, hosts=settings.hosts, beyond_loopback=settings.beyond_loopback, paths=_PATHS)

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = describe_api(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to change it
    return app
