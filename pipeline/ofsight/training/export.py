"""A trained network as ONNX: what running takes instead of torch."""

from __future__ import annotations

import copy
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import onnx
import torch
from torch import Tensor, nn
from transformers import AttentionInterface

from ofsight.read.network.runtime import INPUTS, LONGEST, OUTPUTS, STATES

from .network import ReaderNetwork

_ATTENTION: Final = "ofsight_onnx"
_EXAMPLE: Final = (12, 3)  # pieces and sentences; any others do, once the network is exported


def export_network(network: ReaderNetwork) -> bytes:
    """Return a network as the content of an ONNX file, in single precision.

    It takes one window a call, of any length and any number of sentences, and nothing in it is padding;
    see :class:`ofsight.read.network.inputs.WindowInputs`. Attention is one operator of ONNX Runtime's own.
    The states of the pieces are an output beside the logits, for extractors: they cost nothing where nobody
    fetches them.

    Parameters
    ----------
    network : ReaderNetwork
        On any device, in any precision; it is not changed.
    """
    own = _WithStates(copy.deepcopy(network)).cpu().float().eval()
    AttentionInterface.register(_ATTENTION, _fused_attention)
    own.network.encoder.set_attn_implementation(_ATTENTION)
    pieces, sentences = torch.export.Dim("pieces"), torch.export.Dim("sentences")
    with warnings.catch_warnings(), _errors_only():
        # Both come from inside the exporter: a name of an axis that occurs twice, and one of its own helpers.
        warnings.filterwarnings("ignore", message=".*axis name", category=UserWarning)
        warnings.filterwarnings("ignore", message=".*LeafSpec", category=FutureWarning)
        program = torch.onnx.export(
            own,
            _example(network),
            input_names=list(INPUTS),
            output_names=[*OUTPUTS, *STATES],
            dynamic_shapes={
                "ids": {1: pieces},
                "features": {1: pieces},
                "membership": {1: sentences, 2: pieces},
            },
            dynamo=True,
            verbose=False,
        )
    if program is None:
        raise RuntimeError("torch exported nothing")
    model = program.model_proto
    _forget_origins(model)
    entry = model.metadata_props.add()
    entry.key, entry.value = LONGEST, str(network.encoder.config.max_position_embeddings)
    content: bytes = model.SerializeToString(deterministic=True)
    return content


def _forget_origins(model: onnx.ModelProto) -> None:
    """Drop the exporter's notes on which line of code made what: they hold the paths of this machine."""
    graph = model.graph
    for noted in (
        model,
        graph,
        *graph.node,
        *graph.value_info,
        *graph.input,
        *graph.output,
        *graph.initializer,
    ):
        del noted.metadata_props[:]


class _WithStates(nn.Module):
    """A network that gives the states of the pieces, half way and last, beside its logits."""

    def __init__(self, network: ReaderNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, features: Tensor, membership: Tensor) -> tuple[Tensor, ...]:
        states = self.network.encode_by_layer(ids, features)
        return *self.network.heads(states[-1], membership), states[len(states) // 2], states[-1]


def _fused_attention(  # noqa: PLR0917  # transformers' signature
    module: nn.Module,  # noqa: ARG001
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float,
    **_: Any,
) -> tuple[Tensor, None]:
    """Attention as a single operator: its own numbers are of no use, the exporter writes its name."""
    if attention_mask is not None:
        raise ValueError("a network is exported for windows without padding")
    batch, heads, length, width = query.shape
    flat = [states.transpose(1, 2).reshape(batch, length, heads * width) for states in (query, key, value)]
    attended = torch.onnx.ops.symbolic(
        "com.microsoft::MultiHeadAttention",
        flat,
        attrs={"num_heads": heads, "scale": float(scaling)},
        dtype=query.dtype,
        shape=flat[0].shape,
        version=1,
    )
    return attended.reshape(batch, length, heads, width), None


def _example(network: ReaderNetwork) -> tuple[Tensor, Tensor, Tensor]:
    length, count = _EXAMPLE
    membership = torch.zeros(1, count, length)
    for sentence in range(count):
        membership[0, sentence, 3 * sentence + 1 : 3 * sentence + 3] = 1
    return (
        torch.zeros(1, length, dtype=torch.int64),
        torch.zeros(1, length, len(network.features), dtype=torch.int64),
        membership,
    )


@contextmanager
def _errors_only() -> Iterator[None]:
    """Silence what the exporter tells of its progress and of packages it does not need."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
