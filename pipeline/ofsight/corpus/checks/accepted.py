"""Suspicions that a person looked at and found right: ``accepted.csv`` beside the annotations.

Columns: ``document`` (its id), ``check``, ``text`` (as the warning shows it, or ``START-END``), ``reason``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

from ofsight.corpus.checks.suspicion import Suspicion
from ofsight.errors import CorpusError

NAME = "accepted.csv"
COLUMNS = ["document", "check", "text", "reason"]


@dataclass(slots=True)
class Accepted:
    """The rows of one file, and which of them were needed."""

    path: Path
    rows: dict[tuple[str, str, str], int] = field(default_factory=dict)
    used: set[tuple[str, str, str]] = field(default_factory=set)

    def holds(self, suspicion: Suspicion) -> bool:
        """Tell whether a suspicion has been accepted."""
        for text in (suspicion.text, f"{suspicion.start}-{suspicion.end}"):
            key = (suspicion.document, suspicion.check, text)
            if key in self.rows:
                self.used.add(key)
                return True
        return False

    def unused(self, documents: set[str]) -> list[tuple[int, str]]:
        """Return line and message for each row of the documents that nothing needed."""
        return [
            (line, f"nothing raises {check!r} on {text!r} in {document} any more")
            for (document, check, text), line in self.rows.items()
            if document in documents and (document, check, text) not in self.used
        ]


def read_accepted(path: Path) -> Accepted:
    """Read a list.

    Raises
    ------
    CorpusError
        Naming file and line, when a row lacks its reason or the columns are others.
    """
    accepted = Accepted(path)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            raise CorpusError(f"{path}:1: the columns should be {', '.join(COLUMNS)}")
        for row in reader:
            if not all(row[column] for column in COLUMNS):
                raise CorpusError(f"{path}:{reader.line_num}: every column must be filled, the reason too")
            accepted.rows[row["document"], row["check"], row["text"]] = reader.line_num
    return accepted


def nearest(path: Path) -> Path | None:
    """Return the list in the folder of a path or the closest one above it; None if there is none."""
    start = path.resolve()
    for folder in (start, *start.parents):
        if (candidate := folder / NAME).is_file():
            return candidate
    return None
