from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.read.network.scores import Calibration, Line, log_odds, logistic

numbers = st.floats(-1e6, 1e6)
scales = st.floats(0.01, 20)
lines = st.builds(Line, scales, st.floats(-20, 20))
calibrations = st.builds(Calibration, lines, lines, lines, st.floats(0.05, 20), st.floats(0.05, 20))
logits = st.lists(numbers, min_size=2, max_size=6).map(np.array)


@given(calibrations, logits)
def test_probabilities_lie_between_0_and_1_and_keep_the_order(
    calibration: Calibration, values: np.ndarray
) -> None:
    ordered = np.sort(values)
    for scale in (calibration.finding, calibration.themes):
        probabilities = scale(ordered)
        assert ((probabilities >= 0) & (probabilities <= 1)).all()
        assert (np.diff(probabilities) >= 0).all()


@given(calibrations, logits)
def test_probabilities_of_alternatives_sum_to_one_and_keep_the_choice(
    calibration: Calibration, values: np.ndarray
) -> None:
    for scale in (calibration.polarity, calibration.source):
        probabilities = scale(values)
        assert ((probabilities >= 0) & (probabilities <= 1)).all()
        assert probabilities.sum() == pytest.approx(1)
        assert probabilities[values.argmax()] == probabilities.max()


@given(calibrations, st.lists(st.floats(-800, 0), min_size=2, max_size=6))
def test_scores_of_spans_lie_between_0_and_1_and_keep_the_order(
    calibration: Calibration, logprobs: list[float]
) -> None:
    scores = [calibration.entity(logprob) for logprob in sorted(logprobs)]
    assert all(0 <= score <= 1 for score in scores)
    assert scores == sorted(scores)


@given(st.floats(1e-5, 1 - 1e-5))
def test_without_calibration_a_span_scores_its_mean_probability(probability: float) -> None:
    assert Calibration().entity(math.log(probability)) == pytest.approx(probability)


@given(st.floats(-30, 30))
def test_without_calibration_logits_are_taken_as_they_are(logit: float) -> None:
    expected = 1 / (1 + math.exp(-logit))
    assert Calibration().finding(np.array([logit]))[0] == pytest.approx(expected)
    assert Calibration().polarity(np.array([logit, 0.0]))[0] == pytest.approx(expected)


def test_lines_and_temperatures_do_what_they_say() -> None:
    calibration = Calibration(
        finding_line=Line(2.0, 1.0),
        theme_line=Line(1.0, -1.0),
        entity_line=Line(0.5, 0.25),
        polarity_temperature=2.0,
        source_temperature=0.5,
    )
    one = np.array([1.0])
    assert calibration.finding(one)[0] == pytest.approx(logistic(np.array([3.0]))[0])
    assert calibration.themes(one)[0] == pytest.approx(0.5)
    assert calibration.entity(math.log(0.5)) == pytest.approx(logistic(np.array([0.25]))[0])
    assert calibration.polarity(np.array([2.0, 0.0]))[0] == pytest.approx(logistic(one)[0])
    assert calibration.source(np.array([0.5, 0.0]))[0] == pytest.approx(logistic(one)[0])


def test_scores_stay_finite_at_the_ends() -> None:
    extremes = np.array([-1e300, 0.0, 1e300])
    assert logistic(extremes).tolist() == [0.0, 0.5, 1.0]
    assert -14 < log_odds(-1e9) < -13
    assert 13 < log_odds(0.0) < 14
