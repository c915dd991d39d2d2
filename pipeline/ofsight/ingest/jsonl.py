"""JSONL: one document a line, with ``text`` or ``html``; records of Ofsight are read as well."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ofsight.errors import IngestError
from ofsight.record import Meta
from ofsight.record.labels import SCHEMA

from . import detect
from .dates import iso_date
from .document import Content
from .readers import read_content
from .streams import Line, too_large

_HALF_PAIR = re.compile("[\ud800-\udfff]")


def _listed(authors: object) -> object:
    return [authors] if isinstance(authors, str) else ([] if authors is None else authors)


def _as_written(value: object) -> object:
    """Accept a number where a string is expected: ids and years are often numbers."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


_Written = Annotated[str | None, BeforeValidator(_as_written)]


class _Row(BaseModel):
    """The fields of a line that mean something here; others are passed over."""

    model_config = ConfigDict(extra="ignore", strict=True)

    id: _Written = None
    text: str | None = None
    html: str | None = None
    title: str | None = None
    url: str | None = None
    published: _Written = None
    publisher: str | None = None
    authors: Annotated[list[str], BeforeValidator(_listed)] = Field(default_factory=list)
    kind: Literal["news", "report"] | None = None


class LineResult(NamedTuple):
    """What came of one line: its own id where it has one, the checksum of its bytes, content or problem."""

    id: str | None
    sha256: str
    result: Content | IngestError


def read_line(line: Line, max_bytes: int) -> LineResult | None:
    """Read one line; None for a blank one. Never raises for a bad line.

    ``text`` wins over ``html`` where a line has both. Of a record of Ofsight the text and what is known of
    the document are taken (``meta`` without ``inspection``, which the pipeline finds anew).
    """
    if line.data is None:
        return LineResult(None, "", too_large(f"line {line.number}", max_bytes))
    if not line.data.strip():
        return None
    checksum = hashlib.sha256(line.data).hexdigest()
    row_id = None
    try:
        row = _parse(line.data)
        row_id = row.id or None
        return LineResult(row_id, checksum, _content(row))
    except IngestError as error:
        return LineResult(row_id, checksum, IngestError(error.kind, f"line {line.number}: {error}"))


def own_id(line: Line) -> str | None:
    """Return the id that a line has of its own; None when it has none or is no document."""
    try:
        return _parse(line.data or b"").id or None
    except IngestError:
        return None


def _parse(data: bytes) -> _Row:
    try:
        # A byte order mark stands before the first line of many files.
        fields: Any = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise IngestError("bad_json", f"is not UTF-8 ({error.reason}); save the file as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise IngestError("bad_json", f"is no JSON ({error}); each line must be one whole object") from error
    if not isinstance(fields, dict):
        raise IngestError("bad_json", f"is no JSON object but a {type(fields).__name__}; one object a line")
    if fields.get("schema") == SCHEMA and isinstance(fields.get("meta"), dict):
        fields = {**fields["meta"], "id": fields.get("id"), "text": fields.get("text")}
    try:
        known = {key: _without_half_pairs(fields[key]) for key in _Row.model_fields if key in fields}
        return _Row.model_validate(known)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise IngestError("bad_json", f"has a field {where!r} that is wrong: {first['msg']}") from error


def _without_half_pairs(value: Any) -> Any:
    r"""Replace halves of surrogate pairs (``"\ud83d"``), which no file can hold, by U+FFFD."""
    if isinstance(value, str):
        return _HALF_PAIR.sub("\ufffd", value)
    if isinstance(value, list):  # the authors; what is nested deeper is refused
        return [_HALF_PAIR.sub("\ufffd", item) if isinstance(item, str) else item for item in value]
    return value


def _content(row: _Row) -> Content:
    given = {
        "kind": row.kind,
        "title": row.title,
        "url": row.url,
        "published": iso_date(row.published) if row.published else None,
        "publisher": row.publisher,
        "authors": tuple(row.authors),
    }
    if row.text is not None:
        return Content(row.text, Meta.model_validate(given))
    if row.html is None:
        raise IngestError(
            "bad_json", "has neither text nor html; give one of them (a stand-off record has none)"
        )
    page = read_content(detect.HTML, row.html.encode("utf-8"), "")
    known = {key: value for key, value in given.items() if value}
    return Content(page.text, page.meta.model_copy(update=known), page.hints)
