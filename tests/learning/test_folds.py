from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ofsight.learning.folds import fold_numbers, held_out

documents = st.lists(st.integers(0, 8), min_size=1, max_size=60)


@given(documents, st.integers(2, 6))
def test_every_sentence_is_kept_back_once(numbers: list[int], folds: int) -> None:
    dealt = fold_numbers(numbers, folds)
    kept = [back for _, back in held_out(dealt)]
    assert sorted(np.concatenate(kept).tolist()) == list(range(len(numbers)))
    for learned, back in held_out(dealt):
        assert sorted([*learned.tolist(), *back.tolist()]) == list(range(len(numbers)))
        assert len(back)


@given(documents, st.integers(2, 6))
def test_whole_documents_are_kept_back_where_there_are_enough(numbers: list[int], folds: int) -> None:
    if len(set(numbers)) >= folds:
        dealt = fold_numbers(numbers, folds)
        assert len(set(dealt.tolist())) == folds
        for document in set(numbers):
            assert len({dealt[place] for place, own in enumerate(numbers) if own == document}) == 1


def test_folds_are_of_like_size() -> None:
    dealt = fold_numbers([0] * 6 + [1] * 5 + [2] * 4 + [3] * 3 + [4] * 2, 2)
    assert np.bincount(dealt).tolist() == [11, 9]


def test_sentences_of_one_document_are_kept_back_in_runs() -> None:
    assert fold_numbers([7] * 5, 2).tolist() == [0, 0, 0, 1, 1]
    assert fold_numbers([7], 5).tolist() == [0]
