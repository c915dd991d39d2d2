"""The model directory that training leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

import ofsight

pytest.importorskip("torch", reason="training needs the extra train")

from tests.read.network.tiny_onnx import tiny_onnx, tiny_reader  # after the check

from ofsight.training.calibrate import Thresholds
from ofsight.training.config import ReaderConfig
from ofsight.training.store import store_model

TEXT = "Medway council was rated inadequate on 3 May 2019."


def test_spacy_loads_what_training_stores(nlp: Language, tmp_path: Path) -> None:
    config = ReaderConfig.model_validate(
        {
            "kind": "reader",
            "name": "tiny",
            "version": "0.1.0",
            "output": tmp_path / "model",
            "work": tmp_path / "work",
            "data": {"train": ["news:train"], "dev": ["news:dev"]},
            "pipeline": {"read": {"entities": {"DATE": "rules"}}, "findings": {"source": "reader"}},
        }
    )
    network = tiny_onnx(seed=4)
    store_model(config, nlp, tiny_reader(network), network, Thresholds(0.4, {"moorings": 0.3}))
    ours, theirs = ofsight.load(tmp_path / "model"), spacy.load(tmp_path / "model")
    assert theirs(TEXT).to_bytes() == ours(TEXT).to_bytes()
    assert theirs.config["components"]["ofsight_read"]["reader"] == "both"
    assert theirs.get_pipe("ofsight_findings").decisions.theme_thresholds == {"moorings": 0.3}
    meta = json.loads((tmp_path / "model" / "meta.json").read_text())
    assert meta["requirements"] == [f"ofsight>={ofsight.__version__}"]
    kinds = {path.suffix for path in (tmp_path / "model").rglob("*") if path.is_file()}
    assert kinds == {".json", ".cfg", ".onnx"}
