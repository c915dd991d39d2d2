from __future__ import annotations

import numpy as np
import pytest

from ofsight.extractors.features import Words
from ofsight.extractors.learned import theme_scores
from ofsight.learning.examples import Sentence
from ofsight.learning.folds import fold_numbers
from ofsight.learning.sentences import LearnedSentences, learn_sentences

WIDTH = 20
NOTHING = np.zeros(0, np.int64)


def corpus(count: int, *, noise: float, seed: int = 0) -> list[Sentence]:
    """Sentences of which a third has the first theme and a tenth the second."""
    random = np.random.default_rng(seed)
    found = []
    for number in range(count):
        themes = (random.uniform(size=2) < (0.33, 0.1)).astype(np.int64)
        features = np.zeros(WIDTH)
        features[:2] = 4 * themes
        features += random.normal(0, noise, WIDTH)
        words = Words(NOTHING, NOTHING, NOTHING)
        found.append(
            Sentence(
                number // 6, words, np.zeros((0, 1), np.float32), NOTHING, features.astype(np.float32), themes
            )
        )
    return found


def learn(sentences: list[Sentence], strengths: list[float]) -> LearnedSentences:
    return learn_sentences(
        sentences, folds=fold_numbers([s.document for s in sentences], 5), strengths=strengths
    )


def chances(learned: LearnedSentences, sentences: list[Sentence]) -> np.ndarray:
    return theme_scores(learned.layer(np.stack([s.features for s in sentences])), learned.calibrations)


def test_themes_are_learned() -> None:
    learned = learn(corpus(150, noise=0.6), [0.001, 0.1])
    assert all(score.f1 > 0.9 for score in learned.scores)
    unseen = corpus(300, noise=0.6, seed=9)
    fits = chances(learned, unseen) >= np.asarray(learned.thresholds)
    assert (fits == np.stack([s.themes for s in unseen])).mean() > 0.95


def test_scores_are_probabilities() -> None:
    learned = learn(corpus(300, noise=2.5), [0.01])
    unseen = corpus(3000, noise=2.5, seed=9)
    said, right = chances(learned, unseen), np.stack([s.themes for s in unseen])
    assert said.mean(axis=0) == pytest.approx(right.mean(axis=0), abs=0.06)
    sure = said > 0.7
    assert right[sure].mean() == pytest.approx(said[sure].mean(), abs=0.12)


def test_what_cannot_be_learned_scores_badly() -> None:
    sentences = corpus(100, noise=50.0)
    learned = learn(sentences, [1.0])
    fits = chances(learned, sentences) >= np.asarray(learned.thresholds)
    assert learned.scores[1].f1 < 0.4
    assert fits.shape == (100, 2)
    assert all(0.3 <= threshold <= 0.7 for threshold in learned.thresholds)
