from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra train")

from tests.training.tiny import LONGEST, in_torch, random_window, tiny_network  # noqa: E402

from ofsight.read.network.labels import LabelSets  # noqa: E402  # after the check that torch is there
from ofsight.read.network.runtime import OnnxNetwork  # noqa: E402
from ofsight.training.export import export_network  # noqa: E402
from ofsight.training.network import ReaderNetwork  # noqa: E402


def agrees_with_torch(network: ReaderNetwork, exported: OnnxNetwork) -> None:
    exported.check(network.labels, features=len(network.features), longest=LONGEST)
    for pieces, sentences in ((3, 1), (5, 2), (12, 3), (LONGEST, 9)):
        window = random_window(pieces, sentences, network.features)
        expected, found = in_torch(network, window), exported.with_states(window)
        assert found.pieces.shape == (pieces, network.labels.piece_width)
        assert found.sentences.shape == (sentences, network.labels.sentence_width)
        for one, other in zip(expected, found, strict=True):
            np.testing.assert_allclose(one, other, atol=1e-4)


def test_onnx_says_what_torch_says_and_the_network_stays_as_it_was() -> None:
    network = tiny_network().train()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    exported = export_network(network)
    assert network.training
    assert network.encoder.config._attn_implementation != "ofsight_onnx"
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
    agrees_with_torch(network, OnnxNetwork(exported))


@pytest.mark.parametrize(
    ("labels", "features"),
    [(LabelSets(entities=("COUNCIL",)), ()), (LabelSets(finding=True, themes=("leadership",)), ("place",))],
)
def test_a_network_may_answer_only_one_kind_of_question(labels: LabelSets, features: tuple[str, ...]) -> None:
    network = tiny_network(labels, features)
    agrees_with_torch(network, OnnxNetwork(export_network(network)))


def test_the_file_tells_nothing_of_the_machine_that_made_it() -> None:
    exported = export_network(tiny_network())
    assert b"ofsight.longest_window" in exported  # its text can be searched
    assert b".py" not in exported
    assert b"stack_trace" not in exported
