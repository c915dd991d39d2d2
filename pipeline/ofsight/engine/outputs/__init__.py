"""Files that a run writes line by line, and can go on with after it was killed at any moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ofsight.errors import EngineError
from ofsight.packing import packer

from .base import Output, Position, sync_folder
from .packed import PackedOutput, packed_lines
from .plain import LateOutput, PlainOutput, StreamOutput, plain_lines
from .sharded import ShardedOutput, files_beside, shard_number, shard_paths, sharded_lines

__all__ = ["LateOutput", "Output", "OutputForm", "Position", "StreamOutput", "sync_folder"]


@dataclass(frozen=True, slots=True)
class OutputForm:
    """The output that a name asks for: plain, compressed (.gz, .zst) or Parquet, in one file or in several.

    Parameters
    ----------
    path : Path
        The file; of several, what their names are made of.
    shard_records : int, optional
        Records of a file, when there shall be several.
    """

    path: Path
    shard_records: int | None = None

    def open(self, position: Position | None = None) -> Output:
        """Open it anew, or where it stood.

        Raises
        ------
        EngineError
            When it cannot be written, or is shorter than the position says.
        """
        try:
            if self.shard_records is None:
                return _open(self.path, position)
            return ShardedOutput(self.path, self.shard_records, _open, position)
        except OSError as error:
            raise EngineError(
                f"cannot write {self.path}: {error.strerror};"
                " give a file in a folder that exists and is yours"
            ) from error

    def lines(self, position: Position) -> Iterator[bytes]:
        """Yield its lines up to where it stood, whatever came after."""
        if self.shard_records is None:
            return _lines(self.path, position)
        return sharded_lines(self.path, position, _whole_lines, _lines)

    def files(self, position: Position) -> list[Path]:
        """Return the files that it consists of when it is complete."""
        return [self.path] if self.shard_records is None else shard_paths(self.path, position)

    def __contains__(self, path: object) -> bool:
        """Tell whether a resolved path is one of its files, there already or later: no input of its run."""
        if not isinstance(path, Path) or path.parent != self.path.parent.resolve():
            return False
        if self.shard_records is None:
            return path.name == self.path.name
        return shard_number(self.path, path.name) is not None

    @property
    def is_there(self) -> bool:
        """Whether there is something in its place."""
        files = [self.path] if self.shard_records is None else files_beside(self.path)
        return any(path.exists() and path.stat().st_size for path in files)

    @property
    def is_open_ended(self) -> bool:
        """Whether it can be appended to when complete, with the bytes of a run that had all lines at once."""
        return not _is_parquet(self.path) and packer(self.path.name) is None


def _open(path: Path, position: Position | None) -> Output:
    if _is_parquet(path):
        from .columns import ParquetOutput  # pyarrow: only those who write Parquet wait for it

        return ParquetOutput(path, position)
    pack = packer(path.name)
    return PlainOutput(path, position) if pack is None else PackedOutput(path, pack, position)


def _lines(path: Path, position: Position) -> Iterator[bytes]:
    if _is_parquet(path):
        from .columns import parquet_lines  # as above

        return parquet_lines(path, position)
    return plain_lines(path, position) if packer(path.name) is None else packed_lines(path, position)


def _whole_lines(path: Path) -> Iterator[bytes]:
    return _lines(path, {"bytes": path.stat().st_size, "rest": 0})


def _is_parquet(path: Path) -> bool:
    return path.name.lower().endswith(".parquet")
