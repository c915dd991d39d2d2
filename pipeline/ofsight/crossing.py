"""Crossing between spaCy's ``Doc`` and the record.

``record_from_doc(record_to_doc(record, vocab))`` is ``record`` for every valid record with its text, also
when the ``Doc`` went through ``Doc.to_bytes`` or ``DocBin(store_user_data=True)`` on the way.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from ofsight import layers
from ofsight.errors import RecordError
from ofsight.record import AnnotatorInfo, ModelInfo, Record, Source
from ofsight.record.rules import SPAN_LAYERS, sort_key, text_checksum
from ofsight.tokenizer import CharacterClassTokenizer

_NO_FILE_ID = "doc"
_NO_FILE_PATH = "-"


def record_from_doc(doc: Doc, *, model: ModelInfo | AnnotatorInfo | None = None) -> Record:
    """Collect the layers of ``doc`` into a record; see :meth:`ofsight.record.Record.from_doc`."""
    text = layers.get_text(doc)
    checksum = text_checksum(text)
    source = layers.get_plain(doc, "source_file")
    return Record(
        id=layers.get_plain(doc, "id", _NO_FILE_ID),
        source=(
            Source(path=_NO_FILE_PATH, media_type="text/plain", sha256=checksum)
            if source is None
            else Source.model_validate(source)
        ),
        meta=layers.get_meta(doc),
        text=text,
        text_sha256=checksum,
        blocks=tuple(sorted(layers.get_blocks(doc), key=sort_key)),
        sentences=tuple(sorted(layers.get_sentences(doc), key=sort_key)),
        entities=tuple(sorted(layers.get_entities(doc), key=sort_key)),
        findings=tuple(sorted(layers.get_findings(doc), key=sort_key)),
        quotations=tuple(sorted(layers.get_quotations(doc), key=sort_key)),
        judgements=tuple(sorted(layers.get_judgements(doc), key=sort_key)),
        roles=tuple(sorted(layers.get_roles(doc), key=sort_key)),
        measures=tuple(sorted(layers.get_measures(doc), key=sort_key)),
        model=model or _model_of(doc),
    )


def _model_of(doc: Doc) -> ModelInfo | AnnotatorInfo:
    stored = layers.get_plain(doc, "model")
    if stored is None:
        return ModelInfo(name="unknown", version="", sha256="")
    if "annotator" in stored:
        return AnnotatorInfo.model_validate(stored)
    return ModelInfo.model_validate(stored)


def record_to_doc(record: Record, vocab: Vocab | Language) -> Doc:
    """Make a ``Doc`` with every layer of ``record``; see :meth:`ofsight.record.Record.to_doc`."""
    if record.text is None:
        raise RecordError(f"record {record.id!r} is stand-off: put its text back before making a Doc of it")
    spans = [(item.start, item.end) for layer in SPAN_LAYERS for item in getattr(record, layer)]
    doc = _cut(record.text, spans, vocab.vocab if isinstance(vocab, Language) else vocab)
    layers.set_plain(doc, "id", record.id)
    layers.set_plain(doc, "source_file", record.source.model_dump(mode="json"))
    layers.set_plain(doc, "model", record.model.model_dump(mode="json"))
    layers.set_meta(doc, record.meta)
    layers.set_blocks(doc, record.blocks)
    layers.set_sentences(doc, record.sentences)
    layers.set_entities(doc, record.entities)
    layers.set_findings(doc, record.findings)
    layers.set_quotations(doc, record.quotations)
    layers.set_judgements(doc, record.judgements)
    layers.set_roles(doc, record.roles)
    layers.set_measures(doc, record.measures)
    return doc


def _cut(text: str, spans: Iterable[tuple[int, int]], vocab: Vocab) -> Doc:
    """Tokenize ``text`` so that every span begins and ends at the border of a token."""
    starts: set[int] = set()
    ends: set[int] = set()
    for start, end in spans:
        starts.add(start)
        ends.add(end)
    borders = {0, len(text)} | starts | ends
    for token in CharacterClassTokenizer(vocab)(text):
        borders.add(token.idx)
        borders.add(token.idx + len(token))
    words: list[str] = []
    spaces: list[bool] = []
    for start, end in pairwise(sorted(borders)):
        piece = text[start:end]
        # A space hides behind the word before it, unless an annotation begins or ends with that space.
        if piece == " " and words and not spaces[-1] and start not in starts and end not in ends:
            spaces[-1] = True
        else:
            words.append(piece)
            spaces.append(False)
    return Doc(vocab, words=words, spaces=spaces)
