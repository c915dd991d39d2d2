"""What every output of a run can do: say where it stands, and go on there after it was killed.

Each output can say where it stands (:meth:`Output.sync` returns it once all that was written is on the disk)
and be opened again there: what came later, perhaps torn, is cut off.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import IO, Protocol

from ofsight.errors import EngineError

Position = dict[str, int]
"""Where an output stands: counts that its :meth:`Output.sync` gave."""


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


class FilePart(io.RawIOBase):
    """The first ``size`` bytes of an open file as a file."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        super().__init__()
        self._file = file
        self._left = size

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the buffer io.BufferedReader gives
        """Read into a buffer; 0 at the end of the part."""
        chunk = self._file.read(min(len(buffer), self._left))
        self._left -= len(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)


def open_at(path: Path, size: int) -> IO[bytes]:
    """Open a file to write on after its first ``size`` bytes; what comes after them is cut off.

    Raises
    ------
    EngineError
        When it is shorter.
    """
    file = path.open("r+b" if size else "wb")
    if size and file.seek(0, os.SEEK_END) < size:
        file.close()
        raise EngineError(f"{path} is shorter than when the run stopped; run again without --resume")
    file.truncate(size)
    file.seek(size)
    sync_folder(path.parent)
    return file


def sync_folder(folder: Path) -> None:
    """See that the names of new files are on the disk, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows does not open folders, and needs no such step
        return
    try:
        os.fsync(handle)
    except OSError:  # nor do some file systems
        return
    finally:
        os.close(handle)
