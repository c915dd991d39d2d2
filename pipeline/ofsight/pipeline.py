"""Build the spaCy pipeline, and cross from input documents to ``Doc`` and from ``Doc`` to records."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from configparser import Error as ConfigParserError
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Config

from ofsight import layers
from ofsight.errors import ModelError
from ofsight.findings.component import FindingStage
from ofsight.ingest.document import InputDocument
from ofsight.model_files import DEFAULT_MODEL, check_config, find_model, model_checksum
from ofsight.read.component import ReadStage
from ofsight.read.network.labels import LabelSets
from ofsight.record import ModelInfo
from ofsight.record.labels import BLOCK_LABELS


def load(model: str | Path = DEFAULT_MODEL, *, extractors: Iterable[str | Path] = ()) -> Language:
    """Load the annotation pipeline.

    Parameters
    ----------
    model : str or Path
        The name of a model that ships with Ofsight, or a model's directory.
    extractors : iterable of str or Path
        Files of patterns and folders of learned extractors, whose labels are added to the model's own. Where
        entities of two of them overlap, the first keeps its own.

    Returns
    -------
    spacy.language.Language
        A pipeline of five components, six with extractors; ``nlp(text)`` gives a ``Doc`` with all layers
        (see :mod:`ofsight.layers`).

    Raises
    ------
    ModelError
        When there is no such model, or its files are damaged.
    ExtractorError
        When an extractor is not there, is damaged, or does not go with the model.
    """
    directory = find_model(model)
    config, meta = _read_model(directory)
    try:
        nlp = spacy.util.load_model_from_config(config, meta=meta, auto_fill=True)
    except (ValueError, KeyError, TypeError, AttributeError, ImportError, ConfigParserError) as error:
        raise ModelError(f"the model in {directory} cannot be built from its config.cfg: {error}") from error
    try:
        # Not its config once more: what was filled in would be lost. No stage needs words or vectors.
        nlp.from_disk(directory, exclude=["config", "vocab"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the files of the model in {directory} cannot be loaded: {error}") from error
    _check_thresholds(nlp, directory)
    # spaCy refuses texts over a million characters to spare parsers memory; these stages do not need that.
    nlp.max_length = sys.maxsize
    paths = [str(Path(path).absolute()) for path in extractors]
    if paths:
        _add_extractors(nlp, paths)
    return nlp


def _add_extractors(nlp: Language, paths: list[str]) -> None:
    from ofsight.extractors.component import STAGE  # only those who add extractors wait for their libraries

    nlp.add_pipe(STAGE, last=True, config={"paths": paths})


def _tags(nlp: Language) -> tuple[str, ...]:
    """Return how records name the extractors of a pipeline."""
    return tuple(
        extractor.identity.tag for _, stage in nlp.pipeline for extractor in getattr(stage, "extractors", ())
    )


def _labels(nlp: Language) -> LabelSets:
    """Return what the read stages of a pipeline answer."""
    found = [stage.label_sets for _, stage in nlp.pipeline if isinstance(stage, ReadStage)]
    return found[0] if found else LabelSets()


def _check_thresholds(nlp: Language, directory: Path) -> None:
    """Refuse a threshold of a theme that nobody answers: a slip of the pen would go unseen."""
    themes = _labels(nlp).themes
    for name, stage in nlp.pipeline:
        if isinstance(stage, FindingStage):
            for theme in stage.decisions.theme_thresholds:
                if theme not in themes:
                    raise ModelError(
                        f"config.cfg of the model in {directory}: {name}.theme_thresholds has {theme!r},"
                        f" which is no theme of this model; it has {', '.join(themes) or 'none'}"
                    )


def _read_model(directory: Path) -> tuple[Config, dict[str, Any]]:
    try:
        config = spacy.util.load_config(directory / "config.cfg")
        meta = json.loads((directory / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError, ConfigParserError) as error:
        raise ModelError(f"the files of the model in {directory} cannot be read: {error}") from error
    check_config(config, directory)
    if not (isinstance(meta, dict) and isinstance(meta.get("name"), str) and "version" in meta):
        raise ModelError(f"meta.json of the model in {directory} does not name it; install the model anew")
    return config, meta


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A pipeline with what the records say of it."""

    nlp: Language
    info: ModelInfo


def load_with_info(
    model: str | Path = DEFAULT_MODEL, *, extractors: Iterable[str | Path] = ()
) -> LoadedModel:
    """Load a pipeline (see :func:`load`) and the names, version and checksum that its records carry."""
    directory = find_model(model)
    nlp = load(directory, extractors=extractors)
    return LoadedModel(
        nlp,
        ModelInfo(
            name=str(nlp.meta["name"]),
            version=str(nlp.meta["version"]),
            sha256=model_checksum(directory),
            extractors=_tags(nlp),
        ),
    )


def describe(model: str | Path = DEFAULT_MODEL) -> dict[str, str]:
    """Return what a person wants to know of a model: name, version, place, checksum, stages, label sets."""
    directory = find_model(model)
    config, meta = _read_model(directory)
    labels = _labels(load(directory))
    return {
        "model": f"{meta['name']} {meta['version']}",
        "description": meta.get("description", ""),
        "licence": meta.get("license", ""),
        "folder": str(directory),
        "sha256": model_checksum(directory),
        "stages": " -> ".join(config["nlp"]["pipeline"]),
        "blocks": ", ".join(BLOCK_LABELS),
        "entities": ", ".join(labels.entities),
        "themes": ", ".join(labels.themes),
    }


def make_doc(nlp: Language, document: InputDocument) -> Doc:
    """Tokenize an input document and attach what is known of it, ready for ``nlp(doc)``."""
    doc = nlp.make_doc(document.text)
    layers.set_meta(doc, document.meta)
    layers.set_plain(doc, "id", document.id)
    layers.set_plain(doc, "source_file", document.source.model_dump(mode="json"))
    if document.hints:
        layers.set_plain(doc, "hints", [list(hint) for hint in document.hints])
    return doc
