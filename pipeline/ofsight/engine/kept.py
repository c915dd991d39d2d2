"""Records of an earlier run, put aside and taken up one by one where inputs have changed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from ofsight.ingest.units import InputUnit

from .journal import Checkpoint
from .outcome import Outcome
from .outputs import OutputForm
from .summary import RunSummary

_META: Final = b',"meta":'


@dataclass(frozen=True, slots=True)
class LineHead:
    """What a record's line says of its document, read without the rest."""

    id: str
    path: str
    sha256: str


def read_head(line: bytes) -> LineHead:
    """Read the head of a line that Ofsight wrote: keys come in one order, and none can hide in a string."""
    row = json.loads(line[: line.index(_META)] + b"}")
    return LineHead(row["id"], row["source"]["path"], row["source"]["sha256"])


def keep(form: OutputForm, checkpoint: Checkpoint) -> Path:
    """Put the records of an earlier run aside, to be taken up one by one; return the file."""
    output = form.path
    number = len(kept_files(output)) + 1
    kept = output.with_name(f"{output.name}.kept-{number}")
    new = kept.with_name(kept.name + ".new")
    with new.open("wb") as file:
        file.writelines(form.lines(checkpoint.output))
        file.flush()
        os.fsync(file.fileno())
    new.replace(kept)
    return kept


def kept_files(output: Path) -> list[Path]:
    """Return the files of records that were put aside and are not all taken up yet."""
    return sorted(output.parent.glob(f"{_escaped(output.name)}.kept-*[0-9]"))


def _escaped(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


class KeptRecords:
    """Records that were put aside, found by their input's path and checksum. A context manager.

    Parameters
    ----------
    files : iterable of Path
        From :func:`kept_files`. In memory are 16 bytes and a place for each record.
    """

    def __init__(self, files: Iterable[Path]) -> None:
        self._files: list[IO[bytes]] = []
        self._places: dict[bytes, tuple[int, int]] = {}
        for number, path in enumerate(files):
            file = path.open("rb")
            self._files.append(file)
            start = 0
            for line in file:
                head = read_head(line)
                self._places[_key(head.path, head.sha256)] = (number, start)
                start += len(line)

    def outcome(self, unit: InputUnit) -> Outcome | None:
        """Return the outcome of a unit that has not changed; None when it must be annotated."""
        checksum = unit.checksum() if self._places and unit.problem is None else None
        place = self._places.get(_key(unit.name, checksum)) if checksum else None
        if place is None:
            return None
        # What the reading process does not need otherwise.
        from ofsight.ingest.jsonl import own_id
        from ofsight.record.io import loads

        file = self._files[place[0]]
        file.seek(place[1])
        line = file.readline()
        record = loads(line)
        summary = RunSummary()
        summary.add(record, words=len((record.text or "").split()))
        wanted = (own_id(unit.line) if unit.line is not None else None) or unit.wanted_id
        return Outcome(wanted, line, record.id, summary)

    def close(self) -> None:
        """Close the files."""
        for file in self._files:
            file.close()


def _key(path: str, checksum: str) -> bytes:
    return hashlib.blake2b(f"{path}\0{checksum}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
