"""Estimate the accuracy of a whole run from the sentences that were drawn at random.

Every sentence of the run had the same chance to be drawn, so the figures over those drawn estimate the
figures over all. What is counted in a sentence is counted by the scorers of :mod:`ofsight.evaluation`.

Each figure is a ratio of two sums over sentences (F1 is twice the matches over all findings of both sides).
Its variance is that of the linearised ratio, with the correction for a finite population; the interval is
Wilson's (1927) for a share over the effective number of items that this variance amounts to (Kott and Carr
1997; Korn and Graubard 1998), with Student's t for few sentences. Unlike a bootstrap's it does not shrink to
a point where everything drawn is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from ofsight.evaluation.coverage import Region
from ofsight.evaluation.entities import score_entities
from ofsight.evaluation.findings import score_findings
from ofsight.evaluation.sums import CONFIDENCE, Estimate
from ofsight.evaluation.tally import CountKey, Tally

from .answers import Pass
from .gold import Reviewed
from .places import Marks, Place

Counts = Counter[CountKey]
Numbers = NDArray[np.float64]
FEW_SENTENCES: Final = 50
"""With fewer drawn at random, intervals are told to be rough."""


@dataclass(frozen=True, slots=True)
class _Ratio:
    """A figure: the sum of some columns of counts over the sum of others."""

    title: str
    task: str
    above: tuple[str, ...]
    below: tuple[str, ...]


_FIGURES: Final = (
    _Ratio("Findings, precision", "findings.detection", ("correct",), ("predicted",)),
    _Ratio("Findings, recall", "findings.detection", ("recalled",), ("gold",)),
    _Ratio("Findings, F1", "findings.detection", ("correct", "recalled"), ("predicted", "gold")),
    _Ratio("Themes, micro F1", "findings.themes", ("correct", "recalled"), ("predicted", "gold")),
    _Ratio("Polarity, accuracy", "findings.polarity", ("right",), ("decisions",)),
    _Ratio("Source, accuracy", "findings.source", ("right",), ("decisions",)),
    _Ratio("Councils of findings, accuracy", "findings.councils", ("right",), ("decisions",)),
    _Ratio("Entities, strict precision", "entities.strict", ("correct",), ("predicted",)),
    _Ratio("Entities, strict recall", "entities.strict", ("recalled",), ("gold",)),
    _Ratio("Entities, strict micro F1", "entities.strict", ("correct", "recalled"), ("predicted", "gold")),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One estimated figure.

    Attributes
    ----------
    title : str
        What people call it.
    estimate : Estimate
        In 0..1, with its interval.
    items : int
        So many findings, themes or entities, of both sides where both count.
    """

    title: str
    estimate: Estimate
    items: int


def counts_of(predicted: Marks, gold: Marks) -> Counts:
    """Score one sentence with the scorers of the evaluation."""
    tally = Tally()
    wanted, got = ([] if marks.finding is None else [marks.finding] for marks in (gold, predicted))
    score_findings(wanted, got, (), Region(), tally)
    score_entities(gold.entities, predicted.entities, Region(), tally)
    return tally.counts


def count_reviewed(reviewed: Iterable[Reviewed], places: frozenset[Place]) -> list[Counts]:
    """Score the reviewed sentences that are among ``places``; one entry each, sorted by place."""
    found = {
        place: counts_of(item.predicted[place], gold)
        for item in reviewed
        for place, gold in item.gold.items()
        if place in places
    }
    return [found[place] for place in sorted(found)]


def estimate_figures(sentences: Sequence[Counts], population: int) -> list[Figure]:
    """Estimate every figure from sentences drawn at random without replacement.

    Parameters
    ----------
    sentences : sequence of Counter
        The counts of each sentence drawn, :func:`counts_of`.
    population : int
        How many sentences there are in the run.

    Returns
    -------
    list of Figure
        Those for which there is anything to count.
    """
    figures = []
    for ratio in _FIGURES:
        above, below = (_summed(sentences, ratio.task, columns) for columns in (ratio.above, ratio.below))
        if below.sum() > 0:
            estimate = interval_of_ratio(above, below, population, sides=len(ratio.below))
            figures.append(Figure(ratio.title, estimate, int(below.sum())))
    return figures


def agreement_of(
    passes: Iterable[Sequence[Pass]],
) -> dict[tuple[str, str], tuple[int, list[Figure]]]:
    """Score the reviewers of the same sentences against each other.

    Parameters
    ----------
    passes : iterable of sequence of Pass
        Those over each sentence.

    Returns
    -------
    dict of (str, str) to (int, list of Figure)
        By the names of two reviewers: the sentences that both did, and the figures of the second against the
        first; without intervals, since they are about these sentences alone.
    """
    counts: dict[tuple[str, str], list[Counts]] = {}
    for each in passes:
        for first, second in combinations(sorted(each, key=lambda item: item.annotator), 2):
            found = counts_of(second.marks, first.marks)
            counts.setdefault((first.annotator, second.annotator), []).append(found)
    return {pair: (len(found), estimate_figures(found, len(found))) for pair, found in sorted(counts.items())}


def _summed(sentences: Sequence[Counts], task: str, columns: tuple[str, ...]) -> Numbers:
    return np.array(
        [
            sum(count for key, count in counts.items() if key.task == task and key.column in columns)
            for counts in sentences
        ],
        dtype=np.float64,
    )


def interval_of_ratio(above: Numbers, below: Numbers, population: int, *, sides: int = 1) -> Estimate:
    """Estimate a ratio of sums over a population from a simple random sample of it.

    Parameters
    ----------
    above, below : arrays of float, (sentences,)
        What each sentence adds to the two sums; ``above`` is at most ``below``.
    population : int
        Sentences in the run.
    sides : int
        How many items of ``below`` are one answer: 2 where each match counts on both sides.

    Returns
    -------
    Estimate
        The ratio with its interval of 95%.
    """
    drawn, total = len(below), float(below.sum())
    share = float(above.sum()) / total
    if drawn >= population:
        return Estimate(share, share, share)
    left = 1 - drawn / population
    spread = float(((above - share * below) ** 2).sum()) * drawn / max(drawn - 1, 1)
    items = total / sides
    if 0 < share < 1 and spread > 0:
        variance = left * spread / total**2
        effective = min(share * (1 - share) / variance, total / left)
    else:
        effective = items / left
    return Estimate(share, *_wilson(share, effective, drawn))


def _wilson(share: float, effective: float, drawn: int) -> tuple[float, float]:
    z2 = float(student.ppf((1 + CONFIDENCE) / 2, max(drawn - 1, 1))) ** 2
    middle = (share + z2 / (2 * effective)) / (1 + z2 / effective)
    half = np.sqrt(z2 * (share * (1 - share) / effective + z2 / (4 * effective**2))) / (1 + z2 / effective)
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))
