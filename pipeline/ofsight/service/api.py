"""The JSON API."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ofsight.engine.outcome import Outcome
from ofsight.errors import EngineError
from ofsight.ingest.units import InputUnit
from ofsight.record import Meta, Record
from ofsight.record.schema import record_schema

from .answers import Batch, collect
from .bodies import MULTIPART, media_type_of, read_body, read_form
from .documents import AnnotateQuery
from .labels import ModelAnswer
from .problems import Refusal, described
from .state import Service, service_of
from .uploads import JSON, RAW_TYPES, Sent, from_file, from_json

router = APIRouter()

_BINARY: Final = {"schema": {"type": "string", "format": "binary"}}
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": (
            "A document or a list of documents as JSON; files in the field `file` of a form; or a text, web"
            " page, PDF, .docx or JSONL file by itself, compressed or not: its content decides what it is."
        ),
        "content": {
            JSON: {
                "schema": {
                    "anyOf": [
                        {"$ref": "#/components/schemas/Document"},
                        {"type": "array", "items": {"$ref": "#/components/schemas/Document"}},
                    ]
                },
                "example": {
                    "text": "Ofsted has rated Halton council inadequate.",
                    "meta": {"published": "2024-05-28"},
                },
            },
            "text/plain": {"schema": {"type": "string"}},
            MULTIPART: {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "array", "items": _BINARY["schema"]}},
                }
            },
            "application/octet-stream": _BINARY,
        },
    }
}


class Health(BaseModel):
    """Whether documents can be annotated."""

    status: Literal["ok"]
    workers: int = Field(description="Processes that annotate, of those that may run")
    requests: int = Field(description="Requests that are being worked on or wait")


@router.post(
    "/annotate",
    tags=["Documents"],
    summary="Annotate documents",
    operation_id="annotate",
    response_class=Response,
    responses={
        200: {
            "description": "The record, as `ofsight annotate` writes it; of a list, of JSONL and of several"
            " files a batch, in which a document that cannot be read is an error and the others are records.",
            "content": {
                JSON: {
                    "schema": {
                        "anyOf": [
                            {"$ref": "#/components/schemas/Record"},
                            {"$ref": "#/components/schemas/Batch"},
                        ]
                    }
                }
            },
        },
        **described(400, 403, 408, 413, 415, 422, 500, 503, 504),
    },
    openapi_extra=_BODY,
)
async def annotate(request: Request, query: Annotated[AnnotateQuery, Query()]) -> Response:
    """Annotate one document or several; nothing that is sent is stored.

    What the parameters say of the documents wins over what they say of themselves.
    """
    service = service_of(request)
    with service.gate:
        sent = await _sent(request, service, query)
        outcomes = await service.annotate(request, sent.units)
        return await run_in_threadpool(_answer, sent, outcomes, keep_text=query.text)


def _answer(sent: Sent, outcomes: list[Outcome], *, keep_text: bool) -> Response:
    answered = collect(sent.units, outcomes, keep_text=keep_text)
    if sent.many:
        return Response(answered.as_batch(), media_type=JSON)
    for failure in answered.failures:
        raise Refusal.of(failure)
    return Response(b"".join(answered.lines), media_type=JSON)


async def _sent(request: Request, service: Service, query: AnnotateQuery) -> Sent:
    media_type = media_type_of(request)
    if media_type not in (JSON, MULTIPART, *RAW_TYPES):
        raise Refusal(
            "unsupported",
            f"bodies of the type {media_type} are not read; send JSON as {JSON}, text as text/plain,"
            " any other document as application/octet-stream, or a form with files as multipart/form-data",
        )
    settings = service.settings
    body = await read_body(request, settings.max_bytes, seconds=settings.body_seconds)
    meta = query.given()
    if media_type == JSON:
        return await run_in_threadpool(from_json, body, wanted_id=query.id, meta=meta)
    if media_type == MULTIPART:
        return await _sent_files(request, body, service, query.id, meta)
    return await run_in_threadpool(
        from_file, body, RAW_TYPES[media_type], max_bytes=settings.max_bytes, wanted_id=query.id, meta=meta
    )


async def _sent_files(
    request: Request, body: bytes, service: Service, wanted_id: str | None, meta: Meta | None
) -> Sent:
    settings = service.settings
    form = await read_form(
        request.headers, body, max_bytes=settings.max_bytes, max_files=settings.max_documents
    )
    if form.fields:
        raise Refusal(
            "bad_form",
            f"the form has a field {min(form.fields)!r}; give files in fields named file,"
            " and what is known of them as parameters of the address",
        )
    if not form.files:
        raise Refusal("bad_form", "the form has no file; give one or more in fields named file")
    units: list[InputUnit] = []
    many = len(form.files) > 1
    for upload in form.files:
        found = await run_in_threadpool(
            from_file,
            upload.data,
            upload.name,
            max_bytes=settings.max_bytes,
            wanted_id=None if many else wanted_id,
            meta=meta,
        )
        units += found.units
        many = many or found.many
    return Sent(units, many)


@router.get(
    "/model",
    tags=["About the service"],
    summary="The model and its labels",
    operation_id="model",
    responses=described(400, 503),
)
def model(request: Request) -> ModelAnswer:
    """Tell which model annotates, and what it labels; the first answer takes some seconds."""
    try:
        return service_of(request).model()
    except EngineError as error:
        raise Refusal("no_worker", str(error), headers={"Retry-After": "30"}) from error


@router.get(
    "/health",
    tags=["About the service"],
    summary="Whether documents can be annotated",
    operation_id="health",
    responses=described(400, 503),
)
async def health(request: Request) -> Health:
    """Tell whether a worker is ready."""
    service = service_of(request)
    workers = service.annotator.alive
    if workers == 0:
        raise Refusal("no_worker", "no worker runs; one is being started", headers={"Retry-After": "5"})
    return Health(status="ok", workers=workers, requests=service.gate.inside)


@router.get(
    "/schema",
    tags=["About the service"],
    summary="The JSON Schema of a record",
    operation_id="schema",
    response_class=JSONResponse,
    responses={
        200: {"description": "JSON Schema, draft 2020-12", "content": {JSON: {"schema": {"type": "object"}}}},
        **described(400),
    },
)
async def schema() -> JSONResponse:
    """Return what ``ofsight schema`` prints."""
    return JSONResponse(record_schema())


MODELS: Final = (Batch, Record)
"""Models that the descriptions above refer to by name."""
