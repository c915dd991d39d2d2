"""Shared word 5-grams, counted against a plain reckoning."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ofsight.corpus.overlap import shared_grams

texts = st.lists(st.sampled_from("abc"), max_size=14).map(" ".join)


def test_the_share_is_that_of_the_shorter_text() -> None:
    found = shared_grams({"x": "One two three, four five six.", "y": "one two three four five", "z": "else"})
    assert found == [(1.0, "x", "y")]


def test_pairs_that_share_most_come_first() -> None:
    found = shared_grams({"c": "1 2 3 4 5 6", "b": "1 2 3 4 5 9", "a": "1 2 3 4 5 6"})
    assert found == [(1.0, "a", "c"), (0.5, "a", "b"), (0.5, "b", "c")]


@given(first=texts, second=texts)
def test_it_agrees_with_a_plain_reckoning(first: str, second: str) -> None:
    grams = [
        {tuple(words[i : i + 5]) for i in range(len(words) - 4)} for words in (first.split(), second.split())
    ]
    common = len(grams[0] & grams[1])
    expected = [(common / min(map(len, grams)), "x", "y")] if common else []
    assert shared_grams({"x": first, "y": second}) == expected
