"""Files of annotations as their readers see them: whole, unpacked, with the checksum of what was read."""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Final, cast

from ofsight.errors import ConversionError, RecordError
from ofsight.packing import DAMAGED, MAGIC_BYTES, is_packed, unpack
from ofsight.record.io import numbered_lines

HEAD_BYTES: Final = 1 << 20


class AnnotationFile:
    """One input of a conversion; compressed files are unpacked.

    Parameters
    ----------
    source : str or Path
        A file; ``"-"`` is standard input.

    Attributes
    ----------
    name : str
        What messages call it.
    path : str
        What records name as their source: the file's name, ``"-"`` for standard input.
    """

    def __init__(self, source: str | Path) -> None:
        self._path = None if str(source) == "-" else Path(source)
        self.name = "standard input" if self._path is None else str(source)
        self.path = "-" if self._path is None else self._path.name

    @property
    def stem(self) -> str:
        """The beginning of the ids of documents that have none: the file's name without its endings."""
        return "stdin" if self._path is None else self._path.name.partition(".")[0] or self._path.name

    @property
    def stream(self) -> str | Path | BinaryIO:
        """The file for readers that take a path or a stream, such as that of records."""
        return self._stdin if self._path is None else self._path

    @cached_property
    def _stdin(self) -> io.BufferedReader:
        if sys.stdin is None:
            raise ConversionError("standard input is closed; redirect a file or pipe into it")
        raw = sys.stdin.buffer
        # What stands in for standard input in tests cannot be looked into without reading it.
        return raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", raw))

    @cached_property
    def head(self) -> bytes:
        """The beginning of the content, to tell the format by; standard input loses nothing by it."""
        try:
            if self._path is None:
                return _unpacked_head(self._stdin.peek(HEAD_BYTES))
            with self._path.open("rb") as raw:
                return _unpacked_head(raw.read(HEAD_BYTES))
        except OSError as error:
            raise self._unreadable(error) from error

    @cached_property
    def _raw(self) -> bytes:
        try:
            return self._stdin.read() if self._path is None else self._path.read_bytes()
        except OSError as error:
            raise self._unreadable(error) from error

    @cached_property
    def data(self) -> bytes:
        """All bytes, unpacked.

        Raises
        ------
        ConversionError
            When the file cannot be read or its compressed data are damaged.
        """
        if not is_packed(self._raw):
            return self._raw
        try:
            return unpack(io.BytesIO(self._raw), self._raw).read()
        except DAMAGED as error:
            raise ConversionError(
                f"{self.name}: the compressed data are damaged ({error}); fetch or pack it again"
            ) from error

    @property
    def plain_path(self) -> Path | None:
        """The path for readers that open files themselves; None of standard input and compressed files."""
        if self._path is None:
            return None
        try:
            with self._path.open("rb") as raw:
                return None if is_packed(raw.read(MAGIC_BYTES)) else self._path
        except OSError as error:
            raise self._unreadable(error) from error

    @property
    def seekable(self) -> Path | BinaryIO:
        """The file for readers that go back and forth in it."""
        return io.BytesIO(self.data) if self._path is None else self._path

    def lines(self) -> Iterator[str]:
        """Give the text's lines without their ends, one at a time.

        Raises
        ------
        ConversionError
            When the file cannot be read, its compressed data are damaged, or it is not UTF-8.
        """
        path = self._path if self._path is not None else io.BytesIO(self.data)
        number = 0
        try:
            for number, line in numbered_lines(path):
                yield line.removesuffix(b"\n").decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise ConversionError(
                f"{self.name}: is not UTF-8 in line {number} ({error.reason}); save it as UTF-8"
            ) from error
        except RecordError as error:
            raise ConversionError(str(error)) from error

    @cached_property
    def text(self) -> str:
        """All of it as text, a byte-order mark taken off.

        Raises
        ------
        ConversionError
            When it is not UTF-8.
        """
        try:
            return self.data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ConversionError(
                f"{self.name}: is not UTF-8 at byte {error.start} ({error.reason}); save it as UTF-8"
            ) from error

    @cached_property
    def sha256(self) -> str:
        """Checksum of the bytes read, as they lie on disk."""
        if self._path is None or "_raw" in self.__dict__:
            return hashlib.sha256(self._raw).hexdigest()
        try:
            with self._path.open("rb") as raw:
                return hashlib.file_digest(raw, "sha256").hexdigest()
        except OSError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: OSError) -> ConversionError:
        return ConversionError(
            f"{self.name}: cannot be read: {error.strerror or error}; check its name and permissions"
        )


def _unpacked_head(head: bytes) -> bytes:
    if not is_packed(head):
        return head
    found = bytearray()
    try:
        stream = unpack(io.BytesIO(head), head)
        while len(found) < HEAD_BYTES and (part := stream.read1(HEAD_BYTES - len(found))):
            found += part
    except DAMAGED:
        pass  # the head of a compressed file is cut off somewhere
    return bytes(found)
