"""Learn to score sentences for themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ofsight.extractors.learned import theme_scores
from ofsight.extractors.stored import LabelScore
from ofsight.read.network.scores import Line

from .examples import Sentence
from .folds import held_out
from .linear import Doubles, Linear, fit_line, fit_linear
from .score import Counts

_GRID = np.arange(0.3, 0.71, 0.02)
"""Thresholds to choose among: with so few examples no other is to be trusted."""
_USUAL = 0.5


@dataclass(frozen=True, slots=True)
class LearnedSentences:
    """How sentences are scored.

    Attributes
    ----------
    layer : Linear
        From the features of a sentence to a logit for each theme.
    calibrations : tuple of Line
        From each logit to the log-odds of being right.
    thresholds : tuple of float
        From which probability on each theme fits.
    scores : list of LabelScore
        Of each theme, on what was kept back of the annotated sentences.
    strength : float
        Inverse strength of the regularisation that was chosen.
    """

    layer: Linear
    calibrations: tuple[Line, ...]
    thresholds: tuple[float, ...]
    scores: list[LabelScore]
    strength: float


def learn_sentences(
    sentences: Sequence[Sentence],
    *,
    folds: npt.NDArray[np.int64],
    strengths: Sequence[float],
) -> LearnedSentences:
    """Learn from sentences, with the strength that does best on what is kept back.

    Parameters
    ----------
    sentences : sequence of Sentence
        With features and themes.
    folds : array of int, (sentences,)
        In which fold each is kept back.
    strengths : sequence of float
        To choose among.
    """
    features = np.stack([sentence.features for sentence in sentences])
    targets = np.stack([sentence.themes for sentence in sentences])
    best: _Judged | None = None
    for strength in sorted(strengths):
        kept = np.zeros(targets.shape)
        for learned, back in held_out(folds):
            kept[back] = _fit(features[learned], targets[learned], strength)(features[back])
        found = _judge(kept, targets, strength)
        if best is None or _mean_f1(found.scores) > _mean_f1(best.scores) + 1e-9:
            best = found
    if best is None:
        raise ValueError("no strength to choose among")
    annotated = np.asarray([sentence.annotated for sentence in sentences])
    return LearnedSentences(
        layer=_fit(features, targets, best.strength),
        calibrations=best.calibrations,
        thresholds=best.thresholds,
        scores=_scores(best.fits[annotated], targets[annotated]),
        strength=best.strength,
    )


def _fit(features: npt.NDArray[np.float32], targets: npt.NDArray[np.int64], strength: float) -> Linear:
    layers = [
        fit_linear(features, column, classes=2, strength=strength, balanced=True) for column in targets.T
    ]
    return Linear(
        np.concatenate([layer.weight for layer in layers]), np.concatenate([layer.bias for layer in layers])
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """What one strength comes to on what was kept back."""

    calibrations: tuple[Line, ...]
    thresholds: tuple[float, ...]
    fits: npt.NDArray[np.bool_]
    scores: list[LabelScore]
    strength: float


def _judge(kept: Doubles, targets: npt.NDArray[np.int64], strength: float) -> _Judged:
    """Fit scores and thresholds to the logits of what was kept back."""
    calibrations = tuple(fit_line(kept[:, n], targets[:, n] == 1) for n in range(targets.shape[1]))
    chances = theme_scores(kept, calibrations)
    thresholds = tuple(_threshold(chances[:, n], targets[:, n]) for n in range(targets.shape[1]))
    fits = chances >= np.asarray(thresholds)
    return _Judged(calibrations, thresholds, fits, _scores(fits, targets), strength)


def _scores(fits: npt.NDArray[np.bool_], targets: npt.NDArray[np.int64]) -> list[LabelScore]:
    return [_count(*columns).score() for columns in zip(fits.T, targets.T, strict=True)]


def _threshold(chances: Doubles, targets: npt.NDArray[np.int64]) -> float:
    """Return the threshold with the best F1, of equals the one nearest to a half."""
    return float(
        max(
            (round(float(threshold), 2) for threshold in _GRID),
            key=lambda threshold: (
                _count(chances >= threshold, targets).score().f1,
                -abs(threshold - _USUAL),
            ),
        )
    )


def _count(found: npt.NDArray[np.bool_], targets: npt.NDArray[np.int64]) -> Counts:
    gold = targets == 1
    return Counts(right=int((found & gold).sum()), found=int(found.sum()), gold=int(gold.sum()))


def _mean_f1(scores: Sequence[LabelScore]) -> float:
    return float(np.mean([score.f1 for score in scores]))
