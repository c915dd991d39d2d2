"""Read the body of a request within limits, in memory only."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator
from typing import Final, NamedTuple

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from .problems import Refusal

MULTIPART: Final = "multipart/form-data"
_ENVELOPE: Final = 65_536
"""What a multipart body may have beside its files: boundaries, headers and short fields."""
_MOST_FIELDS: Final = 50


class Upload(NamedTuple):
    """A file of a form."""

    name: str
    data: bytes


class Form(NamedTuple):
    """A form as it was sent: fields by name, each with its values, and files."""

    fields: dict[str, list[str]]
    files: list[Upload]


class _InMemory(MultiPartParser):
    """Starlette's parser without its temporary files: nothing that is sent comes to a disk."""

    spool_max_size = sys.maxsize


def media_type_of(request: Request) -> str:
    """Return the media type that a request names, without its parameters; empty where it names none."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_body(request: Request, max_bytes: int, *, seconds: float) -> bytes:
    """Return the body of a request; one that is too large is left where it is.

    Raises
    ------
    Refusal
        ``too_large``, ``unsupported`` for a packed body, ``slow`` when it takes too long to arrive.
    """
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refusal(
            "unsupported", "bodies with a Content-Encoding are not read; send a .gz as a file, as it is"
        )
    most = max_bytes + (_ENVELOPE if media_type_of(request) == MULTIPART else 0)
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length) > most:
        raise _too_large(max_bytes)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most:
                    raise _too_large(max_bytes)
    except TimeoutError as error:
        raise Refusal(
            "slow", f"the request took longer than {seconds:g} s to arrive", status=408, headers=_CLOSE
        ) from error
    except ClientDisconnect as error:
        raise Refusal("gone", "the connection was closed within the request", status=400) from error
    return bytes(body)


async def read_form(headers: Headers, body: bytes, *, max_bytes: int, max_files: int) -> Form:
    """Return the form in a multipart body.

    Raises
    ------
    Refusal
        ``bad_form`` when it is none.
    """

    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    parser = _InMemory(
        headers, stream(), max_files=max_files, max_fields=_MOST_FIELDS, max_part_size=max_bytes + _ENVELOPE
    )
    try:
        parsed = await parser.parse()
    except (MultiPartException, ValueError, LookupError) as error:
        reason = error.message if isinstance(error, MultiPartException) else "it is damaged"
        raise Refusal("bad_form", f"the form cannot be read: {reason}") from error
    form = Form({}, [])
    for name, value in parsed.multi_items():
        if isinstance(value, UploadFile):
            form.files.append(Upload(value.filename or "", await value.read()))
        else:
            form.fields.setdefault(name, []).append(value)
    await parsed.close()
    return form


_CLOSE: Final = {"Connection": "close"}


def _too_large(max_bytes: int) -> Refusal:
    return Refusal(
        "too_large",
        f"the request is larger than the limit of {max_bytes:,} bytes; split it, or start the service"
        " with a larger --max-megabytes",
        headers=_CLOSE,
    )
