"""Logistic regression, and lines that make its scores probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from ofsight.read.network.scores import Line

Doubles = npt.NDArray[np.float64]
_ABSENT = -20.0
"""The bias of a class without an example."""
_STEPS = 500
_FEWEST = 10


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear layer: ``features @ weight.T + bias``.

    Attributes
    ----------
    weight : array of float, (classes, features)
    bias : array of float, (classes,)
    """

    weight: Doubles
    bias: Doubles

    def __call__(self, features: npt.NDArray[np.floating]) -> Doubles:
        """Return the logits, (..., classes)."""
        return np.asarray(features.astype(np.float64) @ self.weight.T + self.bias)


def fit_linear(
    features: npt.NDArray[np.floating],
    targets: npt.NDArray[np.int64],
    *,
    classes: int,
    strength: float,
    balanced: bool = False,
) -> Linear:
    """Fit a logistic regression.

    Parameters
    ----------
    features : array of float, (examples, features)
        Brought to one scale here; the scale is part of the layer that is returned.
    targets : array of int, (examples,)
        Numbers of classes.
    classes : int
        How many there are; of two, the layer has one row, the logit of the second.
    strength : float
        Inverse strength of the regularisation.
    balanced : bool
        Let each class count the same, however rare.
    """
    rows = 1 if classes == 2 else classes
    weight, bias = np.zeros((rows, features.shape[1])), np.full(rows, _ABSENT)
    known = np.unique(targets)
    if len(known) < 2:
        if rows > 1 and len(known):
            bias[known] = 0.0
        return Linear(weight, bias)
    middle = features.mean(axis=0, dtype=np.float64)
    scale = features.std(axis=0, dtype=np.float64) + 1e-6
    model = LogisticRegression(
        C=strength, max_iter=_STEPS, class_weight="balanced" if balanced else None
    ).fit((features - middle) / scale, targets)
    coefficients, offsets = model.coef_, model.intercept_
    if rows > 1 and len(known) == 2:  # scikit-learn gives the logit of the second alone
        coefficients = np.vstack([-coefficients, coefficients]) / 2
        offsets = np.concatenate([-offsets, offsets]) / 2
    places = known if rows > 1 else [0]
    weight[places] = coefficients / scale
    bias[places] = offsets - (coefficients / scale) @ middle
    return Linear(weight, bias)


def fit_line(logits: npt.NDArray[np.floating], right: npt.NDArray[np.bool_]) -> Line:
    """Return the line from logits to log-odds of being right (Platt 1999); none where too few are given."""
    if len(right) < _FEWEST or right.all() or not right.any():
        return Line()
    # A weak penalty keeps the line finite where the logits separate what is right.
    model = LogisticRegression(C=1.0).fit(logits[:, None].astype(np.float64), right)
    slope = float(model.coef_[0, 0])
    return Line(slope, float(model.intercept_[0])) if slope > 0 else Line()
