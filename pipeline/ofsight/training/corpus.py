"""Find the annotated records to train on or to score against, and say which are not at hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ofsight.data.records import CORPORA, load_records, with_text
from ofsight.errors import DataError, TrainingError
from ofsight.evaluation.coverage import annotated_layers, present_layers
from ofsight.record import Record
from ofsight.record.io import dumps

from .documents import Source


@dataclass(slots=True)
class Corpus:
    """The records named in a configuration.

    Attributes
    ----------
    sources : list of Source
        Those that can be used, with their texts.
    missing : dict of str to int
        How many of each name cannot, because their texts are not at hand or not the ones annotated.
    """

    sources: list[Source] = field(default_factory=list)
    missing: dict[str, int] = field(default_factory=dict)

    def by_document(self) -> dict[str, list[Source]]:
        """Return the sources of each document, by the checksum of its text: several files may be on one."""
        found: dict[str, list[Source]] = {}
        for source in self.sources:
            found.setdefault(source.record.text_sha256, []).append(source)
        return found

    def checksum(self) -> str:
        """Return the SHA-256 over all that is learned from: the records, and which of their layers count."""
        digest = hashlib.sha256()
        for source in self.sources:
            digest.update(f"{dumps(source.record)}\n{','.join(sorted(source.layers))}\n".encode())
        return digest.hexdigest()


def load_corpus(names: Sequence[str], *, texts: Path | None) -> Corpus:
    """Load records.

    Parameters
    ----------
    names : sequence of str
        ``NAME:SPLIT`` of a corpus of the project (``news:train``), or the path of a file of records.
    texts : Path or None
        The folder with the texts of stand-off records, ``ID.txt``.

    Returns
    -------
    Corpus
        What was found.

    Raises
    ------
    TrainingError
        When a name is unknown, or nothing at all can be used.
    """
    corpus = Corpus()
    for name in names:
        records = list(_records(name))
        in_file = frozenset(layer for record in records for layer in present_layers(record))
        for record in records:
            if record.text is None:
                try:
                    found = with_text(record, texts) if texts is not None else None
                except DataError:
                    found = None
                if found is None:
                    corpus.missing[name] = corpus.missing.get(name, 0) + 1
                    continue
            else:
                found = record
            whole = bool(record.blocks) or not record.sentences
            layers = annotated_layers(present_layers(record), in_file, whole=whole, asked_for=None)
            # Sentences that were read for mentions only have no findings because nobody looked.
            corpus.sources.append(Source(found, layers & in_file))
    if not corpus.sources:
        raise TrainingError(
            f"none of {', '.join(names) or '(no data named)'} can be used: "
            + ("their texts are not at hand (data.texts)" if corpus.missing else "there is no record in them")
        )
    return corpus


def _records(name: str) -> Iterator[Record]:
    corpus, colon, split = name.partition(":")
    try:
        if corpus in CORPORA:
            yield from load_records(corpus, split if colon else None)
        else:
            yield from load_records(name)
    except DataError as error:
        raise TrainingError(f"data {name!r}: {error}") from error
