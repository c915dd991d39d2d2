"""Learn the words beside the network: a linear model over the training sentences, and what it counts for.

The network has seen the training sentences and is too sure of them, so how much its logits and those of the
words count is fitted to sentences that neither has seen: those of the development documents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from ofsight.read.network.decode import Doubles, log_softmax
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.reader import SentenceLogits
from ofsight.read.network.words import Keys, Words, WordTable, count_terms, sentence_terms, weigh_terms

from .calibrate import Judged, judged
from .config import WordsConfig
from .documents import TrainingDocument
from .network import IGNORED

_STEPS: Final = 1000
_ABSENT: Final = -20.0
"""The bias of one of several labels that has no example."""
_FEWEST: Final = 10
_PENALTY: Final = 1e-4
_MOST: Final = 10.0
"""So many times as much as those of the network do the logits of the words count at most."""
_INTEGERS: Final = 127
_YES_NO: Final = ("finding", "themes")
"""Answers of which each label is true or not by itself; of the others one is chosen."""
Targets = npt.NDArray[np.int64]


def learn_words(
    config: WordsConfig, documents: Sequence[TrainingDocument], labels: LabelSets
) -> Words | None:
    """Learn what the words of sentences say of each answer.

    Finding or not is learned from all annotated sentences, the other answers from findings alone.

    Parameters
    ----------
    config : WordsConfig
        Which answers, and how.
    documents : sequence of TrainingDocument
        To learn from.
    labels : LabelSets
        Of the network; what it does not answer, words do not either.

    Returns
    -------
    Words or None
        With shares of 1, which :func:`fit_shares` is to fit; None where there is nothing to learn.
    """
    answers = [name for name in labels.groups if name in config.answers]
    texts, targets = _examples(documents)
    keys, rarity = _vocabulary(texts, config.fewest)
    if not answers or not len(keys):
        return None
    found = weigh_terms(count_terms(texts, keys), rarity, len(texts))
    features = csr_matrix((found.values, (found.sentences, found.terms)), shape=(len(texts), len(keys)))
    findings = np.flatnonzero(targets.finding == 1)
    weights: list[Doubles] = []
    biases: list[Doubles] = []
    with threadpool_limits(limits=1):  # sums, and with them weights, would depend on the number of threads
        for name in answers:
            rows = np.arange(len(texts)) if name == "finding" else findings
            columns = _columns(targets, name)[rows]
            if name in _YES_NO:
                parts = [_fit_yes_no(features[rows], wanted, config.strength) for wanted in columns.T]
            else:
                width = labels.groups[name].stop - labels.groups[name].start
                parts = [_fit_choice(features[rows], columns[:, 0], width, config.strength)]
            weights += [weight for weight, _ in parts]
            biases += [bias for _, bias in parts]
    table = _pack(keys, rarity, np.concatenate(weights), np.concatenate(biases))
    return Words(table, dict.fromkeys(answers, 1.0))


def _examples(documents: Sequence[TrainingDocument]) -> tuple[list[str], Judged]:
    """Return the sentences that are annotated for findings, with their targets in the place of logits too."""
    known = [document.targets.finding != IGNORED for document in documents]
    texts = [
        document.texts[number]
        for document, chosen in zip(documents, known, strict=True)
        for number in np.flatnonzero(chosen)
    ]
    blank = [SentenceLogits([], np.zeros((len(chosen), 0), np.float32)) for chosen in known]
    return texts, judged(zip(documents, blank, strict=True))


def _columns(targets: Judged, name: str) -> Targets:
    values: npt.NDArray[np.generic] = getattr(targets, name)
    return np.asarray(values.reshape(len(values), -1).astype(np.int64))


def _vocabulary(texts: Sequence[str], fewest: int) -> tuple[Keys, npt.NDArray[np.float32]]:
    """Return the terms that occur in enough sentences, ascending, and how much each counts by its rarity."""
    each = [np.array(sorted(set(sentence_terms(text))), np.uint32) for text in texts]
    keys, counts = np.unique(np.concatenate([np.zeros(0, np.uint32), *each]), return_counts=True)
    keys, counts = keys[counts >= fewest], counts[counts >= fewest]
    return keys, (np.log((1 + len(texts)) / (1 + counts)) + 1).astype(np.float32)


def _fit_yes_no(features: csr_matrix, wanted: Targets, strength: float) -> tuple[Doubles, Doubles]:
    """Return weights, (1, terms), and bias, (1,), of a logit; nothing where there is only one answer."""
    right = wanted == 1
    if right.all() or not right.any():
        return np.zeros((1, features.shape[1])), np.zeros(1)
    model = LogisticRegression(C=strength, solver="liblinear", max_iter=_STEPS, random_state=0)
    model.fit(features, right)
    return model.coef_, model.intercept_


def _fit_choice(
    features: csr_matrix, wanted: Targets, width: int, strength: float
) -> tuple[Doubles, Doubles]:
    """Return weights, (labels, terms), and biases, (labels,), of the logits of a choice."""
    weights, biases = np.zeros((width, features.shape[1])), np.zeros(width)
    known = np.flatnonzero(wanted != IGNORED)
    labels = np.unique(wanted[known])
    if len(labels) < 2:
        return weights, biases
    model = LogisticRegression(C=strength, max_iter=_STEPS).fit(features[known], wanted[known])
    two = len(labels) == 2  # scikit-learn gives the logit of the second alone
    biases[:] = _ABSENT
    weights[labels] = np.vstack([-model.coef_, model.coef_]) / 2 if two else model.coef_
    biases[labels] = np.concatenate([-model.intercept_, model.intercept_]) / 2 if two else model.intercept_
    return weights, biases


def _pack(keys: Keys, rarity: npt.NDArray[np.float32], weights: Doubles, biases: Doubles) -> WordTable:
    """Turn weights to eight-bit integers, with a scale for each output."""
    scales = np.maximum(np.abs(weights).max(axis=1), np.finfo(np.float32).tiny) / _INTEGERS
    return WordTable(
        keys=keys,
        rarity=rarity,
        weights=np.ascontiguousarray(np.rint(weights / scales[:, None]).astype(np.int8).T),
        scales=scales.astype(np.float32),
        biases=biases.astype(np.float32),
    )


def fit_shares(
    words: Words, labels: LabelSets, documents: Sequence[tuple[TrainingDocument, SentenceLogits]]
) -> Words | None:
    """Fit how much words count beside the network, a number for each answer.

    Only the ratio of the two matters: the calibration that follows brings their sum to a scale.

    Parameters
    ----------
    words : Words
        Learned from other documents.
    labels : LabelSets
        Of the network.
    documents : sequence of (TrainingDocument, SentenceLogits)
        Held-out documents with the network's logits.

    Returns
    -------
    Words or None
        None where words add nothing to any answer. An answer to which they add nothing has a share of 0.
    """
    whole = replace(words, shares=dict.fromkeys(words.shares, 1.0))
    network = judged(documents)
    said = judged((document, _alone(whole, document, logits, labels)) for document, logits in documents)
    shares = {}
    for name in words.shares:
        place = labels.groups[name]
        rows = np.full(len(said.logits), fill_value=True) if name == "finding" else network.finding == 1
        columns = _columns(network, name)
        fit = _yes_no_share if name in _YES_NO else _choice_share
        shares[name] = _share(fit, network.logits[rows, place], said.logits[rows, place], columns[rows])
    return replace(words, shares=shares) if any(shares.values()) else None


def _alone(
    words: Words, document: TrainingDocument, logits: SentenceLogits, labels: LabelSets
) -> SentenceLogits:
    """Return what the words say in the place of what the network says, where it says anything."""
    said = words.join(0 * logits.sentences, document.texts, labels)
    return replace(logits, sentences=said.astype(np.float32))


Fit = Callable[[Doubles, Doubles, Targets], tuple[float, float]]


def _share(
    fit: Fit, network: npt.NDArray[np.float32], words: npt.NDArray[np.float32], wanted: Targets
) -> float:
    """Return the ratio of the two weights of a fit, in bounds; 0 where words count against their answers."""
    known = (wanted != IGNORED).all(axis=1)
    if known.sum() < _FEWEST or len(np.unique(wanted[known])) < 2:
        return 0.0
    of_network, of_words = fit(
        network[known].astype(np.float64), words[known].astype(np.float64), wanted[known]
    )
    # Of a network that tells nothing, or the opposite, next to nothing is left.
    return round(of_words / max(of_network, of_words / _MOST), 4) if of_words > 0 else 0.0


def _yes_no_share(network: Doubles, words: Doubles, wanted: Targets) -> tuple[float, float]:
    # A weak penalty keeps the weights finite where the logits separate the targets.
    pair = np.stack([network.ravel(), words.ravel()], axis=1)
    model = LogisticRegression(C=100.0).fit(pair, wanted.ravel() == 1)
    return float(model.coef_[0, 0]), float(model.coef_[0, 1])


def _choice_share(network: Doubles, words: Doubles, wanted: Targets) -> tuple[float, float]:
    numbers = np.arange(len(wanted))

    def loss(weights: Doubles) -> float:
        logs = log_softmax(weights[0] * network + weights[1] * words)
        return float(-logs[numbers, wanted[:, 0]].mean() + _PENALTY * (weights @ weights))

    found = minimize(loss, np.array([1.0, 0.5])).x
    return float(found[0]), float(found[1])
