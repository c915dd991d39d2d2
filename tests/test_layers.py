from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from ofsight import layers
from ofsight.record import Block, Entity, Quotation, Sentence
from ofsight.tokenizer import CharacterClassTokenizer


def make(text: str) -> Doc:
    return CharacterClassTokenizer(Vocab())(text)


def test_sentences_and_the_blocks_between_them_start_spacys_sentences() -> None:
    doc = make("One two. Three\nfour. \nPage 2")
    layers.set_blocks(
        doc, [Block(start=0, end=20, label="paragraph"), Block(start=22, end=28, label="boilerplate")]
    )
    layers.set_sentences(doc, [Sentence(start=0, end=8), Sentence(start=9, end=20)])
    assert [sentence.text.strip() for sentence in doc.sents] == ["One two.", "Three\nfour.", "Page 2"]


def test_every_sentence_of_a_long_document_starts() -> None:
    doc = make("Many words. " * 20_000)
    layers.set_sentences(doc, [Sentence(start=12 * i, end=12 * i + 11) for i in range(20_000)])
    assert sum(token.is_sent_start is True for token in doc) == 20_000


def test_layers_may_share_a_span_and_a_label() -> None:
    doc = make("Good")
    layers.set_blocks(doc, [Block(start=0, end=4, label="QUOTATION", score=0.5)])
    layers.set_entities(doc, [Entity(start=0, end=4, label="QUOTATION", text="Good", value="x", score=0.25)])
    layers.set_quotations(doc, [Quotation(start=0, end=4, source="other", speaker=None)])
    assert layers.get_blocks(doc)[0].score == 0.5
    assert layers.get_entities(doc)[0].value == "x"
    assert layers.get_quotations(doc)[0].source == "other"
    assert doc.spans["quotations"][0]._.source == "other"
    assert doc.ents[0]._.score == 0.25
