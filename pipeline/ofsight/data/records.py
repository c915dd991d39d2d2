"""Find the records of a corpus and, for stand-off ones, put their texts back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ofsight.errors import DataError
from ofsight.record import Record
from ofsight.record.io import read_records
from ofsight.record.rules import text_checksum

SPLITS: Final = ("train", "dev", "test")
CORPORA: Final = {
    "news": "news/{split}.jsonl",
    "reports": "reports/{split}.findings.jsonl",
    "report_entities": "reports/{split}.entities.jsonl",
}
"""The corpora by name, with where their splits lie in the folder of annotations.

``reports`` holds the sentences that were read for findings, ``report_entities`` those read for mentions.
"""
ANNOTATIONS: Final = Path(__file__).resolve().parents[3] / "annotations"
"""The folder of a checkout; an installed package has none."""


def load_records(
    name: str | Path,
    split: str | None = None,
    *,
    texts: str | Path | None = None,
    annotations: str | Path | None = None,
) -> Iterator[Record]:
    """Read the records of a corpus.

    Parameters
    ----------
    name : str or Path
        ``"news"``, ``"reports"``, ``"report_entities"``, or a file of records.
    split : str, optional
        ``"train"``, ``"dev"`` or ``"test"``; by default all of them, in this order. A file has no splits.
    texts : str or Path, optional
        A folder with the texts of stand-off records, ``ID.txt``.
    annotations : str or Path, optional
        The folder of annotations; by default that of the checkout.

    Yields
    ------
    Record
        Sorted by id within a split; with text where the record or ``texts`` has it.

    Raises
    ------
    DataError
        When there is no such corpus, split or file, or a text is missing or is not the one annotated.
    RecordError
        When a line is no valid record.
    """
    for _, record in records_by_split(name, split, texts=texts, annotations=annotations):
        yield record


def records_by_split(
    name: str | Path,
    split: str | None,
    *,
    texts: str | Path | None,
    annotations: str | Path | None,
) -> Iterator[tuple[str | None, Record]]:
    """Yield each record with its split (None for a file); see :func:`load_records`."""
    for part, path in _files(name, split, Path(annotations) if annotations is not None else ANNOTATIONS):
        for record in read_records(path):
            yield part, record if texts is None else with_text(record, texts)


def _files(name: str | Path, split: str | None, annotations: Path) -> list[tuple[str | None, Path]]:
    if str(name) not in CORPORA:
        path = Path(name)
        if not path.is_file():
            raise DataError(f"{name}: neither a file nor one of the corpora {', '.join(CORPORA)}")
        if split is not None:
            raise DataError(f"{name}: a file of records has no splits; leave split out")
        return [(None, path)]
    if split is not None and split not in SPLITS:
        raise DataError(f"unknown split {split!r}; known: {', '.join(SPLITS)}")
    if not annotations.is_dir():
        raise DataError(
            f"{annotations}: no annotations there. The corpora are part of the source repository, not of the"
            " installed package: run from a checkout, or give annotations=FOLDER or the path of a file"
        )
    found: list[tuple[str | None, Path]] = [
        (part, annotations / CORPORA[str(name)].format(split=part))
        for part in ((split,) if split is not None else SPLITS)
    ]
    for _, path in found:
        if not path.is_file():
            raise DataError(f"{path}: is missing; make it with: python scripts/corpus.py compile")
    return found


def with_text(record: Record, texts: str | Path) -> Record:
    """Return a stand-off record with its text, and the words of its mentions, put back.

    Parameters
    ----------
    record : Record
        A record that has its text is returned as it is.
    texts : str or Path
        The folder that holds ``ID.txt``.

    Raises
    ------
    DataError
        When the text is not there or is not the one annotated.
    """
    if record.text is not None:
        return record
    path = Path(texts) / f"{record.id}.txt"
    try:
        # Bytes, because reading as text would change carriage returns and with them the offsets.
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: the text of {record.id} cannot be read: {error}") from error
    if text_checksum(text) != record.text_sha256:
        raise DataError(f"{path}: is not the text that was annotated: its checksum differs")
    return restore_text(record, text)


def restore_text(record: Record, text: str) -> Record:
    """Return a stand-off record with this text, and the words of its mentions, put back.

    Parameters
    ----------
    record : Record
        A record without text.
    text : str
        The text that was annotated; the caller has compared checksums.

    Raises
    ------
    pydantic.ValidationError
        When offsets lie beyond the text.
    """
    values = {name: getattr(record, name) for name in Record.model_fields} | {
        "text": text,
        "entities": tuple(
            entity.model_copy(update={"text": text[entity.start : entity.end]}) for entity in record.entities
        ),
        "quotations": tuple(
            quotation
            if (speaker := quotation.speaker) is None
            else quotation.model_copy(
                update={"speaker": speaker.model_copy(update={"text": text[speaker.start : speaker.end]})}
            )
            for quotation in record.quotations
        ),
    }
    # Made anew, not copied with changes, so that offsets beyond the text are noticed.
    return Record(**{"schema" if name == "schema_" else name: value for name, value in values.items()})
