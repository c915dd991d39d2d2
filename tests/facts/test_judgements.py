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
