"""Judgements of earlier inspections that reports recall: invented sentences, one a line."""

from __future__ import annotations

import pytest
from tests.facts.marked import setting_of

from ofsight.facts.earlier_judgements import find_earlier_judgements
from ofsight.record import InspectionMeta, Judgement, Sentence

INSPECTION = InspectionMeta(
    council="E10000016",
    framework="ilacs",
    type="full",
    start="2023-05-08",
    end="2023-05-19",
    lead_inspector=None,
)


def recalled(marked: str) -> list[Judgement]:
    setting = setting_of(marked)
    found = find_earlier_judgements(
        setting.text,
        [Sentence(start=unit.start, end=unit.end) for unit in setting.units],
        [entity for unit in setting.units for entity in unit.entities],
        INSPECTION,
    )
    assert all(judgement.previous for judgement in found)
    return found


def brief(marked: str) -> list[str]:
    return [f"{judgement.area} {judgement.rating} {judgement.date}" for judgement in recalled(marked)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "Since the last inspection in 2018, when services were judged to be inadequate, much is better.",
            ["overall inadequate 2018"],
        ),
        (
            "The council was inspected in 2019 and judged to be good overall, but requires improvement in"
            " help and protection.",
            ["overall good 2019", "help_and_protection requires_improvement 2019"],
        ),
        (
            "Services were last inspected in May 2018 and were judged to be inadequate for the"
            " experiences of children who need help and protection and for overall effectiveness.",
            ["help_and_protection inadequate 2018-05", "overall inadequate 2018-05"],
        ),
        (
            "In 2019 inspectors judged the local authority’s services to require improvement to be good.",
            ["overall requires_improvement 2019"],
        ),
        (
            "Since the last inspection in 2015, services for care leavers, when the service was judged"
            " inadequate, have improved.",
            ["care_leavers inadequate 2015"],
        ),
        (
            "At the last inspection in 2015 the authority was judged inadequate in respect of children looked"
            " after, care leavers and overall effectiveness, while adoption was found to require"
            " improvement.",
            [
                "children_in_care inadequate 2015",
                "care_leavers inadequate 2015",
                "overall inadequate 2015",
                "adoption requires_improvement 2015",
            ],
        ),
        (
            "Services require improvement to be good, as was the case at the last inspection in 2017.",
            ["overall requires_improvement 2017"],
        ),
        ("Children’s services are no longer inadequate.", ["overall inadequate None"]),
        ("At this inspection the overall effectiveness of children’s services is judged to be good.", []),
        ("At the last inspection in 2019, the children’s home was judged to be inadequate.", []),
        ("In 2019 most pupils were in schools judged to be good.", []),
        ("Since 2019 there had been good responses to children’s needs.", []),
        ("Areas of the service that were judged to be good at the last inspection have declined.", []),
        ("Supervision was good in 2021.", []),
    ],
)
def test_one_sentence(marked: str, expected: list[str]) -> None:
    assert brief(marked) == expected


def test_a_sentence_is_introduced_by_the_one_before() -> None:
    found = recalled(
        """
        The previous inspection of arrangements for the protection of children was in March 2013.
        The local authority was judged to be adequate.
        The previous inspection of services for looked after children was in May 2011.
        The local authority was judged to be good.
        The previous inspection of the local authority’s fostering service was in June 2012.
        The local authority was judged to be outstanding.
        The previous inspection of the local authority’s adoption service was published in July 2012.
        The service was judged to be good.
        """
    )
    assert [(j.area, j.rating, j.date) for j in found] == [
        ("help_and_protection", "adequate", "2013-03"),
        ("children_in_care", "good", "2011-05"),
        ("adoption", "good", None),
    ]


def test_a_list_of_earlier_grades() -> None:
    assert brief(
        """
        The last inspection report was published in September 2014.
        The judgements for the local authority were:
        Overall effectiveness: inadequate
        Children looked after and achieving permanence: requires improvement
        Leadership, management and governance: inadequate.
        """
    ) == [
        "overall inadequate None",
        "children_in_care requires_improvement None",
        "leadership inadequate None",
    ]


def test_each_judgement_once_with_the_more_exact_date() -> None:
    found = brief(
        """
        Services have improved since the last inspection in 2018, when they were judged to be inadequate.
        In May 2018, children’s services were judged to be inadequate.
        """
    )
    assert found == ["overall inadequate 2018-05"]


def test_a_predecessors_judgement_is_the_predecessors() -> None:
    (judgement,) = recalled(
        "Children’s services in the predecessor authority, [Cumbria County Council|COUNCIL=E10000006],"
        " were judged inadequate in 2019."
    )
    assert (judgement.council, judgement.rating) == ("E10000006", "inadequate")


def test_the_year_of_the_last_inspection_dates_what_has_no_date() -> None:
    found = brief(
        """
        There has been a decline since the last inspection, when services were judged to be good.
        Since the last inspection in 2019, three directors have left.
        """
    )
    assert found == ["overall good 2019"]


def test_a_grade_that_the_last_inspection_found_changed_is_older_than_it() -> None:
    assert brief("""
        At the last full inspection in 2017 services had improved from a previous judgement of inadequate.
        They were judged to require improvement.
    """) == ["overall inadequate None"]
