"""What a figure measures: invented sentences; a line that starts with ``*`` is a finding."""

from __future__ import annotations

import pytest
from tests.facts.marked import setting_of

from ofsight.facts.measure_clues import collect_clues
from ofsight.facts.measures import find_measures
from ofsight.record import Measure

KENT = "[Kent|COUNCIL=E10000016]"


def measures(marked: str) -> list[Measure]:
    return find_measures(setting_of(marked))


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (f"*{KENT}’s average caseload was [19|QUANTITY=19 count].", [("caseload", 19)]),
        (f"*Each worker in {KENT} held [15|QUANTITY=15 count] children.", [("caseload", 15)]),
        (f"*{KENT} had a vacancy rate of [20.5%|QUANTITY=20.5 percent].", [("vacancy_rate", 20.5)]),
        (
            f"*{KENT}’s agency rate rose from [11.7%|QUANTITY=11.7 percent] to"
            " [28.7%|QUANTITY=28.7 percent].",
            [("agency_rate", 11.7), ("agency_rate", 28.7)],
        ),
        (f"*Turnover in {KENT} is [18%|QUANTITY=18 percent].", [("turnover_rate", 18)]),
        (
            f"*{KENT} projects a [£5.4m|QUANTITY=5400000 gbp] overspend"
            " on its [£24.9m|QUANTITY=24900000 gbp] budget.",
            [("overspend", 5400000), ("budget", 24900000)],
        ),
        (f"*{KENT} faces a [£35 million|QUANTITY=35000000 gbp] shortfall.", [("shortfall", 35000000)]),
        (f"*{KENT} will invest an extra [£1.1 million|QUANTITY=1100000 gbp].", [("investment", 1100000)]),
        (f"*{KENT} has hired [eight|QUANTITY=8 count] social workers.", [("staff", 8)]),
        (f"*In {KENT} [74|QUANTITY=74 count] children had no plan.", [("children", 74)]),
        (f"*In {KENT} [62%|QUANTITY=62 percent] of visits were late.", [("other", 62)]),
        (f"*Inspectors in {KENT} read [48|QUANTITY=48 count] case records.", []),
        (f"*{KENT} was told to set [two|QUANTITY=2 count] priorities.", []),
        (f"*In {KENT} it was [17%|QUANTITY=17 percent] for the region.", []),
    ],
)
def test_metric_and_value(marked: str, expected: list[tuple[str, float]]) -> None:
    assert [(measure.metric, measure.value) for measure in measures(marked)] == expected


def test_clues_come_in_an_order_of_their_own() -> None:
    # In a set's order, which differs from process to process, sums of weights would differ in the last digit.
    setting = setting_of(f"*{KENT} has hired [eight|QUANTITY=8 count] new social workers.")
    (unit,) = setting.units
    (quantity,) = unit.of("QUANTITY")
    clues = collect_clues(setting.text, unit, quantity, ruled="staff", last=None)
    certain = [name for name, amount in clues.items() if amount == 1.0]
    assert len(certain) > 10
    assert certain == sorted(certain)


def test_dates_and_figures_in_step() -> None:
    found = measures(
        f"*{KENT}’s agency rate rose from [11.7%|QUANTITY=11.7 percent] to [28.7%|QUANTITY=28.7 percent] from"
        " [September 2019|DATE=2019-09] to [September 2020|DATE=2020-09]."
    )
    assert [(measure.value, measure.as_of) for measure in found] == [(11.7, "2019-09"), (28.7, "2020-09")]


@pytest.mark.parametrize(
    ("marked", "comparator"),
    [
        (f"*In {KENT} [over 40|QUANTITY=40 count] children waited.", "over"),
        (f"*In {KENT} [as many as 55|QUANTITY=55 count] children waited.", "as many as"),
        (f"*In {KENT} [in excess of 40|QUANTITY=40 count] children waited.", "in excess of"),
        (f"*Vacancies in {KENT} had fallen by [20%|QUANTITY=20 percent].", "fallen by"),
        (f"*In {KENT} [40|QUANTITY=40 count] children waited.", None),
    ],
)
def test_comparator_in_the_texts_own_words(marked: str, comparator: str | None) -> None:
    (measure,) = measures(marked)
    assert measure.comparator == comparator


def test_council_and_evidence() -> None:
    setting = setting_of(f"*In {KENT} [74|QUANTITY=74 count] children had no plan.")
    (measure,) = find_measures(setting)
    assert measure.council == "E10000016"
    assert setting.raw[slice(*measure.evidence)] == "In Kent 74 children had no plan."


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (f"*Workers in {KENT} hold [30 or more|QUANTITY=30 count] children.", [("caseload", 30)]),
        (f"*A team of [five|QUANTITY=5 count] answers calls in {KENT}.", [("staff", 5)]),
        (
            f"*{KENT} lost [five|QUANTITY=5 count] of its [eleven|QUANTITY=11 count] managers.",
            [("staff", 5), ("staff", 11)],
        ),
        (f"*In [nine|QUANTITY=9 count] of the files that we read {KENT} had no plan.", []),
        (f"*{KENT} rang a family [four|QUANTITY=4 count] times.", []),
        (f"{KENT} spent [£4m|QUANTITY=4000000 gbp] on a bridge.", []),
        (
            f"*Vacancies in {KENT}, which stood at [19%|QUANTITY=19 percent], fell to"
            " [7%|QUANTITY=7 percent].",
            [("vacancy_rate", 19), ("vacancy_rate", 7)],
        ),
    ],
)
def test_kinds_of_figures(marked: str, expected: list[tuple[str, float]]) -> None:
    assert [(measure.metric, measure.value) for measure in measures(marked)] == expected


def test_a_figure_that_names_nothing_takes_up_the_one_before() -> None:
    found = measures(f"""
        *The average caseload in {KENT} was [24|QUANTITY=24 count].
        *Now it is [17|QUANTITY=17 count].
    """)
    assert [(measure.metric, measure.value) for measure in found] == [("caseload", 24), ("caseload", 17)]
