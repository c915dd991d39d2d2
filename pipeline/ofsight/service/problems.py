"""What goes wrong, told as RFC 9457 problem documents in the words of the errors file."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ofsight.ingest.document import InputFailure

MEDIA_TYPE: Final = "application/problem+json"
_STATUS: Final = {
    "too_large": 413,
    "memory": 413,
    "unsupported": 415,
    "binary": 415,
    "extractor": 500,
    "internal": 500,
    "crash": 500,
    "busy": 503,
    "no_worker": 503,
    "timeout": 504,
}
_DOCUMENT_IS_WRONG: Final = 422


class Problem(BaseModel):
    """An RFC 9457 problem; ``stage`` and ``error`` are the words of ``ofsight annotate``'s errors file."""

    type: str = Field(
        description="urn:ofsight:error: and the word of error", examples=["urn:ofsight:error:empty"]
    )
    title: str = Field(description="The status in words", examples=["Unprocessable Content"])
    status: int = Field(description="The status of the answer", examples=[422])
    detail: str = Field(
        description="What is wrong and what to do about it",
        examples=["halton.txt: holds no bytes; fetch it again"],
    )
    stage: str = Field(description="request, ingest or annotate", examples=["ingest"])
    error: str = Field(description="A short stable key for the cause", examples=["empty"])
    id: str | None = Field(default=None, description="The document's id, where it is a document's fault")
    path: str | None = Field(default=None, description="The document's name")


class Refusal(Exception):  # noqa: N818  # what the service does, not what it suffers
    """A request that is not answered as it wished.

    Parameters
    ----------
    error : str
        A short stable key for the cause.
    detail : str
        What is wrong and what to do about it.
    status : int, optional
        Of the answer; by default what goes with ``error``.
    stage : str
        Where it went wrong.
    document : tuple of str, optional
        Id and name of the document at fault.
    headers : mapping, optional
        Of the answer.
    """

    def __init__(
        self,
        error: str,
        detail: str,
        *,
        status: int | None = None,
        stage: str = "request",
        document: tuple[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        status = status or _STATUS.get(error, _DOCUMENT_IS_WRONG)
        self.headers = dict(headers or {})
        self.problem = Problem(
            type=f"urn:ofsight:error:{error}",
            title=HTTPStatus(status).phrase,
            status=status,
            detail=detail,
            stage=stage,
            error=error,
            id=document[0] if document else None,
            path=document[1] if document else None,
        )

    @classmethod
    def of(cls, failure: InputFailure) -> Refusal:
        """Return the refusal for a document that could not be annotated."""
        return cls(
            failure.error,
            f"{failure.path}: {failure.message}",
            stage=failure.stage,
            document=(failure.id, failure.path),
        )

    def response(self) -> Response:
        """Return the answer."""
        body = self.problem.model_dump_json(exclude_none=True)
        return Response(body, self.problem.status, self.headers, media_type=MEDIA_TYPE)


def from_http(error: HTTPException) -> Refusal:
    """Return the refusal for what the router refuses: a path or a method that is not there."""
    words = {404: "no_such_page", 405: "no_such_method"}
    remedy = {404: "; / has the form, /docs the interface", 405: "; /docs has the methods of each path"}
    return Refusal(
        words.get(error.status_code, "bad_request"),
        f"{error.detail}{remedy.get(error.status_code, '')}",
        status=error.status_code,
        headers=error.headers,
    )


def from_validation(error: RequestValidationError) -> Refusal:
    """Return the refusal for parameters that are wrong; what was sent is not repeated."""
    return Refusal("bad_request", "; ".join(faults(error.errors())))


def faults(errors: Any) -> list[str]:
    """Return what pydantic holds against something, a line for each place."""
    return [
        f"{'.'.join(str(part) for part in fault['loc'] if part not in ('query', 'body'))}: {fault['msg']}"
        for fault in errors
    ]


async def on_refusal(_: Request, error: Exception) -> Response:
    """Answer a :class:`Refusal`, or what FastAPI raises in its place."""
    if isinstance(error, RequestValidationError):
        error = from_validation(error)
    elif isinstance(error, HTTPException):
        error = from_http(error)
    if not isinstance(error, Refusal):
        raise error
    return error.response()


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what OpenAPI says of answers that are problems."""
    said = {
        400: "The request is malformed, or calls the service by a name that is not its own.",
        403: "The request comes from a page of another site.",
        408: "The request took too long to arrive.",
        413: "The request, or what it unpacks to, is over the limit, or needs more memory than allowed.",
        415: "This kind of file is not read.",
        422: "There is no text to annotate, or a field is wrong.",
        500: "Annotating failed: a defect of Ofsight.",
        503: "All workers are busy; try again after the seconds of Retry-After.",
        504: "Annotating took longer than the limit.",
    }
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": said[status], "content": content} for status in statuses}
