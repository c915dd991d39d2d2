"""The errors file of a run: a line for each input that could not be processed."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from .document import InputFailure


def errors_path(output: Path) -> Path:
    """Return where the failures of a run with this output are listed: ``<output>.errors.jsonl``."""
    return output.with_name(output.name + ".errors.jsonl")


class FailureFile:
    """The errors file, made when the first failure comes; one that an earlier run left is removed.

    A context manager.

    Parameters
    ----------
    output : Path or None
        The run's output; None, for standard output, means that there is no errors file.
    """

    def __init__(self, output: Path | None) -> None:
        self._path = None if output is None else errors_path(output)
        self._file: IO[str] | None = None
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, failure: InputFailure) -> None:
        """Append one failure; it is in the file when this returns."""
        if self._path is None:
            return
        if self._file is None:
            self._file = self._path.open("w", encoding="utf-8", newline="\n")
        self._file.write(json.dumps(failure.as_row(), ensure_ascii=False) + "\n")
        self._file.flush()
