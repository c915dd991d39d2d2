"""The records behind PATHs, in order: files of lines or of Parquet, and folders of shards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ofsight.errors import DuplicatesError
from ofsight.formats import import_records
from ofsight.record import Record
from ofsight.record.io import read_records, record_files

_PARQUET = ".parquet"


def records_behind(paths: Iterable[str | Path]) -> Iterator[Record]:
    """Read records one at a time: PATHs as given, a folder's files sorted by name.

    Parameters
    ----------
    paths : iterable of str or Path
        Files of records (JSONL, also .gz or .zst, or Parquet), folders of them, ``"-"`` for standard input.
        Of a folder that holds JSONL no Parquet is read: the same documents would come twice.

    Raises
    ------
    DuplicatesError
        When a folder holds no records.
    RecordError, ConversionError
        When a file cannot be read or holds what is no record; the message names file and line.
    """
    for path in paths:
        for file in _files(path):
            if file.suffix.lower() == _PARQUET:
                yield from (item for item in import_records(file, "parquet") if isinstance(item, Record))
            else:
                yield from read_records(file)


def _files(path: str | Path) -> list[Path]:
    files = record_files(path)
    if not files:
        files = [file for file in sorted(Path(path).rglob(f"*{_PARQUET}")) if file.is_file()]
    if not files:
        raise DuplicatesError(f"{path}: the folder holds no .jsonl or .parquet file of records")
    return files
