"""Find the input files behind the PATHs of a command line, in the order of the record's rules."""

from __future__ import annotations

import os
import stat
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ofsight.errors import IngestError

from .ids import SUPPORTED_ENDINGS, has_supported_ending

STDIN = "-"
_BESIDE_OUTPUTS = (".errors.jsonl", ".progress.jsonl", ".duplicates.jsonl")
"""Endings of files that a run, or a search for copies, writes beside its output."""


@dataclass(frozen=True, slots=True)
class FoundInput:
    """One file to read (``path`` is None for standard input), or what is wrong with it.

    ``name`` is the path relative to the PATH given: a file's own name, or for a folder the path below it,
    with forward slashes. Bytes of a file name that are not UTF-8 are shown as U+FFFD.
    """

    path: Path | None
    name: str
    problem: IngestError | None = None


def find_inputs(paths: Iterable[str | Path], *, passed_over: Container[Path] = ()) -> Iterator[FoundInput]:
    """Yield the inputs behind each PATH: PATHs as given, a folder's files below it sorted by name.

    In folders only files with a supported ending count; hidden files and folders are skipped, and each real
    folder is entered once, so that loops of symbolic links end. The errors files and journals of runs,
    marks of copies and the files of ``passed_over`` (resolved paths, such as the output being written) do not
    count either.
    """
    for given in paths:
        if str(given) == STDIN:
            yield FoundInput(None, STDIN)
            continue
        path = Path(given)
        if _is_folder(path):
            yield from _find_below_root(path, passed_over)
        else:
            yield _check(path, _printable(path.name or str(path)), given=True)


def _find_below_root(root: Path, passed_over: Container[Path]) -> Iterator[FoundInput]:
    found_any = False
    for found in _find_below(root, "", set(), passed_over):
        found_any = True
        yield found
    if not found_any:
        endings = " ".join(SUPPORTED_ENDINGS)
        yield FoundInput(
            root,
            _printable(root.name or str(root)),
            IngestError(
                "empty",
                f"the folder {_printable(str(root))} holds no supported files"
                f" ({endings}, also with .gz or .zst);"
                " give a file by its own path if it is named differently",
            ),
        )


def _find_below(
    folder: Path, prefix: str, entered: set[tuple[int, int]], passed_over: Container[Path]
) -> Iterator[FoundInput]:
    try:
        status = folder.stat()
        with os.scandir(folder) as scan:
            names = sorted(entry.name for entry in scan if not entry.name.startswith("."))
    except OSError as error:
        yield FoundInput(folder, _printable(prefix.rstrip("/") or folder.name), _unreadable(error))
        return
    if (status.st_dev, status.st_ino) in entered:
        return
    entered.add((status.st_dev, status.st_ino))
    for name in names:
        path = folder / name
        if _is_folder(path):
            yield from _find_below(path, f"{prefix}{name}/", entered, passed_over)
        elif (
            has_supported_ending(name)
            and not name.lower().endswith(_BESIDE_OUTPUTS)
            and _resolved(path) not in passed_over
        ):
            yield _check(path, _printable(prefix + name), given=False)


def _resolved(path: Path) -> Path:
    """Return where a path leads; Path.resolve raises for a link that leads to itself."""
    return Path(os.path.realpath(path))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _check(path: Path, name: str, *, given: bool) -> FoundInput:
    """Look at a file before it is opened: opening a pipe without a writer would wait for ever."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        where = "it may be a broken symbolic link" if path.is_symlink() else "check the path"
        message = f"there is no file {_printable(str(path))}; {where}"
        return FoundInput(path, _printable(str(path)) if given else name, IngestError("missing", message))
    except (OSError, ValueError) as error:
        return FoundInput(path, name, _unreadable(error))
    if not stat.S_ISREG(mode):
        problem = IngestError(
            "unreadable",
            f"{name} is no ordinary file (a socket, pipe or device); to read a pipe, give - and redirect it",
        )
        return FoundInput(path, name, problem)
    return FoundInput(path, name)


def _unreadable(error: OSError | ValueError) -> IngestError:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return IngestError("unreadable", f"cannot be opened: {reason}; check its permissions")


def _printable(name: str) -> str:
    """Return a file name that can be written as UTF-8, with forward slashes."""
    shown = os.fsencode(name).decode("utf-8", "replace")
    return shown.replace(os.sep, "/")
