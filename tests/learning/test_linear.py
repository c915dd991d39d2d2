from __future__ import annotations

import numpy as np
import pytest

from ofsight.learning.linear import fit_line, fit_linear
from ofsight.read.network.scores import Line, on_line

RANDOM = np.random.default_rng(5)


def clouds(classes: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Points around the corners of a simplex, far from zero and of unlike scales."""
    targets = np.repeat(classes, 30)
    features = np.eye(4)[targets] * 8 + RANDOM.normal(0, 1, (len(targets), 4))
    return (features * [1, 10, 0.1, 1] + 50).astype(np.float32), targets


@pytest.mark.parametrize(("classes", "count"), [([0, 1, 2], 3), ([0, 1], 2), ([0, 2], 3), ([1, 2, 3], 4)])
def test_what_can_be_told_apart_is(classes: list[int], count: int) -> None:
    features, targets = clouds(classes)
    layer = fit_linear(features, targets, classes=count, strength=0.1)
    logits = layer(features)
    assert logits.shape == (len(targets), 1 if count == 2 else count)
    found = (logits[:, 0] > 0).astype(int) if count == 2 else logits.argmax(axis=1)
    assert (found == targets).mean() > 0.98


def test_a_class_without_examples_is_never_found() -> None:
    features, targets = clouds([0, 2])
    logits = fit_linear(features, targets, classes=4, strength=0.1)(features)
    assert set(logits.argmax(axis=1).tolist()) <= {0, 2}


@pytest.mark.parametrize("count", [2, 3])
def test_with_one_class_only_that_is_found(count: int) -> None:
    features, _ = clouds([0])
    logits = fit_linear(features, np.zeros(len(features), np.int64), classes=count, strength=0.1)(features)
    assert (logits[:, 0] < 0).all() if count == 2 else (logits.argmax(axis=1) == 0).all()


def test_balance_finds_more_of_what_is_rare() -> None:
    features = RANDOM.normal(0, 1, (200, 3)).astype(np.float32)
    targets = np.zeros(200, np.int64)
    targets[:10] = 1
    features[:10, 0] += 1.5
    found = [
        (fit_linear(features, targets, classes=2, strength=0.1, balanced=balanced)(features) > 0).sum()
        for balanced in (False, True)
    ]
    assert found[0] < 10 < found[1]


def test_a_line_makes_logits_probabilities() -> None:
    chances = RANDOM.uniform(0.05, 0.95, 4000)
    right = RANDOM.uniform(size=4000) < chances
    logits = (np.log(chances / (1 - chances)) - 1) * 3  # three times too sure, and leaning to "no"
    line = fit_line(logits, right)
    assert line.scale == pytest.approx(1 / 3, rel=0.15)
    assert np.abs(on_line(logits, line) - chances).mean() < 0.03


@pytest.mark.parametrize(
    ("logits", "right"),
    [([1.0] * 5, [True, False, True, False, True]), ([1.0] * 20, [True] * 20), ([], [])],
)
def test_too_little_makes_no_line(logits: list[float], right: list[bool]) -> None:
    assert fit_line(np.asarray(logits), np.asarray(right, dtype=bool)) == Line()


def test_logits_that_mislead_make_no_line() -> None:
    logits = np.linspace(-2, 2, 40)
    assert fit_line(logits, logits < 0) == Line()
