"""What every worker of a run must know: the model and how its records are written."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final, Self

from ofsight.ingest import DEFAULT_MAX_BYTES
from ofsight.model_files import DEFAULT_MODEL

DEFAULT_SECONDS: Final = 300.0
"""Processor time that one document may take. A long report takes about two seconds."""
DEFAULT_MEGABYTES: Final = 4_000
"""Memory that a worker may hold while it works on one document. A worker at rest holds about 300."""


@dataclass(frozen=True, slots=True)
class WorkSettings:
    """What is done to each document.

    Parameters
    ----------
    model : str
        Name of a shipped model, or a folder.
    extractors : tuple of str
        Extractors added to it.
    keep_text : bool
        False leaves out the text and every copy of a part of it.
    max_bytes : int
        Larger inputs are failures.
    """

    model: str = DEFAULT_MODEL
    extractors: tuple[str, ...] = ()
    keep_text: bool = True
    max_bytes: int = DEFAULT_MAX_BYTES

    def as_message(self) -> dict[str, Any]:
        """Return it as what JSON can hold."""
        return asdict(self)

    @classmethod
    def from_message(cls, message: dict[str, Any]) -> Self:
        """Return the settings that another process sent."""
        return cls(**{**message, "extractors": tuple(message["extractors"])})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost before its worker is stopped and the document is a failure.

    Parameters
    ----------
    seconds : float
        Processor time; a worker that hangs without using any is stopped after ten times as much time.
    megabytes : int
        Resident memory of the worker.
    """

    seconds: float = DEFAULT_SECONDS
    megabytes: int = DEFAULT_MEGABYTES
