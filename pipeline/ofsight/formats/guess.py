"""Tell the format of a file of annotations from its content."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from ofsight.errors import ConversionError
from ofsight.record.labels import SCHEMA

from .conll import DOCSTART, TAG
from .duckdb_file import MARK, MARK_AT
from .inputs import AnnotationFile
from .refi_qda_archive import is_project

_ZLIB: Final = b"\x78\x9c"
_PARQUET: Final = b"PAR1"
_ZIP: Final = b"PK\x03\x04"
_PRODIGY_KEYS: Final = frozenset({"answer", "_input_hash", "_task_hash", "_view_id", "spans", "accept"})
_LABEL_STUDIO_KEYS: Final = frozenset({"annotations", "completions", "annotation_id"})
_COLUMN_LINES: Final = 200


def guess_format(file: AnnotationFile, known: Sequence[str]) -> str:
    """Return the name of the format of a file.

    Parameters
    ----------
    file : AnnotationFile
        The input; of standard input nothing is lost.
    known : sequence of str
        The names that a user can give instead, for the message.

    Raises
    ------
    ConversionError
        When it looks like none.
    """
    binary = _of_bytes(file)
    if binary:
        return binary
    head = file.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"["):
        return "label-studio"
    if head.startswith(b"{"):
        return _of_object(head)
    if not head or _has_columns(head.decode(errors="replace")):
        # An empty file holds no record in any format.
        return "conll" if head else "records"
    raise ConversionError(
        f"{file.name}: looks like none of the formats that can be read; name it (--from): {', '.join(known)}"
    )


def _of_bytes(file: AnnotationFile) -> str:
    """Tell a format that is no text; empty for what may be text."""
    if file.head.startswith(_PARQUET):
        return "parquet"
    if file.head[MARK_AT:].startswith(MARK):
        return "duckdb"
    if file.head.startswith(_ZIP) and is_project(file):
        return "refi-qda"
    return "spacy" if file.head.startswith(_ZLIB) else ""


def _of_object(head: bytes) -> str:
    """Tell what the first object is: a record, a task of Prodigy or of Label Studio."""
    try:
        first: Any = json.loads(head.split(b"\n", 1)[0])
    except (ValueError, RecursionError):
        # One long line, or one object over many lines: its keys are looked for as they are written.
        first = {key for key in (*_PRODIGY_KEYS, *_LABEL_STUDIO_KEYS) if f'"{key}"'.encode() in head}
        if f'"{SCHEMA}"'.encode() in head:
            return "records"
    else:
        if first.get("schema") == SCHEMA:
            return "records"
        first = set(first)
    if first & _LABEL_STUDIO_KEYS:
        return "label-studio"
    return "prodigy" if first & _PRODIGY_KEYS else "records"


def _has_columns(head: str) -> bool:
    for line in head.splitlines()[:_COLUMN_LINES]:
        columns = line.split()
        if not columns or line.startswith("# "):
            continue
        return columns[0] == DOCSTART or (len(columns) > 1 and TAG.match(columns[-1]) is not None)
    return False
