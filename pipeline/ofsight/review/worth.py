"""What a person's look at a sentence is worth: the mistakes to expect in it, and how rare its themes are.

How many mistakes each sign hints at was learned from articles of the training split that the shipped network
has not seen (``scripts/review_weights.py``), with no weight below zero.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from ofsight.errors import ReviewError

from .signals import SIGNALS, Signals

FILE: Final = Path(__file__).parent / "data" / "worth.json"
RARITY: Final = 0.5
"""By how much more a look at a sentence is worth if its theme has next to no examples."""
_SHOWN: Final = 3
_LEAST: Final = 0.02


@dataclass(frozen=True, slots=True)
class Weights:
    """How many mistakes each sign hints at, and how frequent themes are in the data a model was trained on.

    Attributes
    ----------
    base : float
        Mistakes in a sentence without any sign.
    signals : dict of str to float
        By sign; none below 0.
    themes : dict of str to float
        The share of each theme in the themes of all training findings; they sum to 1.
    """

    base: float
    signals: Mapping[str, float]
    themes: Mapping[str, float]

    def __post_init__(self) -> None:
        unknown = sorted(set(self.signals) - set(SIGNALS))
        if unknown or any(weight < 0 for weight in self.signals.values()):
            raise ReviewError(f"weights of a review must not be below 0, and of known signs; found {unknown}")

    def mistakes(self, signals: Signals) -> float:
        """Return the mistakes to expect in a sentence."""
        return self.base + sum(self.signals.get(name, 0.0) * value for name, value in signals.items())

    def reasons(self, signals: Signals) -> tuple[str, ...]:
        """Return the signs that count most, the heaviest first."""
        counted = {name: self.signals.get(name, 0.0) * value for name, value in signals.items()}
        first = sorted(counted, key=lambda name: (-counted[name], name))[:_SHOWN]
        return tuple(SIGNALS[name] for name in first if counted[name] >= _LEAST)


@cache
def standard_weights() -> Weights:
    """Return the weights that ship with Ofsight."""
    content = json.loads(files(__package__).joinpath("data/worth.json").read_text(encoding="utf-8"))
    return Weights(content["base"], content["signals"], content["themes"])


def scarcity(run: Mapping[str, int], trained: Mapping[str, float]) -> dict[str, float]:
    """Return how rare each theme is: 1 without any example, 0 for those as frequent as the average.

    Parameters
    ----------
    run : mapping of str to int
        Findings of the run, by theme.
    trained : mapping of str to float
        Shares in the training data; a theme that is not there is judged by the run alone.
    """
    names = sorted({*run, *trained})
    total = sum(run.values())
    shares = {}
    for name in names:
        known = [run.get(name, 0) / total] if total else []
        known += [trained[name]] if name in trained else []
        shares[name] = sum(known) / len(known) if known else 0.0
    return {name: max(0.0, 1 - share * len(names)) for name, share in shares.items()}


def priority(mistakes: float, chances: Mapping[str, float], scarce: Mapping[str, float]) -> float:
    """Return the place of a sentence in the queue: its mistakes, counted more where a rare theme may fit."""
    rare = max((chance * scarce.get(theme, 1.0) for theme, chance in chances.items()), default=0.0)
    return mistakes * (1 + RARITY * rare)
