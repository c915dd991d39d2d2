"""Put the texts of stand-off records back from the files that they were annotated from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ofsight.data.records import restore_text
from ofsight.ingest.document import InputDocument
from ofsight.ingest.ids import SUPPORTED_ENDINGS, file_stem
from ofsight.ingest.inputs import read_inputs
from ofsight.record import Record
from ofsight.record.rules import text_checksum


@dataclass(frozen=True, slots=True)
class LostText:
    """A record whose text could not be put back: its id, and why, with what to do."""

    id: str
    reason: str


class TextFolder:
    """A folder with the documents, or the texts, that stand-off records were made from.

    A record's file is looked for by its ``source.path`` below the folder, then by that file's name alone,
    then by the record's id with each ending that is read. A file is taken as it is (the text itself) or as
    ingestion reads it (HTML, PDF, DOCX, JSONL), whichever has the checksum of the record.

    Parameters
    ----------
    folder : str or Path
        Where the files lie.

    Attributes
    ----------
    lost : list of LostText
        The records whose text was not found.
    """

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder)
        self._read: tuple[Path, dict[str, str]] | None = None  # the last file: it may hold many documents
        self.lost: list[LostText] = []

    def restore(self, record: Record) -> Record:
        """Return a record with its text put back; as it is if it has one, or if none is found."""
        if record.text is not None:
            return record
        tried = list(self._candidates(record))
        for path in tried:
            text = self._text(path, record.text_sha256)
            if text is not None:
                return restore_text(record, text)
        if tried:
            reason = f"{tried[0]} is not the text that was annotated: its checksum differs"
        else:
            names = dict.fromkeys((record.source.path, f"{record.id}.txt"))
            reason = f"there is no {' and no '.join(names)} in {self._folder}"
        self.lost.append(LostText(record.id, reason))
        return record

    def _candidates(self, record: Record) -> Iterator[Path]:
        source = record.source.path
        names = [source, source.rsplit("/", 1)[-1]]
        for stem in (record.id, file_stem(source)):
            names += [f"{stem}{ending}" for ending in SUPPORTED_ENDINGS]
        root = self._folder.resolve()
        for name in dict.fromkeys(names):
            path = self._folder / name
            # What a record says may not lead out of the folder.
            try:
                if path.is_file() and path.resolve().is_relative_to(root):
                    yield path
            except (OSError, ValueError):
                continue

    def _text(self, path: Path, checksum: str) -> str | None:
        """Return the text of a file that has a checksum: the file itself, or what ingestion makes of it."""
        if self._read is None or self._read[0] != path:
            self._read = (path, {text_checksum(text): text for text in _texts(path)})
        return self._read[1].get(checksum)


def _texts(path: Path) -> Iterator[str]:
    with suppress(OSError, UnicodeDecodeError):
        # Bytes, because reading as text would change carriage returns and with them the offsets.
        yield path.read_bytes().decode("utf-8")
    for each in read_inputs([path]):
        if isinstance(each, InputDocument):
            yield each.text
