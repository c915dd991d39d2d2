from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.duplicates.made import article, page
from tests.record.strategies import texts

from ofsight.duplicates.words import normal_words, own_words
from ofsight.errors import DuplicatesError
from ofsight.record.io import without_text
from ofsight.record.labels import BLOCK_LABELS


def test_only_paragraphs_and_list_items_are_a_documents_own() -> None:
    record = page("a", *((label, f"the {label}") for label in BLOCK_LABELS if "_" not in label))
    assert own_words(record) == ["the", "paragraph"]
    assert own_words(page("a", ("list_item", "a point"), ("comment_meta", "Sam, 4 May"))) == ["a", "point"]


def test_a_paragraph_is_whole_across_an_advert() -> None:
    record = page(
        "a", ("paragraph", "Staff know"), ("boilerplate", "Advertisement"), ("paragraph", "the children")
    )
    assert own_words(record) == ["staff", "know", "the", "children"]


def test_without_blocks_all_words_count() -> None:
    record = article("a", "Staff know").model_copy(update={"blocks": ()})
    assert own_words(record) == ["staff", "know"]


def test_a_record_without_text_is_refused() -> None:
    with pytest.raises(DuplicatesError, match=r"'a-7' has no text.*folder"):
        own_words(without_text(article("a-7", "Staff know")))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("children’s services", "Children's\u00a0 SERVICES!"),
        ("“Good,” he said – twice", '"Good", he said - twice'),
        ("cooperation", "co\u00adoper\u200bation"),
        ("caf\u00e9", "cafe\u0301"),
        ("ﬁnal", "final"),
        ("out_of_hours", "out of hours"),
        ("STRASSE", "straße"),
    ],
)
def test_what_print_and_pages_change_is_no_difference(text: str, other: str) -> None:
    assert normal_words(text) == normal_words(other)


@pytest.mark.parametrize(("text", "other"), [("5.4 per cent", "54 per cent"), ("not good", "good")])
def test_other_words_and_figures_are_a_difference(text: str, other: str) -> None:
    assert normal_words(text) != normal_words(other)


@given(texts)
def test_normal_words_are_normal(text: str) -> None:
    found = normal_words(text)
    assert normal_words(" ".join(found)) == found


@given(
    st.lists(st.text("abcXYZéÉ019", min_size=1)), st.sampled_from([" ", "\n\n", "\t", ", ", "… “", "\u00a0"])
)
def test_white_space_case_and_punctuation_do_not_matter(given_words: list[str], between: str) -> None:
    assert normal_words(between.join(given_words).swapcase()) == [word.casefold() for word in given_words]
