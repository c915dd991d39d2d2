"""What a learned extractor is told of each word, and of each sentence, of the states of its pieces.

The further up an encoder, the more its states are about the labels that it was trained for and the less about
the words themselves. Names of things it was never asked for are therefore told by the states half way: of a
word those of its first and last piece and of the words beside it, with the shapes of all three. What a
sentence is about is told by both: the mean (of length 1, times the root of the width) and maximum of each.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ofsight.read.network.inputs import Floats
from ofsight.read.network.pieces import Integers, Pieces
from ofsight.read.network.shapes import SHAPES

_SMALLEST = 1e-6


class Words(NamedTuple):
    """The words of a sentence: the number of each one's first piece, and where it starts and ends."""

    first: Integers
    starts: Integers
    ends: Integers


def words_of(pieces: Pieces) -> Words:
    """Return the words of a sentence, in characters of the document."""
    first = np.flatnonzero(pieces.first)
    return Words(first, pieces.starts[first], pieces.ends[_last(first, pieces)])


def word_features(pieces: Pieces, vectors: Floats) -> Floats:
    """Return the features of the words of one sentence.

    Parameters
    ----------
    pieces : Pieces
        The sentence.
    vectors : array of float, (pieces, 2 * width)
        Their states half way through the encoder, then the last.

    Returns
    -------
    array of float, (words, 4 * width + 3 * shapes)
        Zeros for the neighbours that the first and the last word lack.
    """
    middle, _ = np.split(vectors, 2, axis=1)
    first = np.flatnonzero(pieces.first)
    shapes = np.eye(len(SHAPES), dtype=np.float32)[pieces.shapes[first]]
    own = np.hstack([middle[first], shapes])
    nothing = np.zeros_like(own[:1])
    before, after = np.vstack([nothing, own])[:-1], np.vstack([own, nothing])[1:]
    return np.hstack([own, before, after, middle[_last(first, pieces)]])


def sentence_features(vectors: Floats) -> Floats:
    """Return the features of a sentence, (4 * width,).

    Parameters
    ----------
    vectors : array of float, (pieces, 2 * width)
        The states of its pieces, at least one.
    """
    found = []
    for states in np.split(vectors, 2, axis=1):
        mean = states.mean(axis=0)
        length = max(float(np.linalg.norm(mean)), _SMALLEST)
        found += [mean / length * np.sqrt(len(mean)), states.max(axis=0)]
    return np.concatenate(found).astype(np.float32)


def _last(first: Integers, pieces: Pieces) -> Integers:
    """Return the number of the last piece of each word."""
    return np.append(first[1:], len(pieces))[: len(first)] - 1
