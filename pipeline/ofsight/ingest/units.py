"""The documents behind PATHs as units of work: found in one place, read where they are annotated.

To find them, the head of each file is looked at (is it JSONL?) and the lines of JSONL files are read; nothing
is parsed. So one process can hand out the units of an archive, and what a parser does to a broken file
happens to the process that reads it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from ofsight.errors import IngestError

from . import detect
from .document import Content
from .ids import file_stem
from .parquet_rows import parquet_lines
from .paths import STDIN, FoundInput, find_inputs
from .readers import read_content
from .streams import InputStream, Line, open_file, open_input, too_large
from .text import has_visible_text

if TYPE_CHECKING:
    # Who only finds units, as a run with workers does, need not wait for the record's models.
    from ofsight.record import Meta, Source

_MORE_THAN_UNPACKED: Final = 65_536
"""A compressed file may be larger than what it holds by so many bytes, and by a sixty-fourth of it."""


@dataclass(frozen=True, slots=True)
class InputUnit:
    """One document to be read, or what is wrong with it.

    Parameters
    ----------
    name : str
        The path that its record will carry: relative to the PATH given.
    wanted_id : str
        Its id, unless its line has one of its own.
    path : Path, optional
        The file, when the whole of it is the document.
    line : Line, optional
        The line, when it is one of a JSONL file, or a row of a Parquet file as such a line.
    media_type : str
        Of the file that the line is from.
    data : bytes, optional
        All of standard input, when that is the document.
    problem : IngestError, optional
        Why there is nothing to read.
    meta : Meta, optional
        What its sender says of it: what is given here wins over what the document says of itself.
    """

    name: str
    wanted_id: str
    path: Path | None = None
    line: Line | None = None
    media_type: str = detect.JSONL
    data: bytes | None = None
    problem: IngestError | None = None
    meta: Meta | None = None

    def checksum(self) -> str | None:
        """Return the SHA-256 that its record carries, without parsing it; None where it cannot be read."""
        if self.line is not None:
            return None if self.line.data is None else hashlib.sha256(self.line.data).hexdigest()
        if self.data is not None:
            return hashlib.sha256(self.data).hexdigest()
        if self.path is None:
            return None
        try:
            with self.path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return None

    @property
    def content(self) -> bytes | None:
        """The bytes that are at hand; None for a file, which its reader opens."""
        return self.line.data if self.line is not None else self.data

    def as_message(self) -> dict[str, Any]:
        """Return all but :attr:`content` as what JSON can hold; :meth:`from_message` puts them together."""
        return {
            "name": self.name,
            "id": self.wanted_id,
            "path": None if self.path is None else str(self.path.absolute()),
            "line": None if self.line is None else self.line.number,
            "media_type": self.media_type,
            "problem": None if self.problem is None else [self.problem.kind, str(self.problem)],
            "meta": None if self.meta is None else self.meta.model_dump(mode="json", exclude_unset=True),
        }

    @classmethod
    def from_message(cls, message: dict[str, Any], content: bytes | None) -> Self:
        """Return the unit that another process sent."""
        is_line = message["line"] is not None
        return cls(
            name=message["name"],
            wanted_id=message["id"],
            path=None if message["path"] is None else Path(message["path"]),
            line=Line(message["line"], content) if is_line else None,
            media_type=message["media_type"],
            data=None if is_line else content,
            problem=None if message["problem"] is None else IngestError(*message["problem"]),
            meta=None if message["meta"] is None else _meta(message["meta"]),
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a unit, before ids are made unique."""

    wanted_id: str
    result: tuple[Source, Content] | IngestError


def find_units(
    paths: Iterable[str | Path], *, max_bytes: int, passed_over: Container[Path] = ()
) -> Iterator[InputUnit]:
    """Yield the units behind PATHs in the order of the record's rules; see :func:`.paths.find_inputs`.

    Never raises for a bad input: it becomes a unit with a problem. Blank lines of JSONL are passed over.
    """
    for found in find_inputs(paths, passed_over=passed_over):
        stem = "stdin" if found.name == STDIN else file_stem(found.name)
        if found.problem is not None:
            yield InputUnit(found.name, stem, problem=found.problem)
            continue
        try:
            yield from _open_units(found, stem, max_bytes)
        except IngestError as error:
            yield InputUnit(found.name, stem, problem=error)
        except OSError as error:
            yield InputUnit(found.name, stem, problem=_failed(error))


def _open_units(found: FoundInput, stem: str, max_bytes: int) -> Iterator[InputUnit]:
    with open_input(found.path, max_bytes) as stream:
        media_type = detect.detect_type(stream.head, found.name)
        if media_type in (detect.JSONL, detect.PARQUET):
            lines = stream.lines() if media_type == detect.JSONL else _rows(found, max_bytes)
            for line in lines:
                if line.data is None or line.data.strip():
                    yield InputUnit(found.name, f"{stem}-{line.number}", line=line, media_type=media_type)
        elif found.path is not None:
            yield InputUnit(found.name, stem, path=found.path)
        else:
            yield InputUnit(found.name, stem, data=stream.read_as_it_lies())


def _rows(found: FoundInput, max_bytes: int) -> Iterator[Line]:
    if found.path is None:
        raise IngestError(
            "unsupported", "Parquet cannot be read from standard input; give the file by its path"
        )
    return parquet_lines(found.path, max_bytes)


def read_unit(unit: InputUnit, *, max_bytes: int) -> Reading:
    """Read a unit; what is wrong with it is the result, never raised.

    Parameters
    ----------
    unit : InputUnit
        From :func:`find_units`, perhaps of another process.
    max_bytes : int
        The largest input in bytes, unpacked; in JSONL the largest line.
    """
    reading = _read(unit, max_bytes)
    if unit.meta is None or isinstance(reading.result, IngestError):
        return reading
    source, content = reading.result
    given = {name: getattr(unit.meta, name) for name in unit.meta.model_fields_set}
    return replace(reading, result=(source, replace(content, meta=content.meta.model_copy(update=given))))


def _read(unit: InputUnit, max_bytes: int) -> Reading:
    if unit.problem is not None:
        return Reading(unit.wanted_id, unit.problem)
    if unit.line is not None:
        return _read_line(unit, unit.line, max_bytes)
    if unit.path is not None and _is_over(unit.path, _most_bytes(max_bytes)):
        return Reading(unit.wanted_id, too_large("the file", max_bytes))
    try:
        with open_input(unit.path, max_bytes, data=unit.data) as stream:
            return Reading(unit.wanted_id, _read_whole(stream, unit.name))
    except IngestError as error:
        return Reading(unit.wanted_id, error)
    except OSError as error:
        return Reading(unit.wanted_id, _failed(error))


def with_content(unit: InputUnit, *, max_bytes: int) -> InputUnit:
    """Return a unit that can be read where its file is not: it bears the file's bytes as they lie.

    :func:`read_unit` gives the same for both, also for what is wrong with the file.

    Parameters
    ----------
    unit : InputUnit
        From :func:`find_units`; one that bears its bytes is returned as it is.
    max_bytes : int
        As for :func:`read_unit`; little more is read, however large the file.
    """
    if unit.path is None or unit.problem is not None:
        return unit
    most = _most_bytes(max_bytes)
    try:
        with open_file(unit.path) as file:
            data = file.read(most + 1)
    except IngestError as error:
        return replace(unit, path=None, problem=error)
    except OSError as error:
        return replace(unit, path=None, problem=_failed(error))
    if len(data) > most:
        return replace(unit, path=None, problem=too_large("the file", max_bytes))
    return replace(unit, path=None, data=data)


def _most_bytes(max_bytes: int) -> int:
    """Return how large a file may be as it lies, packed or not."""
    return max_bytes + max_bytes // 64 + _MORE_THAN_UNPACKED


def _is_over(path: Path, most: int) -> bool:
    try:
        return path.stat().st_size > most
    except OSError:  # opening it will say why
        return False


def _failed(error: OSError) -> IngestError:
    return IngestError("unreadable", f"reading failed: {error.strerror or error}; check the disk or link")


def _read_whole(stream: InputStream, name: str) -> tuple[Source, Content]:
    if not stream.head:
        raise IngestError("empty", "holds no bytes; fetch it again")
    media_type = detect.detect_type(stream.head, name)
    data = stream.read_all()
    content = read_content(media_type, data, name)
    if not has_visible_text(content.text):
        raise IngestError("empty", "holds no text; check that this is the right file")
    return _source(name, media_type, stream.sha256()), content


def _meta(fields: dict[str, Any]) -> Meta:
    from ofsight.record import Meta

    return Meta.model_validate(fields)


def _source(path: str, media_type: str, sha256: str) -> Source:
    from ofsight.record import Source

    return Source(path=path, media_type=media_type, sha256=sha256)


def _read_line(unit: InputUnit, line: Line, max_bytes: int) -> Reading:
    from . import jsonl

    row = jsonl.read_line(line, max_bytes)
    if row is None:  # find_units passes blank lines over
        return Reading(unit.wanted_id, IngestError("empty", f"line {line.number} is blank"))
    wanted = row.id or unit.wanted_id
    if isinstance(row.result, IngestError):
        return Reading(wanted, row.result)
    if not has_visible_text(row.result.text):
        problem = IngestError("empty", f"line {line.number} holds no text; leave it out or fill it")
        return Reading(wanted, problem)
    return Reading(wanted, (_source(unit.name, unit.media_type, row.sha256), row.result))
