"""The segment stage: blocks and sentences (stub until the segmenters land)."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ofsight import layers
from ofsight.record import Block, Sentence


class Segmenter:
    def __call__(self, doc: Doc) -> Doc:
        blocks = [Block(start=0, end=len(doc.text), label="paragraph")] if doc.text.strip() else []
        layers.set_blocks(doc, blocks)
        layers.set_sentences(doc, [Sentence(start=b.start, end=b.end) for b in blocks])
        return doc


@Language.factory("ofsight_segment")
def make_segmenter(nlp: Language, name: str) -> Segmenter:
    return Segmenter()
