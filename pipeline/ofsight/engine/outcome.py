"""What came of one unit of work, as it crosses from a worker to the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from ofsight.ingest.document import InputFailure

from .summary import RunSummary


class Trouble(NamedTuple):
    """Why a unit gave no record: stage, key of the error, what is wrong and what to do."""

    stage: str
    error: str
    message: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A record as the line that stands for it, or the trouble there was.

    Parameters
    ----------
    wanted_id : str
        The document's id before ids are made unique in the run.
    line : bytes, optional
        The record, its line break included; it bears ``line_id``.
    line_id : str, optional
        The id in the line; the wanted one unless the line comes from an earlier run.
    summary : RunSummary, optional
        The counts of the record.
    trouble : Trouble, optional
        Why there is no record.
    """

    wanted_id: str
    line: bytes | None = None
    line_id: str | None = None
    summary: RunSummary | None = None
    trouble: Trouble | None = None

    def failure(self, unique_id: str, path: str) -> InputFailure | None:
        """Return the line of the errors file, where there was trouble."""
        return None if self.trouble is None else InputFailure(unique_id, path, *self.trouble)

    def as_message(self) -> dict[str, Any]:
        """Return all but the line as what JSON can hold; :meth:`from_message` puts them together."""
        return {
            "id": self.wanted_id,
            "summary": None if self.summary is None else self.summary.as_message(),
            "trouble": self.trouble,
        }

    @classmethod
    def from_message(cls, message: dict[str, Any], line: bytes | None) -> Self:
        """Return the outcome that another process sent."""
        return cls(
            wanted_id=message["id"],
            line=line,
            line_id=None if line is None else message["id"],
            summary=None if message["summary"] is None else RunSummary.from_message(message["summary"]),
            trouble=None if message["trouble"] is None else Trouble(*message["trouble"]),
        )
