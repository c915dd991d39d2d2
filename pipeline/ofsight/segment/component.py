"""The segment stage: kind of document, blocks, sentences of the body, and what the page says of itself."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ofsight import layers
from ofsight.record import Meta, Sentence
from ofsight.record.labels import BODY_LABELS

from . import news_meta
from .news import segment_news
from .segmentation import Segmentation
from .sentences import split_sentences

try:
    from .kind import detect_kind
    from .report import segment_report
except ImportError:  # until the report segmenter lands

    def detect_kind(text: str) -> str:
        return "news"

    def segment_report(text: str) -> Segmentation:
        return segment_news(text, [])


try:
    from .report_header import fill_meta as fill_report_meta
except ImportError:  # until the report header reader lands

    def fill_report_meta(text: str, blocks: list, meta: Meta) -> Meta:
        return meta


class Segmenter:
    """Give a document its kind, blocks, sentences and the parts of its metadata that the text states."""

    def __call__(self, doc: Doc) -> Doc:
        """Segment one document in place and return it."""
        text = doc.text
        meta = layers.get_meta(doc)
        kind = meta.kind or detect_kind(text)
        if kind == "report":
            segmentation = segment_report(text)
        else:
            segmentation = segment_news(text, layers.get_plain(doc, "hints", []))
        layers.set_blocks(doc, segmentation.blocks)
        layers.set_sentences(doc, _sentences(text, segmentation))
        meta = meta.model_copy(update={"kind": kind})
        fill_meta = fill_report_meta if kind == "report" else news_meta.fill_meta
        layers.set_meta(doc, fill_meta(text, segmentation.blocks, meta))
        layers.drop_plain(doc, "hints")
        return doc


def _sentences(text: str, segmentation: Segmentation) -> list[Sentence]:
    sentences = []
    for paragraph in segmentation.paragraphs():
        if paragraph[0].label in BODY_LABELS:
            pieces = [(block.start, block.end) for block in paragraph]
            sentences += [Sentence(start=start, end=end) for start, end in split_sentences(text, pieces)]
    return sorted(sentences, key=lambda sentence: sentence.start)


@Language.factory("ofsight_segment")
def make_segmenter(nlp: Language, name: str) -> Segmenter:  # noqa: ARG001 (the signature spaCy calls)
    """Make the component for a spaCy pipeline."""
    return Segmenter()
