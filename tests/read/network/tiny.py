"""A tokenizer of the BERT kind over single letters and a few words, and documents to read with it.

It behaves as the real one does (normaliser, words, pieces, [UNK]) and needs no file.
"""

from __future__ import annotations

import string
from collections.abc import Sequence

from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from ofsight import layers
from ofsight.read.network.pieces import PieceTokenizer
from ofsight.record import Block, Meta, Sentence
from ofsight.tokenizer import CharacterClassTokenizer

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
WORDS = ("council", "ofsted", "reading", "the", "children")
_TOKENIZE = CharacterClassTokenizer(Vocab())

# What texts hold that goes wrong: odd spaces, controls, NUL, half an emoji, marks that combine, zero width,
# right to left, letters that fall apart or grow when they are normalised.
AWKWARD = (
    " \n\t\0\x1f\x7f\u00a0\u2028\u200b\u200d\ufeff\ufffe\ufffd\u00ad\ud83d\ude00\u0301\u20e3\ufe0f"
    "\u05d0\u0634\u202e한İß½²£’“–😀𝔘中éÅ"
)
texts = st.text(
    st.sampled_from(AWKWARD + "aB9 .,-'[]") | st.characters() | st.sampled_from(string.ascii_letters),
    max_size=60,
) | st.lists(st.sampled_from([*WORDS, *SPECIAL, "x" * 120, "e\u0301", "\u200b", "\0"]), max_size=8).map(
    " ".join
)


def tiny_tokenizer(words: Sequence[str] = WORDS) -> PieceTokenizer:
    signs = string.ascii_lowercase + string.digits + string.punctuation + "£éßא"
    pieces = [*SPECIAL, *words, *signs, *(f"##{sign}" for sign in signs)]
    tokenizer = Tokenizer(
        WordPiece({piece: number for number, piece in enumerate(pieces)}, unk_token="[UNK]")  # noqa: S106
    )
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.add_special_tokens(list(SPECIAL))
    return PieceTokenizer(tokenizer)


def document(*paragraphs: Sequence[str], kind: str = "news", label: str = "paragraph") -> Doc:
    """Return a segmented document: a block for each paragraph, which is given as its sentences."""
    text = "\n\n".join(" ".join(sentences) for sentences in paragraphs)
    blocks, spans = [], []
    at = 0
    for sentences in paragraphs:
        first = at
        for sentence in sentences:
            spans.append(Sentence(start=at, end=at + len(sentence)))
            at += len(sentence) + 1
        blocks.append(Block(start=first, end=at - 1, label=label))
        at += 1
    doc = _TOKENIZE(text)
    layers.set_meta(doc, Meta.model_validate({"kind": kind}))
    layers.set_blocks(doc, blocks)
    layers.set_sentences(doc, spans)
    return doc
