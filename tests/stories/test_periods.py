from __future__ import annotations

import pytest

from ofsight.stories.periods import days_apart, in_words, may_be_one, parse_period


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2020-03", "2020-03-15"),
        ("2020", "2020-03-15"),
        ("2020-03-02/2020-03-13", "2020-03"),
        ("2020-03-02/2020-03-13", "2020-05-20"),  # the report's publication
        ("2019-12", "2020-02"),
        ("2019-09/2020-02", "2020-01-20"),
    ],
)
def test_dates_of_one_inspection(one: str, other: str) -> None:
    first, second = parse_period(one), parse_period(other)
    assert first is not None
    assert second is not None
    assert may_be_one(first, second)
    assert may_be_one(second, first)


@pytest.mark.parametrize(
    ("one", "other"),
    [("2020-03", "2020-09"), ("2020", "2021"), ("2020-12-07/2020-12-18", "2021"), ("2019", "2020-01-20")],
)
def test_dates_of_two_inspections(one: str, other: str) -> None:
    first, second = parse_period(one), parse_period(other)
    assert first is not None
    assert second is not None
    assert not may_be_one(first, second)
    assert not may_be_one(second, first)


def test_what_is_no_date_has_no_days() -> None:
    assert parse_period(None) is None


def test_the_days_between_are_counted_from_end_to_start() -> None:
    one, other = parse_period("2020-03-01/2020-03-05"), parse_period("2020-03-08")
    assert one is not None
    assert other is not None
    assert days_apart(one, other) == days_apart(other, one) == 3
    assert one.days == 5


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2020", "2020"),
        ("2020-03", "March 2020"),
        ("2020-03-02", "2 March 2020"),
        ("2020-03-02/2020-03-02", "2 March 2020"),
        ("2020-03-02/2020-03-13", "2 to 13 March 2020"),
        ("2020-02-24/2020-03-06", "24 February to 6 March 2020"),
        ("2019-12-30/2020-01-10", "30 December 2019 to 10 January 2020"),
        ("2019-09/2019-11", "September to November 2019"),
        ("2019/2020", "2019 to 2020"),
    ],
)
def test_dates_in_words(iso: str, words: str) -> None:
    assert in_words(iso) == words
