from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("torch", reason="training needs the extra train")

from ofsight.read.network.inputs import Prepared  # after the check
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.reader import SentenceLogits
from ofsight.read.network.scores import Calibration, Line, logistic
from ofsight.training.calibrate import Judged, Thresholds, fit_calibration, fit_thresholds, judged
from ofsight.training.documents import Targets, TrainingDocument
from ofsight.training.network import IGNORED

LABELS = LabelSets(
    finding=True,
    themes=("leadership", "supervision"),
    polarities=("strength", "weakness"),
    sources=("article", "council", "other"),
)
AS_IT_IS = Line()
Array = npt.NDArray[np.float64]


def drawn(
    count: int,
    *,
    finding: Line = AS_IT_IS,
    theme: Line = AS_IT_IS,
    polarity: float = 1.0,
    source: float = 1.0,
    seed: int = 0,
) -> Judged:
    """Logits, with labels drawn from the probabilities that the lines and temperatures make of them."""
    random = np.random.default_rng(seed)
    logits = random.normal(0, 3, (count, LABELS.sentence_width)).astype(np.float32)

    def yes(columns: Array, line: Line) -> npt.NDArray[np.float32]:
        chance = logistic(line.scale * columns + line.bias)
        return (random.random(columns.shape) < chance).astype(np.float32)

    def one(columns: Array, temperature: float) -> npt.NDArray[np.int64]:
        return np.asarray((columns / temperature + random.gumbel(size=columns.shape)).argmax(axis=1))

    groups = LABELS.groups
    found = yes(logits[:, groups["finding"]], finding)[:, 0]
    known = found == 1
    return Judged(
        logits=logits,
        finding=found,
        themes=np.where(known[:, None], yes(logits[:, groups["themes"]], theme), 0).astype(np.float32),
        polarity=np.where(known, one(logits[:, groups["polarity"]], polarity), IGNORED),
        source=np.where(known, one(logits[:, groups["source"]], source), IGNORED),
    )


def fitted(sentences: Judged, spans: list[tuple[float, bool]] | None = None) -> Calibration:
    return fit_calibration(LABELS, sentences, spans or [])


def test_lines_and_temperatures_that_made_the_labels_are_found_again() -> None:
    finding, theme = Line(0.5, -1.0), Line(2.0, 0.7)
    found = fitted(drawn(20_000, finding=finding, theme=theme, polarity=2.5, source=0.5))
    for line, wanted in ((found.finding_line, finding), (found.theme_line, theme)):
        assert line.scale == pytest.approx(wanted.scale, rel=0.1)
        assert line.bias == pytest.approx(wanted.bias, abs=0.1)
    assert found.polarity_temperature == pytest.approx(2.5, rel=0.1)
    assert found.source_temperature == pytest.approx(0.5, rel=0.1)


def test_scores_of_spans_become_the_share_that_is_exact() -> None:
    random = np.random.default_rng(1)
    odds = random.normal(2, 2, 5000)
    exact = random.random(5000) < logistic(0.6 * odds - 0.5)
    found = fitted(drawn(10), list(zip(odds.tolist(), exact.tolist(), strict=True))).entity_line
    assert (found.scale, found.bias) == pytest.approx((0.6, -0.5), abs=0.1)


def test_themes_are_fitted_on_findings_alone() -> None:
    """Other sentences have none by definition, which would pull every theme down."""
    sentences = drawn(20_000, finding=Line(0.0, -2.0))  # one in eight
    assert fitted(sentences).theme_line.bias == pytest.approx(0, abs=0.15)


def test_too_few_examples_or_one_answer_only_leave_the_logits_as_they_are() -> None:
    assert fitted(drawn(4)) == Calibration()
    certain = drawn(200, finding=Line(0.0, 50.0), theme=Line(0.0, 50.0))
    found = fitted(certain, [(1.0, True)] * 50)
    assert (found.finding_line, found.theme_line, found.entity_line) == (Line(), Line(), Line())


def test_separable_examples_give_a_finite_line() -> None:
    found = fitted(drawn(10), [(odds, odds > 0) for odds in np.linspace(-3, 3, 40).tolist()]).entity_line
    assert 1 < found.scale < 100
    assert np.isfinite(found.bias)


def test_the_order_of_scores_is_never_turned_round() -> None:
    """What scores against the gold was not learned; to trust its opposite would be worse."""
    spans = [(odds, odds < 0) for odds in np.linspace(-3, 3, 40).tolist()]
    assert fitted(drawn(10), spans).entity_line == Line()
    assert fitted(drawn(5000, finding=Line(-1.0, 0.3))).finding_line == Line()


@pytest.mark.parametrize(
    "labels",
    [LabelSets(), LabelSets(entities=("DATE",)), LabelSets(entities=("DATE",), quotations=True)],
)
def test_a_network_without_sentence_labels_is_calibrated_for_spans_alone(labels: LabelSets) -> None:
    nothing = Judged(
        np.zeros((0, 0), np.float32),
        np.zeros(0, np.float32),
        np.zeros((0, 0), np.float32),
        np.zeros(0, np.int64),
        np.zeros(0, np.int64),
    )
    spans = [(odds, bool(odds > 1)) for odds in np.linspace(-3, 3, 40).tolist()]
    found = fit_calibration(labels, nothing, spans)
    assert found.entity_line.scale > 1
    assert found == Calibration(entity_line=found.entity_line)
    assert fit_thresholds(labels, nothing, found) == Thresholds(0.5, {})


def test_the_thresholds_are_those_of_the_best_f1() -> None:
    sentences = drawn(20_000, finding=Line(1.0, -2.0), theme=Line(0.8, -1.0))
    calibration = fitted(sentences)
    found = fit_thresholds(LABELS, sentences, calibration)
    probability = calibration.finding(sentences.logits[:, LABELS.groups["finding"]])[:, 0]

    def f1(scores: Array, gold: npt.NDArray[np.bool_], threshold: float) -> float:
        chosen = scores >= threshold
        return float(2 * (chosen & gold).sum() / (chosen.sum() + gold.sum()))

    gold = sentences.finding == 1
    best = max(f1(probability, gold, threshold) for threshold in np.arange(0.02, 0.99, 0.01))
    assert f1(probability, gold, found.finding) > best - 0.005
    taken = probability >= found.finding
    scores = calibration.themes(sentences.logits[:, LABELS.groups["themes"]])
    for column, theme in enumerate(LABELS.themes):
        own, right = np.where(taken, scores[:, column], 0), sentences.themes[:, column] == 1
        best = max(f1(own, right, threshold) for threshold in np.arange(0.02, 0.99, 0.01))
        assert f1(own, right, found.themes[theme]) > best - 0.01


def with_theme(wanted: float, count: int) -> Judged:
    """Findings: on ``supervision`` some that score over ``wanted``, on ``leadership`` all over 0.5."""
    random = np.random.default_rng(3)
    chance = random.uniform(0.01, 0.99, (2000, 2))
    logits = np.full((2000, LABELS.sentence_width), 9.0, np.float32)
    logits[:, LABELS.groups["themes"]] = np.log(chance / (1 - chance))
    themes = (chance > (0.5, wanted)).astype(np.float32)
    spare = np.flatnonzero(themes[:, 1])[count:]
    logits[spare, LABELS.groups["themes"].stop - 1] = -9.0
    themes[spare, 1] = 0
    unknown = np.full(2000, IGNORED, np.int64)
    return Judged(logits, np.ones(2000, np.float32), themes, unknown, unknown)


def test_a_rare_theme_has_a_threshold_near_the_common_one() -> None:
    """Few examples say little; the more there are, the more a theme goes its own way."""
    common, *own = (
        fit_thresholds(LABELS, with_theme(0.8, count), Calibration()).themes["supervision"]
        for count in (5, 40, 300)
    )
    assert common < own[0] < own[1]
    assert own[1] == pytest.approx(0.8, abs=0.1)
    assert common == pytest.approx(0.5, abs=0.12)


def test_thresholds_without_a_single_finding_are_in_the_middle() -> None:
    nobody = drawn(200, finding=Line(0.0, -50.0))
    found = fit_thresholds(LABELS, nobody, Calibration())
    assert found.finding == pytest.approx(0.5, abs=0.01)
    assert found.themes == pytest.approx(dict.fromkeys(LABELS.themes, 0.5), abs=0.01)


@given(st.integers(0, 40), st.integers(0, 30))
def test_thresholds_are_always_usable(count: int, seed: int) -> None:
    sentences = drawn(count, seed=seed)
    found = fit_thresholds(LABELS, sentences, fitted(sentences))
    assert set(found.themes) == set(LABELS.themes)
    assert all(0.05 <= threshold <= 0.95 for threshold in (found.finding, *found.themes.values()))


def test_only_sentences_that_are_annotated_and_were_read_are_judged() -> None:
    width = LABELS.sentence_width
    logits = np.arange(4 * width, dtype=np.float32).reshape(4, width)
    logits[2] = np.nan  # not read
    targets = Targets(
        entities=[],
        quotations=[],
        finding=np.array([1, IGNORED, 1, 0], np.float32),
        themes=np.zeros((4, 2), np.float32),
        polarity=np.array([1, IGNORED, 0, IGNORED]),
        source=np.array([2, IGNORED, 0, IGNORED]),
    )
    document = TrainingDocument("a", Prepared([], [], []), targets, [])
    found = judged([(document, SentenceLogits([], logits))] * 2)
    assert np.array_equal(found.logits, np.concatenate([logits[[0, 3]]] * 2))
    assert found.finding.tolist() == [1, 0, 1, 0]
    assert found.polarity.tolist() == [1, IGNORED, 1, IGNORED]
    assert found.source.tolist() == [2, IGNORED, 2, IGNORED]
    assert found.themes.shape == (4, 2)
