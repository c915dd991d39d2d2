"""Turn what was sent into units of work for the engine; nothing is parsed that a worker can parse."""

from __future__ import annotations

import json
import re
from typing import Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from ofsight.errors import IngestError
from ofsight.ingest import detect
from ofsight.ingest.ids import file_stem
from ofsight.ingest.streams import Line, open_input
from ofsight.ingest.units import InputUnit
from ofsight.record import Meta

from .documents import Document
from .problems import Refusal, faults

JSON: Final = "application/json"
RAW_TYPES: Final = {
    "text/plain": "document.txt",
    "text/html": "document.html",
    "application/xhtml+xml": "document.html",
    "application/pdf": "document.pdf",
    detect.DOCX: "document.docx",
    "application/jsonl": "document.jsonl",
    "application/x-ndjson": "document.jsonl",
    "application/gzip": "document.gz",
    "application/zstd": "document.zst",
    "application/octet-stream": "document",
    "": "document",
}
"""Media types of a body that is a document, and the names that such documents bear. Their content decides
what they are; their name only where that leaves it open."""
_ONE: Final = TypeAdapter(Document)
_MANY: Final = TypeAdapter(list[Document])
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SHOWN_FAULTS: Final = 5
_LONGEST_NAME: Final = 200


class Sent(NamedTuple):
    """The documents of a request; ``many`` when they came as a list, however short."""

    units: list[InputUnit]
    many: bool


def from_json(body: bytes, *, wanted_id: str | None, meta: Meta | None) -> Sent:
    """Return the documents of a JSON body.

    Parameters
    ----------
    body : bytes
        A :class:`.documents.Document`, or a list of them.
    wanted_id : str, optional
        The id of documents that have none; of a list each gets a number as well.
    meta : Meta, optional
        What the parameters of the request say of them all.

    Raises
    ------
    Refusal
        ``bad_json`` when it is something else.
    """
    body = body.removeprefix(b"\xef\xbb\xbf")
    many = body.lstrip().startswith(b"[")
    try:
        documents = _MANY.validate_json(body) if many else [_ONE.validate_json(body)]
    except ValidationError as error:
        found = faults(error.errors(include_url=False, include_input=False, include_context=False))
        more = f"; and {len(found) - _SHOWN_FAULTS} more" if len(found) > _SHOWN_FAULTS else ""
        detail = "; ".join(found[:_SHOWN_FAULTS]).removeprefix(": ") + more
        raise Refusal("bad_json", f"{detail}; /docs has the form of a document") from error
    stem = wanted_id or "document"
    units = [
        _row(document, number, f"{stem}-{number}" if many else stem, meta)
        for number, document in enumerate(documents, start=1)
    ]
    return Sent(units, many)


def _row(document: Document, number: int, stem: str, meta: Meta | None) -> InputUnit:
    line = json.dumps({"id": document.id, "text": document.text}, ensure_ascii=False).encode()
    own = document.meta.given() if document.meta else None
    return InputUnit(
        "request.json", stem, line=Line(number, line), media_type=JSON, meta=_together(own, meta)
    )


def _together(own: Meta | None, given: Meta | None) -> Meta | None:
    if own is None or given is None:
        return own or given
    return own.model_copy(update={name: getattr(given, name) for name in given.model_fields_set})


def from_file(
    data: bytes, name: str, *, max_bytes: int, wanted_id: str | None = None, meta: Meta | None = None
) -> Sent:
    """Return the documents of a file: itself, or the lines of JSONL.

    Parameters
    ----------
    data : bytes
        The file as it lies, compressed or not.
    name : str
        Its name; whatever folders stand before it are left out.
    max_bytes : int
        The most that it may unpack to.
    wanted_id : str, optional
        The id of its document, or what the ids of its lines begin with; by default the file's stem.
    meta : Meta, optional
        What is known of its documents.
    """
    name = _CONTROL.sub("\ufffd", re.split(r"[/\\]", name)[-1])[-_LONGEST_NAME:] or "upload"
    stem = wanted_id or file_stem(name)
    try:
        with open_input(None, max_bytes, data=data) as stream:
            if detect.detect_type(stream.head, name) != detect.JSONL:
                return Sent([InputUnit(name, stem, data=data, meta=meta)], many=False)
            lines = stream.read_all().split(b"\n")
    except IngestError as error:
        return Sent([InputUnit(name, stem, problem=error)], many=False)
    return Sent(
        [
            InputUnit(name, f"{stem}-{number}", line=Line(number, line.removesuffix(b"\r")), meta=meta)
            for number, line in enumerate(lines, start=1)
            if line.strip()
        ],
        many=True,
    )
