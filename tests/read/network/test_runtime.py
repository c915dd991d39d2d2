from __future__ import annotations

import multiprocessing
import pickle
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

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


LARGE = tiny_onnx(vocabulary=VOCABULARY, longest=512, width=96)
"""Large enough for ONNX Runtime to use its threads."""
THREADS_OF_PROCESS = Path("/proc/self/task")


def run_and_count_threads(answer: Connection, network: OnnxNetwork, window: WindowInputs) -> None:
    outputs = network(window)
    answer.send((outputs, len([*THREADS_OF_PROCESS.iterdir()]) if THREADS_OF_PROCESS.is_dir() else 0))


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_it_takes_its_threads_to_other_processes(method: str) -> None:
    network, window = OnnxNetwork(LARGE, threads=3), random_window(400, 3)
    expected = network(window)
    context = multiprocessing.get_context(method)
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=run_and_count_threads, args=(there, network, window))
    process.start()
    assert here.poll(60)
    found, threads = here.recv()
    process.join()
    assert same(found, expected)
    assert threads == 0 or threads >= 3


def test_it_can_be_pickled() -> None:
    network, window = OnnxNetwork(MODEL), random_window(12, 2)
    assert same(pickle.loads(pickle.dumps(network))(window), network(window))  # noqa: S301  # our own bytes


def test_idle_threads_sleep() -> None:
    network = OnnxNetwork(LARGE, threads=4)
    for _ in range(5):
        network(random_window(400, 4))
    before = time.process_time()
    time.sleep(0.3)
    assert time.process_time() - before < 0.02


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
