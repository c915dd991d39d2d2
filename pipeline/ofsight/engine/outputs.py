"""Files that a run writes line by line, and can go on with after it was killed at any moment.

Each output can say where it stands (:meth:`Output.sync` returns it once all that was written is on the disk)
and be opened again there: what came later, perhaps torn, is cut off.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final, Protocol, cast

from ofsight.errors import EngineError
from ofsight.packing import MAGIC_BYTES, packer, unpack

Position = dict[str, int]
"""Where an output stands: counts that its :meth:`Output.sync` gave."""

CHUNK_BYTES: Final = 4_000_000
"""Compressed outputs are made of members of at least so many bytes, unpacked: the same for every run."""


class Output(Protocol):
    """Where the lines of a run go."""

    def write(self, line: bytes) -> bool:
        """Append a line, its line break included; True when :meth:`sync` must be called before the next."""
        ...

    def sync(self, *, last: bool = False) -> Position:
        """See that all lines are on the disk; return where the output stands.

        ``last`` completes the file: a reader finds all lines in it.
        """
        ...

    def settle(self) -> None:
        """Do what must wait until the position of the last :meth:`sync` is on the disk itself."""
        ...

    def close(self) -> None:
        """Close the file, complete or not."""
        ...


def open_output(path: Path | None, position: Position | None = None) -> Output:
    """Open the output of a run: plain or, by its name, compressed (.gz, .zst); None is standard output.

    Parameters
    ----------
    path : Path or None
        The file.
    position : Position, optional
        Where to go on; without it the file begins anew.

    Raises
    ------
    EngineError
        When it cannot be written, or is shorter than the position says.
    """
    if path is None:
        return _StandardOutput()
    try:
        pack = packer(path.name)
        return PlainOutput(path, position) if pack is None else PackedOutput(path, pack, position)
    except OSError as error:
        raise EngineError(
            f"cannot write {path}: {error.strerror}; give a file in a folder that exists and is yours"
        ) from error


class _StandardOutput:
    """Standard output: nothing to go on with."""

    def write(self, line: bytes) -> bool:
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
        return False

    def sync(self, *, last: bool = False) -> Position:  # noqa: ARG002
        return {}

    def settle(self) -> None:
        pass

    def close(self) -> None:
        pass


class PlainOutput:
    """Lines as they are."""

    def __init__(self, path: Path, position: Position | None = None) -> None:
        self._path = path
        self._size = 0 if position is None else position["bytes"]
        self._file = _open_at(path, self._size)

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


class PackedOutput:
    """Lines compressed in members; those of the member that is not full yet lie plain in a file beside it.

    Where a member ends depends on the lines alone, so that a run that was killed ends with the same bytes.
    """

    def __init__(self, path: Path, pack: Callable[[bytes], bytes], position: Position | None = None) -> None:
        self._pack = pack
        position = position or {"bytes": 0, "rest": 0}
        self._size, self._rest_size = position["bytes"], position["rest"]
        self._file = _open_at(path, self._size)
        self._rest_path = rest_path(path)
        self._rest = _open_at(self._rest_path, self._rest_size)
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


def synced_lines(path: Path, position: Position) -> Iterator[bytes]:
    """Yield the lines of an output up to where it stood, whatever came after."""
    with ExitStack() as stack:
        file: IO[bytes] = stack.enter_context(path.open("rb"))
        if is_packed(path):
            part = io.BufferedReader(stack.enter_context(_Part(file, position["bytes"])))
            if head := part.peek(MAGIC_BYTES)[:MAGIC_BYTES]:
                yield from stack.enter_context(unpack(cast("IO[bytes]", part), head))
            rest = stack.enter_context(rest_path(path).open("rb")) if position["rest"] else io.BytesIO()
            yield from io.BytesIO(rest.read(position["rest"]))
        else:
            yield from io.BufferedReader(stack.enter_context(_Part(file, position["bytes"])))


class _Part(io.RawIOBase):
    """The first bytes of a file as a file."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        super().__init__()
        self._file = file
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the buffer io.BufferedReader gives
        chunk = self._file.read(min(len(buffer), self._left))
        self._left -= len(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)


def rest_path(path: Path) -> Path:
    """Return where the lines lie that are in no member of a compressed output yet."""
    return path.with_name(path.name + ".rest")


def is_packed(path: Path) -> bool:
    """Tell whether the output of this name is compressed."""
    return packer(path.name) is not None


def _open_at(path: Path, size: int) -> IO[bytes]:
    """Open a file to write on after its first ``size`` bytes."""
    file = path.open("r+b" if size else "wb")
    if size and file.seek(0, os.SEEK_END) < size:
        file.close()
        raise EngineError(f"{path} is shorter than when the run stopped; run again without --resume")
    file.truncate(size)
    file.seek(size)
    return file
