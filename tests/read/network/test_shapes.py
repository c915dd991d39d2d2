from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.read.network.shapes import SHAPES, word_shape


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("reading", "lower"),
        ("Reading", "title"),
        ("A", "title"),
        ("ADCS", "upper"),
        ("DfE", "mixed"),
        ("iPad", "mixed"),
        ("2019", "digits"),
        ("5m", "alphanumeric"),
        ("SN1", "alphanumeric"),
        ("£5", "other"),
        ("–", "other"),
        ("É", "title"),
        ("Zoe\u0308", "title"),
        ("cafe\u0301", "lower"),
        ("\u05d0\u05d1", "mixed"),
        ("", "other"),
    ],
)
def test_shapes(word: str, shape: str) -> None:
    assert SHAPES[word_shape(word)] == shape


@given(st.text(max_size=12))
def test_every_word_has_a_shape_and_none_is_that_of_special_tokens(word: str) -> None:
    assert 1 <= word_shape(word) < len(SHAPES)


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd"]), max_size=8))
def test_how_a_letter_is_coded_changes_nothing(word: str) -> None:
    composed = unicodedata.normalize("NFC", word)
    assert word_shape(unicodedata.normalize("NFD", word)) == word_shape(composed)
