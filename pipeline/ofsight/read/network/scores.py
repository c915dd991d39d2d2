"""Scores that mean something: probabilities fitted on held-out data (Platt 1999; Guo et al. 2017)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .decode import Doubles, log_softmax

_SMALLEST = 1e-6


@dataclass(frozen=True, slots=True)
class Line:
    """``scale * x + bias``, before the logistic function."""

    scale: float = 1.0
    bias: float = 0.0


def logistic(values: npt.NDArray[np.floating]) -> Doubles:
    """Return 1 / (1 + exp(-x)) in double precision, safe for large values."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * values.astype(np.float64))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """How logits become probabilities; the default takes them as they are.

    Attributes
    ----------
    finding_line, theme_line : Line
        On the logits of findings and of themes (one line for all themes).
    entity_line : Line
        On the log-odds of a span's mean probability; the result is the probability that it is exact.
    polarity_temperature, source_temperature : float
        By which logits are divided.
    """

    finding_line: Line = Line()
    theme_line: Line = Line()
    entity_line: Line = Line()
    polarity_temperature: float = 1.0
    source_temperature: float = 1.0

    def finding(self, logits: npt.NDArray[np.floating]) -> Doubles:
        """Return the probability of being a finding."""
        return on_line(logits, self.finding_line)

    def themes(self, logits: npt.NDArray[np.floating]) -> Doubles:
        """Return the probability of each theme."""
        return on_line(logits, self.theme_line)

    def polarity(self, logits: npt.NDArray[np.floating]) -> Doubles:
        """Return the probabilities of the polarities, which sum to 1."""
        return np.asarray(np.exp(log_softmax(logits / self.polarity_temperature)))

    def source(self, logits: npt.NDArray[np.floating]) -> Doubles:
        """Return the probabilities of the sources, which sum to 1."""
        return np.asarray(np.exp(log_softmax(logits / self.source_temperature)))

    def entity(self, logprob: float) -> float:
        """Return the probability that a span is exact, from the mean log-probability of its words."""
        return float(on_line(np.asarray([log_odds(logprob)]), self.entity_line)[0])


def log_odds(logprob: float) -> float:
    """Return the log-odds of a probability given by its logarithm, within +-13.8."""
    probability = min(max(float(np.exp(logprob)), _SMALLEST), 1 - _SMALLEST)
    return float(np.log(probability / (1 - probability)))


def on_line(values: npt.NDArray[np.floating], line: Line) -> Doubles:
    """Return the probabilities that a line makes of values."""
    return logistic(line.scale * values.astype(np.float64) + line.bias)
