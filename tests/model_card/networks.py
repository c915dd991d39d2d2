"""A network in ONNX made by hand, without torch: each piece is answered by a row of a table."""

from __future__ import annotations

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from ofsight.read.network.labels import LabelSets


def table_network(vocabulary: int, labels: LabelSets, *, features: int) -> bytes:
    """Return a network with random tables; a sentence is answered by the sum over its pieces."""
    random = np.random.default_rng(0)
    tables = {
        "piece_table": random.normal(size=(vocabulary, labels.piece_width)),
        "sentence_table": random.normal(size=(vocabulary, labels.sentence_width)),
    }
    floats, integers = TensorProto.FLOAT, TensorProto.INT64
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["piece_table", "ids"], ["pieces"]),
            helper.make_node("Gather", ["sentence_table", "ids"], ["votes"]),
            helper.make_node("MatMul", ["membership", "votes"], ["sentences"]),
        ],
        "tables",
        [
            helper.make_tensor_value_info("ids", integers, [1, "T"]),
            helper.make_tensor_value_info("features", integers, [1, "T", features]),
            helper.make_tensor_value_info("membership", floats, [1, "S", "T"]),
        ],
        [
            helper.make_tensor_value_info("pieces", floats, [1, "T", labels.piece_width]),
            helper.make_tensor_value_info("sentences", floats, [1, "S", labels.sentence_width]),
        ],
        [numpy_helper.from_array(table.astype(np.float32), name) for name, table in tables.items()],
    )
    opset = helper.make_opsetid("", 17)
    model = helper.make_model(graph, opset_imports=[opset], ir_version=9)
    return model.SerializeToString()
