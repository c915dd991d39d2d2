"""From logits to spans: the likeliest sequence of labels that is a well-formed sequence of spans.

Viterbi over B, I and O of each label with the one constraint that I-X follows B-X or I-X. Only pieces that
begin a word take part, so that spans end where words end.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .labels import OUTSIDE

Doubles = npt.NDArray[np.float64]
_NEVER = -np.inf


class LabelledSpan(NamedTuple):
    """Words ``start`` to ``end`` (exclusive), the number of their label, and the mean log-probability."""

    start: int
    end: int
    label: int
    logprob: float


def log_softmax(logits: npt.NDArray[np.floating]) -> Doubles:
    """Return log-probabilities over the last axis, in double precision."""
    shifted = logits.astype(np.float64)
    shifted -= shifted.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def transition_scores(labels: int) -> Doubles:
    """Return the score of going from one label to the next, (from, to): 0, or never for I-X after no X."""
    scores = np.zeros((2 * labels + 1, 2 * labels + 1))
    for label in range(labels):
        begin, inside = 2 * label + 1, 2 * label + 2
        scores[:, inside] = _NEVER
        scores[[begin, inside], inside] = 0
    return scores


def decode_spans(logits: npt.NDArray[np.floating], transitions: Doubles) -> list[LabelledSpan]:
    """Decode the words of one sentence.

    Parameters
    ----------
    logits : array of float, (words, 2 * labels + 1)
        Outside, then B and I of each label.
    transitions : array of float, (2 * labels + 1, 2 * labels + 1)
        From :func:`transition_scores`.

    Returns
    -------
    list of LabelledSpan
        In order, not overlapping. Two spans of one label may follow each other (B-X after I-X).
    """
    if len(logits) == 0:
        return []
    likeliest = logits.argmax(axis=1)
    if not likeliest.any():
        return []
    scores = log_softmax(logits)
    # No path is likelier than the likeliest label of each word, which mostly is a path.
    path = likeliest.tolist() if _is_path(likeliest) else _best_path(scores, transitions)
    spans: list[LabelledSpan] = []
    start = -1
    for place, label in enumerate([*path, OUTSIDE]):
        goes_on = label != OUTSIDE and label % 2 == 0
        if start >= 0 and not goes_on:
            span = range(start, place)
            spans.append(
                LabelledSpan(
                    start,
                    place,
                    (path[start] - 1) // 2,
                    float(np.mean([scores[word, path[word]] for word in span])),
                )
            )
            start = -1
        if label != OUTSIDE and not goes_on:
            start = place
    return spans


def _is_path(labels: npt.NDArray[np.int64]) -> bool:
    """Tell whether each I-X follows B-X or I-X."""
    before = np.concatenate([[OUTSIDE], labels[:-1]])
    inside = (labels != OUTSIDE) & (labels % 2 == 0)
    return bool((~inside | (before == labels) | (before == labels - 1)).all())


def _best_path(scores: Doubles, transitions: Doubles) -> list[int]:
    best = scores[0].copy()
    best[2::2] = _NEVER  # nothing can be inside a span before one began
    came_from = np.zeros(scores.shape, dtype=np.int64)
    for place in range(1, len(scores)):
        reached = best[:, None] + transitions
        came_from[place] = reached.argmax(axis=0)
        best = reached.max(axis=0) + scores[place]
    path = [int(best.argmax())]
    for place in range(len(scores) - 1, 0, -1):
        path.append(int(came_from[place, path[-1]]))
    return path[::-1]
