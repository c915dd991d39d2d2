"""The tokenizer loses nothing and never lets a token straddle two character classes."""

from __future__ import annotations

from itertools import pairwise

import spacy
from hypothesis import given
from hypothesis import strategies as st

from ofsight.tokenizer import CharacterClassTokenizer, bounded_stretches

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


LONGEST = 40


@given(st.lists(st.text(alphabet="ab Z0 \n,.“", max_size=30), max_size=12).map("".join).map(str.strip))
def test_a_long_stretch_is_cut_between_tokens_and_loses_nothing(text: str) -> None:
    parts = list(bounded_stretches(text, 0, len(text), longest=LONGEST)) if text else []
    borders = {token.idx for token in TOKENIZER(text)} | {t.idx + len(t) for t in TOKENIZER(text)}
    assert {border for part in parts for border in part} <= borders
    assert [a for a, _ in parts] == sorted(a for a, _ in parts)
    assert all(before[1] <= after[0] for before, after in pairwise(parts))
    assert "".join("".join(text[a:b].split()) for a, b in parts) == "".join(text.split())
    longest_token = max((len(token) for token in TOKENIZER(text)), default=0)
    assert all(b - a <= max(LONGEST, longest_token) for a, b in parts)


def test_a_stretch_of_ordinary_length_stays_whole_and_a_wide_gap_parts_it() -> None:
    text = ("One sentence, " * 100).strip()
    assert list(bounded_stretches(text, 0, len(text))) == [(0, len(text))]
    assert list(bounded_stretches("a" + " " * 700 + "b", 0, 702)) == [(0, 1), (701, 702)]


def test_a_word_without_end_is_many_tokens() -> None:
    doc = TOKENIZER("x" * 1200 + "7" * 700)
    assert [len(token) for token in doc] == [500, 500, 200, 500, 200]
    assert list(bounded_stretches(doc.text, 0, 1900)) == [(0, 1200), (1200, 1900)]
