from __future__ import annotations

from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ofsight.read.network.decode import LabelledSpan, decode_spans, log_softmax, transition_scores
from ofsight.read.network.labels import OUTSIDE

Path = tuple[int, ...]
# Up to logits that no network gives: the constraint must hold by construction, not by a large number.
logits_values = st.floats(-6, 6, width=32) | st.sampled_from([-1e12, 1e12, 0.0])


@st.composite
def sentences(
    draw: st.DrawFn, *, words: int = 4, labels: int = 2, values: st.SearchStrategy[float] = logits_values
) -> npt.NDArray[np.float64]:
    shape = (draw(st.integers(0, words)), 2 * draw(st.integers(1, labels)) + 1)
    return draw(arrays(np.float64, shape, elements=values))


@st.composite
def span_lists(draw: st.DrawFn) -> tuple[int, int, list[tuple[int, int, int]]]:
    """The number of words and of labels, and spans (start, end, label) that do not overlap."""
    labels = draw(st.integers(1, 9))
    at, spans = 0, []
    for _ in range(draw(st.integers(0, 5))):
        start = at + draw(st.integers(0, 3))
        at = start + draw(st.integers(1, 4))
        spans.append((start, at, draw(st.integers(0, labels - 1))))
    return at + draw(st.integers(0, 3)), labels, spans


def is_legal(path: Path) -> bool:
    """Whether every I follows the B or I of its label."""
    return all(
        label == OUTSIDE or label % 2 == 1 or (place > 0 and path[place - 1] in {label, label - 1})
        for place, label in enumerate(path)
    )


def path_of(spans: list[LabelledSpan], words: int) -> Path:
    path = [OUTSIDE] * words
    for start, end, label, _ in spans:
        path[start:end] = [2 * label + 2] * (end - start)
        path[start] = 2 * label + 1
    return tuple(path)


def decode(logits: npt.NDArray[np.float64]) -> list[LabelledSpan]:
    return decode_spans(logits, transition_scores(logits.shape[1] // 2))


@given(sentences())
def test_no_legal_sequence_is_likelier_than_the_one_found(logits: npt.NDArray[np.float64]) -> None:
    words, width = logits.shape
    scores = log_softmax(logits)

    def score(path: Path) -> float:
        return float(sum(scores[word, label] for word, label in enumerate(path)))

    found = path_of(decode(logits), words)
    assert is_legal(found)
    best = max(score(path) for path in product(range(width), repeat=words) if is_legal(path))
    assert score(found) == pytest.approx(best, abs=1e-9, rel=1e-12)


@given(sentences(words=30, labels=9))
def test_spans_are_in_order_and_do_not_overlap(logits: npt.NDArray[np.float64]) -> None:
    spans = decode(logits)
    scores = log_softmax(logits)
    path = path_of(spans, len(logits))
    at = 0
    for start, end, label, logprob in spans:
        assert at <= start < end <= len(logits)
        assert 0 <= label < logits.shape[1] // 2
        assert logprob == pytest.approx(np.mean([scores[word, path[word]] for word in range(start, end)]))
        assert logprob <= 0
        at = end


@given(span_lists())
def test_spans_written_as_labels_are_read_back(case: tuple[int, int, list[tuple[int, int, int]]]) -> None:
    words, labels, spans = case
    logits = np.zeros((words, 2 * labels + 1))
    path = path_of([LabelledSpan(*span, 0.0) for span in spans], words)
    logits[range(words), path] = 5.0
    assert [span[:3] for span in decode(logits)] == spans


def test_an_inside_that_nothing_began_is_mended_or_dropped() -> None:
    outside, begin, inside = np.eye(3) * 5
    assert decode(np.stack([inside, outside])) == []
    surer = np.array([-5.0, 4.9, 5.0])
    assert [span[:3] for span in decode(np.stack([surer, inside, outside]))] == [(0, 2, 0)]
    assert [span[:3] for span in decode(np.stack([begin, inside, begin]))] == [(0, 2, 0), (2, 3, 0)]


def test_nothing_is_found_where_there_are_no_words() -> None:
    assert decode(np.zeros((0, 5))) == []


@given(
    arrays(np.float32, st.tuples(st.integers(1, 5), st.integers(1, 9)), elements=st.floats(-80, 80, width=32))
)
def test_log_softmax_gives_logarithms_of_shares(logits: npt.NDArray[np.float32]) -> None:
    found = log_softmax(logits)
    assert found.dtype == np.float64
    assert np.exp(found).sum(axis=-1) == pytest.approx(np.ones(len(logits)))
    chosen = logits.argmax(axis=-1)[:, None]
    assert (np.take_along_axis(found, chosen, axis=-1)[:, 0] == found.max(axis=-1)).all()
