"""The manifest of a run: what went in, what came out, with which model, and how long it took."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from pathlib import Path
from typing import Any, Final

from ofsight.errors import EngineError

from .journal import Checkpoint, Progress
from .outputs import OutputForm, sync_folder

_FORM: Final = "ofsight-manifest/1"
_PACKAGES: Final = ("spacy", "onnxruntime", "tokenizers", "numpy", "lxml", "pypdfium2", "trafilatura")


def manifest_path(output: Path) -> Path:
    """Return where the manifest of a run with this output lies."""
    return output.with_name(output.name + ".manifest.json")


def write_manifest(
    form: OutputForm,
    *,
    head: dict[str, Any],
    checkpoint: Checkpoint,
    about: dict[str, Any],
) -> None:
    """Write the manifest of a run that has ended: whole or not at all.

    Parameters
    ----------
    form : OutputForm
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
        "outputs": [_described(path) for path in form.files(checkpoint.output)],
        **about,
        "software": _software(),
    }
    path = manifest_path(form.path)
    new = path.with_name(path.name + ".new")
    with new.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(row, file, indent=2, ensure_ascii=False)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    sync_folder(path.parent)


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


def _described(path: Path) -> dict[str, Any]:
    return {"path": path.name, "bytes": path.stat().st_size, "sha256": _checksum(path)}


def _software() -> dict[str, str]:
    """Return the versions that records may depend on."""
    from importlib.metadata import version  # slow to import, and the run has ended

    packages = {name: version(name) for name in ("ofsight", *_PACKAGES)}
    return {**packages, "python": platform.python_version(), "machine": platform.machine()}


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
