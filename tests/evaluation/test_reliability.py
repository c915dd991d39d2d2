from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.evaluation.reliability import BINS, Judged, judge, reliability
from ofsight.record import ModelInfo, Record

from . import builders as make

judgements = st.lists(st.builds(Judged, st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


@given(judgements)
def test_bins_hold_every_item_once(judged: list[Judged]) -> None:
    found = reliability(judged)
    assert found is not None
    assert sum(one.count for one in found.bins) == found.count == len(judged)
    right = sum(one.count * one.accuracy for one in found.bins)
    assert right == pytest.approx(sum(item.right for item in judged))
    for one in found.bins:
        assert one.low <= one.score + 1e-12
        assert one.score <= one.high + 1e-12
        assert one.count > 0
    assert [one.low for one in found.bins] == sorted({one.low for one in found.bins})


@given(judgements, st.integers(1, 20))
def test_errors_lie_between_0_and_1_and_do_not_hang_on_the_order(judged: list[Judged], bins: int) -> None:
    found, backwards = reliability(judged, bins), reliability(judged[::-1], bins)
    assert found is not None
    assert backwards is not None
    assert 0 <= found.error <= 1
    assert 0 <= found.brier <= 1
    assert backwards.error == pytest.approx(found.error)
    assert backwards.brier == pytest.approx(found.brier)


@given(judgements)
def test_with_one_bin_the_error_is_the_gap_of_the_means(judged: list[Judged]) -> None:
    found = reliability(judged, 1)
    assert found is not None
    mean = sum(item.score for item in judged) / len(judged)
    share = sum(item.right for item in judged) / len(judged)
    assert found.error == pytest.approx(abs(mean - share))


@given(st.lists(st.booleans(), min_size=1))
def test_sure_scores_are_perfect_when_right_and_worst_when_wrong(right: list[bool]) -> None:
    perfect = reliability([Judged(float(flag), flag) for flag in right])
    worst = reliability([Judged(float(not flag), flag) for flag in right])
    assert perfect is not None
    assert worst is not None
    assert (perfect.error, perfect.brier) == (0, 0)
    assert (worst.error, worst.brier) == (1, 1)


def test_figures_of_a_small_case() -> None:
    found = reliability([Judged(0.95, True), Judged(0.95, False), Judged(0.25, False), Judged(1.0, True)])
    assert found is not None
    assert [(one.low, one.high, one.count) for one in found.bins] == [(0.2, 0.3, 1), (0.9, 1.0, 3)]
    assert found.bins[1].score == pytest.approx(2.9 / 3)
    assert found.bins[1].accuracy == pytest.approx(2 / 3)
    assert found.error == pytest.approx((0.25 + 0.9) / 4)
    assert found.brier == pytest.approx((0.05**2 + 0.95**2 + 0.25**2) / 4)


def test_a_score_on_a_border_belongs_to_the_upper_bin() -> None:
    for place in range(BINS):
        found = reliability([Judged(place / BINS, True)])
        assert found is not None
        assert found.bins[0].low == place / BINS


def test_nothing_scored_has_no_reliability() -> None:
    assert reliability([]) is None


def scored(gold: Record, **layers: object) -> Record:
    model = ModelInfo(name="m", version="1", sha256="0")
    return gold.model_copy(update={"model": model, **layers})


def with_score(item: object, score: float | None, **changes: object) -> object:
    return item.model_copy(update={"score": score, **changes})  # type: ignore[attr-defined]  # parts of a record


def test_entities_are_right_when_start_end_and_label_are() -> None:
    gold = make.record(entities=[make.entity(0, 5), make.entity(10, 15)])
    predicted = scored(
        gold,
        entities=(
            with_score(make.entity(0, 5), 0.9),
            with_score(make.entity(10, 14), 0.8),
            with_score(make.entity(20, 25), 0.3),
            with_score(make.entity(30, 35), None),
        ),
    )
    assert judge([gold], [predicted]) == {
        "entities": [Judged(0.9, True), Judged(0.8, False), Judged(0.3, False)]
    }


def test_themes_are_judged_whether_chosen_or_not() -> None:
    gold = make.record(
        sentences=make.sentences((0, 20), (30, 50)), findings=[make.finding(0, 20, "leadership", "workforce")]
    )
    predicted = scored(
        gold,
        findings=(
            with_score(
                make.finding(0, 20), 0.9, theme_scores={"leadership": 0.8, "workforce": 0.4, "resources": 0.1}
            ),
            with_score(make.finding(30, 50), 0.6, theme_scores={"leadership": 0.7}),
        ),
    )
    assert judge([gold], [predicted]) == {
        "findings": [Judged(0.9, True), Judged(0.6, False)],
        "themes": [Judged(0.8, True), Judged(0.4, True), Judged(0.1, False), Judged(0.7, False)],
    }


def test_only_what_is_annotated_is_judged() -> None:
    """A document annotated in some sentences says nothing of the others, nor of layers it has not."""
    gold = make.record(
        sentences=make.sentences((0, 20), (30, 50)), findings=[make.finding(0, 20)]
    ).model_copy(update={"blocks": ()})
    predicted = scored(
        gold,
        entities=(with_score(make.entity(0, 5), 0.9),),
        findings=(
            with_score(make.finding(30, 50), 0.6),
            with_score(make.finding(100, 150), 0.7),
        ),
    )
    assert judge([gold], [predicted]) == {"findings": [Judged(0.6, False)], "themes": []}


def test_documents_without_prediction_say_nothing_of_scores() -> None:
    gold = [make.record("a", entities=[make.entity(0, 5)]), make.record("b", text="y" * 50)]
    predicted = scored(gold[1], entities=(with_score(make.entity(0, 5), 0.5),))
    assert judge(gold, [predicted]) == {"entities": [Judged(0.5, False)]}
