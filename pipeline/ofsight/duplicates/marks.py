"""The marks: a line for each document that is a copy, in ``<output>.duplicates.jsonl``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, get_args

from pydantic import TypeAdapter, ValidationError

from ofsight.errors import DuplicatesError
from ofsight.formats.staging import staged

from .compare import Kind

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
_DECIMALS: Final = 4


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A document that is a copy of an earlier one.

    Parameters
    ----------
    id : str
        The document.
    original : str
        The first document of its group in the order of the input.
    similarity : float
        The Jaccard index of their shingles, counted and not estimated, with four decimals.
    kind : str
        ``"same"``: the same words; ``"near"``: most of them the same; ``"part"``: one is nearly contained in
        the other.
    group : int
        Number of the group, from 1 in the order in which groups get their first mark.
    """

    id: str
    original: str
    similarity: float
    kind: Kind
    group: int

    def as_line(self) -> str:
        """Return the line of a file of marks, its line break included."""
        return json.dumps(asdict(self), ensure_ascii=False) + "\n"


def rounded(similarity: float) -> float:
    """Return a similarity as marks give it; never 1 for what is not quite 1."""
    return similarity if similarity == 1 else min(round(similarity, _DECIMALS), 1 - 10**-_DECIMALS)


def duplicates_path(output: Path) -> Path:
    """Return where the marks of an output's documents go: ``<output>.duplicates.jsonl``."""
    return output.with_name(output.name + ".duplicates.jsonl")


def write_duplicates(duplicates: Iterable[Duplicate], path: Path) -> dict[Kind, int]:
    """Write marks to a file, which appears when all are written, and count them by kind.

    Without any the file is empty: it says that was looked and nothing found.
    """
    counts: dict[Kind, int] = dict.fromkeys(KINDS, 0)
    with staged([path]) as (part,), part.open("w", encoding="utf-8", newline="\n") as stream:
        for duplicate in duplicates:
            stream.write(duplicate.as_line())
            counts[duplicate.kind] += 1
    return counts


def read_duplicates(path: str | Path) -> Iterator[Duplicate]:
    """Read marks one at a time.

    Raises
    ------
    DuplicatesError
        When the file cannot be read or a line is no mark; the message names file and line.
    """
    adapter = TypeAdapter(Duplicate)
    try:
        with Path(path).open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield _parsed(adapter, line, f"{path}:{number}")
    except OSError as error:
        raise DuplicatesError(f"{path}: cannot be read: {error.strerror or error}") from error


def _parsed(adapter: TypeAdapter[Duplicate], line: bytes, place: str) -> Duplicate:
    try:
        return adapter.validate_json(line, strict=True)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}".removeprefix(": ")
            for fault in error.errors(include_url=False, include_context=False, include_input=False)
        )
        raise DuplicatesError(
            f"{place}: is no mark of a copy ({faults}); make the file with ofsight duplicates"
        ) from error
