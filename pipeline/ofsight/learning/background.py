"""Sentences of ordinary documents, in which the labels to learn are taken to be absent.

Annotated examples are chosen for what they hold: a new label is far more frequent in them than in what
will be read later, and much of what is said there is never seen in them. Sentences of ordinary documents,
which nobody has to annotate, teach what the labels are not, and how rare they are. A few of them do have the
labels; what is learned still ranks as it should (Elkan and Noto 2008, Learning classifiers from only positive
and unlabeled data).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
from spacy.language import Language

from ofsight.errors import ExtractorError
from ofsight.extractors.features import sentence_features, word_features, words_of
from ofsight.ingest import read_inputs
from ofsight.ingest.document import InputDocument
from ofsight.ingest.paths import find_inputs
from ofsight.pipeline import make_doc
from ofsight.read.network.labels import OUTSIDE
from ofsight.read.network.states import DocumentStates, take_states
from ofsight.record.rules import text_checksum

from .examples import Examples, Sentence, segment_and_read

MOST_DOCUMENTS: Final = 30
"""So many are read, of files evenly spread over those that are there."""
_Item = TypeVar("_Item")


def add_background(
    examples: Examples, nlp: Language, paths: Sequence[Path], *, sentences: int, themes: int
) -> None:
    """Add sentences of ordinary documents to the annotated ones, as many of each document, evenly spread.

    Parameters
    ----------
    examples : Examples
        What was annotated. Its documents are not read again.
    nlp : Language
        A pipeline whose read stage keeps its states.
    paths : sequence of Path
        Files and folders, of any kind that ``ofsight annotate`` reads; of a JSONL file the first records.
    sentences : int
        How many at most.
    themes : int
        How many themes are learned.

    Raises
    ------
    ExtractorError
        When nothing there can be read.
    """
    files = [found.path for found in find_inputs(paths) if found.path is not None]
    read = list(islice(read_inputs(_spread(files, MOST_DOCUMENTS)), MOST_DOCUMENTS))
    documents = [document for document in read if isinstance(document, InputDocument)]
    if not documents:
        raise ExtractorError(
            f"background: nothing of {', '.join(map(str, paths))} can be read; give files or folders of the"
            " kind that is to be annotated"
        )
    examples.lost_background = len(read) - len(documents)
    annotated = set(examples.checksums)
    documents = [document for document in documents if text_checksum(document.text) not in annotated]
    for place, document in enumerate(documents):
        states = take_states(segment_and_read(nlp, make_doc(nlp, document)))
        if states is not None:
            count = sentences * (place + 1) // len(documents) - sentences * place // len(documents)
            number = len(examples.checksums) + place
            examples.sentences += _sample(states, count, themes=themes, document=number)


def _sample(states: DocumentStates, count: int, *, themes: int, document: int) -> list[Sentence]:
    pieces = states.prepared.pieces
    places = [place for place, vectors in enumerate(states.vectors) if len(vectors)]
    return [
        Sentence(
            document=document,
            words=words_of(pieces[place]),
            word_features=word_features(pieces[place], states.vectors[place]),
            tags=np.full(int(pieces[place].first.sum()), OUTSIDE, np.int64),
            features=sentence_features(states.vectors[place]),
            themes=np.zeros(themes, np.int64),
            annotated=False,
        )
        for place in _spread(places, count)
    ]


def _spread(items: Sequence[_Item], count: int) -> list[_Item]:
    """Return at most so many items, evenly spread."""
    if len(items) <= count:
        return list(items)
    return [items[number * len(items) // count] for number in range(count)]
