from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.read.network.tiny import texts, tiny_tokenizer

from ofsight.extractors.features import sentence_features, word_features, words_of
from ofsight.read.network.shapes import SHAPES, word_shape

WIDTH = 4
TOKENIZER = tiny_tokenizer()


def states(count: int) -> np.ndarray:
    return np.arange(count * WIDTH, dtype=np.float32).reshape(count, WIDTH) + 1


@given(texts, st.integers(0, 5))
def test_words_lie_in_the_text_one_after_the_other(text: str, before: int) -> None:
    (pieces,) = TOKENIZER.encode(" " * before + text, [(before, before + len(text))])
    words = words_of(pieces)
    assert (
        len(words.first)
        == len(words.starts)
        == len(words.ends)
        == len(word_features(pieces, states(len(pieces))))
    )
    assert all(
        before <= start <= end <= before + len(text)
        for start, end in zip(words.starts, words.ends, strict=True)
    )
    assert (words.starts[1:] >= words.starts[:-1]).all()


def test_a_word_is_told_by_its_first_piece_its_neighbours_and_shapes() -> None:
    (pieces,) = TOKENIZER.encode("the Reading ab9", [(0, 15)])
    assert pieces.first.tolist() == [True, True, True, False, False]
    vectors = states(5)
    features = word_features(pieces, vectors)
    own = WIDTH + len(SHAPES)
    assert features.shape == (3, 3 * own)
    shapes = np.eye(len(SHAPES))[[word_shape(word) for word in ("the", "Reading", "ab9")]]
    expected = np.hstack([vectors[:3], shapes])
    np.testing.assert_array_equal(features[:, :own], expected)
    np.testing.assert_array_equal(features[:, own : 2 * own], np.vstack([np.zeros(own), expected[:2]]))
    np.testing.assert_array_equal(features[:, 2 * own :], np.vstack([expected[1:], np.zeros(own)]))


def test_a_sentence_is_told_by_the_mean_of_its_states() -> None:
    np.testing.assert_array_equal(sentence_features(states(3)), states(3)[1])
