"""The journal of a run: what it is, and how far its outputs are safely on the disk.

A file beside the output, ``<output>.progress.jsonl``: a head that says what is run, then a line for each time
the outputs were synced. Of a run that was killed, what the last whole line says is taken up; the rest is done
again. It is removed when the run ends, and the manifest stays.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from ofsight.errors import EngineError

from .outputs import Position, sync_folder

_FORM: Final = "ofsight-progress/1"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a run has come.

    Parameters
    ----------
    done : int
        Units whose outcome is in the outputs.
    output, errors : Position
        Where the two files stand.
    inputs : str
        The digest of the inputs that are done, from :class:`.inputs_seen.InputsSeen`.
    summary : dict
        Counts over what is done, from :meth:`.summary.RunSummary.as_message`.
    """

    done: int
    output: Position
    errors: Position
    inputs: str
    summary: dict[str, Any]

    def as_message(self) -> dict[str, Any]:
        """Return it as what JSON can hold."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Progress:
    """What a journal tells of a run: its head, and the last checkpoint, if it came to one."""

    head: dict[str, Any]
    checkpoint: Checkpoint | None


def journal_path(output: Path) -> Path:
    """Return where the journal of a run with this output lies."""
    return output.with_name(output.name + ".progress.jsonl")


class Journal:
    """Writes the journal of a run.

    Parameters
    ----------
    path : Path
        Its file, begun anew: whole or not at all, so that a run killed here has lost nothing.
    head : dict
        What is run.
    checkpoint : Checkpoint, optional
        What an earlier run left.
    """

    def __init__(self, path: Path, head: dict[str, Any], checkpoint: Checkpoint | None = None) -> None:
        self._path = path
        new = path.with_name(path.name + ".new")
        with new.open("wb") as file:
            file.write(_line({**head, "form": _FORM}))
            if checkpoint is not None:
                file.write(_line(checkpoint.as_message()))
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        sync_folder(path.parent)
        self._file = path.open("ab")

    def add(self, checkpoint: Checkpoint) -> None:
        """Append a checkpoint; it is on the disk when this returns."""
        self._file.write(_line(checkpoint.as_message()))
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def remove(self) -> None:
        """Close and remove the file: the run has ended."""
        self._file.close()
        self._path.unlink(missing_ok=True)


def read_progress(path: Path) -> Progress | None:
    """Read a journal; None when there is none.

    Raises
    ------
    EngineError
        When it is no journal.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return None
    rows = []
    for line in lines[:-1]:  # what stands after the last line break is torn
        try:
            rows.append(json.loads(line))
        except ValueError:
            break
    if not rows or rows[0].get("form") != _FORM:
        raise EngineError(f"{path} is no journal of a run; remove it, or give another output")
    last = rows[-1] if len(rows) > 1 else None
    head = {key: value for key, value in rows[0].items() if key != "form"}
    return Progress(head, None if last is None else Checkpoint(**last))


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, separators=(",", ":")).encode("ascii") + b"\n"
