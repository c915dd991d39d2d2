"""Reliability: how often what scores 0.8 is right.

Scores are put into bins of equal width, and in each the mean score is held against the share that is right
(Murphy and Winkler 1977); the mean gap, weighted by the items of the bins, is the expected calibration error
(Naeini et al. 2015; Guo et al. 2017).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ofsight.record import Record

from .coverage import annotated_layers, present_layers, region_of
from .entities import entities_to_score
from .findings import findings_to_score
from .matching import match_equal, match_spans, same_stretch
from .pairing import Pairing

BINS: Final = 10
ENTITIES: Final = "entities"
FINDINGS: Final = "findings"
THEMES: Final = "themes"


class Judged(NamedTuple):
    """The score of one item that was emitted, and whether it is right by the gold."""

    score: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Items that score from ``low`` to ``high``: how many, their mean score, and the share that is right."""

    low: float
    high: float
    count: int
    score: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """How scores and the share that is right go together.

    Attributes
    ----------
    count : int
        Items.
    error : float
        The expected calibration error, in 0..1; 0 is best.
    brier : float
        The mean squared difference of score and outcome (Brier 1950), in 0..1; 0 is best.
    bins : tuple of Bin
        Those with items, by score.
    """

    count: int
    error: float
    brier: float
    bins: tuple[Bin, ...]


def reliability(judged: Sequence[Judged], bins: int = BINS) -> Reliability | None:
    """Compare scores with outcomes.

    Parameters
    ----------
    judged : sequence of Judged
        Items, in any order.
    bins : int
        How many bins of equal width 0..1 is cut into; a score on a border belongs to the upper one.

    Returns
    -------
    Reliability or None
        None where there are no items.
    """
    if not judged:
        return None
    members: list[list[Judged]] = [[] for _ in range(bins)]
    for item in judged:
        members[min(int(item.score * bins), bins - 1)].append(item)
    found = tuple(
        Bin(
            low=place / bins,
            high=(place + 1) / bins,
            count=len(items),
            score=sum(item.score for item in items) / len(items),
            accuracy=sum(item.right for item in items) / len(items),
        )
        for place, items in enumerate(members)
        if items
    )
    count = len(judged)
    return Reliability(
        count=count,
        error=sum(one.count * abs(one.accuracy - one.score) for one in found) / count,
        brier=sum((item.score - item.right) ** 2 for item in judged) / count,
        bins=found,
    )


def judge(gold: Sequence[Record], predicted: Iterable[Record]) -> dict[str, list[Judged]]:
    """Collect the scores of what was predicted, with what the gold says of it.

    Parameters
    ----------
    gold : sequence of Record
        Of one file: a layer that none of them has is not annotated.
    predicted : iterable of Record
        Of the same documents; items without a score are left out.

    Returns
    -------
    dict of str to list of Judged
        ``entities``: right if start, end and label are those of a gold entity. ``findings``: of those that
        were emitted, right if matched with a gold one. ``themes``: of every theme that an emitted finding
        has a score for, chosen or not, right if the gold finding has it. Without layers that are not scored.

    Raises
    ------
    EvaluationError
        When a text differs from that of the gold, or an id stands twice.
    """
    in_file = frozenset(layer for record in gold for layer in present_layers(record))
    found: dict[str, list[Judged]] = {}
    for pair in Pairing((("", record) for record in gold), predicted):
        if pair.predicted is None:
            continue
        whole = region_of(pair.gold).spans is None
        layers = annotated_layers(present_layers(pair.gold), in_file, whole=whole, asked_for=None)
        if "entities" in layers:
            found.setdefault(ENTITIES, []).extend(_judged_entities(pair.gold, pair.predicted))
        if "findings" in layers:
            findings, themes = _judged_findings(pair.gold, pair.predicted)
            found.setdefault(FINDINGS, []).extend(findings)
            found.setdefault(THEMES, []).extend(themes)
    return found


def _judged_entities(gold: Record, predicted: Record) -> Iterator[Judged]:
    counted = entities_to_score(gold.entities, predicted.entities, region_of(gold))
    pairs = match_equal(
        [(one.start, one.end, one.label) for one in gold.entities],
        [(one.start, one.end, one.label) for one in counted],
    )
    right = {column for _, column in pairs}
    for place, entity in enumerate(counted):
        if entity.score is not None:
            yield Judged(entity.score, place in right)


def _judged_findings(gold: Record, predicted: Record) -> tuple[list[Judged], list[Judged]]:
    counted = findings_to_score(gold.findings, predicted.findings, region_of(gold))
    matched = {column: row for row, column in match_spans(gold.findings, counted, same_stretch)}
    findings: list[Judged] = []
    themes: list[Judged] = []
    for place, finding in enumerate(counted):
        row = matched.get(place)
        if finding.score is not None:
            findings.append(Judged(finding.score, row is not None))
        fitting = gold.findings[row].themes if row is not None else ()
        for theme, score in (finding.theme_scores or {}).items():
            if score is not None:
                themes.append(Judged(score, theme in fitting))
    return findings, themes
