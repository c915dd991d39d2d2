"""Make a model of a network that is there already: words, scores and thresholds are learned anew."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from ofsight.errors import TrainingError
from ofsight.model_files import find_model
from ofsight.pipeline import load
from ofsight.read.network.store import ReaderFiles

from .config import ReaderConfig
from .corpus import load_corpus
from .documents import label_sets
from .fitting import fit_reader, refuse_unknown_themes
from .lacks import describe_lacks
from .prepare import Preparer
from .scorer import Scorer
from .store import READ, findings_settings, store_model
from .words import learn_words

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RefittedModel:
    """What comes of it.

    Attributes
    ----------
    folder : Path
        The model directory.
    figures : dict of str to float
        On the development documents.
    without_words : dict of str to float
        The same of the network alone, scores and thresholds fitted to it in the same way.
    """

    folder: Path
    figures: dict[str, float]
    without_words: dict[str, float]


def refit_reader(config: ReaderConfig, model: str | Path) -> RefittedModel:
    """Write a model directory with the network of another one.

    The network stays as it is, and what extractors learned on it holds. Its words, the calibration of its
    scores and the thresholds are learned from the data of the configuration.

    Parameters
    ----------
    config : ReaderConfig
        What of it shapes the network must be as the network is; how it was optimised is not looked at.
    model : str or Path
        Name or directory of the model with the network.

    Raises
    ------
    ModelError
        When there is no such model, its network cannot be read, or ``pipeline.read`` asks of it what it
        cannot answer.
    TrainingError
        When the model has no network, or one that does not go with the configuration and its data.
    """
    folder = find_model(model) / READ
    if not folder.is_dir():
        raise TrainingError(f"{folder.parent}: has no network; give a model that has one, or train one")
    files = ReaderFiles.read(folder)
    reader = files.open(threads=config.optimisation.threads or 1)
    train = load_corpus(config.data.train, texts=config.data.texts)
    dev = load_corpus(config.data.dev, texts=config.data.texts)
    _check(config, files, folder.parent)
    if label_sets(train.sources) != reader.labels:
        raise TrainingError(
            f"{folder.parent}: its network answers other labels than {', '.join(config.data.train)} teach;"
            " train one anew"
        )
    refuse_unknown_themes(config, reader.labels)
    division = config.pipeline.read.division(reader.labels)
    nlp = load("rules")
    preparer = Preparer(nlp, reader.tokenizer, reader.features)
    documents, losses = preparer.training(train, reader.labels)
    for line in describe_lacks(train, dev, reader.labels, losses):
        _log.warning("%s", line)
    scorer = Scorer(preparer.development(dev, reader.labels), nlp, division)
    scorer.configure(findings_settings(config))
    alone = fit_reader(config, scorer, reader, None)
    words = learn_words(config.words, documents, reader.labels)
    fitted = alone if words is None else fit_reader(config, scorer, reader, words)
    checksums = {"train": train.checksum(), "dev": dev.checksum()}
    store_model(
        config,
        nlp,
        fitted.reader,
        files.network,
        fitted.thresholds,
        checksums=checksums,
        origin=files.spec.trained_from,
    )
    return RefittedModel(config.output, fitted.figures, alone.figures)


def _check(config: ReaderConfig, files: ReaderFiles, model: Path) -> None:
    """Refuse a configuration that would have made another network, and which is stored beside this one."""
    wanted = {
        "encoder.features": (config.encoder.features, tuple(files.spec.features)),
        "windows": (config.windows.size(), files.spec.size),
    }
    for key, (given, found) in wanted.items():
        if given != found:
            raise TrainingError(f"{key} is {given}; the network of {model} was trained with {found}")
