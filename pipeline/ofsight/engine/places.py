"""Where a run may write: an output of its own, that is none of its inputs."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from ofsight.errors import EngineError, OfsightError
from ofsight.ingest.failures import errors_path

from .options import RunOptions


def is_stream(output: Path) -> bool:
    """Tell whether an output is a pipe or device, which keeps nothing."""
    return output.exists() and not output.is_file() and not output.is_dir()


def locked(output: Path) -> FileLock:
    """Return the lock of an output, taken.

    Raises
    ------
    EngineError
        When another run has it, or nothing can be written there.
    """
    if not output.parent.is_dir():
        raise EngineError(f"cannot write {output}: there is no folder {output.parent}; make it first")
    lock = FileLock(output.with_name(f".{output.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise EngineError(f"another run writes {output}; wait for it, or give another output") from error
    except OSError as error:
        raise EngineError(
            f"cannot write {output}: {error.strerror}; give a file in a folder that exists and is yours"
        ) from error
    return lock


def refuse_to_overwrite_inputs(options: RunOptions) -> None:
    """Stop before a file that is to be read is emptied.

    Raises
    ------
    OfsightError
        Naming it.
    """
    if options.output is None:
        return
    written = {options.output.resolve(), errors_path(options.output).resolve()}
    for path in options.paths:
        if Path(path).resolve() in written:
            raise OfsightError(f"{path} is an input and would be overwritten; give another output")
