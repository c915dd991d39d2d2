"""The manifest of a run: what went in, what came out, with which model, and how long it took."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any, Final

from ofsight.errors import EngineError

from .journal import Checkpoint, Progress

_FORM: Final = "ofsight-manifest/1"


def manifest_path(output: Path) -> Path:
    """Return where the manifest of a run with this output lies."""
    return output.with_name(output.name + ".manifest.json")


def write_manifest(
    output: Path,
    *,
    head: dict[str, Any],
    checkpoint: Checkpoint,
    about: dict[str, Any],
) -> None:
    """Write the manifest of a run that has ended: whole or not at all.

    Parameters
    ----------
    output : Path
        The run's output, complete.
    head : dict
        What was run; a later run goes on from it only with the same.
    checkpoint : Checkpoint
        Where the outputs stand.
    about : dict
        What else a reader wants to know: inputs, engine, times.
    """
    row = {
        "form": _FORM,
        "run": head,
        "checkpoint": checkpoint.as_message(),
        "output": {"path": output.name, "bytes": output.stat().st_size, "sha256": _checksum(output)},
        **about,
    }
    path = manifest_path(output)
    new = path.with_name(path.name + ".new")
    with new.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(row, file, indent=2, ensure_ascii=False)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def read_manifest(output: Path) -> Progress | None:
    """Return where a run stood when it ended; None where there is no manifest.

    Raises
    ------
    EngineError
        When the manifest is none of ours.
    """
    path = manifest_path(output)
    try:
        row = json.loads(path.read_bytes())
        found = Progress(row["run"], Checkpoint(**row["checkpoint"])) if row["form"] == _FORM else None
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        found = None
    if found is None:
        raise EngineError(f"{path} is no manifest of a run; remove it, or give another output")
    return found


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
