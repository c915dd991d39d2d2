"""A small network in ONNX, made without torch: states of pieces that look at each other, and two heads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tests.read.network.tiny import tiny_tokenizer

from ofsight.read.network.features import FEATURES
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.reader import NetworkReader
from ofsight.read.network.runtime import INPUTS, LONGEST, OnnxNetwork
from ofsight.read.network.windows import WindowSize

WIDTH = 16
LABELS = LabelSets(
    entities=("COUNCIL", "DATE", "VESSEL"),
    quotations=True,
    finding=True,
    themes=("leadership", "workforce", "moorings"),
    polarities=("strength", "weakness"),
    sources=("article", "council", "inspectorate"),
)
SIZE = WindowSize(total=48, before=8, after=6, overlap=6)


def tiny_onnx(
    labels: LabelSets = LABELS,
    features: Sequence[str] = tuple(FEATURES),
    *,
    vocabulary: int | None = None,
    longest: int = 64,
    width: int = WIDTH,
    seed: int = 0,
) -> bytes:
    """Return the content of an ONNX file with random weights."""
    random = np.random.default_rng(seed)
    nodes: list[onnx.NodeProto] = []
    weights: list[onnx.TensorProto] = []

    def weight(name: str, *shape: int) -> str:
        weights.append(numpy_helper.from_array(random.normal(0, 0.7, shape).astype(np.float32), name))
        return name

    def node(kind: str, inputs: Sequence[str], output: str, **attributes: object) -> str:
        nodes.append(helper.make_node(kind, list(inputs), [output], name=output, **attributes))
        return output

    state = node("Gather", [weight("words", vocabulary or tiny_tokenizer().size, width), "ids"], "word")
    for column, name in enumerate(features):
        weights.append(numpy_helper.from_array(np.array(column, np.int64), f"{name}.column"))
        numbers = node("Gather", ["features", f"{name}.column"], f"{name}.numbers", axis=2)
        found = node("Gather", [weight(f"{name}.table", len(FEATURES[name]), width), numbers], name)
        state = node("Add", [state, found], f"{name}.added")
    across = node("Transpose", [state], "across", perm=[0, 2, 1])
    looks = node("Softmax", [node("MatMul", [state, across], "scores")], "looks", axis=-1)
    seen = node("MatMul", [looks, node("MatMul", [state, weight("value", width, width)], "values")], "seen")
    states = node("Tanh", [node("Add", [node("Identity", [state], "middle"), seen], "both")], "states")
    node("MatMul", [states, weight("piece_head", width, labels.piece_width)], "pieces")
    weights.append(numpy_helper.from_array(np.array([2], np.int64), "last"))
    size = node("ReduceSum", ["membership", "last"], "size", keepdims=1)
    mean = node("Div", [node("MatMul", ["membership", states], "sum"), size], "mean")
    pooled = node("Tanh", [mean], "pooled")
    node("MatMul", [pooled, weight("sentence_head", width, labels.sentence_width)], "sentences")
    graph = helper.make_graph(
        nodes,
        "tiny",
        [
            helper.make_tensor_value_info(INPUTS[0], TensorProto.INT64, [1, "pieces"]),
            helper.make_tensor_value_info(INPUTS[1], TensorProto.INT64, [1, "pieces", len(features)]),
            helper.make_tensor_value_info(INPUTS[2], TensorProto.FLOAT, [1, "sentences", "pieces"]),
        ],
        [
            helper.make_tensor_value_info("pieces", TensorProto.FLOAT, [1, "pieces", labels.piece_width]),
            helper.make_tensor_value_info(
                "sentences", TensorProto.FLOAT, [1, "sentences", labels.sentence_width]
            ),
            helper.make_tensor_value_info("middle", TensorProto.FLOAT, [1, "pieces", width]),
            helper.make_tensor_value_info("states", TensorProto.FLOAT, [1, "pieces", width]),
        ],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    helper.set_model_props(model, {LONGEST: str(longest)})
    content: bytes = model.SerializeToString()
    return content


def tiny_reader(
    network: bytes, labels: LabelSets = LABELS, features: Sequence[str] = tuple(FEATURES)
) -> NetworkReader:
    """Return a reader with a network, ready to be stored."""
    return NetworkReader(OnnxNetwork(network), tiny_tokenizer(), labels, tuple(features), SIZE)
