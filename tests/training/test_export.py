from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from ofsight.read.network.features import FEATURES
from ofsight.read.network.inputs import WindowInputs, WindowOutputs
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.runtime import OnnxNetwork

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from transformers import BertConfig  # noqa: E402  # after torch is known to be there

from ofsight.training.export import export_network  # noqa: E402
from ofsight.training.network import ReaderNetwork  # noqa: E402

ALL = LabelSets(
    ("COUNCIL", "DATE"), True, True, ("leadership", "supervision"), ("strength", "weakness"), ("article",)
)
EVERY_FEATURE = tuple(FEATURES)


def tiny_network(labels: LabelSets, features: tuple[str, ...]) -> ReaderNetwork:
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=90,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    network = ReaderNetwork(config, labels, features)
    for table in network.tables:
        torch.nn.init.normal_(table.weight)
    return network


def window(pieces: int, sentences: int, features: tuple[str, ...]) -> WindowInputs:
    random = np.random.default_rng(pieces)
    borders = np.linspace(1, pieces - 1, sentences + 1).astype(int)
    membership = np.zeros((sentences, pieces), np.float32)
    for row, (start, end) in enumerate(pairwise(borders)):
        membership[row, start:end] = 1
    values = [random.integers(0, len(FEATURES[name]), pieces) for name in features]
    return WindowInputs(
        random.integers(0, 90, pieces),
        np.stack(values, axis=1) if values else np.zeros((pieces, 0), np.int64),
        membership,
        borders[:-1].tolist(),
    )


def in_torch(network: ReaderNetwork, inputs: WindowInputs) -> WindowOutputs:
    ids, features, membership = (torch.from_numpy(array)[None] for array in inputs[:3])
    with torch.no_grad():
        states = network.eval().encode(ids, features)
        pieces, sentences = network.heads(states, membership)
    return WindowOutputs(pieces[0].numpy(), sentences[0].numpy(), states[0].numpy())


def agrees_with_torch(network: ReaderNetwork, exported: OnnxNetwork) -> None:
    exported.check(network.labels, features=len(network.features), longest=64)
    for pieces, sentences in ((3, 1), (5, 2), (12, 3), (64, 9)):
        inputs = window(pieces, sentences, network.features)
        expected, found = in_torch(network, inputs), exported.with_states(inputs)
        assert found.pieces.shape == (pieces, network.labels.piece_width)
        assert found.sentences.shape == (sentences, network.labels.sentence_width)
        for one, other in zip(expected, found, strict=True):
            np.testing.assert_allclose(one, other, atol=1e-4)


@pytest.fixture(scope="module")
def network() -> ReaderNetwork:
    return tiny_network(ALL, EVERY_FEATURE)


@pytest.fixture(scope="module")
def exported(network: ReaderNetwork) -> bytes:
    return export_network(network)


def test_onnx_says_what_torch_says(network: ReaderNetwork, exported: bytes) -> None:
    agrees_with_torch(network, OnnxNetwork(exported))


@pytest.mark.parametrize(
    ("labels", "features"),
    [(LabelSets(entities=("COUNCIL",)), ()), (LabelSets(finding=True, themes=("leadership",)), ("place",))],
)
def test_a_network_may_answer_only_one_kind_of_question(labels: LabelSets, features: tuple[str, ...]) -> None:
    network = tiny_network(labels, features)
    agrees_with_torch(network, OnnxNetwork(export_network(network)))


def test_integers_say_nearly_the_same_in_a_fraction_of_the_room(
    network: ReaderNetwork, exported: bytes
) -> None:
    quantized = quantize_network(exported)
    assert quantized == quantize_network(exported)
    inputs = window(40, 4, EVERY_FEATURE)
    expected, found = in_torch(network, inputs), OnnxNetwork(quantized).with_states(inputs)
    for one, other in zip(expected, found, strict=True):
        assert not np.array_equal(one, other)
        assert np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.99
    assert len(quantized) < len(exported)


def test_exporting_leaves_the_network_as_it_was(network: ReaderNetwork, exported: bytes) -> None:
    network.train()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    again = export_network(network)
    assert again == exported
    assert network.training
    assert network.encoder.config._attn_implementation != "ofsight_onnx"
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
