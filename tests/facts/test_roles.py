"""Who holds which post: invented sentences."""

from __future__ import annotations

import pytest
from tests.facts.marked import setting_of

from ofsight.facts.roles import find_roles

JO = "[Jo Marsh|OFFICIAL]"
AL = "[Al Okafor|OFFICIAL]"
KENT = "[Kent council|COUNCIL=E10000016]"
DCS = "[director of children’s services|ROLE]"


def roles(marked: str) -> list[tuple[str | None, str | None, str | None]]:
    return [(role.official, role.role, role.organisation) for role in find_roles(setting_of(marked))]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (f"{JO}, {DCS} at {KENT}, said so.", [("Jo Marsh", "director of children’s services", "E10000016")]),
        (f"{KENT}’s {DCS}, {JO}, said so.", [("Jo Marsh", "director of children’s services", "E10000016")]),
        (
            f"{JO}, {KENT}’s [cabinet member for children|ROLE] and [deputy leader|ROLE], agreed.",
            [
                ("Jo Marsh", "cabinet member for children", "E10000016"),
                ("Jo Marsh", "deputy leader", "E10000016"),
            ],
        ),
        (
            f"At {KENT}, {JO} was appointed interim [chief executive|ROLE].",
            [("Jo Marsh", "chief executive", "E10000016")],
        ),
        (
            f"[ADCS|ORGANISATION=adcs] [president|ROLE] {JO} disagreed.",
            [("Jo Marsh", "president", "adcs")],
        ),
        (
            f"The [children’s minister|ROLE], {JO}, wrote to {KENT}.",
            [("Jo Marsh", "children’s minister", "dfe")],
        ),
        (
            f"[Lead inspector|ROLE]: {JO}, [His Majesty’s Inspector|ROLE]",
            [("Jo Marsh", "Lead inspector", "ofsted"), ("Jo Marsh", "His Majesty’s Inspector", "ofsted")],
        ),
        (
            f"{JO}, who came to {KENT} as [interim director|ROLE], agreed.",
            [("Jo Marsh", "interim director", "E10000016")],
        ),
        (
            f"The [commissioner|ROLE] sent to {KENT} by ministers, {JO}, agreed.",
            [("Jo Marsh", "commissioner", "dfe")],
        ),
        (
            f"Ministers named {JO}, a former [chief executive|ROLE], as [commissioner|ROLE].",
            [("Jo Marsh", "commissioner", "dfe")],
        ),
        (f"{JO}, the union’s [branch secretary|ROLE], disagreed.", [("Jo Marsh", "branch secretary", None)]),
        (f"The [minister|ROLE] has appointed {JO}.", []),
        (f"{JO}’s [deputy|ROLE] wrote to {KENT}.", []),
        (f"{JO} told the {DCS} that {AL} had left.", []),
        (f"The [leader|ROLE] spoke. Then the meeting heard from {JO}, a parent.", []),
    ],
)
def test_one_sentence(marked: str, expected: list[tuple[str, str, str]]) -> None:
    assert roles(marked) == expected


def test_each_pair_once() -> None:
    marked = f"""
        {JO}, {DCS} at {KENT}, spoke.
        {JO}, {DCS}, spoke again.
    """
    assert len(roles(marked)) == 1


def test_a_pair_spaced_differently_is_the_same_pair():
    again = "[Jo  Marsh|OFFICIAL], [director  of children’s services|ROLE], left."  # as after a line break
    assert roles(f"{JO}, {DCS} at {KENT}, said so.\n{again}") == [
        ("Jo Marsh", "director of children’s services", "E10000016")
    ]


@pytest.mark.parametrize(
    "marked",
    [
        f"{JO} has the corner office at {KENT}.\nShe became [director|ROLE] in May.",
        f"{JO} of {KENT} disagreed.\nThe [director|ROLE] said so twice.",
        f"A [director|ROLE] was appointed at {KENT} in May.\n{JO} starts today.",
    ],
)
def test_a_post_in_the_next_sentence(marked: str) -> None:
    assert roles(marked) == [("Jo Marsh", "director", "E10000016")]


def test_anybody_in_a_post_is_not_the_person_named_nearby() -> None:
    assert roles(f"{JO} of {KENT} disagreed.\nA [health visitor|ROLE] said so twice.") == []


def test_a_later_surname_is_the_same_person() -> None:
    found = roles(
        f"{JO} disagreed.\n“No,” says [Marsh|OFFICIAL], now [chair|ROLE] of [Ofsted|ORGANISATION=ofsted]."
    )
    assert found == [("Jo Marsh", "chair", "ofsted")]


def test_of_two_people_as_near_the_first_has_the_post() -> None:
    text = "[The director|ROLE] quit.\n\nThere were [Runa Eddow|OFFICIAL] and [Ifor Penhal|OFFICIAL]."
    assert roles(text) == [("Runa Eddow", "The director", None)]
