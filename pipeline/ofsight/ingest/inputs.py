"""Read inputs one after the other: documents, and a failure for each that cannot be read."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from ofsight.errors import IngestError

from .document import InputDocument, InputFailure
from .ids import UniqueIds
from .units import Reading, find_units, read_unit

DEFAULT_MAX_BYTES = 20_000_000
"""Inputs larger than this, unpacked, are refused rather than read."""


def read_inputs(
    paths: Iterable[str | Path],
    *,
    max_bytes: int = DEFAULT_MAX_BYTES,
    passed_over: Container[Path] = (),
) -> Iterator[InputDocument | InputFailure]:
    """Read the inputs behind PATHs, one document in memory at a time.

    Parameters
    ----------
    paths : iterable of str or Path
        Files, folders (every supported file below them) and ``-`` for standard input, in the order wanted.
    max_bytes : int
        The largest input in bytes, unpacked; in JSONL the largest line.
    passed_over : container of Path
        Resolved paths of files in folders that are no inputs, such as the output being written.

    Yields
    ------
    InputDocument or InputFailure
        In the order of the inputs. ``source.path`` is relative to the PATH given, ``source.sha256`` is that
        of the file's bytes as they lie on disk, or of the line's bytes (without its line break) for JSONL.
        Ids are unique among documents and failures together.
    """
    ids = UniqueIds()
    for unit in find_units(paths, max_bytes=max_bytes, passed_over=passed_over):
        reading = read_unit(unit, max_bytes=max_bytes)
        yield as_input(reading, unit.name, ids.assign(reading.wanted_id))


def as_input(reading: Reading, name: str, unique_id: str) -> InputDocument | InputFailure:
    """Return what the pipeline takes: the document that was read, or a failure."""
    if isinstance(reading.result, IngestError):
        return InputFailure(unique_id, name, "ingest", reading.result.kind, str(reading.result))
    source, content = reading.result
    return InputDocument(unique_id, source, content.text, content.meta, content.hints)
