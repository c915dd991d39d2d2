"""Find every broken rule in files of records, not only the first.

A line is parsed loosely, the models check its fields, whatever failed is mended or set aside, and the rules
between fields (:mod:`ofsight.record.rules`) are checked on what remains: one wrong offset does not hide a
wrong checksum.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import ValidationError

from ofsight.errors import RecordError

from .form import loose_form, missing_keys
from .io import BOM, numbered_lines, record_files, source_name
from .location import field_path, plain_location
from .mending import mend
from .models import RecordShape
from .rules import BrokenRule, broken_rules


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule: in which file, on which line (from 1; 0 for the file as a whole), at which field.

    ``field`` is a path such as ``entities[3].text``, or empty when the line as a whole is wrong.
    """

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        """Return ``file:line: field: message``."""
        return f"{self.file}:{self.line}: " + (f"{self.field}: " if self.field else "") + self.message


def validate_path(path: str | Path) -> Iterator[Problem]:
    """Check a file of records, or all files of records below a folder.

    Parameters
    ----------
    path : str or Path
        A JSONL file, gzipped or not; ``"-"`` for standard input; or a folder, of which every ``.jsonl`` and
        ``.jsonl.gz`` is checked except the ``.errors.jsonl`` of runs.

    Yields
    ------
    Problem
        Every broken rule, by file and line. Ids must be unique in a file.
    """
    if str(path) != "-" and Path(path).is_dir():
        files = record_files(path)
        if not files:
            yield Problem(str(path), 0, "", "holds no .jsonl file")
        for file in files:
            yield from validate_lines(file)
    else:
        yield from validate_lines(path)


def validate_lines(source: str | Path | BinaryIO) -> Iterator[Problem]:
    """Check the lines of one file or binary stream; see :func:`validate_path`."""
    name = source_name(source)
    first_line_of: dict[str, int] = {}
    number = 0
    line = b"\n"
    try:
        for number, line in numbered_lines(source):
            broken, document_id = check_line(line, first=number == 1)
            for location, message in broken:
                yield Problem(name, number, field_path(location), message)
            if document_id is not None and first_line_of.setdefault(document_id, number) != number:
                message = f"{document_id!r} is also the id of line {first_line_of[document_id]}"
                yield Problem(name, number, "id", message)
    except RecordError as error:
        yield Problem(name, number, "", str(error).removeprefix(f"{name}: "))
    if not line.endswith(b"\n"):
        yield Problem(name, number, "", "the last line does not end in a line break")


def check_line(line: bytes, *, first: bool = False) -> tuple[list[BrokenRule], str | None]:
    """Find what is wrong with one line.

    Parameters
    ----------
    line : bytes
        The line as it stands in the file.
    first : bool
        Whether it is the first of the file, where a byte-order mark may stand.

    Returns
    -------
    list of BrokenRule
        Every broken rule.
    str or None
        The id of the record, if it can be told.
    """
    broken: list[BrokenRule] = []
    if first and line.startswith(BOM):
        broken.append(BrokenRule((), "begins with a byte-order mark"))
        line = line.removeprefix(BOM)
    if not line.strip():
        return [*broken, BrokenRule((), "is empty")], None
    repeated: list[str] = []

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        part = dict(pairs)
        if len(part) != len(pairs):
            keys = [key for key, _ in pairs]
            repeated.extend(key for key in part if keys.count(key) > 1)
        return part

    try:
        raw = json.loads(line.decode(), object_pairs_hook=collect)
    except UnicodeDecodeError as error:
        return [*broken, BrokenRule((), f"is not UTF-8 at byte {error.start}: {error.reason}")], None
    except (ValueError, RecursionError) as error:
        return [*broken, BrokenRule((), f"is not JSON: {error}")], None
    if not isinstance(raw, dict):
        return [*broken, BrokenRule((), "is not a JSON object")], None
    broken += [BrokenRule((), f"has the key {key!r} twice in one object") for key in repeated]
    broken += check_record(raw)
    document_id = raw.get("id")
    return broken, document_id if isinstance(document_id, str) else None


def check_record(raw: dict[str, Any]) -> Iterator[BrokenRule]:
    """Find every rule that a parsed line breaks: its keys, its fields, and what holds between them."""
    yield from missing_keys(raw)
    yield from loose_form(raw)
    try:
        record = RecordShape.model_validate(raw)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_context=False, include_input=False):
            location = plain_location(fault["loc"])
            if fault["type"] == "missing" and isinstance(location[-1], str):
                continue  # missing_keys has named it
            yield BrokenRule(location, fault["msg"])
        mended = mend(raw, error)
        if mended is not None:
            yield from mended.broken_rules()
    else:
        yield from broken_rules(record)
