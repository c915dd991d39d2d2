from __future__ import annotations

from ofsight.findings.councils import CouncilTracker
from ofsight.record import Entity


def council(code: str) -> Entity:
    return Entity(start=0, end=1, label="COUNCIL", text="X", value=code)


NORTH, EAST = council("E06000097"), council("E06000098")


def test_the_only_council_is_spoken_of_throughout() -> None:
    tracker = CouncilTracker([NORTH])
    tracker.enter_block("headline", [])
    assert tracker.councils_of([]) == ("E06000097",)


def test_a_subheading_turns_to_the_council_it_names() -> None:
    tracker = CouncilTracker([NORTH, EAST])
    tracker.enter_block("subheading", [EAST])
    tracker.councils_of([EAST])
    tracker.enter_block("paragraph", [])
    assert tracker.councils_of([]) == ("E06000098",)


def test_a_passing_mention_does_not_outlast_its_paragraph() -> None:
    tracker = CouncilTracker([NORTH, NORTH, NORTH, EAST])
    tracker.enter_block("paragraph", [])
    assert tracker.councils_of([EAST]) == ("E06000098",)
    tracker.enter_block("paragraph", [])
    assert tracker.councils_of([]) == ("E06000097",)


def test_all_councils_named_in_a_sentence_count() -> None:
    tracker = CouncilTracker([NORTH, EAST])
    tracker.enter_block("paragraph", [])
    assert set(tracker.councils_of([NORTH, EAST])) == {"E06000097", "E06000098"}


def test_a_report_is_on_its_own_council_whoever_is_named() -> None:
    tracker = CouncilTracker([NORTH, EAST], own="E06000097")
    tracker.enter_block("paragraph", [])
    assert tracker.councils_of([EAST]) == ("E06000097",)


def test_no_council_known() -> None:
    assert CouncilTracker([]).councils_of([]) == ()
