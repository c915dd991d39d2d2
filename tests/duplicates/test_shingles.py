from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ofsight.duplicates.shingles import WORDS, make_shingles

some_words = st.lists(st.sampled_from("abcd"), max_size=30)


def runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + WORDS]) for at in range(max(len(words) - WORDS + 1, min(len(words), 1)))}


@given(some_words)
def test_a_number_for_each_different_run_of_words(words: list[str]) -> None:
    hashes = make_shingles(words).hashes
    assert len(hashes) == len(runs(words))
    assert (np.diff(hashes.astype(object)) > 0).all()


@given(some_words, some_words)
def test_shared_shingles_are_shared_runs(one: list[str], other: list[str]) -> None:
    first, second = make_shingles(one), make_shingles(other)
    assert first.shared_with(second) == second.shared_with(first) == len(runs(one) & runs(other))


@given(some_words, some_words)
def test_equal_digests_are_equal_words(one: list[str], other: list[str]) -> None:
    assert (make_shingles(one).digest == make_shingles(other).digest) == (one == other)


def test_the_order_of_words_counts() -> None:
    assert make_shingles(["a", "b", "c"]).shared_with(make_shingles(["c", "b", "a"])) == 0


def test_no_words_have_no_shingles() -> None:
    assert len(make_shingles([])) == 0
    assert make_shingles([]).shared_with(make_shingles(["a"])) == 0
