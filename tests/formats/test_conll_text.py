from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.formats.conll_text import aligned, joined, printed
from ofsight.formats.drafts import BadEntryError

tokens = st.lists(
    st.sampled_from(
        ["Staff", "a", "'s", "n't", ",", ".", "(", ")", '"', "“", "”", "£", "5", "-LRB-", "``", "..."]
    )
    | st.text(st.characters(exclude_categories=["Cs", "Z", "Cc"]), min_size=1, max_size=4),
    max_size=12,
)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Staff do n't , however , know .", "Staff don't, however, know."),
        ("The home 's fees ( £ 900 a week ) rose 5 % !", "The home's fees (£900 a week) rose 5%!"),
        ('He said " it is fine " and left .', 'He said "it is fine" and left.'),
        ("“ Meals ’ quality ” : good", "“Meals’ quality”: good"),
        ("-LRB- see `` Safe '' -RRB-", '(see "Safe")'),
        ("Wait ... and see", "Wait... and see"),
    ],
)
def test_tokens_are_joined_as_they_are_printed(words: str, text: str) -> None:
    assert joined(words.split())[0] == text


@given(tokens)
def test_each_token_lies_where_it_is_said_to(words: list[str]) -> None:
    text, places = joined(words)
    assert [text[start:end] for start, end in places] == [printed(word) for word in words]
    assert text == text.strip()


@given(tokens, st.data())
def test_tokens_are_found_in_the_text_that_they_make(words: list[str], data: st.DataObject) -> None:
    gaps = [data.draw(st.sampled_from(["", " ", "  ", "\u00a0"])) for _ in words]
    text = "".join(word + gap for word, gap in zip(words, gaps, strict=True))
    assert [text[start:end] for start, end in aligned(words, text)] == words


def test_what_stands_between_tokens_is_named() -> None:
    with pytest.raises(
        BadEntryError, match=re.escape("'nurses' does not come next in '# text', where ' no nurses'")
    ):
        aligned(["Short", "of", "nurses"], "Short of no nurses")
