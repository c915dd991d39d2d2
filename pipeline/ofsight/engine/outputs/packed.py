"""Lines compressed in members, the same members however often the run was killed."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final, cast

from ofsight.packing import MAGIC_BYTES, unpack

from .base import FilePart, Position, open_at

CHUNK_BYTES: Final = 4_000_000
"""Compressed outputs are made of members of at least so many bytes, unpacked: the same for every run."""


class PackedOutput:
    """Lines compressed in members; those of the member that is not full yet lie plain in a file beside it.

    Where a member ends depends on the lines alone, so that a run that was killed ends with the same bytes.
    """

    def __init__(self, path: Path, pack: Callable[[bytes], bytes], position: Position | None = None) -> None:
        self._pack = pack
        position = position or {"bytes": 0, "rest": 0}
        self._size, rest_size = position["bytes"], position["rest"]
        self._file = open_at(path, self._size)
        self._rest_path = rest_path(path)
        self._rest = open_at(self._rest_path, rest_size)
        self._pending = bytearray(self._rest_path.read_bytes())
        self._is_complete = False

    def write(self, line: bytes) -> bool:
        """Append a line; it is with the operating system when this returns. True when a member is full."""
        self._rest.write(line)
        self._rest.flush()
        self._pending += line
        return len(self._pending) >= CHUNK_BYTES

    def sync(self, *, last: bool = False) -> Position:
        """See that all lines are on the disk, in a member when they fill one."""
        if self._pending and (last or len(self._pending) >= CHUNK_BYTES):
            member = self._pack(bytes(self._pending))
            self._file.write(member)
            self._file.flush()
            self._size += len(member)
            self._pending.clear()
        os.fsync(self._rest.fileno())
        os.fsync(self._file.fileno())
        self._is_complete = last
        return {"bytes": self._size, "rest": len(self._pending)}

    def settle(self) -> None:
        """Empty the file of pending lines when they are in a member."""
        if not self._pending:
            self._rest.seek(0)
            self._rest.truncate()

    def close(self) -> None:
        """Close the files; that of pending lines is removed when the output is complete."""
        self._file.close()
        self._rest.close()
        if self._is_complete:
            self._rest_path.unlink(missing_ok=True)


def packed_lines(path: Path, position: Position) -> Iterator[bytes]:
    """Yield the lines up to where the output stood."""
    with ExitStack() as stack:
        file = stack.enter_context(path.open("rb"))
        part = io.BufferedReader(stack.enter_context(FilePart(file, position["bytes"])))
        if head := part.peek(MAGIC_BYTES)[:MAGIC_BYTES]:
            yield from stack.enter_context(unpack(cast("IO[bytes]", part), head))
        if position["rest"]:
            rest = stack.enter_context(rest_path(path).open("rb"))
            yield from io.BytesIO(rest.read(position["rest"]))


def rest_path(path: Path) -> Path:
    """Return where the lines lie that are in no member of a compressed output yet."""
    return path.with_name(path.name + ".rest")
