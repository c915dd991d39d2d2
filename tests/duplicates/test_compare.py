from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.duplicates.made import words

from ofsight.duplicates.compare import LEAST_PART, LEAST_SHINGLES, PART, can_be_copies, compare
from ofsight.duplicates.shingles import Shingles, make_shingles

LONG, OTHER = words(1, 400), words(2, 400)


def like(one: list[str], other: list[str], threshold: float = 0.4) -> tuple[str, float] | None:
    return compare(make_shingles(one), make_shingles(other), threshold)


def test_the_same_words_are_the_same_however_few() -> None:
    assert like(LONG, LONG) == ("same", 1.0)
    assert like(["closed"], ["closed"]) == ("same", 1.0)


def test_most_words_the_same_are_near() -> None:
    found = like(LONG, LONG[:300] + OTHER[:100])
    assert found is not None
    assert found == ("near", pytest.approx(298 / (398 + 398 - 298), abs=1e-9))


def test_a_short_version_is_a_part_whichever_comes_first() -> None:
    found = like(LONG, LONG[:120])
    assert found == ("part", pytest.approx(118 / 398, abs=1e-9))
    assert like(LONG[:120], LONG) == found


def test_a_brief_in_a_long_round_up_is_no_copy() -> None:
    assert like(LONG, LONG[:60]) is None


def test_other_words_and_shared_boilerplate_are_no_copies() -> None:
    assert like(LONG, OTHER) is None
    boilerplate = words(3, 150)
    assert like(LONG + boilerplate, OTHER + boilerplate) is None


def test_a_line_or_two_is_never_near() -> None:
    assert like(LONG[:20], LONG[:19]) is None
    assert like(LONG[:23], LONG[:22]) is not None


def test_the_threshold_says_what_is_near_and_what_is_a_part() -> None:
    assert like(LONG, LONG[:300] + OTHER[:100], threshold=0.7) is None
    assert like(LONG, LONG[:300], threshold=0.9) == ("part", pytest.approx(298 / 398))


def numbers(start: int, end: int) -> Shingles:
    return Shingles(f"{start} {end}".encode(), np.arange(start, end, dtype=np.uint64))


@given(st.integers(1, 300), st.integers(1, 300), st.integers(0, 300), st.floats(0.2, 1))
def test_nothing_that_is_a_copy_is_passed_over(first: int, second: int, shift: int, threshold: float) -> None:
    one, other = numbers(0, first), numbers(min(shift, first), min(shift, first) + second)
    likeness = compare(one, other, threshold)
    shared = one.shared_with(other)
    similarity = shared / (len(one) + len(other) - shared)
    possible = can_be_copies(
        np.array([similarity]), len(one), np.array([len(other)]), threshold, permutations=128
    )
    assert likeness is None or possible.tolist() == [True]
    if likeness is not None and likeness.kind != "same":
        assert min(len(one), len(other)) >= LEAST_SHINGLES
        assert likeness.similarity == similarity
    if likeness is not None and likeness.kind == "part":
        assert shared >= PART * min(len(one), len(other))
        assert min(len(one), len(other)) >= LEAST_PART * max(len(one), len(other))


def test_an_estimate_far_below_is_passed_over() -> None:
    found = can_be_copies(np.array([0.4, 0.3, 0.2]), 100, np.array([100, 100, 100]), 0.4, permutations=128)
    assert found.tolist() == [True, True, False]
