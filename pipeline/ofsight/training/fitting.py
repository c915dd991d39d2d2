"""Fit on the development documents what stands between a network and a model: words, scores, thresholds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ofsight.errors import TrainingError
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.reader import NetworkReader
from ofsight.read.network.scores import Calibration
from ofsight.read.network.words import Words

from .calibrate import Thresholds, fit_calibration, fit_thresholds, judged
from .config import ReaderConfig
from .scorer import Scorer
from .store import findings_settings
from .words import fit_shares


@dataclass(frozen=True, slots=True)
class FittedReader:
    """A network with all that was fitted to it.

    Attributes
    ----------
    reader : NetworkReader
        With its words and its calibration.
    thresholds : Thresholds or None
        None where the rules judge sentences, whose scores are others.
    figures : dict of str to float
        On the development documents, by :class:`.scorer.Scorer`.
    """

    reader: NetworkReader
    thresholds: Thresholds | None
    figures: dict[str, float]


def fit_reader(
    config: ReaderConfig, scorer: Scorer, reader: NetworkReader, words: Words | None
) -> FittedReader:
    """Fit words, scores and thresholds to a network.

    Parameters
    ----------
    config : ReaderConfig
        Of the run; thresholds that it gives stay as they are.
    scorer : Scorer
        Of the development documents; its stages are left set up with the thresholds.
    reader : NetworkReader
        Its words and its calibration count for nothing.
    words : Words or None
        Learned from the training documents; None for none beside the network.
    """
    own = scorer.division.sentences == "network"
    plain = replace(reader, words=None, calibration=Calibration())
    logits = scorer.logits(plain)
    if words is not None and own:
        plain = replace(plain, words=fit_shares(words, plain.labels, list(scorer.answered(logits))))
        logits = [plain.with_words(found, document.texts) for document, found in scorer.answered(logits)]
    sentences = judged(scorer.answered(logits))
    calibration = fit_calibration(plain.labels, sentences, scorer.spans(plain, logits))
    thresholds = fit_thresholds(plain.labels, sentences, calibration) if own else None
    scorer.configure(findings_settings(config, thresholds))
    fitted = replace(plain, calibration=calibration)
    return FittedReader(fitted, thresholds, scorer.figures(fitted, logits))


def refuse_unknown_themes(config: ReaderConfig, labels: LabelSets) -> None:
    """Refuse thresholds of themes that are not learned: the model could not be loaded.

    Raises
    ------
    TrainingError
        That names them.
    """
    unknown = sorted(set(config.pipeline.findings.theme_thresholds) - set(labels.themes))
    if unknown:
        raise TrainingError(
            f"pipeline.findings.theme_thresholds: no {', '.join(unknown)} in the training data, which has"
            f" {', '.join(labels.themes) or 'no themes'}"
        )
