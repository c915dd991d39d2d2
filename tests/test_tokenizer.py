"""The tokenizer loses nothing and never lets a token straddle two character classes."""

from __future__ import annotations

import spacy
from hypothesis import given
from hypothesis import strategies as st

from ofsight.tokenizer import CharacterClassTokenizer

TOKENIZER = CharacterClassTokenizer(spacy.blank("en").vocab)
TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("ab Z09 \n\t\f\u00a0£.,’“”-_\ufffe"), st.characters(exclude_categories=["Cs"])
    )
)


@given(TEXT)
def test_text_is_kept(text: str) -> None:
    assert TOKENIZER(text).text == text


@given(TEXT)
def test_offsets_point_at_the_tokens(text: str) -> None:
    for token in TOKENIZER(text):
        assert text[token.idx : token.idx + len(token)] == token.text


def test_cuts_at_every_change_of_class() -> None:
    words = [token.text for token in TOKENIZER("Reading-based staff cost £5.4m in 2014.The end")]
    assert words == [
        "Reading", "-", "based", "staff", "cost", "£", "5", ".", "4", "m", "in", "2014", ".", "The", "end",
    ]  # fmt: skip
