"""What the codebook leaves out of every span."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.entities.trimming import trim_span


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("the autumn", "autumn"),
        ("a third", "third"),
        ("An inspection", "inspection"),
        ("‘inadequate’", "inadequate"),
        ("Midshire’s", "Midshire"),
        (" Ofsted, ", "Ofsted"),
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
