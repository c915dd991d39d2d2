"""Grades named by their rank."""

from __future__ import annotations

from datetime import date

import pytest

from ofsight.facts.ranked_grades import find_ranked_grades


@pytest.mark.parametrize(
    ("text", "ratings"),
    [
        ("Ofsted gave the borough its lowest possible rating.", ["inadequate"]),
        ("It was handed the top mark for leadership.", ["outstanding"]),
        ("The county received the second best of four grades.", ["good"]),
        ("It got the second lowest grade.", ["requires_improvement"]),
        ("It has the worst roads in England.", []),
        ("The lowest rating means a commissioner.", []),
        ("Top ratings are rare.", []),
    ],
)
def test_ranks(text: str, ratings: list[str]) -> None:
    found = find_ranked_grades(text, 0, len(text), date(2020, 1, 1))
    assert [grade.rating for grade in found] == ratings


def test_the_second_from_below_was_adequate_once() -> None:
    text = "It got the second lowest grade."
    (grade,) = find_ranked_grades(text, 0, len(text), date(2012, 1, 1))
    assert grade.rating == "adequate"
