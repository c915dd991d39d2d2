"""The register of other bodies."""

from __future__ import annotations

import pytest

from ofsight.register import find_organisation, get_organisation, load_organisations, load_register
from ofsight.register.names import normalise


@pytest.mark.parametrize(
    ("surface", "key"),
    [
        ("Ofsted", "ofsted"),
        ("Ofsted’s", "ofsted"),
        ("DfE", "dfe"),
        ("the Department for\nEducation", "dfe"),
        ("Barnardo’s", "barnardos"),
        ("The Guardian", "guardian"),
        ("CommunityCare", "communitycare"),
        ("Avon & Somerset Police", "avon_and_somerset_police"),
        ("Children's Commissioner's Office", "childrens_commissioner"),
        ("Midshire Gazette", None),
    ],
)
def test_find_organisation(surface, key):
    assert find_organisation(surface) == key


def test_every_name_belongs_to_one_body():
    owners: dict[str, set[str]] = {}
    for body in load_organisations().values():
        for name in body.names:
            owners.setdefault(normalise(name), set()).add(body.key)
            assert find_organisation(name) == body.key
    assert {name: keys for name, keys in owners.items() if len(keys) > 1} == {}


def test_trusts_serve_authorities_of_the_register():
    register = load_register()
    trusts = [body for body in load_organisations().values() if body.kind == "trust"]
    assert len(trusts) >= 10
    for trust in trusts:
        assert trust.serves, trust.key
        assert all(register.by_code(code) for code in trust.serves)
        assert trust.source == "council"


def test_achieving_for_children_serves_three_boroughs():
    body = get_organisation("achieving_for_children")
    assert body is not None
    assert set(body.serves) == {"E09000021", "E09000027", "E06000040"}
