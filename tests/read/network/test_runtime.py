from __future__ import annotations

import multiprocessing
import pickle
import time
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.read.network.tiny_onnx import LABELS, tiny_onnx

from ofsight.errors import ModelError
from ofsight.read.network.features import FEATURES
from ofsight.read.network.inputs import WindowInputs, WindowOutputs
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.runtime import OnnxNetwork

VOCABULARY = 50
MODEL = tiny_onnx(vocabulary=VOCABULARY)


def random_window(pieces: int, sentences: int, seed: int = 0) -> WindowInputs:
    random = np.random.default_rng(seed)
    return WindowInputs(
        random.integers(0, VOCABULARY, pieces),
        np.stack([random.integers(0, len(names), pieces) for names in FEATURES.values()], axis=1),
        random.integers(0, 2, (sentences, pieces)).astype(np.float32),
        list(range(sentences)),
    )


def same(one: WindowOutputs, other: WindowOutputs) -> bool:
    return all(a.tobytes() == b.tobytes() for a, b in zip(one[:2], other[:2], strict=True))


@given(st.lists(st.tuples(st.integers(2, 64), st.integers(1, 9)), min_size=1, max_size=6), st.integers(1, 4))
@settings(max_examples=25)
def test_a_window_gets_the_same_bits_whatever_came_before_it(
    sizes: Sequence[tuple[int, int]], threads: int
) -> None:
    windows = [random_window(*size, seed=number) for number, size in enumerate(sizes)]
    network = OnnxNetwork(MODEL, threads=threads)
    forwards = [network(window) for window in windows]
    backwards = [network(window) for window in reversed(windows)][::-1]
    alone = [OnnxNetwork(MODEL)(window) for window in windows]
    for window, *answers in zip(windows, forwards, backwards, alone, strict=True):
        assert answers[0].pieces.shape == (len(window.ids), LABELS.piece_width)
        assert answers[0].sentences.shape == (len(window.membership), LABELS.sentence_width)
        assert same(answers[0], answers[1])
        assert same(answers[0], answers[2])


def test_states_are_given_only_to_those_who_ask() -> None:
    network, window = OnnxNetwork(MODEL), random_window(12, 2)
    assert network(window).states is None
    asked = network.with_states(window)
    assert asked.states is not None
    assert len(asked.states) == 12
    assert same(asked, network(window))


def test_it_goes_to_other_processes() -> None:
    # threads do not survive a fork: a session that was opened before it would wait for them for ever
    network, window = OnnxNetwork(MODEL, threads=2), random_window(60, 3)
    expected = network(window)
    for method in ("fork", "spawn"):
        with multiprocessing.get_context(method).Pool(1) as pool:
            assert same(pool.apply_async(network, (window,)).get(timeout=60), expected)
    assert same(pickle.loads(pickle.dumps(network))(window), expected)  # noqa: S301  # our own bytes


def test_idle_threads_sleep() -> None:
    network = OnnxNetwork(tiny_onnx(vocabulary=VOCABULARY), threads=4)
    for _ in range(20):
        network(random_window(64, 4))
    before = time.process_time()
    time.sleep(0.5)
    assert time.process_time() - before < 0.2


@pytest.mark.parametrize(
    ("network", "labels", "features", "longest", "message"),
    [
        (MODEL, LABELS, 4, 65, "at most 64 pieces"),
        (MODEL, LABELS, 3, 64, "4 features, its description 3"),
        (MODEL, LabelSets(entities=("COUNCIL",)), 4, 64, "logits a piece"),
        (MODEL, LabelSets(LABELS.entities, True, True), 4, 64, "logits a sentence"),
    ],
)
def test_another_network_than_was_described_is_refused(
    network: bytes, labels: LabelSets, features: int, longest: int, message: str
) -> None:
    OnnxNetwork(network).check(LABELS, features=len(FEATURES), longest=64)
    with pytest.raises(ModelError, match=message):
        OnnxNetwork(network).check(labels, features=features, longest=longest)


@pytest.mark.parametrize("content", [b"", b"not ONNX", MODEL[: len(MODEL) // 2]])
def test_what_is_no_network_is_refused(content: bytes) -> None:
    with pytest.raises(ModelError, match="ONNX Runtime"):
        OnnxNetwork(content)


def test_a_network_needs_a_thread() -> None:
    with pytest.raises(ModelError, match="thread"):
        OnnxNetwork(MODEL, threads=0)
