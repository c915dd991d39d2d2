"""Judgements in running text: invented sentences; ``>`` marks a replaced judgement."""

from __future__ import annotations

import pytest
from tests.facts.marked import setting_of

from ofsight.facts.judgements import find_stated_judgements

K = "[Kent council|COUNCIL=E10000016]"
GOOD = "[good|RATING=good]"
RI = "[requires improvement|RATING=requires_improvement]"
BAD = "[inadequate|RATING=inadequate]"
TOP = "[outstanding|RATING=outstanding]"


def stated(marked: str) -> list[str]:
    return [
        f"{'>' if judgement.previous else ''}{judgement.area} {judgement.rating}"
        for judgement in find_stated_judgements(setting_of(marked))
    ]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (f"{K} has been rated {BAD} by Ofsted.", ["overall inadequate"]),
        (f"{K} was downgraded from {RI} to {BAD}.", [">overall requires_improvement", "overall inadequate"]),
        (f"{K} went up two grades, from ‘{BAD}’ to ‘{GOOD}’.", [">overall inadequate", "overall good"]),
        (f"Inspectors said {K} was no longer {BAD}.", [">overall inadequate"]),
        (f"Ofsted has torn up {K}’s {GOOD} rating.", [">overall good"]),
        (f"Practice had slipped at {K} since it was rated {RI} in 2019.", ["overall requires_improvement"]),
        (f"{K}, rated {GOOD} at its last full inspection, was visited.", ["overall good"]),
        (
            f"{K} was rated {GOOD} overall and {TOP} for leadership.",
            ["overall good", "leadership outstanding"],
        ),
        (
            f"{K} was {BAD} for child protection and {RI} for children in care and care leavers.",
            ["help_and_protection inadequate", "children_in_care_and_care_leavers requires_improvement"],
        ),
        (f"At {K} adoption services were judged {GOOD}.", ["adoption good"]),
        (f"At {K} the safeguarding board was judged {BAD}.", ["lscb inadequate"]),
        (f"{K} hopes to be rated {GOOD} by 2025.", []),
        (f"{K} could be rated {BAD} if nothing changes.", []),
        (f"{K} narrowly avoided an {BAD} rating.", []),
        (f"{K} is not yet {GOOD}.", []),
        (f"Most schools in the county are rated {GOOD} or {TOP}.", []),
        (f"Councils rated {BAD} get a commissioner.", []),
        (
            f"Adoption at {K} was {GOOD}, and so were its services for care leavers.",
            ["adoption good", "care_leavers good"],
        ),
        (
            f"All three judgements on {K} are {BAD}: leadership, help and protection, and children in care.",
            ["leadership inadequate", "help_and_protection inadequate", "children_in_care inadequate"],
        ),
        (
            f"{K}’s adoption work, which had been {BAD}, is now {GOOD}.",
            [">adoption inadequate", "adoption good"],
        ),
        (f"Ofsted gave {K} its lowest mark for leadership.", ["leadership inadequate"]),
        (f"{K} used to be {GOOD} and is {BAD}.", [">overall good", "overall inadequate"]),
        (f"You will recall that {K} was judged {BAD}.", ["overall inadequate"]),
        (f"A Whitby primary, which was rated {GOOD}, has closed.", []),
        (f"The CQC rated a home of {K} {GOOD}.", []),
        (f"“{GOOD} means that children are safe,” said {K}.", []),
        (f"{K} was {GOOD} at finding carers.", []),
        (f"Three of the five inspected were {GOOD}.", []),
    ],
)
def test_one_sentence(marked: str, expected: list[str]) -> None:
    assert stated(marked) == expected


def test_a_later_sentence_replaces_an_earlier_grade() -> None:
    marked = f"""
        {K} has been rated {BAD}.
        It was rated {GOOD} at its previous inspection in [2018|DATE=2018].
    """
    assert stated(marked) == ["overall inadequate", ">overall good"]


def test_dates_tell_which_grade_stands() -> None:
    marked = f"""
        {K} was graded {BAD} in [2014|DATE=2014].
        It was graded {RI} in [2017|DATE=2017].
    """
    assert stated(marked) == [">overall inadequate", "overall requires_improvement"]


def test_each_inspection_with_the_same_result_counts() -> None:
    setting = setting_of(f"""
        {K} was rated {BAD} in [2014|DATE=2014], [2016|DATE=2016] and again in [2018|DATE=2018].
        It has been {GOOD} since [2021|DATE=2021].
    """)
    found = [(j.rating, j.previous, j.date) for j in find_stated_judgements(setting)]
    old = [("inadequate", True, year) for year in ("2014", "2016", "2018")]
    assert found == [*old, ("good", False, "2021")]


def test_a_date_goes_with_its_own_grade() -> None:
    setting = setting_of(f"{K}, {BAD} in [2014|DATE=2014], got {RI} in [May|DATE=2022-05].")
    assert [(j.rating, j.previous, j.date) for j in find_stated_judgements(setting)] == [
        ("inadequate", True, "2014"),
        ("requires_improvement", False, "2022-05"),
    ]


def test_grades_given_respectively() -> None:
    both = "[Slough|COUNCIL=E06000039] and [Medway|COUNCIL=E06000035]"
    found = {
        (j.council, j.rating)
        for j in find_stated_judgements(setting_of(f"{both} are {GOOD} and {BAD} respectively."))
    }
    assert found == {("E06000039", "good"), ("E06000035", "inadequate")}


def test_the_same_grade_as_before_is_two_judgements() -> None:
    marked = f"{K} was rated {GOOD}, as it had been in [2016|DATE=2016]."
    assert sorted(stated(marked)) == [">overall good", "overall good"]


def test_each_judgement_once_with_its_first_sentence_and_its_date() -> None:
    setting = setting_of(f"""
        {K} rated {BAD}
        Inspectors rated {K} {BAD} after a [full inspection|INSPECTION=full] in [March 2022|DATE=2022-03].
    """)
    (judgement,) = find_stated_judgements(setting)
    assert setting.raw[slice(*judgement.evidence)] == "Kent council rated inadequate"
    assert (judgement.date, judgement.inspection) == ("2022-03", "full")


def test_the_grade_belongs_to_the_councils_named_together() -> None:
    both = "[Slough|COUNCIL=E06000039] and [Medway|COUNCIL=E06000035]"
    marked = f"{both} were both rated {BAD}; {K} was rated {GOOD}."
    found = {(j.council, j.rating) for j in find_stated_judgements(setting_of(marked))}
    assert found == {("E06000039", "inadequate"), ("E06000035", "inadequate"), ("E10000016", "good")}


def test_a_publication_date_is_not_the_inspections() -> None:
    marked = f"{K} was rated {BAD} in a report published on [1 June|DATE=2022-06-01]."
    (judgement,) = find_stated_judgements(setting_of(marked))
    assert judgement.date is None
