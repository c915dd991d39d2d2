"""Write a trained reader as a model directory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, Final

import spacy
from spacy.language import Language

from ofsight.model_files import find_model
from ofsight.read.combine import Division
from ofsight.read.network.reader import NetworkReader
from ofsight.read.network.store import save_reader

from .calibrate import Thresholds
from .config import ReaderConfig

READ: Final = "ofsight_read"
ENTITIES: Final = "ofsight_entities"
FINDINGS: Final = "ofsight_findings"
CONFIG: Final = "config.cfg"
_FITTED: Final = "fitted_"


def entity_settings(division: Division) -> dict[str, Any]:
    """Return the settings of ``ofsight_entities`` that go with a division of the work."""
    return {} if division.codebook else {"valued": []}


def findings_settings(config: ReaderConfig, thresholds: Thresholds | None = None) -> dict[str, Any]:
    """Return the settings of ``ofsight_findings``: those that were given, and the fitted thresholds.

    Parameters
    ----------
    config : ReaderConfig
        Of the run; what it gives stays as it is.
    thresholds : Thresholds, optional
        Fitted to the network's scores; none where the rules judge sentences.
    """
    given = config.pipeline.findings
    if thresholds is None:
        return given.settings()
    themes = thresholds.themes | given.theme_thresholds
    fitted = {"finding_threshold": thresholds.finding} | given.settings()
    return fitted | ({"theme_thresholds": themes} if themes else {})


def store_model(
    config: ReaderConfig,
    nlp: Language,
    reader: NetworkReader,
    network: bytes,
    thresholds: Thresholds | None,
    *,
    checksums: Mapping[str, str] | None = None,
    origin: Mapping[str, str] | None = None,
) -> None:
    """Write ``config.output``: the reader's files, meta.json, training.json and, last, config.cfg.

    Without a config.cfg a folder is no model, so that one that is half written is not taken for one.

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
    thresholds : Thresholds or None
        Fitted ones, where the network judges sentences.
    checksums : mapping of str to str, optional
        Of the records that it was trained from, by what they are for; they are stored.
    origin : mapping of str to str, optional
        What made the network, where it is that of another model: then data and checksums are those of the
        words, the scores and the thresholds alone.
    """
    folder = config.output
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CONFIG).unlink(missing_ok=True)
    pipeline = spacy.util.load_config(find_model("rules") / CONFIG)
    components = pipeline["components"]
    components[READ] = {"factory": READ} | config.pipeline.read.settings()
    components[ENTITIES] = {"factory": ENTITIES} | entity_settings(
        config.pipeline.read.division(reader.labels)
    )
    components[FINDINGS] = {"factory": FINDINGS} | findings_settings(config, thresholds)
    # spaCy loads a directory only where nothing is left to be filled in.
    filled = spacy.util.load_model_from_config(pipeline, auto_fill=True)
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
        trained_from=_trained_from(config, checksums or {}, origin),
    )
    filled.config.to_disk(folder / CONFIG)


def _trained_from(
    config: ReaderConfig, checksums: Mapping[str, str], origin: Mapping[str, str] | None
) -> dict[str, str]:
    data = {"data": ", ".join(config.data.train)}
    data |= {f"{name}_sha256": checksum for name, checksum in checksums.items()}
    if origin is None:
        return {"base": config.encoder.base, "data": data.pop("data"), "seed": str(config.seed), **data}
    of_network = {name: value for name, value in origin.items() if not name.startswith(_FITTED)}
    return of_network | {f"{_FITTED}{name}": value for name, value in data.items()}
