from __future__ import annotations

from typing import NoReturn

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra train")

from tests.read.network.tiny import tiny_tokenizer  # noqa: E402
from tests.training.tiny import LABELS, in_torch, random_window, tiny_network  # noqa: E402

from ofsight.read.network.inputs import Prepared, WindowInputs  # noqa: E402  # after the check
from ofsight.read.network.pieces import Pieces  # noqa: E402
from ofsight.read.network.reader import NetworkReader  # noqa: E402
from ofsight.read.network.runtime import OnnxNetwork  # noqa: E402
from ofsight.read.network.windows import WindowSize  # noqa: E402
from ofsight.training.export import export_network  # noqa: E402
from ofsight.training.network import ReaderNetwork  # noqa: E402
from ofsight.training.quantize import quantize_network, sample_windows  # noqa: E402

SEEN = [random_window(length, 3) for length in range(20, 40)]
NEW = [random_window(length, 3) for length in range(41, 60)]
LOUD = 7
"""The number of a channel that is much larger than the others."""


@pytest.fixture(scope="module")
def network() -> ReaderNetwork:
    network = tiny_network(width=256)
    with torch.no_grad():
        for layer in network.encoder.encoder.layer:
            layer.attention.output.LayerNorm.bias[LOUD] += 40
    return network


@pytest.fixture(scope="module")
def exported(network: ReaderNetwork) -> bytes:
    return export_network(network)


def error(network: ReaderNetwork, quantized: bytes) -> list[float]:
    """The error of each output on new windows, relative to how much it varies."""
    runs = [(in_torch(network, window), OnnxNetwork(quantized).with_states(window)) for window in NEW]
    errors = []
    for output in range(3):
        expected = np.concatenate([one[output] for one, _ in runs])
        found = np.concatenate([other[output] for _, other in runs])
        errors.append(float((expected - found).std() / expected.std()))
    return errors


def test_integers_say_nearly_the_same_in_a_fraction_of_the_room(
    network: ReaderNetwork, exported: bytes
) -> None:
    quantized = quantize_network(exported, SEEN)
    assert len(quantized) < 0.3 * len(exported)
    assert 0 < max(error(network, quantized)) < 0.05


def test_a_loud_channel_drowns_the_others_unless_it_was_heard(
    network: ReaderNetwork, exported: bytes
) -> None:
    deaf, hearing = (
        error(network, quantize_network(exported)),
        error(network, quantize_network(exported, SEEN)),
    )
    assert all(one < 0.6 * other for one, other in zip(hearing, deaf, strict=True))


def test_the_same_network_gives_the_same_file(exported: bytes) -> None:
    assert quantize_network(exported, SEEN) == quantize_network(exported, SEEN)


def prepared(*lengths: int) -> Prepared:
    pieces = [
        Pieces(
            ids=np.arange(length),
            starts=np.arange(length),
            ends=np.arange(length) + 1,
            first=np.ones(length, np.bool_),
            shapes=np.ones(length, np.int64),
        )
        for length in lengths
    ]
    return Prepared([(0, 1)] * len(lengths), pieces, [np.ones((length, 1), np.int64) for length in lengths])


def test_windows_are_drawn_from_all_documents() -> None:
    def never(window: WindowInputs) -> NoReturn:
        raise AssertionError("no network runs here")

    reader = NetworkReader(never, tiny_tokenizer(), LABELS, ("shape",), WindowSize(40, 4, 4, 6))
    documents = [prepared(20, 20, 20), prepared(), prepared(21)]
    assert [len(window.ids) for window in sample_windows(documents, reader)] == [27, 32, 27, 23]
    assert len(sample_windows(documents, reader, count=2)) == 2
