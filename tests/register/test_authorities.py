"""The register of authorities: every name form finds its authority, at the right time."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.errors import RegisterError
from ofsight.register import Register, load_register
from ofsight.register.authorities import Authority

REGISTER = load_register()
RUNNING = [authority for authority in REGISTER if authority.childrens_services]
COUNCIL_FORMS = [
    "{}",
    "{}'s",
    "{}’s",
    "{} council",
    "{} Council",
    "{} local authority",
    "{} City Council",
    "{} borough council",
    "{} Borough Council",
    "{} Metropolitan Borough Council",
    "{} MBC",
    "{} MDC",
    "{} BC",
    "{} CC",
    "{} county council",
    "the {} council",
    "City of {}",
    "London borough of {}",
    "the London Borough of {}",
    "Royal Borough of {}",
    "Borough of {}",
]


def _day_of(authority: Authority) -> datetime.date:
    if authority.end is not None:
        return authority.end
    return max(authority.start or datetime.date(2020, 1, 1), datetime.date(2025, 1, 1))


def test_children_are_served_by_all_authorities_of_england():
    today = [authority for authority in RUNNING if authority.existed(datetime.date(2025, 1, 1))]
    assert len(today) == 153


@given(authority=st.sampled_from(RUNNING), form=st.sampled_from(COUNCIL_FORMS))
def test_every_form_of_the_short_name_finds_its_authority(authority, form):
    for short in {authority.short_name, authority.short_name.replace(" and ", " & ")}:
        for name in {short, short.replace("-", " ")}:
            # A county council and the unitary council after it share a name; each has its own day.
            found = REGISTER.resolve(form.format(name), _day_of(authority))
            assert found is not None
            assert found.short_name == authority.short_name
            if "county" not in form:
                assert found.code == authority.code


@pytest.mark.parametrize("authority", list(REGISTER), ids=lambda authority: authority.code)
def test_every_official_name_finds_its_authority(authority):
    found = REGISTER.resolve(authority.official_name, _day_of(authority))
    assert found is authority


@pytest.mark.parametrize(
    ("surface", "when", "code"),
    [
        ("Northamptonshire", "2018-06-01", "E10000021"),
        ("Northamptonshire", "2022-06-01", "E10000021"),
        ("West Northamptonshire", "2022-06-01", "E06000062"),
        ("Cumbria", "2020-06-01", "E10000006"),
        ("Cumbria", "2024-06-01", "E10000006"),
        ("Somerset", "2023-03-31", "E10000027"),
        ("Somerset", "2023-04-01", "E06000066"),
        ("Somerset County Council", "2024-01-01", "E10000027"),
        ("Dorset", "2019-03-31", "E10000009"),
        ("Dorset council", "2019-04-01", "E06000059"),
        ("Buckinghamshire", "2020-03-31", "E10000002"),
        ("Bucks", "2021-01-01", "E06000060"),
        ("North Yorkshire", "2021-01-01", "E10000023"),
        ("North Yorkshire council", "2024-01-01", "E06000065"),
        ("Bournemouth", "2018-01-01", "E06000028"),
        ("BCP", "2022-01-01", "E06000058"),
        ("Cheshire County Council", "2009-01-01", "E10000004"),
        ("Durham", "2008-01-01", "E06000047"),
    ],
)
def test_the_body_named_at_the_time_spoken_of(surface, when, code):
    found = REGISTER.resolve(surface, datetime.date.fromisoformat(when))
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("surface", "code"),
    [
        ("Hull", "E06000010"),
        ("Bristol", "E06000023"),
        ("Telford", "E06000020"),
        ("BCP Council", "E06000058"),
        ("Kensington and Chelsea", "E09000020"),
        ("RBKC", "E09000020"),
        ("Kensington council", "E09000020"),
        ("Windsor & Maidenhead", "E06000040"),
        ("Cheshire West", "E06000050"),
        ("Cheshire West & Chester", "E06000050"),
        ("County Durham", "E06000047"),
        ("City of London", "E09000001"),
        ("City of London Corporation", "E09000001"),
        ("Barking", "E09000002"),
        ("Hammersmith", "E09000013"),
        ("Richmond", "E09000027"),
        ("Kingston", "E09000021"),
        ("Newcastle", "E08000021"),
        ("Newcastle City Council", "E08000021"),
        ("Newcastle Borough Council", "E07000195"),
        ("Brighton", "E06000043"),
        ("B&NES", "E06000022"),
        ("BANES", "E06000022"),
        ("Stockton", "E06000004"),
        ("Southend", "E06000033"),
        ("Southend-on-Sea City Council", "E06000033"),
        ("Stoke", "E06000021"),
        ("Stoke\ufffeon-Trent", "E06000021"),
        ("Redcar", "E06000003"),
        ("Blackburn", "E06000008"),
        ("Isles of Scilly", "E06000053"),
        ("Council of the Isles of Scilly", "E06000053"),
        ("St. Helens", "E08000013"),
        ("St Helens'", "E08000013"),
        ("Central Beds", "E06000056"),
        ("East Riding", "E06000011"),
        ("NE Lincs", "E06000012"),
        ("Poole council", "E06000029"),
        ("Medway", "E06000035"),
        ("Doncaster council", "E08000017"),
        ("Bradford Metropolitan District Council", "E08000032"),
        ("the Wirral", "E08000015"),
        ("Herefordshire Council", "E06000019"),
        ("Northumberland County \nCouncil local authority", "E06000057"),
        ("City of Wolverhampton Council", "E08000031"),
        ("Gateshead", "E08000037"),
        ("Northampton Borough Council", "E07000154"),
        ("Cardiff council", "W06000015"),
        ("Glasgow City Council", "S12000049"),
    ],
)
def test_names_in_use(surface, code):
    found = REGISTER.resolve(surface)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("surface", ["London", "Bootle", "the West Midlands", "Sussex", "", "council"])
def test_what_names_no_authority(surface):
    assert REGISTER.resolve(surface) is None


def test_a_misspelt_name_is_found_only_when_asked_for():
    found = REGISTER.resolve_fuzzy("Hertforshire County Council", cutoff=90)
    assert found is not None
    assert found.code == "E10000015"
    assert REGISTER.resolve_fuzzy("Hertxxxxxxire", cutoff=90) is None


@given(st.text(max_size=40))
def test_no_name_breaks_the_register(surface):
    REGISTER.resolve(surface)
    REGISTER.resolve_fuzzy(surface)


def test_successors_and_predecessors():
    county = REGISTER.by_code("E10000021")
    assert county is not None
    assert [a.code for a in REGISTER.successors(county)] == ["E06000061", "E06000062"]
    west = REGISTER.by_code("E06000062")
    assert west is not None
    assert county in REGISTER.predecessors(west)


def test_a_code_since_renewed_means_the_same_authority():
    assert REGISTER.by_code("E08000020") is REGISTER.by_code("E08000037")
    assert REGISTER.by_code("E99999999") is None


def test_every_successor_begins_the_day_after():
    for authority in RUNNING:
        for successor in REGISTER.successors(authority):
            assert authority.end is not None
            assert successor.start == authority.end + datetime.timedelta(days=1)


def test_a_contradictory_register_is_refused():
    entry = next(iter(REGISTER))
    with pytest.raises(RegisterError, match="twice"):
        Register([entry, entry])
    with pytest.raises(RegisterError, match="lacks"):
        Register([a for a in REGISTER if a.code == "E10000021"])
