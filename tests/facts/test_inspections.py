"""Judgements get the date and type of the inspection that the text reports."""

from __future__ import annotations

from tests.facts.marked import setting_of

from ofsight.facts.judgements import find_stated_judgements

K = "[Kent council|COUNCIL=E10000016]"


def test_an_undated_grade_is_that_of_the_inspection_reported() -> None:
    setting = setting_of(f"""
        {K} is [inadequate|RATING=inadequate], Ofsted says.
        Inspectors carried out the [full inspection|INSPECTION=full] of {K} in [March|DATE=2022-03].
    """)
    (judgement,) = find_stated_judgements(setting)
    assert (judgement.date, judgement.inspection) == ("2022-03", "full")


def test_a_visit_dates_no_grade() -> None:
    setting = setting_of(f"""
        {K} is rated [good|RATING=good].
        Inspectors made a [focused visit|INSPECTION=focused_visit] to {K} in [March|DATE=2022-03].
    """)
    (judgement,) = find_stated_judgements(setting)
    assert (judgement.date, judgement.inspection) == (None, None)


def test_an_old_grade_keeps_its_own_date() -> None:
    setting = setting_of(f"""
        {K} was rated [good|RATING=good] in [2017|DATE=2017].
        A [full inspection|INSPECTION=full] of {K} in [May|DATE=2022-05] gave [inadequate|RATING=inadequate].
    """)
    assert [(j.rating, j.previous, j.date) for j in find_stated_judgements(setting)] == [
        ("good", True, "2017"),
        ("inadequate", False, "2022-05"),
    ]
