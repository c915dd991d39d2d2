from __future__ import annotations

import pytest

from ofsight.findings.named_councils import IN_PASSING, councils_named
from ofsight.record import Entity
from ofsight.register.organisations import get_organisation


def entity(label: str, value: str) -> Entity:
    return Entity(start=0, end=1, label=label, text="X", value=value)


def test_councils_are_given_once_in_order() -> None:
    kent, medway = entity("COUNCIL", "E10000016"), entity("COUNCIL", "E06000035")
    assert councils_named([medway, kent, medway]) == ("E06000035", "E10000016")


def test_a_district_has_no_childrens_services() -> None:
    maidstone, kent = entity("COUNCIL", "E07000110"), entity("COUNCIL", "E10000016")
    assert councils_named([maidstone]) == ()
    assert councils_named([maidstone, kent]) == ("E10000016",)


def test_a_trust_names_whom_it_serves() -> None:
    company = get_organisation("achieving_for_children")
    assert company is not None
    assert councils_named([entity("ORGANISATION", "achieving_for_children")]) == company.serves
    assert councils_named([entity("ORGANISATION", "ofsted")]) == ()


@pytest.mark.parametrize("before", ["an adviser from ", "fewer than in ", "like neighbouring ", "lost to "])
def test_who_is_named_in_passing(before: str) -> None:
    assert IN_PASSING.search(before)
    assert not IN_PASSING.search("Inspectors went to ")
