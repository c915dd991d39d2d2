"""Whose assertion each sentence of an article is: the discourse's clues and the reader's scores in one chain.

A log-linear model weighs the clues of each sentence (learned by ``scripts/learn_clues.py``), the reader's
scores join it, and the likeliest chain of sources over the article is found (Viterbi 1967), since who spoke
last mostly speaks on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import numpy.typing as npt

from ofsight.clues import ClueModel, Clues, Floats, read_json
from ofsight.reading import SentenceReading
from ofsight.record.labels import SOURCES
from ofsight.record.types import SourceClass

FILE: Final = Path(__file__).parent / "data" / "source_model.json"
_LEAST: Final = 1e-6
"""No score of the reader counts as less: it is never that sure."""


@dataclass(frozen=True, slots=True)
class SourceModel:
    """Weights of clues and of the chain.

    Attributes
    ----------
    weighing : ClueModel
        Of the sources, in the order of :data:`ofsight.record.labels.SOURCES`.
    going_on, moving_on : array of float, (sources, sources)
        Log of how much likelier the second source is after the first, within a paragraph and across two.
    reader, clues, chain : float
        How much each of the three counts.
    """

    weighing: ClueModel
    going_on: Floats
    moving_on: Floats
    reader: float = 1.0
    clues: float = 1.0
    chain: float = 1.0

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> SourceModel:
        """Make a model of what its file holds."""
        return cls(
            ClueModel.from_json(held),
            np.array(held["going_on"], dtype=np.float64),
            np.array(held["moving_on"], dtype=np.float64),
            **held["powers"],
        )

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
        likely = self.clues * np.stack([self.weighing.log_probabilities(found) for found in clues])
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


@cache
def load_source_model() -> SourceModel:
    """Load the model that the package ships."""
    return SourceModel.from_json(read_json(FILE))
