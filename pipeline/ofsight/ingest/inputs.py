"""Read inputs one after the other: documents, and a failure for each that cannot be read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ofsight.errors import IngestError
from ofsight.record import Source

from . import detect, jsonl
from .document import Content, InputDocument, InputFailure
from .ids import UniqueIds, file_stem
from .paths import STDIN, FoundInput, find_inputs
from .readers import read_content
from .streams import InputStream, open_input
from .text import has_visible_text

DEFAULT_MAX_BYTES = 20_000_000
"""Inputs larger than this, unpacked, are refused rather than read."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of one document of an input, before ids are made unique."""

    wanted_id: str
    result: tuple[Source, Content] | IngestError


def read_inputs(
    paths: Iterable[str | Path],
    *,
    max_bytes: int = DEFAULT_MAX_BYTES,
    passed_over: Collection[Path] = frozenset(),
) -> Iterator[InputDocument | InputFailure]:
    """Read the inputs behind PATHs, one document in memory at a time.

    Parameters
    ----------
    paths : iterable of str or Path
        Files, folders (every supported file below them) and ``-`` for standard input, in the order wanted.
    max_bytes : int
        The largest input in bytes, unpacked; in JSONL the largest line.
    passed_over : collection of Path
        Resolved paths of files in folders that are no inputs, such as the output being written.

    Yields
    ------
    InputDocument or InputFailure
        In the order of the inputs. ``source.path`` is relative to the PATH given, ``source.sha256`` is that
        of the file's bytes as they lie on disk, or of the line's bytes (without its line break) for JSONL.
        Ids are unique among documents and failures together.
    """
    ids = UniqueIds()
    for found in find_inputs(paths, passed_over=passed_over):
        for outcome in _read_input(found, max_bytes):
            unique = ids.assign(outcome.wanted_id)
            if isinstance(outcome.result, IngestError):
                problem = outcome.result
                yield InputFailure(unique, found.name, "ingest", problem.kind, str(problem))
            else:
                source, content = outcome.result
                yield InputDocument(unique, source, content.text, content.meta, content.hints)


def _read_input(found: FoundInput, max_bytes: int) -> Iterator[_Outcome]:
    stem = "stdin" if found.name == STDIN else file_stem(found.name)
    if found.problem is not None:
        yield _Outcome(stem, found.problem)
        return
    try:
        with open_input(found.path, max_bytes) as stream:
            media_type = detect.detect_type(stream.head, found.name)
            if media_type == detect.JSONL:
                yield from _read_lines(stream, found.name, stem, max_bytes)
            else:
                yield _Outcome(stem, _read_whole(stream, media_type, found.name))
    except IngestError as error:
        yield _Outcome(stem, error)
    except OSError as error:
        yield _Outcome(
            stem,
            IngestError("unreadable", f"reading failed: {error.strerror or error}; check the disk or link"),
        )


def _read_whole(stream: InputStream, media_type: str, name: str) -> tuple[Source, Content]:
    if not stream.head:
        raise IngestError("empty", "holds no bytes; fetch it again")
    data = stream.read_all()
    content = read_content(media_type, data, name)
    if not has_visible_text(content.text):
        raise IngestError("empty", "holds no text; check that this is the right file")
    return Source(path=name, media_type=media_type, sha256=stream.sha256()), content


def _read_lines(stream: InputStream, name: str, stem: str, max_bytes: int) -> Iterator[_Outcome]:
    for line in stream.lines():
        row = jsonl.read_line(line, max_bytes)
        if row is None:
            continue
        wanted = row.id or f"{stem}-{line.number}"
        if isinstance(row.result, IngestError):
            yield _Outcome(wanted, row.result)
        elif not has_visible_text(row.result.text):
            problem = IngestError("empty", f"line {line.number} holds no text; leave it out or fill it")
            yield _Outcome(wanted, problem)
        else:
            source = Source(path=name, media_type=detect.JSONL, sha256=row.sha256)
            yield _Outcome(wanted, (source, row.result))
