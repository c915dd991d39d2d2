"""The pages that people see: the form and the interface's description here, records by the explorer."""

from __future__ import annotations

import pkgutil
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from ofsight.record import Record

from .guard import PAGE_POLICY
from .state import PageBuilder

DATA: Final = Path(__file__).parent / "data"
_EXPLORER: Final = "ofsight.explorer.page:build_page"
DOCS_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
RECORDS_POLICY: Final = (
    "sandbox allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox;"
    " default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:;"
    " font-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""The explorer's page carries its script. In this sandbox it has no origin: it cannot call the service."""


def build_page(records: list[Record], *, title: str) -> str:
    """Return the page of ``ofsight view`` for records; its libraries are imported when the first is made."""
    build = cast("PageBuilder", pkgutil.resolve_name(_EXPLORER))
    return build(records, title=title)


def render(template: str, *, policy: str = PAGE_POLICY, status: int = 200, **content: Any) -> HTMLResponse:
    """Return one of our own pages; whatever comes from outside is escaped."""
    page = _environment().get_template(template).render(**content)
    return HTMLResponse(page, status, {"Content-Security-Policy": policy})


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(DATA),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
