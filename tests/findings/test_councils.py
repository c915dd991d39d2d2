from __future__ import annotations

from ofsight.findings.councils import CouncilTracker
from ofsight.findings.places import council_of_place
from ofsight.record import Block, Entity
from ofsight.register.organisations import get_organisation


def council(code: str) -> Entity:
    return Entity(start=0, end=1, label="COUNCIL", text="X", value=code)


NORTH, EAST = council("E06000097"), council("E06000098")


def test_the_only_council_is_spoken_of_throughout() -> None:
    tracker = CouncilTracker(likeliest="E06000097")
    tracker.enter_block("headline", [])
    assert tracker.councils_of([]) == ("E06000097",)


def test_a_subheading_turns_to_the_council_it_names() -> None:
    tracker = CouncilTracker(likeliest="E06000097")
    tracker.enter_block("subheading", [EAST])
    tracker.councils_of([EAST])
    tracker.enter_block("paragraph", [])
    assert tracker.councils_of([]) == ("E06000098",)


def test_a_passing_mention_does_not_outlast_its_paragraph() -> None:
    tracker = CouncilTracker(main="E06000097")
    tracker.enter_block("paragraph", [])
    assert tracker.councils_of([EAST]) == ("E06000098",)
    tracker.enter_block("paragraph", [])
    assert tracker.councils_of([]) == ("E06000097",)


def test_all_councils_named_in_a_sentence_count() -> None:
    tracker = CouncilTracker(likeliest="E06000097")
    tracker.enter_block("paragraph", [])
    assert set(tracker.councils_of([NORTH, EAST])) == {"E06000097", "E06000098"}


def test_a_report_is_on_its_own_council_whoever_is_named() -> None:
    tracker = CouncilTracker("E06000097")
    tracker.enter_block("paragraph", [])
    assert tracker.councils_of([EAST]) == ("E06000097",)


def test_no_council_known() -> None:
    assert CouncilTracker().councils_of([]) == ()


def test_a_council_that_somebody_comes_from_is_named_in_passing() -> None:
    text = "An adviser from Eastham has come."
    east = Entity(start=16, end=23, label="COUNCIL", text="Eastham", value="E06000098")
    tracker = CouncilTracker(main="E06000097", text=text)
    tracker.enter_block("paragraph", [])
    assert tracker.councils_of([east]) == ("E06000097",)
    round_up = CouncilTracker(likeliest="E06000097", text=text)  # on no council above all
    round_up.enter_block("paragraph", [])
    assert round_up.councils_of([east]) == ("E06000098",)


def test_a_company_of_several_stands_for_the_articles_own() -> None:
    company = Entity(
        start=0, end=22, label="ORGANISATION", text="Achieving for Children", value="achieving_for_children"
    )
    organisation = get_organisation("achieving_for_children")
    assert organisation is not None
    served = organisation.serves
    tracker = CouncilTracker(main=served[0])
    tracker.enter_block("paragraph", [])
    assert tracker.councils_of([company]) == (served[0],)
    assert set(CouncilTracker().councils_of([company])) == set(served)


PAGE = "Wokingham told to act\nThe council is late, families in Bracknell Forest say.\nMedway news\n"


def place(*labels: str) -> str | None:
    starts = [0, 22, 77]
    ends = [21, 76, 88]
    blocks = [Block(start=s, end=e, label=label) for s, e, label in zip(starts, ends, labels, strict=True)]
    return council_of_place(PAGE, blocks, None)


def test_where_no_council_is_named_its_place_tells() -> None:
    assert place("headline", "paragraph", "boilerplate") == "E06000041"
    assert place("boilerplate", "paragraph", "boilerplate") == "E06000036"
    assert council_of_place("Nobody is named.", [Block(start=0, end=16, label="paragraph")], None) is None
