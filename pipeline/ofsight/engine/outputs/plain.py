"""Lines as they are: in a file, in one that is made when the first comes, or on standard output."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from .base import FilePart, Position, open_at


class PlainOutput:
    """Lines as they are."""

    def __init__(self, path: Path, position: Position | None = None) -> None:
        self._size = 0 if position is None else position["bytes"]
        self._file = open_at(path, self._size)

    def write(self, line: bytes) -> bool:
        """Append a line; it is with the operating system when this returns."""
        self._file.write(line)
        self._file.flush()
        self._size += len(line)
        return False

    def sync(self, *, last: bool = False) -> Position:  # noqa: ARG002 (nothing is left to complete)
        """See that all lines are on the disk; return where the output stands."""
        os.fsync(self._file.fileno())
        return {"bytes": self._size}

    def settle(self) -> None:
        """Nothing has to wait."""

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class LateOutput:
    """Plain lines in a file that is made when the first comes: errors, of which most runs have none."""

    def __init__(self, path: Path, position: Position | None = None) -> None:
        self._path = path
        self._file: PlainOutput | None = None
        if position is not None and position["bytes"]:
            self._file = PlainOutput(path, position)
        else:
            path.unlink(missing_ok=True)

    def write(self, line: bytes) -> bool:
        """Append a line."""
        if self._file is None:
            self._file = PlainOutput(self._path)
        return self._file.write(line)

    def sync(self, *, last: bool = False) -> Position:
        """See that all lines are on the disk; return where the output stands."""
        return {"bytes": 0} if self._file is None else self._file.sync(last=last)

    def settle(self) -> None:
        """Nothing has to wait."""

    def close(self) -> None:
        """Close the file if there is one."""
        if self._file is not None:
            self._file.close()


class StreamOutput:
    """A stream that cannot be gone on with: standard output, a pipe, a device.

    Parameters
    ----------
    path : Path, optional
        The pipe or device; standard output without it.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._own = None if path is None else path.open("wb")
        self._stream = self._own or sys.stdout.buffer

    def write(self, line: bytes) -> bool:
        """Write a line at once: somebody may wait for it."""
        self._stream.write(line)
        self._stream.flush()
        return False

    def sync(self, *, last: bool = False) -> Position:  # noqa: ARG002 (the form of all outputs)
        """Return that it stands nowhere."""
        return {}

    def settle(self) -> None:
        """Nothing has to wait."""

    def close(self) -> None:
        """Close what was opened here."""
        if self._own is not None:
            self._own.close()


def plain_lines(path: Path, position: Position) -> Iterator[bytes]:
    """Yield the lines up to where the output stood."""
    with path.open("rb") as file:
        yield from io.BufferedReader(FilePart(file, position["bytes"]))
