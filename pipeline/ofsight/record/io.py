"""Reading and writing records as JSON Lines, one at a time, whatever the number of documents."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedIOBase
from pathlib import Path
from types import TracebackType
from typing import IO, Any, BinaryIO, Self

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from ofsight.errors import RecordError
from ofsight.packing import DAMAGED, MAGIC_BYTES, is_packed, open_packed, packer, unpack, without_packing

from .form import missing_keys
from .location import field_path, plain_location
from .models import Record, RecordShape
from .rules import FACT_LAYERS, SPAN_LAYERS

BOM = b"\xef\xbb\xbf"
"""The byte-order mark that some programs put before UTF-8."""
_RECORD_ENDINGS = (".jsonl", ".ndjson")
_BESIDE_OUTPUTS = (".errors.jsonl", ".progress.jsonl", ".duplicates.jsonl")
_SHOWN_PROBLEMS = 5
_ByteStream = IO[bytes] | BufferedIOBase


def dumps(record: Record) -> str:
    """Return the one line that stands for ``record`` in a file, its line break included.

    The same record always gives the same bytes: keys in the order of the format, no spaces, characters
    beyond ASCII as they are, scores with at most four decimals.

    Raises
    ------
    RecordError
        When a string of the record cannot be written as UTF-8 (half of a surrogate pair); a record that
        passed validation has none.
    """
    try:
        return record.model_dump_json() + "\n"
    except (PydanticSerializationError, UnicodeEncodeError) as error:
        raise RecordError(f"record {record.id!r} cannot be written as UTF-8: {error}") from error


def loads(line: str | bytes) -> Record:
    """Read one line.

    Parameters
    ----------
    line : str or bytes
        One record as JSON, with or without its line break.

    Raises
    ------
    RecordError
        When it is not a valid record; the message names the fields.
    """
    try:
        record = Record.model_validate_json(line)
    except ValidationError as error:
        raise RecordError(
            _first_few([f"{at}: {what}" if at else what for at, what in _faults(error)])
        ) from error
    if not _has_all_keys(record):
        missing = missing_keys(json.loads(line))
        raise RecordError(_first_few([f"{field_path(location)}: {message}" for location, message in missing]))
    return record


def _first_few(problems: list[str]) -> str:
    more = len(problems) - _SHOWN_PROBLEMS
    return "; ".join(problems[:_SHOWN_PROBLEMS]) + (f"; and {more} more" if more > 0 else "")


def _faults(error: ValidationError) -> Iterator[tuple[str, str]]:
    """Give field and message of everything a ``ValidationError`` holds against a record."""
    for fault in error.errors(include_url=False, include_context=False, include_input=False):
        yield field_path(plain_location(fault["loc"])), fault["msg"]


def _has_all_keys(record: RecordShape) -> bool:
    """Tell whether every key was there when the record was read: keys have defaults in Python only."""
    return all(
        len(part.model_fields_set) == len(type(part).model_fields)
        for part in (
            record,
            record.meta,
            record.model,
            *(item for layer in (*SPAN_LAYERS, *FACT_LAYERS) for item in getattr(record, layer)),
        )
    )


def without_text(record: Record, *, keep_title: bool = True) -> Record:
    """Return the stand-off form of a record: offsets and labels, nobody's sentences.

    Parameters
    ----------
    record : Record
        A record, with or without its text.
    keep_title : bool
        False also leaves out ``meta.title``, as stand-off annotations kept in a project do.
    """
    changes: dict[str, Any] = {
        "text": None,
        "entities": tuple(entity.model_copy(update={"text": None}) for entity in record.entities),
        "quotations": tuple(
            quotation
            if quotation.speaker is None
            else quotation.model_copy(update={"speaker": quotation.speaker.model_copy(update={"text": None})})
            for quotation in record.quotations
        ),
        "measures": tuple(measure.model_copy(update={"comparator": None}) for measure in record.measures),
    }
    if not keep_title:
        changes["meta"] = record.meta.model_copy(update={"title": None})
    return record.model_copy(update=changes)


def read_records(source: str | Path | BinaryIO) -> Iterator[Record]:
    """Read records one at a time.

    What a file says must be right in every rule; its form may be looser than what :class:`RecordWriter`
    writes: empty lines, a byte-order mark, keys in another order and longer scores are accepted
    (``ofsight validate`` names them).

    Parameters
    ----------
    source : path or binary stream
        A file of records, compressed or not; ``"-"`` is standard input.

    Yields
    ------
    Record
        In the order of the lines.

    Raises
    ------
    RecordError
        When the file cannot be read or a line is not a valid record; the message names file, line and field.
    """
    for number, line in numbered_lines(source):
        stripped = line.removeprefix(BOM) if number == 1 else line
        if not stripped.strip():
            continue
        try:
            yield loads(stripped)
        except RecordError as error:
            raise RecordError(f"{source_name(source)}:{number}: {error}") from error


def record_files(path: str | Path) -> list[Path]:
    """Return the files of records behind ``path``, sorted: itself, or all below a folder.

    In a folder every ``.jsonl`` and ``.ndjson``, compressed or not, counts; errors files, journals of runs
    and marks of copies do not.
    """
    if str(path) == "-" or not Path(path).is_dir():
        return [Path(path)]
    return [
        file
        for file in sorted(Path(path).rglob("*"))
        if file.is_file()
        and without_packing(file.name).endswith(_RECORD_ENDINGS)
        and not file.name.endswith(_BESIDE_OUTPUTS)
    ]


def source_name(source: str | Path | BinaryIO) -> str:
    """Return what messages call a source of lines."""
    if isinstance(source, str | Path):
        return "standard input" if str(source) == "-" else str(source)
    return str(getattr(source, "name", "stream"))


def numbered_lines(source: str | Path | BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Give the lines of a file, unpacked if it is compressed, as bytes with their numbers from 1.

    Raises
    ------
    RecordError
        When the file cannot be read or its compressed data are damaged.
    """
    number = 0
    try:
        with _open_binary(source) as stream:
            for number, line in enumerate(stream, start=1):
                yield number, line
    except OSError as error:
        reason = error.strerror or str(error)
        raise RecordError(f"{source_name(source)}: cannot be read after line {number}: {reason}") from error
    except DAMAGED as error:
        raise RecordError(
            f"{source_name(source)}: the compressed data are damaged after line {number}: {error}"
        ) from error


@contextmanager
def _open_binary(source: str | Path | BinaryIO) -> Iterator[_ByteStream]:
    if not isinstance(source, str | Path):
        yield source
    elif str(source) == "-":
        yield sys.stdin.buffer
    else:
        with Path(source).open("rb") as raw:
            head = raw.peek(MAGIC_BYTES)[:MAGIC_BYTES]
            if is_packed(head):
                with unpack(raw, head) as unpacked:
                    yield unpacked
            else:
                yield raw


class RecordWriter:
    """Write records to a file, one whole line at a time.

    A context manager. Each record is in the file (or handed to the operating system) when :meth:`write`
    returns, so that a killed run leaves at most one unfinished line.

    Parameters
    ----------
    target : path or binary stream
        File to write; a name that ends in ``.gz`` or ``.zst`` is compressed; ``"-"`` is standard output.
    append : bool
        Go on after the last whole line of a file that is there, cutting off an unfinished one.

    Raises
    ------
    RecordError
        When the file cannot be written, or is compressed and to be appended to.
    """

    def __init__(self, target: str | Path | BinaryIO, *, append: bool = False) -> None:
        self._owned = isinstance(target, str | Path) and str(target) != "-"
        self._file: _ByteStream | None = None
        if not isinstance(target, str | Path):
            self._stream: _ByteStream = target
        elif str(target) == "-":
            self._stream = sys.stdout.buffer
        else:
            self._open(Path(target), append=append)

    def _open(self, path: Path, *, append: bool) -> None:
        packed = packer(path.name) is not None
        if packed and append:
            raise RecordError(
                f"cannot append to {path}: it is compressed; write a .jsonl and compress it later"
            )
        try:
            if append and path.exists():
                _cut_unfinished_line(path)
            self._file = path.open("ab" if append else "wb")
        except OSError as error:
            raise RecordError(
                f"cannot write {path}: {error.strerror}; give a file in a folder that exists and is yours"
            ) from error
        self._stream = open_packed(self._file, path.name) if packed else self._file

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def write(self, record: Record) -> None:
        """Append one record.

        Raises
        ------
        RecordError
            When the record holds a string that UTF-8 cannot hold; nothing of it is written then.
        """
        self.write_line(dumps(record))

    def write_line(self, line: str) -> None:
        """Append one line made by :func:`dumps`, perhaps by another process."""
        self._stream.write(line.encode())
        self._stream.flush()

    def close(self) -> None:
        """Finish the file; streams that were handed in stay open."""
        if self._owned:
            self._stream.close()
            if self._file is not None:
                self._file.close()


def _cut_unfinished_line(path: Path, chunk: int = 65536) -> None:
    """Shorten a file to the end of its last whole line."""
    with path.open("r+b") as stream:
        position = stream.seek(0, 2)
        while position > 0:
            start = max(position - chunk, 0)
            stream.seek(start)
            newline = stream.read(position - start).rfind(b"\n")
            if newline >= 0:
                stream.truncate(start + newline + 1)
                return
            position = start
        stream.truncate(0)
