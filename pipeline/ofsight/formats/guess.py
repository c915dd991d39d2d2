"""Tell the format of a file of annotations from its content."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from ofsight.errors import ConversionError
from ofsight.record.labels import SCHEMA

from .conll import DOCSTART, TAG
from .inputs import AnnotationFile

_ZLIB: Final = b"\x78\x9c"
_PARQUET: Final = b"PAR1"
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
    head = file.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(_PARQUET):
        return "parquet"
    if head.startswith(_ZLIB):
        return "spacy"
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
