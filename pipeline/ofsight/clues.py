"""Log-linear models over named clues: small enough to read, learned by ``scripts/learn_clues.py``.

Rules see a thing from many sides and mostly agree; where they do not, these models say what each is worth.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt

Clues = dict[str, float]
"""Clues by name; most count 1, shares and positions lie in 0..1."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ClueModel:
    """How much each clue speaks for each label.

    Attributes
    ----------
    labels : tuple of str
        What to choose from.
    intercept : array of float, (labels,)
        Where there are no clues.
    weights : mapping of str to array of float, (labels,)
        By clue; an unknown clue weighs nothing.
    """

    labels: tuple[str, ...]
    intercept: Floats
    weights: Mapping[str, Floats]

    def log_probabilities(self, clues: Clues) -> Floats:
        """Return the logarithms of the labels' probabilities, (labels,)."""
        total = self.intercept.copy()
        for name, amount in clues.items():
            weight = self.weights.get(name)
            if weight is not None:
                total += amount * weight
        return np.asarray(total - np.logaddexp.reduce(total), dtype=np.float64)

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> ClueModel:
        """Make a model of what its file holds: of each clue the labels for and against which it speaks."""
        labels = tuple(cast("Sequence[str]", held["labels"]))
        places = {label: place for place, label in enumerate(labels)}
        weights: dict[str, Floats] = {}
        for name, spoken in held["weights"].items():
            weights[name] = np.zeros(len(labels))
            for label, weight in spoken.items():
                weights[name][places[label]] = weight
        return cls(labels, np.array(held["intercept"], dtype=np.float64), weights)


def read_json(path: Path) -> dict[str, Any]:
    """Read the file of a model."""
    held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return held
