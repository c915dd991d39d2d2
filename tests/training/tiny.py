"""A small network with random weights, and windows for it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import torch
from transformers import BertConfig

from ofsight.read.network.features import FEATURES
from ofsight.read.network.inputs import WindowInputs, WindowOutputs
from ofsight.read.network.labels import LabelSets
from ofsight.training.network import ReaderNetwork

LABELS = LabelSets(
    entities=("COUNCIL", "DATE"),
    quotations=True,
    finding=True,
    themes=("leadership", "supervision"),
    polarities=("strength", "weakness"),
    sources=("article", "council", "other"),
)
LONGEST, VOCABULARY = 64, 300


def tiny_network(
    labels: LabelSets = LABELS, features: tuple[str, ...] = tuple(FEATURES), *, width: int = 32
) -> ReaderNetwork:
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=VOCABULARY,
        hidden_size=width,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=2 * width,
        max_position_embeddings=LONGEST,
    )
    network = ReaderNetwork(config, labels, features)
    for table in network.tables:
        torch.nn.init.normal_(table.weight)
    return network


def random_window(pieces: int, sentences: int, features: tuple[str, ...] = tuple(FEATURES)) -> WindowInputs:
    random = np.random.default_rng(pieces)
    borders = np.linspace(1, pieces - 1, sentences + 1).astype(int).tolist()
    membership = np.zeros((sentences, pieces), np.float32)
    for row, (start, end) in enumerate(pairwise(borders)):
        membership[row, start:end] = 1
    values = [random.integers(0, len(FEATURES[name]), pieces) for name in features]
    return WindowInputs(
        random.integers(0, VOCABULARY, pieces),
        np.stack(values, axis=1) if values else np.zeros((pieces, 0), np.int64),
        membership,
        borders[:-1],
    )


def in_torch(network: ReaderNetwork, window: WindowInputs) -> WindowOutputs:
    ids, features, membership = (torch.from_numpy(array)[None] for array in window[:3])
    with torch.no_grad():
        states = network.eval().encode(ids, features)
        pieces, sentences = network.heads(states, membership)
        middle = network.encode_by_layer(ids, features)[1]  # of two layers
    both = torch.cat([middle, states], dim=2)
    return WindowOutputs(pieces[0].numpy(), sentences[0].numpy(), both[0].numpy())
