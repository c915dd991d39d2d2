from __future__ import annotations

import datetime

import pytest
from tests.stories.told import grade, news, report

from ofsight.stories import tellings
from ofsight.stories.periods import parse_period
from ofsight.stories.telling import council_then

DAYS = "2020-03-02/2020-03-13"


def test_a_report_makes_its_judgements_and_tells_of_earlier_ones() -> None:
    record = report("r", DAYS, grade("overall good"), grade("overall poor", date="2016-05", previous=True))
    assert [(telling.judgement.rating, telling.is_own) for telling in tellings(record)] == [
        ("good", True),
        ("poor", False),
    ]


@pytest.mark.parametrize("kind", ["focused_visit", "monitoring_visit", "jtai", "send"])
def test_a_visit_makes_none(kind: str) -> None:
    record = report("r", DAYS, grade("overall good", date="2020-03"), type=kind)
    assert [telling.is_own for telling in tellings(record)] == [False]


def test_another_councils_judgement_is_not_the_reports() -> None:
    record = report("r", DAYS, grade("overall good", date="2020-03", council="E10000017"))
    assert [telling.is_own for telling in tellings(record)] == [False]


def test_judgements_of_nobody_are_left_out() -> None:
    assert list(tellings(news("n", "2020", grade("overall good", council=None)))) == []


def test_the_last_day_of_what_is_told() -> None:
    article = news("n", "2020-05", grade("overall good"))
    assert [telling.latest for telling in tellings(article)] == [datetime.date(2020, 5, 31)]
    recalling = report("r", DAYS, grade("overall good", previous=True), published="2020-05-04")
    assert [telling.latest for telling in tellings(recalling)] == [datetime.date(2020, 3, 1)]
    unpublished = report("r", DAYS, grade("overall good"))
    assert [telling.latest for telling in tellings(unpublished)] == [datetime.date(2020, 3, 2)]
    assert [telling.latest for telling in tellings(news("n", None, grade("overall good")))] == [None]


@pytest.mark.parametrize(
    ("code", "when", "then"),
    [
        ("E06000065", "2018-07", "E10000023"),  # North Yorkshire: the county before the new council
        ("E06000065", "2023-07", "E06000065"),
        ("E06000065", None, "E06000065"),
        (
            "E06000058",
            "2017",
            "E06000058",
        ),  # Bournemouth, Christchurch and Poole: which of the two, who knows
        ("E10000027", "2024-01", "E06000066"),  # Somerset: the county is no more
        ("E99999999", "2018", "E99999999"),
    ],
)
def test_a_judgement_is_of_the_body_of_its_time(code: str, when: str | None, then: str) -> None:
    assert council_then(code, parse_period(when)) == then
