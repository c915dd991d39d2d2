from __future__ import annotations

import numpy as np

from ofsight.extractors.features import Words
from ofsight.learning.examples import Sentence
from ofsight.learning.folds import fold_numbers
from ofsight.learning.words import learn_words
from ofsight.read.network.decode import decode_spans, transition_scores

WIDTH = 12
KINDS = np.random.default_rng(0).normal(0, 1, (5, WIDTH))  # other, A begins, A goes on, B begins, B goes on


def sentence(document: int, tags: list[int], *, noise: float, seed: int) -> Sentence:
    random = np.random.default_rng(seed)
    features = KINDS[tags] + random.normal(0, noise, (len(tags), WIDTH))
    places = np.arange(len(tags))
    return Sentence(
        document=document,
        words=Words(places, places, places),
        word_features=features.astype(np.float32),
        tags=np.asarray(tags),
        features=np.zeros(WIDTH, np.float32),
        themes=np.zeros(0, np.int64),
    )


def corpus(noise: float) -> list[Sentence]:
    shapes = [[0, 1, 2, 0, 0], [0, 0, 3, 0], [3, 4, 4, 0, 0, 1], [0, 0, 0, 0], [1, 0, 3, 4]]
    return [sentence(n // 5, shapes[n % 5], noise=noise, seed=n) for n in range(40)]


def test_spans_are_learned_with_their_labels() -> None:
    sentences = corpus(noise=0.3)
    folds = fold_numbers([s.document for s in sentences], 4)
    learned = learn_words(sentences, 2, folds=folds, strengths=[0.01, 1.0])
    assert [score.gold for score in learned.scores] == [24, 24]
    assert all(score.f1 > 0.95 for score in learned.scores)
    unseen = sentence(99, [0, 3, 4, 1, 2, 0], noise=0.3, seed=1234)
    spans = decode_spans(learned.layer(unseen.word_features), transition_scores(2))
    assert [(span.start, span.end, span.label) for span in spans] == [(1, 3, 1), (3, 5, 0)]


def test_the_strength_is_the_one_that_does_best_on_what_is_kept_back() -> None:
    sentences = corpus(noise=1.5)
    folds = fold_numbers([s.document for s in sentences], 4)
    alone = {
        strength: learn_words(sentences, 2, folds=folds, strengths=[strength]) for strength in (1e-6, 0.05)
    }
    chosen = learn_words(sentences, 2, folds=folds, strengths=[0.05, 1e-6])
    assert chosen.strength == 0.05
    assert chosen.scores == alone[0.05].scores
    assert all(score.f1 < 0.4 for score in alone[1e-6].scores)
    assert all(score.f1 > 0.5 for score in chosen.scores)


def test_scores_come_from_what_was_kept_back() -> None:
    random = np.random.default_rng(1)
    sentences = [sentence(n, random.integers(0, 2, 6).tolist(), noise=0.0, seed=n) for n in range(20)]
    # Features without any meaning: what fits the examples learned from says nothing of the others.
    blind = [
        Sentence(
            s.document,
            s.words,
            random.normal(0, 1, (6, 400)).astype(np.float32),
            s.tags,
            s.features,
            s.themes,
        )
        for s in sentences
    ]
    folds = fold_numbers([s.document for s in blind], 5)
    learned = learn_words(blind, 1, folds=folds, strengths=[10.0])
    fitted = np.concatenate([learned.layer(s.word_features).argmax(axis=1) for s in blind])
    assert (fitted == np.concatenate([s.tags for s in blind])).mean() > 0.95
    assert learned.scores[0].f1 < 0.75
