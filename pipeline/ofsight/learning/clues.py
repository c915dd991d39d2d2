"""Learn a :class:`ofsight.clues.ClueModel` from examples, and write it as its file holds it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from ofsight.clues import Clues

_DECIMALS: Final = 2
_ROUNDS: Final = 5000
_TWO: Final = 2


def fit_clues(
    examples: Sequence[tuple[Clues, str]],
    labels: Sequence[str],
    *,
    strength: float,
    least_count: int = 1,
    least_weight: float = 0.01,
) -> dict[str, Any]:
    """Fit a multinomial logistic regression.

    Parameters
    ----------
    examples : sequence of (Clues, str)
        What was seen, with its label.
    labels : sequence of str
        Every label, in the order wanted; each must occur.
    strength : float
        Inverse of the penalty on weights (scikit-learn's C).
    least_count : int
        Clues seen less often are left out.
    least_weight : float
        Smaller weights are left out, and clues of which nothing stays.

    Returns
    -------
    dict
        ``labels``, ``intercept`` and ``weights``, as :meth:`ofsight.clues.ClueModel.from_json` reads them.
    """
    counts = Counter(name for clues, _ in examples for name in clues)
    names = DictVectorizer()
    matrix = names.fit_transform(
        [
            {name: amount for name, amount in clues.items() if counts[name] >= least_count}
            for clues, _ in examples
        ]
    )
    fitted = LogisticRegression(C=strength, max_iter=_ROUNDS).fit(matrix, [label for _, label in examples])
    order = [list(fitted.classes_).index(label) for label in labels]
    slopes, intercept = fitted.coef_, fitted.intercept_
    if len(order) == _TWO:  # scikit-learn gives the second label's alone
        slopes, intercept = (
            np.vstack([-slopes, slopes]) / _TWO,
            np.concatenate([-intercept, intercept]) / _TWO,
        )
    weights: dict[str, dict[str, float]] = {}
    for name, row in zip(names.feature_names_, slopes[order].T.round(_DECIMALS), strict=True):
        kept = {label: float(w) for label, w in zip(labels, row, strict=True) if abs(w) >= least_weight}
        if kept:
            weights[name] = kept
    return {
        "labels": list(labels),
        "intercept": [float(w) for w in intercept[order].round(_DECIMALS)],
        "weights": weights,
    }


def model_text(held: Mapping[str, Any]) -> str:
    """Return the text of a model's file: a clue a line, so that a change of one is a change of one line."""
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in held.items() if key != "weights"]
    weights = ",\n".join(
        f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(spoken, separators=(',', ':'))}"
        for name, spoken in held["weights"].items()
    )
    return "{\n" + "".join(f" {line},\n" for line in lines) + f' "weights": {{\n{weights}\n }}\n}}\n'
