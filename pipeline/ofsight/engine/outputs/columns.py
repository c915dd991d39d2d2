"""Records as Parquet: lines in a file beside it while the run goes on, columns when it ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ofsight.formats.inputs import AnnotationFile
from ofsight.formats.notes import Notes
from ofsight.formats.parquet import parquet_libraries, read_parquet, write_parquet
from ofsight.record.io import dumps, loads

from .base import Position, sync_folder
from .plain import PlainOutput, plain_lines


class ParquetOutput:
    """Lines that become one Parquet file when the output is complete.

    Parquet cannot be appended to, nor read before its end is there; so the lines are kept plain until then.
    """

    def __init__(self, path: Path, position: Position | None = None) -> None:
        parquet_libraries()  # where they are missing, it is told before the work
        self._path = path
        self._lines_path = lines_path(path)
        self._lines = PlainOutput(self._lines_path, position)
        self._is_complete = False
        if position is None:
            path.unlink(missing_ok=True)

    def write(self, line: bytes) -> bool:
        """Append a line."""
        return self._lines.write(line)

    def sync(self, *, last: bool = False) -> Position:
        """See that all lines are on the disk; with ``last`` as columns."""
        position = self._lines.sync()
        if last:
            with self._lines_path.open("rb") as lines:
                write_parquet((loads(line) for line in lines), self._path)
            sync_folder(self._path.parent)
        self._is_complete = last
        return position

    def settle(self) -> None:
        """Nothing has to wait."""

    def close(self) -> None:
        """Close the file of lines; it is removed when the output is complete."""
        self._lines.close()
        if self._is_complete:
            self._lines_path.unlink(missing_ok=True)


def parquet_lines(path: Path, position: Position) -> Iterator[bytes]:
    """Yield the lines up to where the output stood: from the file of lines, or from the columns."""
    if lines_path(path).exists():
        yield from plain_lines(lines_path(path), position)
        return
    for record in read_parquet(AnnotationFile(path), Notes()):
        yield dumps(record).encode()


def lines_path(path: Path) -> Path:
    """Return where the lines lie that are no Parquet file yet."""
    return path.with_name(path.name + ".lines")
