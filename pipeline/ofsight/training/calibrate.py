"""Fit on held-out documents what turns logits into probabilities, and where to draw the line.

Probabilities: a logistic regression on one logit (Platt 1999), a temperature for choices (Guo et al. 2017).
Lines: the threshold of each theme that gives the best F1, nearer the common one where examples are few.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from ofsight.read.network.decode import Doubles, log_softmax
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.reader import SentenceLogits
from ofsight.read.network.scores import Calibration, Line

from .documents import TrainingDocument
from .network import IGNORED

_GRID = np.arange(0.05, 0.96, 0.01)
_PRIOR = 40.0
"""Examples of a theme at which its own threshold counts as much as the common one."""
_FEWEST = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """Logits of annotated sentences with their targets.

    Attributes
    ----------
    logits : array of float, (sentences, sentence labels)
    finding : array of float, (sentences,)
    themes : array of float, (sentences, themes)
    polarity, source : arrays of int, (sentences,)
    """

    logits: npt.NDArray[np.float32]
    finding: npt.NDArray[np.float32]
    themes: npt.NDArray[np.float32]
    polarity: npt.NDArray[np.int64]
    source: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on a sentence is a finding, and a theme is one of its themes."""

    finding: float
    themes: dict[str, float]


def judged(documents: Iterable[tuple[TrainingDocument, SentenceLogits]]) -> Judged:
    """Collect the sentences of documents that are annotated for findings."""
    rows: list[list[npt.NDArray[np.generic]]] = []
    for document, logits in documents:
        targets = document.targets
        known = (targets.finding != IGNORED) & ~np.isnan(logits.sentences).any(axis=1)
        rows.append(
            [
                logits.sentences[known],
                targets.finding[known],
                targets.themes[known],
                targets.polarity[known],
                targets.source[known],
            ]
        )
    columns = [np.concatenate(column) for column in zip(*rows, strict=True)]
    return Judged(*columns)


def fit_calibration(labels: LabelSets, sentences: Judged, spans: Sequence[tuple[float, bool]]) -> Calibration:
    """Fit the probabilities.

    Parameters
    ----------
    labels : LabelSets
        What the logits mean.
    sentences : Judged
        Held-out sentences.
    spans : sequence of (float, bool)
        Of each span that was tagged in held-out text, the log-odds of its mean probability, and whether
        exactly this span with this label is annotated.
    """
    groups = labels.groups
    found = sentences.finding == 1

    def of(name: str) -> npt.NDArray[np.float32]:
        return sentences.logits[:, groups[name]]

    return Calibration(
        finding_line=_line(of("finding")[:, 0], sentences.finding) if "finding" in groups else Line(),
        theme_line=_line(of("themes")[found].ravel(), sentences.themes[found].ravel())
        if "themes" in groups
        else Line(),
        entity_line=_line(
            np.array([odds for odds, _ in spans]), np.array([exact for _, exact in spans], dtype=float)
        ),
        polarity_temperature=_temperature(of("polarity"), sentences.polarity)
        if "polarity" in groups
        else 1.0,
        source_temperature=_temperature(of("source"), sentences.source) if "source" in groups else 1.0,
    )


def _line(logits: npt.NDArray[np.floating], targets: npt.NDArray[np.floating]) -> Line:
    if len(set(targets.tolist())) < 2 or len(targets) < _FEWEST:
        return Line()
    # A weak penalty keeps the line finite where the logits separate the targets.
    model = LogisticRegression(C=100.0).fit(logits[:, None].astype(np.float64), targets > 0.5)
    scale = float(model.coef_[0, 0])
    # A falling line would call the better of two answers the worse: what was scored has not been learned.
    return Line(scale, float(model.intercept_[0])) if scale > 0 else Line()


def _temperature(logits: npt.NDArray[np.floating], targets: npt.NDArray[np.int64]) -> float:
    known = targets != IGNORED
    if known.sum() < _FEWEST:
        return 1.0
    rows, wanted = logits[known], targets[known]

    def loss(log_temperature: float) -> float:
        logs = log_softmax(rows / np.exp(log_temperature))
        return float(-logs[np.arange(len(wanted)), wanted].mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x))


def fit_thresholds(labels: LabelSets, sentences: Judged, calibration: Calibration) -> Thresholds:
    """Choose the thresholds that give the best F1 on held-out sentences.

    Themes are judged over the sentences that are taken for findings, as they are when the model runs.
    """
    groups = labels.groups
    if "finding" not in groups:
        return Thresholds(0.5, {})
    probability = calibration.finding(sentences.logits[:, groups["finding"]])[:, 0]
    finding = _best(probability, sentences.finding > 0.5)
    taken = probability >= finding
    scores = calibration.themes(sentences.logits[:, groups["themes"]])
    gold = sentences.themes > 0.5
    common = _best(np.where(taken[:, None], scores, 0.0).ravel(), gold.ravel())
    themes = {}
    for column, theme in enumerate(labels.themes):
        examples = int(gold[:, column].sum())
        own = (
            _best(np.where(taken, scores[:, column], 0.0), gold[:, column]) if examples >= _FEWEST else common
        )
        share = examples / (examples + _PRIOR)
        themes[theme] = round(float(share * own + (1 - share) * common), 3)
    return Thresholds(round(float(finding), 3), themes)


def _best(scores: Doubles, gold: npt.NDArray[np.bool_]) -> float:
    """Return the threshold with the best F1; in the middle of those that are equally good."""
    values = []
    for threshold in _GRID:
        chosen = scores >= threshold
        right = float((chosen & gold).sum())
        total = float(chosen.sum() + gold.sum())
        values.append(2 * right / total if total else 0.0)
    # Neighbours are averaged, so that one lucky sentence does not decide.
    smooth = np.convolve(np.pad(values, 2, mode="edge"), np.full(5, 0.2), mode="valid")
    best = np.flatnonzero(smooth >= smooth.max() - 1e-12)
    return float(_GRID[best[len(best) // 2]])
