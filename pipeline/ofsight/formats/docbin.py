"""spaCy's DocBin (``.spacy``) to records and back.

A ``Doc`` that Ofsight made, kept with ``store_user_data=True``, gives back every layer of its record. Of any
other, ``doc.ents`` and the span groups are entities, and ``doc.cats`` of at least one half say what the whole
text is found to be: themes, and beside them ``strength``, ``weakness``, ``mixed``, ``neutral``,
``source:council``.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from ofsight.errors import ConversionError
from ofsight.ingest.document import InputFailure
from ofsight.record import Record

from .drafts import (
    BadEntryError,
    Draft,
    EntityMark,
    FindingMark,
    Unreadable,
    first_fault,
    records_of,
    split_labels,
    whole_text,
)
from .inputs import AnnotationFile
from .notes import Notes
from .staging import staged
from .tasks import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, DocBin

MEDIA_TYPE: Final = "application/x-spacy"
_LIKELY: Final = 0.5
# What unpacking and spaCy raise over bytes that are not what they should be.
_DAMAGE: Final = (
    AttributeError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_OWN_GROUPS: Final = frozenset({"blocks", "sentences", "findings", "quotations"})


def read_docbin(file: AnnotationFile, notes: Notes) -> Iterator[Record | InputFailure]:
    """Read a ``DocBin``; see :func:`ofsight.formats.import_records`."""
    return records_of(file, _found(file, notes), notes, media_type=MEDIA_TYPE)


def _found(file: AnnotationFile, notes: Notes) -> Iterator[Draft | Record | Unreadable]:
    from ofsight import layers  # imports spaCy, which is slow to import, and only this format needs it

    for number, doc in enumerate(_docs(file), start=1):
        place, name = f"document {number}", f"{file.stem}-{number}"
        try:
            ours = layers.get_plain(doc, "id") is not None
            found: Draft | Record | Unreadable = (
                Record.from_doc(doc) if ours else _draft(doc, name, place, notes)
            )
        except ValidationError as error:
            fault = BadEntryError(f"its layers contradict each other: {first_fault(error)}")
            found = Unreadable(place, name, fault)
        except _DAMAGE as error:
            found = Unreadable(place, name, BadEntryError(f"is damaged ({error}); write it again"))
        yield found


def _docs(file: AnnotationFile) -> Iterator[Doc]:
    from spacy.tokens import DocBin  # spaCy is slow to import, and only this format needs it
    from spacy.vocab import Vocab

    try:
        packed: DocBin = DocBin().from_bytes(file.data)
        yield from packed.get_docs(Vocab())
    except _DAMAGE as error:
        raise ConversionError(
            f"{file.name}: is no DocBin of spaCy, or a damaged one ({error}); write it with DocBin.to_disk"
        ) from error


def _draft(doc: Doc, name: str, place: str, notes: Notes) -> Draft:
    draft = Draft(place, name, doc.text)
    draft.entities += [EntityMark(span.start_char, span.end_char, span.label_) for span in doc.ents]
    for group in sorted(set(doc.spans) - _OWN_GROUPS):
        draft.entities += [
            EntityMark(span.start_char, span.end_char, span.label_)
            for span in doc.spans[group]
            if span.label_
        ]
    for group in sorted(_OWN_GROUPS & set(doc.spans)):
        what = f"spans of {group!r} without what Ofsight keeps beside them (store_user_data=True), left out"
        notes.add(what, place, len(doc.spans[group]))
    themes, polarity, source = split_labels(label for label, score in doc.cats.items() if score >= _LIKELY)
    if themes or polarity or source:
        draft.findings.append(FindingMark(*whole_text(doc.text), themes, polarity, source))
    return draft


def write_docbin(records: Iterable[Record], out: Path) -> list[Path]:
    """Write records as a ``DocBin`` with every layer; see :func:`ofsight.formats.export`."""
    from spacy.tokens import DocBin  # spaCy is slow to import, and only this format needs it
    from spacy.vocab import Vocab

    vocab = Vocab()
    packed: DocBin = DocBin(store_user_data=True)
    for record in records:
        text_of(record)
        packed.add(record.to_doc(vocab))
    with staged([out]) as (part,):
        packed.to_disk(part)
    return [out]
