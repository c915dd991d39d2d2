"""What the codebook leaves out of every span."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.entities.trimming import trim_mention, trim_span
from ofsight.reading import Mention


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("the autumn", "autumn"),
        ("a third", "third"),
        ("An inspection", "inspection"),
        ("‘inadequate’", "inadequate"),
        ("Midshire’s", "Midshire"),
        (" Ofsted, ", "Ofsted"),
        ("end of May –", "end of May"),
        ("end of May -", "end of May"),
        ("a", "a"),
        ("social workers’", "social workers"),
        ("The Guardian’s ", "Guardian"),
    ],
)
def test_articles_marks_and_possessives_are_cut(text, left):
    start, end = trim_span(text, 0, len(text))
    assert text[start:end] == left


@given(st.text("a the‘’'s,x ", max_size=20))
def test_the_trimmed_span_lies_inside_and_trims_to_itself(text):
    start, end = trim_span(text, 0, len(text))
    assert 0 <= start <= end <= len(text)
    assert trim_span(text, start, end) == (start, end)


@pytest.mark.parametrize(
    ("label", "left"), [("HOME", "The Willows’"), ("ORGANISATION", "Willows"), ("STAFF_ROLE", "The Willows’")]
)
def test_labels_of_ones_own_keep_all_but_white_space(label, left):
    text = "in  The Willows’ "
    mention = trim_mention(text, Mention(3, len(text), label, 0.5))
    assert (text[mention.start : mention.end], mention.label, mention.score) == (left, label, 0.5)
    assert trim_mention(text, Mention(2, 4, label, 0.5)) is None
