"""Learn to tag words with entity labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ofsight.extractors.stored import LabelScore
from ofsight.read.network.decode import LabelledSpan, decode_spans, transition_scores
from ofsight.read.network.labels import OUTSIDE
from ofsight.read.network.scores import Line, log_odds

from .examples import Sentence
from .folds import held_out
from .linear import Doubles, Linear, fit_line, fit_linear
from .score import Counts

_LEANINGS = (0.0, -0.5, -1.0, -1.5, -2.0, -2.5, -3.0)
"""What may be added to the logit of outside: words of a rare label are too seldom found otherwise."""
Key = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class LearnedWords:
    """How words are tagged.

    Attributes
    ----------
    layer : Linear
        From the features of a word to the logits of outside, and begin and inside of each label.
    calibration : Line
        Of the log-odds of a mention's mean probability.
    scores : list of LabelScore
        Of each label, on what was kept back of the annotated sentences.
    strength : float
        Inverse strength of the regularisation that was chosen.
    """

    layer: Linear
    calibration: Line
    scores: list[LabelScore]
    strength: float


def learn_words(
    sentences: Sequence[Sentence],
    labels: int,
    *,
    folds: npt.NDArray[np.int64],
    strengths: Sequence[float],
) -> LearnedWords:
    """Learn from sentences, with the strength and the leaning that do best on what is kept back.

    Parameters
    ----------
    sentences : sequence of Sentence
        With features and tags.
    labels : int
        The number of entity labels.
    folds : array of int, (sentences,)
        In which fold each is kept back.
    strengths : sequence of float
        To choose among.
    """
    gold = [set(_keys(_gold_spans(sentence.tags))) for sentence in sentences]
    best: tuple[float, float, float] | None = None
    kept: list[list[LabelledSpan]] = []
    for strength in sorted(strengths):
        logits = _kept_back(sentences, labels, folds=folds, strength=strength)
        for leaning in _LEANINGS:
            spans = _decoded(logits, labels, leaning)
            value = _count(gold, spans).score().f1
            # Of equals the stronger regularisation and the smaller leaning, which come first.
            if best is None or value > best[0] + 1e-9:
                best, kept = (value, strength, leaning), spans
    if best is None:
        raise ValueError("no strength to choose among")
    _, strength, leaning = best
    places = [place for place, sentence in enumerate(sentences) if sentence.annotated]
    annotated = [gold[place] for place in places], [kept[place] for place in places]
    layer = _fit(sentences, labels, strength)
    layer.bias[OUTSIDE] += leaning
    return LearnedWords(
        layer=layer,
        calibration=_calibration(gold, kept),
        scores=[_count(*annotated, label).score() for label in range(labels)],
        strength=strength,
    )


def _fit(sentences: Sequence[Sentence], labels: int, strength: float) -> Linear:
    return fit_linear(
        np.vstack([sentence.word_features for sentence in sentences]),
        np.concatenate([sentence.tags for sentence in sentences]),
        classes=2 * labels + 1,
        strength=strength,
    )


def _kept_back(
    sentences: Sequence[Sentence], labels: int, *, folds: npt.NDArray[np.int64], strength: float
) -> list[Doubles]:
    logits: dict[int, Doubles] = {}
    for learned, kept in held_out(folds):
        layer = _fit([sentences[place] for place in learned], labels, strength)
        for place in kept.tolist():
            logits[place] = layer(sentences[place].word_features)
    return [logits[place] for place in range(len(sentences))]


def _decoded(logits: Sequence[Doubles], labels: int, leaning: float) -> list[list[LabelledSpan]]:
    transitions = transition_scores(labels)
    leant = np.zeros(2 * labels + 1)
    leant[OUTSIDE] = leaning
    return [decode_spans(rows + leant, transitions) for rows in logits]


def _gold_spans(tags: npt.NDArray[np.int64]) -> Iterator[LabelledSpan]:
    starts = np.flatnonzero(tags % 2 == 1)
    for start in starts.tolist():
        end = start + 1
        while end < len(tags) and tags[end] == tags[start] + 1:
            end += 1
        yield LabelledSpan(start, end, int(tags[start]) // 2, 0.0)


def _keys(spans: Iterator[LabelledSpan] | Sequence[LabelledSpan]) -> list[Key]:
    return [(span.start, span.end, span.label) for span in spans]


def _count(
    gold: Sequence[set[Key]], found: Sequence[Sequence[LabelledSpan]], label: int | None = None
) -> Counts:
    counts = Counts()
    for right, spans in zip(gold, found, strict=True):
        wanted = {key for key in right if label in {None, key[2]}}
        given = {key for key in _keys(spans) if label in {None, key[2]}}
        counts.add(right=len(wanted & given), found=len(given), gold=len(wanted))
    return counts


def _calibration(gold: Sequence[set[Key]], found: Sequence[Sequence[LabelledSpan]]) -> Line:
    odds, exact = [], []
    for right, spans in zip(gold, found, strict=True):
        for span, key in zip(spans, _keys(spans), strict=True):
            odds.append(log_odds(span.logprob))
            exact.append(key in right)
    return fit_line(np.asarray(odds), np.asarray(exact, dtype=bool))
