"""The pages of the service: a form, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ofsight.ingest.document import InputFailure
from ofsight.record import Meta, Record
from ofsight.record.io import loads

from .answers import Answered, collect
from .bodies import MULTIPART, Form, media_type_of, read_body, read_form
from .documents import DocumentMeta
from .guard import defect
from .pages import DOCS_POLICY, RECORDS_POLICY, render
from .problems import Refusal
from .state import Service, service_of
from .uploads import Sent, from_file

router = APIRouter(include_in_schema=False)

_META: Final = {
    "kind": "Choose a kind from the list.",
    "published": "Write the date as 26 November 2021, 2021-11-26, 2021-11 or 2021; none before 1990.",
    "publisher": "The name of the publisher is too long.",
    "url": "The web address is too long.",
}
"""The fields on what is known, and what is wrong with one that is not taken."""
_MEGABYTE: Final = 1_000_000
_SHOWN_FAILURES: Final = 10


@dataclass(slots=True)
class Shown:
    """What the form shows: what was filled in, and what is wrong with it by field."""

    text: str = ""
    meta: dict[str, str] = field(default_factory=lambda: dict.fromkeys(_META, ""))
    wrong: dict[str, str] = field(default_factory=dict)
    failures: list[InputFailure] = field(default_factory=list)
    failed: int = 0
    readable: int = 0

    @property
    def status(self) -> int:
        """Status of a page that shows this."""
        return 422 if self.wrong or self.failures else 200


@router.get("/")
async def form(request: Request) -> HTMLResponse:
    """Show the form; a browser may keep it, with what is filled in, for the way back."""
    response = _page(service_of(request), Shown())
    response.headers["Cache-Control"] = "no-cache"
    return response


@router.get("/docs")
async def docs() -> HTMLResponse:
    """Show the interface's description."""
    return render("docs.html.jinja", policy=DOCS_POLICY)


@router.post("/view")
async def view(request: Request) -> Response:
    """Annotate what was pasted or uploaded and show it; what is wrong is told in the form."""
    service = service_of(request)
    shown = Shown()
    try:
        with service.gate:
            return await _viewed(request, service, shown)
    except Exception as error:  # whatever happens, the answer is the form with what was filled in
        refusal = error if isinstance(error, Refusal) else defect(error)
    shown.wrong["page"] = refusal.problem.detail
    response = _page(service, shown, status=refusal.problem.status)
    response.headers.update(refusal.headers)
    return response


async def _viewed(request: Request, service: Service, shown: Shown) -> Response:
    settings = service.settings
    if media_type_of(request) != MULTIPART:
        raise Refusal("unsupported", "the form must be sent as multipart/form-data; use this page")
    body = await read_body(request, settings.max_bytes, seconds=settings.body_seconds)
    sent_form = await read_form(
        request.headers, body, max_bytes=settings.max_bytes, max_files=settings.max_documents
    )
    del body
    sent = await run_in_threadpool(_sent, sent_form, service, shown)
    if sent is None:
        return _page(service, shown)
    outcomes = await service.annotate(request, sent.units)
    answered = await run_in_threadpool(collect, sent.units, outcomes, keep_text=True)
    if answered.failures and not (answered.lines and "skip" in sent_form.fields):
        shown.failures = answered.failures[:_SHOWN_FAILURES]
        shown.failed, shown.readable = len(answered.failures), len(answered.lines)
        if not sent.many:
            raise Refusal.of(answered.failures[0])
        return _page(service, shown)
    if sent_form.fields.get("output") == ["jsonl"]:
        return _download(answered)
    page = await run_in_threadpool(_records_page, service, answered)
    return HTMLResponse(page, headers={"Content-Security-Policy": RECORDS_POLICY})


def _sent(sent_form: Form, service: Service, shown: Shown) -> Sent | None:
    """Return the documents of the form, or None when something is wrong with it, which is then noted."""
    fields = {name: values[0] for name, values in sent_form.fields.items()}
    # Browsers send the lines of a text area with the line breaks of the network.
    shown.text = fields.get("text", "").replace("\r\n", "\n")
    shown.meta = {name: fields.get(name, "") for name in _META}
    files = [upload for upload in sent_form.files if upload.name or upload.data]
    has_text = bool(shown.text.strip())
    if has_text and files:
        shown.wrong["text"] = "Give either a text or a file, not both."
    elif not has_text and not files:
        shown.wrong["text"] = "Paste a text, or choose a file."
    meta = _meta(shown)
    if shown.wrong:
        return None
    most = service.settings.max_bytes
    if not files:
        return from_file(shown.text.encode("utf-8", "replace"), "pasted.txt", max_bytes=most, meta=meta)
    found = [from_file(upload.data, upload.name, max_bytes=most, meta=meta) for upload in files]
    return Sent([unit for sent in found for unit in sent.units], len(found) > 1 or found[0].many)


def _meta(shown: Shown) -> Meta | None:
    try:
        return DocumentMeta.model_validate(
            {name: value.strip() for name, value in shown.meta.items() if value.strip()}
        ).given()
    except ValidationError as error:
        for fault in error.errors():
            name = str(fault["loc"][0])
            shown.wrong[name] = _META[name]
        return None


def _records_page(service: Service, answered: Answered) -> str:
    records: list[Record] = [loads(line) for line in answered.lines]
    first = records[0].meta.title or records[0].id
    title = first if len(records) == 1 else f"{len(records)} documents"
    return service.build_page(records, title=title)


def _download(answered: Answered) -> Response:
    return Response(
        b"".join(answered.lines),
        media_type="application/jsonl",
        headers={"Content-Disposition": 'attachment; filename="records.jsonl"'},
    )


def _page(service: Service, shown: Shown, *, status: int | None = None) -> HTMLResponse:
    info = service.annotator.info
    content: dict[str, Any] = {
        "shown": shown,
        "megabytes": f"{service.settings.max_bytes / _MEGABYTE:g}",
        "model": f"{info.name} {info.version}",
        "extractors": info.extractors,
    }
    return render("form.html.jinja", status=status or shown.status, **content)
