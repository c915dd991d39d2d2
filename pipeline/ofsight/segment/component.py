"""The segment stage: kind of document, blocks, sentences of the body, and what the page says of itself."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from ofsight import layers
from ofsight.record import Sentence
from ofsight.record.labels import BODY_LABELS

from . import news_meta, report_header
from .html import LineHint, segment_html
from .kind import detect_kind
from .news import segment_news
from .report import segment_report
from .segmentation import Segmentation
from .sentences import split_sentences

_LETTER = re.compile(r"[^\W\d_]")


class Segmenter:
    """Give a document its kind, blocks, sentences and the parts of its metadata that the text states."""

    def __call__(self, doc: Doc) -> Doc:
        """Segment one document in place and return it."""
        text = layers.get_text(doc)
        meta = layers.get_meta(doc)
        kind = meta.kind or detect_kind(text)
        hints = layers.get_plain(doc, "hints")
        if kind == "report":
            segmentation = segment_report(text)
        elif hints:
            segmentation = segment_html(text, [LineHint(*hint) for hint in hints])
        else:
            segmentation = segment_news(text)
        layers.set_blocks(doc, segmentation.blocks)
        layers.set_sentences(doc, _sentences(text, segmentation))
        meta = meta.model_copy(update={"kind": kind})
        fill_meta = report_header.fill_meta if kind == "report" else news_meta.fill_meta
        layers.set_meta(doc, fill_meta(text, segmentation.blocks, meta))
        layers.drop_plain(doc, "hints")
        return doc


def _sentences(text: str, segmentation: Segmentation) -> list[Sentence]:
    sentences = []
    for paragraph in segmentation.paragraphs():
        if paragraph[0].label in BODY_LABELS:
            pieces = [(block.start, block.end) for block in paragraph]
            # A raised footnote number that stands alone after a full stop is part of no sentence.
            sentences += [
                Sentence(start=start, end=end)
                for start, end in split_sentences(text, pieces)
                if _LETTER.search(text, start, end)
            ]
    return sorted(sentences, key=lambda sentence: sentence.start)


@Language.factory("ofsight_segment")
def make_segmenter(nlp: Language, name: str) -> Segmenter:  # noqa: ARG001 (the signature spaCy calls)
    """Make the component for a spaCy pipeline."""
    return Segmenter()
