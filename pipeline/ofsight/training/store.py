"""Write a trained reader as a model directory."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any, Final

import spacy
from spacy.language import Language

from ofsight.pipeline import find_model
from ofsight.read.network.reader import NetworkReader
from ofsight.read.network.store import save_reader

from .calibrate import Thresholds
from .config import ReaderConfig

READ: Final = "ofsight_read"
FINDINGS: Final = "ofsight_findings"


def findings_settings(config: ReaderConfig, thresholds: Thresholds) -> dict[str, Any]:
    """Return the settings of ``ofsight_findings``: those that were given, and the fitted thresholds."""
    fitted = {"finding_threshold": thresholds.finding, "theme_thresholds": thresholds.themes}
    return {key: value for key, value in fitted.items() if value != {}} | config.pipeline.findings


def store_model(
    config: ReaderConfig, nlp: Language, reader: NetworkReader, network: bytes, thresholds: Thresholds
) -> None:
    """Write ``config.output``: config.cfg, meta.json, training.json and the reader's files.

    Parameters
    ----------
    config : ReaderConfig
        Of the run; is stored as training.json.
    nlp : Language
        The pipeline of rules, whose stages are kept but for their settings.
    reader : NetworkReader
        Its tokenizer, label sets, features, windows and calibration are stored.
    network : bytes
        In ONNX.
    thresholds : Thresholds
        Fitted ones.
    """
    folder = config.output
    folder.mkdir(parents=True, exist_ok=True)
    pipeline = spacy.util.load_config(find_model("rules") / "config.cfg")
    components = pipeline["components"]
    components[READ] = {"factory": READ} | config.pipeline.read.settings()
    components[FINDINGS] = {"factory": FINDINGS} | findings_settings(config, thresholds)
    # spaCy loads a directory only where nothing is left to be filled in.
    filled = spacy.util.load_model_from_config(pipeline, auto_fill=True)
    filled.config.to_disk(folder / "config.cfg")
    meta = {
        "lang": nlp.lang,
        "name": config.name,
        "version": config.version,
        "description": config.description,
        "author": "The Ofsight developers",
        "license": config.licence,
        "spacy_version": filled.meta["spacy_version"],
        "requirements": [f"ofsight>={version('ofsight')}"],
    }
    (folder / "meta.json").write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "training.json").write_text(config.model_dump_json(indent=2) + "\n", encoding="utf-8")
    save_reader(
        folder / READ,
        reader,
        network,
        trained_from={
            "base": config.encoder.base,
            "data": ", ".join(config.data.train),
            "seed": str(config.seed),
        },
    )
