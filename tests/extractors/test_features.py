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
    """Return states half way and last, the latter a thousand larger."""
    middle = np.arange(count * WIDTH, dtype=np.float32).reshape(count, WIDTH) + 1
    return np.hstack([middle, middle + 1000])


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


def test_a_word_is_told_by_its_pieces_its_neighbours_and_shapes() -> None:
    (pieces,) = TOKENIZER.encode("the Reading ab9", [(0, 15)])
    assert pieces.first.tolist() == [True, True, True, False, False]
    vectors = states(5)
    features = word_features(pieces, vectors)
    own = WIDTH + len(SHAPES)
    assert features.shape == (3, 3 * own + WIDTH)
    shapes = np.eye(len(SHAPES))[[word_shape(word) for word in ("the", "Reading", "ab9")]]
    expected = np.hstack([vectors[:3, :WIDTH], shapes])
    nothing = np.zeros((1, own))
    np.testing.assert_array_equal(features[:, :own], expected)
    np.testing.assert_array_equal(features[:, own : 2 * own], np.vstack([nothing, expected[:2]]))
    np.testing.assert_array_equal(features[:, 2 * own : 3 * own], np.vstack([expected[1:], nothing]))
    np.testing.assert_array_equal(features[:, 3 * own :], vectors[[0, 1, 4], :WIDTH])


def test_a_sentence_is_told_by_the_means_and_the_maxima_of_its_states() -> None:
    vectors = np.array([[3, 0, 1, 5], [3, 8, 1, -1]], np.float32)
    features = sentence_features(vectors)
    root = np.sqrt(2)
    np.testing.assert_allclose(features[:2], [0.6 * root, 0.8 * root], rtol=1e-6)
    np.testing.assert_array_equal(features[2:4], [3, 8])
    np.testing.assert_allclose(features[4:6] @ features[4:6], 2, rtol=1e-6)
    np.testing.assert_array_equal(features[6:], [1, 5])
    assert np.isfinite(sentence_features(np.zeros((1, 4), np.float32))).all()
