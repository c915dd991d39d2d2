"""Records as a format to write: the annotated JSONL itself."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ofsight.record import Record
from ofsight.record.io import RecordWriter

from .staging import staged


def write_records(records: Iterable[Record], out: Path) -> list[Path]:
    """Write records, one a line; see :func:`ofsight.formats.export`."""
    if out == Path("-"):
        with RecordWriter("-") as writer:
            for record in records:
                writer.write(record)
        return []
    with staged([out]) as (part,), RecordWriter(part) as writer:
        for record in records:
            writer.write(record)
    return [out]
