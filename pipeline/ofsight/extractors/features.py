"""What a learned extractor is told of each word, and of each sentence, of the states of its pieces.

Of a word: the state of its first piece and those of the words beside it, with the shapes of all three. Of a
sentence: the mean of its states.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ofsight.read.network.inputs import Floats
from ofsight.read.network.pieces import Integers, Pieces
from ofsight.read.network.shapes import SHAPES

_NEIGHBOURS = (0, -1, 1)


class Words(NamedTuple):
    """The words of a sentence: the number of each one's first piece, and where it starts and ends."""

    first: Integers
    starts: Integers
    ends: Integers


def words_of(pieces: Pieces) -> Words:
    """Return the words of a sentence, in characters of the document."""
    first = np.flatnonzero(pieces.first)
    last = np.append(first[1:], len(pieces)) - 1
    return Words(first, pieces.starts[first], pieces.ends[last] if len(first) else first)


def word_features(pieces: Pieces, vectors: Floats) -> Floats:
    """Return the features of the words of one sentence.

    Parameters
    ----------
    pieces : Pieces
        The sentence.
    vectors : array of float, (pieces, width)
        Their states.

    Returns
    -------
    array of float, (words, 3 * (width + shapes))
        Zeros for the neighbours that the first and the last word lack.
    """
    first = np.flatnonzero(pieces.first)
    shapes = np.eye(len(SHAPES), dtype=np.float32)[pieces.shapes[first]]
    own = np.hstack([vectors[first], shapes])
    return np.hstack([_shifted(own, offset) for offset in _NEIGHBOURS])


def sentence_features(vectors: Floats) -> Floats:
    """Return the features of a sentence, (width,): the mean of its states."""
    mean: Floats = vectors.mean(axis=0, dtype=np.float32)
    return mean


def _shifted(rows: npt.NDArray[np.float32], offset: int) -> Floats:
    """Return for each row the one ``offset`` further on, zeros where there is none."""
    moved = np.zeros_like(rows)
    if offset > 0:
        moved[:-offset] = rows[offset:]
    elif offset < 0:
        moved[-offset:] = rows[:offset]
    else:
        moved[:] = rows
    return moved
