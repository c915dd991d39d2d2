"""The areas of judgements as running text names them."""

from __future__ import annotations

import pytest

from ofsight.facts.areas import (
    areas_after,
    areas_between,
    areas_listed,
    counted_areas,
    heralds_areas,
    names_other_noun,
    names_others,
    names_whole,
    names_whole_first,
)


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("how it protects youngsters", ["help_and_protection"]),
        ("the way the department is run", ["leadership"]),
        ("children who cannot live at home", ["children_in_care"]),
        ("the borough as a whole and its adoption work", ["overall", "adoption"]),
        ("the multi-agency safeguarding hub", []),
        ("early help for families", []),
    ],
)
def test_areas_by_other_names(text: str, areas: list[str]) -> None:
    assert areas_between(text, 0, len(text)) == areas


@pytest.mark.parametrize(
    ("after", "areas"),
    [
        (" for leaders and for care leavers.", ["leadership", "care_leavers"]),
        (" overall and for help and protection.", ["overall", "help_and_protection"]),
        (" in 2011 for how it protected children", ["help_and_protection"]),
        (" for care leavers in its adoption inspection", ["care_leavers"]),
        (", leaders said", []),
    ],
)
def test_areas_after_a_grade(after: str, areas: list[str]) -> None:
    assert areas_after(after, 0, len(after)) == areas


def test_a_list_ends_where_no_area_follows() -> None:
    text = "leadership, care leavers and biscuits, adoption"
    assert areas_listed(text, 0, len(text)) == ["leadership", "care_leavers"]


@pytest.mark.parametrize(
    ("year", "third"),
    [(2016, "children_in_care"), (2021, "children_in_care_and_care_leavers")],
)
def test_all_three_areas_are_those_of_the_time(year: int, third: str) -> None:
    text = "all three judgement areas"
    assert counted_areas(text, 0, len(text), year) == ["leadership", "help_and_protection", third]
    assert counted_areas(text, 0, len(text), None) == []


def test_words_for_wholes_others_and_lists() -> None:
    assert names_whole("the council", 0, 11)
    assert not names_whole("adoption", 0, 8)
    assert names_others("a primary in Ashby", 0, 18)
    assert names_other_noun(" special school down the road", 0, 29)
    assert not names_other_noun(" by the school", 0, 14)
    assert heralds_areas("everything else", 0, 15)
    assert names_whole_first("the council, whose adoption work", 0, 32)
    assert not names_whole_first("adoption at the council", 0, 23)
