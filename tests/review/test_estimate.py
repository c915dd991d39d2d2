from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.review.made import predictions, record

from ofsight.evaluation import Options, evaluate
from ofsight.record import Record
from ofsight.review.answers import Pass
from ofsight.review.estimate import (
    Numbers,
    agreement_of,
    count_reviewed,
    counts_of,
    estimate_figures,
    interval_of_ratio,
)
from ofsight.review.gold import Reviewed, gold_record, plain
from ofsight.review.places import Place, Sentences

NAMES = {
    "Findings, precision": "findings.detection.precision",
    "Findings, recall": "findings.detection.recall",
    "Findings, F1": "findings.detection.f1",
    "Themes, micro F1": "findings.themes.micro.f1",
    "Polarity, accuracy": "findings.polarity",
    "Source, accuracy": "findings.source",
    "Councils of findings, accuracy": "findings.councils",
    "Entities, strict precision": "entities.strict.micro.precision",
    "Entities, strict recall": "entities.strict.micro.recall",
    "Entities, strict micro F1": "entities.strict.micro.f1",
}


def reviewed(run: Record, answer: Record) -> Reviewed:
    found = Reviewed(run, annotators=("ann",))
    for place in Sentences(run):
        found.predicted[place] = Sentences(run).marks(place)
        found.gold[place] = plain(Sentences(answer).marks(place))
    return found


@given(predictions())
def test_estimates_of_everything_are_what_the_evaluation_says(pair: tuple[Record, Record]) -> None:
    item = reviewed(*pair)
    if not item.gold:
        return
    counts = count_reviewed([item], frozenset(item.gold))
    figures = estimate_figures(counts, len(counts))
    gold = gold_record(item, with_text=True)
    report = evaluate([gold], [pair[0]], Options(layers=("entities", "findings"), draws=0)).group().figures()
    for figure in figures:
        expected = report.get(NAMES[figure.title]) or report[NAMES[figure.title].replace(".micro", "")]
        assert figure.estimate.value == pytest.approx(expected.value)
        assert figure.estimate.low == figure.estimate.value == figure.estimate.high


def test_only_the_sentences_asked_for_are_counted() -> None:
    item = reviewed(record(), record(score=0.7))
    places = sorted(item.gold)
    assert len(count_reviewed([item], frozenset(places[:2]))) == 2
    (found,) = count_reviewed([item], frozenset(places[-1:]))  # no finding, no entity
    assert estimate_figures([found], 100) == []


Population = tuple[Numbers, Numbers, int]


def _accuracies(generator: np.random.Generator, size: int, right: float) -> Population:
    below = (generator.random(size) < 0.65).astype(float)
    return below * (generator.random(size) < right), below, 1


def _findings(generator: np.random.Generator, size: int, right: float) -> Population:
    gold = generator.random(size) < 0.65
    predicted = np.where(generator.random(size) < right, gold, ~gold)
    return 2.0 * (gold & predicted), gold.astype(float) + predicted, 2


def _entities(generator: np.random.Generator, size: int, right: float) -> Population:
    """Some sentences are harder than others, so that entities of one sentence fail together."""
    gold = generator.poisson(1.1, size)
    hit = generator.binomial(gold, generator.beta(4 * right, 4 * (1 - right), size))
    spurious = generator.binomial(gold - hit, 0.7)
    return 2.0 * hit, (gold + hit + spurious).astype(float), 2


@pytest.mark.parametrize("made", [_accuracies, _findings, _entities])
@pytest.mark.parametrize(("size", "drawn"), [(2000, 50), (2000, 200), (30_000, 100)])
@pytest.mark.parametrize("right", [0.7, 0.9, 0.97])
def test_intervals_hold_the_truth_about_95_times_in_100(
    made: object, size: int, drawn: int, right: float
) -> None:
    generator = np.random.default_rng(7)
    above, below, sides = made(generator, size, right)  # type: ignore[operator]
    truth = above.sum() / below.sum()
    held = 0
    for _ in range(600):
        chosen = generator.choice(size, drawn, replace=False)
        found = interval_of_ratio(above[chosen], below[chosen], size, sides=sides)
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= found.high <= 1
        held += found.low <= truth <= found.high
    # Four standard deviations of 600 draws are 3.6 points.
    assert 0.914 <= held / 600 <= 0.99


def test_the_interval_has_a_width_where_all_is_right_and_none_where_all_is_reviewed() -> None:
    ones = np.ones(40)
    part = interval_of_ratio(ones, ones, 1000)
    assert part.value == part.high == 1
    assert part.low is not None
    assert 0.85 < part.low < 0.95
    whole = interval_of_ratio(ones * 0, ones, 40)
    assert (whole.low, whole.value, whole.high) == (0, 0, 0)


@given(st.integers(2, 60), st.integers(0, 400), st.data())
def test_the_interval_holds_the_estimate(drawn: int, more: int, data: st.DataObject) -> None:
    below = np.array(data.draw(st.lists(st.integers(0, 5), min_size=drawn, max_size=drawn)), dtype=float)
    if not below.sum():
        return
    above = np.array([float(data.draw(st.integers(0, int(value)))) for value in below])
    found = interval_of_ratio(above, below, drawn + more)
    assert found.low is not None
    assert found.value is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1


def test_reviewers_are_scored_against_each_other_where_both_worked() -> None:
    run = record()
    first, second, *_ = Sentences(run)
    marks = plain(Sentences(run).marks(first))
    assert marks.finding is not None
    other = marks._replace(finding=marks.finding.model_copy(update={"polarity": "mixed"}))

    def made(place: Place, annotator: str, said: object) -> Pass:
        return Pass(place, "", annotator, said)  # type: ignore[arg-type]

    passes = [
        [made(first, "zoe", marks), made(first, "ann", other)],
        [made(second, "zoe", marks)],
    ]
    ((pair, (tasks, figures)),) = agreement_of(passes).items()
    assert (pair, tasks) == (("ann", "zoe"), 1)
    values = {figure.title: figure.estimate.value for figure in figures}
    assert values["Findings, F1"] == 1
    assert values["Polarity, accuracy"] == 0
    assert counts_of(marks, marks) != counts_of(other, marks)
