"""Open one input: count and hash its bytes, unpack them, look at its head, never read past the limit."""

from __future__ import annotations

import hashlib
import io
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ofsight.errors import IngestError
from ofsight.packing import DAMAGED, MAGIC_BYTES, is_packed, unpack

HEAD_BYTES = 65_536
_BOMB_INPUTS = 10
_BOMB_RATIO = 300
"""A file of lines that has unpacked to so many times the limit of an input, and to so many times its own
size, holds no documents: texts shrink to a tenth, seldom less."""


# Line breaks in a row are one piece: a file of nothing else is passed over quickly.
_PIECES = re.compile(rb"[^\n]+|\n+")


class _HashingReader(io.RawIOBase):
    """Pass bytes through and hash them: the checksum is of the file as it lies on disk, packed or not."""

    def __init__(self, source: BinaryIO, *, keep: bool) -> None:
        super().__init__()
        self._source = source
        self.digest = hashlib.sha256()
        self.count = 0
        self.kept: bytearray | None = bytearray() if keep else None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the buffer io.BufferedReader gives
        chunk = self._source.read(len(buffer))
        self.digest.update(chunk)
        self.count += len(chunk)
        if self.kept is not None:
            self.kept += chunk
        buffer[: len(chunk)] = chunk
        return len(chunk)


class Line(NamedTuple):
    """One line of an input without its line break; ``data`` is None when the line is over the limit."""

    number: int
    data: bytes | None


class InputStream:
    """The unpacked bytes of one input.

    Attributes
    ----------
    head : bytes
        The first 64 KiB, for telling the type; reading starts with them all the same.
    packed : bool
        Whether the input was compressed.
    """

    def __init__(self, source: BinaryIO, max_bytes: int, *, keep: bool = False) -> None:
        self._hashing = _HashingReader(source, keep=keep)
        self._max_bytes = max_bytes
        plain = io.BufferedReader(self._hashing)
        head = plain.peek(MAGIC_BYTES)[:MAGIC_BYTES]
        self.packed = is_packed(head)
        self._body: io.BufferedIOBase = plain
        if self.packed:
            self._body = unpack(plain, head)
        self._rest = self.head = self._read(HEAD_BYTES)

    def read_all(self) -> bytes:
        """Return all bytes.

        Raises
        ------
        IngestError
            ``too_large`` when there are more than the limit allows, ``damaged`` for a broken compressed file.
        """
        missing = self._max_bytes + 1 - len(self._rest)
        data = self._rest + (self._read(missing) if missing > 0 else b"")
        self._rest = b""
        if len(data) > self._max_bytes:
            raise too_large("the file", self._max_bytes, unpacked=self.packed)
        return data

    def read_as_it_lies(self) -> bytes:
        """Return all bytes of standard input, still packed if they came so.

        Raises
        ------
        IngestError
            As :meth:`read_all`.
        """
        self.read_all()
        return bytes(self._hashing.kept or b"")

    def lines(self) -> Iterator[Line]:
        r"""Yield the lines that ``\n`` ends and that are not empty, one at a time; only one is in memory.

        Raises
        ------
        IngestError
            ``too_large`` when a compressed file unfolds without end, ``damaged`` when it is broken.
        """
        self._hashing.kept = None
        number = 0
        pending = bytearray()
        skipping = False
        unpacked = 0
        while chunk := self._rest or self._read(HEAD_BYTES):
            self._rest = b""
            unpacked += len(chunk)
            if (
                self.packed
                and unpacked > _BOMB_INPUTS * self._max_bytes
                and unpacked > _BOMB_RATIO * self._hashing.count
            ):
                raise IngestError(
                    "too_large",
                    f"unpacks to more than {_BOMB_RATIO} times its size, as no texts do; leave it out",
                )
            for match in _PIECES.finditer(chunk):
                piece = match.group()
                if not piece.startswith(b"\n"):
                    skipping = skipping or len(pending) + len(piece) > self._max_bytes
                    if skipping:
                        pending = bytearray()
                    else:
                        pending += piece
                    continue
                if pending or skipping:
                    yield _line(number + 1, None if skipping else pending)
                    pending, skipping = bytearray(), False
                number += len(piece)
        if pending or skipping:
            yield _line(number + 1, None if skipping else pending)

    def sha256(self) -> str:
        """Return the checksum of the bytes read so far, as they lie on disk."""
        return self._hashing.digest.hexdigest()

    def _read(self, size: int) -> bytes:
        parts = []
        try:
            while size > 0 and (part := self._body.read(size)):
                parts.append(part)
                size -= len(part)
        except DAMAGED as error:
            raise IngestError(
                "damaged", f"the compressed file is damaged or cut off ({error}); fetch or pack it again"
            ) from error
        return b"".join(parts)


def _line(number: int, data: bytearray | None) -> Line:
    return Line(number, None if data is None else bytes(data).removesuffix(b"\r"))


@contextmanager
def open_input(path: Path | None, max_bytes: int, *, data: bytes | None = None) -> Iterator[InputStream]:
    """Open a file, or standard input for None, or bytes that were read before.

    Raises
    ------
    IngestError
        ``unreadable`` when the file cannot be opened, ``damaged`` when it is a broken compressed file.
    OSError
        When reading fails later on.
    """
    with ExitStack() as stack:
        if data is not None:
            source: BinaryIO = io.BytesIO(data)
        elif path is None:
            if sys.stdin is None:
                raise IngestError("unreadable", "standard input is closed; redirect a file or pipe into it")
            source = sys.stdin.buffer
        else:
            source = stack.enter_context(open_file(path))
        yield InputStream(source, max_bytes, keep=path is None and data is None)


def open_file(path: Path) -> BinaryIO:
    """Open a file.

    Raises
    ------
    IngestError
        ``unreadable`` when it cannot be opened.
    """
    try:
        return path.open("rb")
    except OSError as error:
        raise IngestError(
            "unreadable", f"cannot be opened: {error.strerror or error}; check its permissions"
        ) from error


def too_large(what: str, max_bytes: int, *, unpacked: bool = False) -> IngestError:
    """Return the error for an input over the size limit."""
    state = "unpacked is" if unpacked else "is"
    return IngestError(
        "too_large",
        f"{what} {state} larger than the limit of {max_bytes:,} bytes; split it or raise the limit",
    )
