"""A corpus as spaCy objects: ``Example`` to train and score with, ``DocBin`` to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import DocBin
from spacy.training import Example

from ofsight.record import Record

from .records import load_records


def to_examples(nlp: Language, records: Iterable[Record]) -> Iterator[Example]:
    """Make an example of each record: its plain text beside the annotated document.

    Parameters
    ----------
    nlp : spacy.language.Language
        The pipeline whose tokenizer cuts the predicted side.
    records : iterable of Record
        Records with their text.

    Yields
    ------
    spacy.training.Example
        ``reference`` holds every layer (:meth:`ofsight.record.Record.to_doc`).

    Raises
    ------
    RecordError
        When a record is stand-off: load it with ``texts``.
    """
    for record in records:
        reference = record.to_doc(nlp)
        yield Example(nlp.make_doc(reference.text), reference)


def load_docbin(
    name: str | Path,
    split: str | None = None,
    *,
    texts: str | Path | None = None,
    annotations: str | Path | None = None,
) -> DocBin:
    """Load a corpus as a ``DocBin``, which ``to_disk`` writes; ``Record.from_doc`` gives the records back.

    Parameters
    ----------
    name, split, texts, annotations
        As in :func:`ofsight.data.load_records`; stand-off records need ``texts``.
    """
    nlp = Language()
    docs = (record.to_doc(nlp) for record in load_records(name, split, texts=texts, annotations=annotations))
    return DocBin(docs=docs, store_user_data=True)
