"""Whose assertion each sentence of an article is: the discourse's clues and the reader's scores in one chain.

A log-linear model weighs the clues of each sentence (learned by ``scripts/learn_sources.py``), the reader's
scores join it, and the likeliest chain of sources over the article is found (Viterbi 1967), since who spoke
last mostly speaks on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final, cast

import numpy as np
import numpy.typing as npt

from ofsight.reading import SentenceReading
from ofsight.record.labels import SOURCES
from ofsight.record.types import SourceClass

from .source_clues import Clues

Floats = npt.NDArray[np.float64]
_FILE: Final = Path(__file__).parent / "data" / "source_model.json"
_LEAST: Final = 1e-6
"""No score of the reader counts as less: it is never that sure."""


@dataclass(frozen=True, slots=True)
class SourceModel:
    """Weights of clues and of the chain.

    Attributes
    ----------
    intercept : array of float, (sources,)
        In the order of :data:`ofsight.record.labels.SOURCES`.
    weights : mapping of str to array of float, (sources,)
        By clue; an unknown clue weighs nothing.
    going_on, moving_on : array of float, (sources, sources)
        Log of how much likelier the second source is after the first, within a paragraph and across two.
    reader, clues, chain : float
        How much each of the three counts.
    """

    intercept: Floats
    weights: Mapping[str, Floats]
    going_on: Floats
    moving_on: Floats
    reader: float = 1.0
    clues: float = 1.0
    chain: float = 1.0

    def by_clues(self, clues: Clues) -> Floats:
        """Return the log-probabilities of the sources by the clues of one sentence, (sources,)."""
        total = self.intercept.copy()
        for name, amount in clues.items():
            weight = self.weights.get(name)
            if weight is not None:
                total += amount * weight
        return np.asarray(total - np.logaddexp.reduce(total), dtype=np.float64)

    def decide(
        self, clues: Sequence[Clues], blocks: Sequence[int], readings: Sequence[SentenceReading] | None = None
    ) -> list[SourceClass]:
        """Return the likeliest chain of sources.

        Parameters
        ----------
        clues : sequence of Clues
            Of the sentences, in order.
        blocks : sequence of int
            The number of each sentence's block.
        readings : sequence of SentenceReading, optional
            Whose scores of sources join; those without any, or with others, say nothing.
        """
        if not clues:
            return []
        likely = self.clues * np.stack([self.by_clues(found) for found in clues])
        if readings is not None:
            likely += self.reader * np.stack([_scores(reading) for reading in readings])
        steps = [
            self.chain * (self.going_on if one == other else self.moving_on)
            for one, other in pairwise(blocks)
        ]
        return [cast("SourceClass", SOURCES[place]) for place in likeliest_chain(likely, steps)]


def likeliest_chain(likely: Floats, steps: Sequence[Floats]) -> list[int]:
    """Return the chain of states with the highest sum of scores.

    Parameters
    ----------
    likely : array of float, (places, states)
        Score of each state at each place; at least one place.
    steps : sequence of array of float, (states, states)
        Score of going from one state to the other between neighbouring places.
    """
    best = likely[0]
    back: list[npt.NDArray[np.intp]] = []
    for here, step in zip(likely[1:], steps, strict=True):
        through = best[:, None] + step
        back.append(through.argmax(axis=0))
        best = through.max(axis=0) + here
    chain = [int(best.argmax())]
    for previous in reversed(back):
        chain.append(int(previous[chain[-1]]))
    return chain[::-1]


def _scores(reading: SentenceReading) -> Floats:
    if not set(reading.source) <= set(SOURCES):
        return np.zeros(len(SOURCES))
    scores = np.array([reading.source.get(name, 0.0) for name in SOURCES])
    return np.log(np.maximum(scores, _LEAST)) if reading.source else np.zeros(len(SOURCES))


def model_from_json(held: Mapping[str, object]) -> SourceModel:
    """Make a model of what its file holds."""

    def array(name: str) -> Floats:
        return np.array(held[name], dtype=np.float64)

    weights = cast("Mapping[str, Sequence[float]]", held["weights"])
    powers = cast("Mapping[str, float]", held["powers"])
    return SourceModel(
        intercept=array("intercept"),
        weights={name: np.array(values, dtype=np.float64) for name, values in weights.items()},
        going_on=array("going_on"),
        moving_on=array("moving_on"),
        **powers,
    )


@cache
def load_source_model() -> SourceModel:
    """Load the model that the package ships."""
    return model_from_json(json.loads(_FILE.read_text(encoding="utf-8")))
