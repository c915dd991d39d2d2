"""A model directory with the pipeline of rules and a small random network to learn extractors on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.read.network.tiny import tiny_tokenizer
from tests.read.network.tiny_onnx import SIZE, tiny_onnx

from ofsight.model_files import find_model
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.reader import NetworkReader
from ofsight.read.network.runtime import OnnxNetwork
from ofsight.read.network.store import save_reader

# What the network would say is thrown away: the rules answer for everything.
LABELS = LabelSets(entities=("COUNCIL",))
_SETTINGS = """factory = "ofsight_read"
reader = "both"
entities = {"COUNCIL": "rules"}
"""


def make_model(folder: Path, words: Sequence[str], *, name: str = "tiny", seed: int = 0) -> Path:
    """Write a model whose states tell these words apart."""
    config = (find_model("rules") / "config.cfg").read_text()
    folder.mkdir(parents=True)
    (folder / "config.cfg").write_text(config.replace('factory = "ofsight_read"\n', _SETTINGS))
    (folder / "meta.json").write_text(json.dumps({"lang": "en", "name": name, "version": "1.2.3"}))
    tokenizer = tiny_tokenizer(words)
    network = tiny_onnx(LABELS, ("shape",), vocabulary=tokenizer.size, width=32, seed=seed)
    reader = NetworkReader(OnnxNetwork(network), tokenizer, LABELS, ("shape",), SIZE)
    save_reader(folder / "ofsight_read", reader, network, trained_from={"base": "random numbers"})
    return folder
