"""An output in several files, each complete as soon as it is full."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from ofsight.packing import without_packing

from .base import Output, Position

FIRST: Final = 1
_DIGITS: Final = 5


class ShardedOutput:
    """So many lines a file; ``out.jsonl`` becomes ``out-00001.jsonl``, ``out-00002.jsonl``, ...

    Parameters
    ----------
    path : Path
        The name that the files' names are made of.
    lines : int
        Lines of a file; the last may have fewer.
    opening : callable
        Opens the output of one file, where it stood or anew.
    position : Position, optional
        Where to go on.
    """

    def __init__(
        self,
        path: Path,
        lines: int,
        opening: Callable[[Path, Position | None], Output],
        position: Position | None = None,
    ) -> None:
        self._path = path
        self._most = lines
        self._opening = opening
        self._number = FIRST if position is None else position["shard"]
        self._count = 0 if position is None else position["lines"]
        self._shard: Output | None = None
        if position is not None and self._count:
            inner = {key: value for key, value in position.items() if key not in ("shard", "lines")}
            self._shard = opening(self._name(), inner)
        self._remove_later()

    def write(self, line: bytes) -> bool:
        """Append a line; True when the file is full, or as the file itself says."""
        if self._shard is None:
            self._shard = self._opening(self._name(), None)
        must_sync = self._shard.write(line)
        self._count += 1
        return must_sync or self._count >= self._most

    def sync(self, *, last: bool = False) -> Position:
        """See that all lines are on the disk; a full file is completed."""
        if self._shard is None:
            if last and self._number == FIRST:  # a run without records has an output all the same
                self._shard = self._opening(self._name(), None)
            else:
                return {"shard": self._number, "lines": 0}
        is_full = self._count >= self._most
        inner = self._shard.sync(last=last or is_full)
        if is_full:
            return {"shard": self._number + 1, "lines": 0}
        return {"shard": self._number, "lines": self._count, **inner}

    def settle(self) -> None:
        """Close a file that is full; the next line opens the next."""
        if self._shard is None:
            return
        self._shard.settle()
        if self._count >= self._most:
            self._shard.close()
            self._shard = None
            self._number += 1
            self._count = 0

    def close(self) -> None:
        """Close the file that is open."""
        if self._shard is not None:
            self._shard.close()

    def _name(self) -> Path:
        return shard_path(self._path, self._number)

    def _remove_later(self) -> None:
        """Remove files of later numbers and what a killed run left beside full ones."""
        for path in files_beside(self._path):
            number = shard_number(self._path, path.name) or 0
            is_whole = path.name == shard_path(self._path, number).name
            is_here = number == self._number and self._count
            if not (is_here or (is_whole and number < self._number)):
                path.unlink()


def shard_path(path: Path, number: int) -> Path:
    """Return the name of one file.

    Examples
    --------
    >>> shard_path(Path("a/out.jsonl.zst"), 12).name
    'out-00012.jsonl.zst'
    """
    stem, ending = _divided(path)
    return path.with_name(f"{stem}-{number:0{_DIGITS}d}{ending}")


def shard_paths(path: Path, position: Position) -> list[Path]:
    """Return the files that hold lines, up to where the output stood."""
    last = position["shard"] if position["lines"] or position["shard"] == FIRST else position["shard"] - 1
    return [shard_path(path, number) for number in range(FIRST, last + 1)]


def sharded_lines(
    path: Path,
    position: Position,
    whole: Callable[[Path], Iterator[bytes]],
    part: Callable[[Path, Position], Iterator[bytes]],
) -> Iterator[bytes]:
    """Yield the lines of the files that are full, then of the last up to where it stood."""
    for number in range(FIRST, position["shard"]):
        yield from whole(shard_path(path, number))
    if position["lines"]:
        yield from part(shard_path(path, position["shard"]), position)


def _divided(path: Path) -> tuple[str, str]:
    """Return the name before and from its ending, that of a compressed file included."""
    inner = Path(without_packing(path.name))
    return inner.stem, path.name[len(inner.stem) :]


def files_beside(path: Path) -> list[Path]:
    """Return the files there are of any number: the output's own and those it keeps while it is written."""
    return sorted(other for other in path.parent.iterdir() if shard_number(path, other.name) is not None)


def shard_number(path: Path, name: str) -> int | None:
    """Return which file of an output has this name; None when it is none of them."""
    stem, ending = _divided(path)
    form = rf"{re.escape(stem)}-(\d{{{_DIGITS},}}){re.escape(ending)}(?:\.rest|\.lines)?"
    match = re.fullmatch(form, name)
    return int(match[1]) if match else None
