"""Record files as something that can be read again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ofsight.errors import EvaluationError
from ofsight.record import Record
from ofsight.record.io import read_records, record_files


@dataclass(frozen=True, slots=True)
class RecordFiles:
    """The records of a file (JSONL, gzipped or not, ``-`` for standard input) or of all files in a folder.

    Iterating reads them, one at a time; what is annotated is told for each file by itself.
    """

    path: str

    def __iter__(self) -> Iterator[Record]:
        return (record for _, record in self.with_origin())

    def with_origin(self) -> Iterator[tuple[str, Record]]:
        """Yield each record with the name of its file.

        Raises
        ------
        EvaluationError
            When a folder holds no record file.
        """
        files = record_files(self.path)
        if not files:
            raise EvaluationError(f"{self.path}: the folder holds no .jsonl file of records")
        for file in files:
            source = self.path if self.path == "-" else Path(file)
            for record in read_records(source):
                yield str(file), record
