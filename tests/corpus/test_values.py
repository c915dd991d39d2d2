"""Values and facts in the short form in which annotators write them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.corpus.values import entity_value, fact, own_council, parse_finding
from ofsight.errors import CorpusError
from ofsight.record.labels import POLARITIES, SOURCES, THEMES


@pytest.mark.parametrize(
    ("label", "words", "given_value", "expected"),
    [
        ("COUNCIL", "Halton", None, ("E06000006", None)),
        ("COUNCIL", "London borough of Sutton", None, ("E09000029", None)),
        ("COUNCIL", "the borough", "E06000006", ("E06000006", None)),
        ("COUNCIL", "St\nHelens Council", None, ("E08000013", None)),
        ("COUNCIL", "Atlantis", "null", (None, None)),
        ("ORGANISATION", "Ofsted", None, ("ofsted", None)),
        ("ORGANISATION", "Sea Scouts", None, (None, None)),
        ("OFFICIAL", "Jo Bell", None, (None, None)),
        ("RATING", "Requires improvement to be good", None, ("requires_improvement", None)),
        ("RATING", "bottom mark", "inadequate", ("inadequate", None)),
        ("INSPECTION", "Focused  visit", None, ("focused_visit", None)),
        ("INSPECTION", "visit", "unspecified", ("unspecified", None)),
        ("DATE", "2015", None, ("2015", None)),
        ("DATE", "March 2015", None, ("2015-03", None)),
        ("DATE", "3rd March 2015", None, ("2015-03-03", None)),
        ("DATE", "last spring", "2014-03/2014-05", ("2014-03/2014-05", None)),
        ("QUANTITY", "1,200", None, (1200, "count")),
        ("QUANTITY", "£5.4m", None, (5_400_000, "gbp")),
        ("QUANTITY", "£1.25bn", None, (1_250_000_000, "gbp")),
        ("QUANTITY", "nearly 70%", None, (70, "percent")),
        ("QUANTITY", "12.5 per cent", None, (12.5, "percent")),
        ("QUANTITY", "third", "33.33 percent", (33.33, "percent")),
        ("QUANTITY", "20-25", "null count", (None, "count")),
    ],
)
def test_values(label: str, words: str, given_value: str | None, expected: tuple[Any, Any]) -> None:
    assert entity_value(label, words, given_value) == expected


@pytest.mark.parametrize(
    ("label", "words", "given_value", "message"),
    [
        ("COUNCIL", "Atlantis", None, "names no authority"),
        ("COUNCIL", "Dorset", None, "several authorities"),
        ("COUNCIL", "Halton", "E06999999", "no authority has the code"),
        ("OFFICIAL", "Jo Bell", "x", "takes no value"),
        ("RATING", "splendid", None, "'splendid' is none of"),
        ("INSPECTION", "visit", None, "is none of"),
        ("DATE", "last month", None, "give its ISO value"),
        ("DATE", "May 2015", "05/2015", "is no ISO date"),
        ("QUANTITY", "eight", None, "give 'value unit'"),
        ("QUANTITY", "20-25", None, "give 'value unit'"),
        ("QUANTITY", "eight", "8", "unit of 'eight'"),
        ("QUANTITY", "eight", "viii count", "is no number"),
    ],
)
def test_nothing_is_guessed(label: str, words: str, given_value: str | None, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        entity_value(label, words, given_value)


@given(
    themes=st.sets(st.sampled_from(THEMES), min_size=1),
    polarity=st.sampled_from(POLARITIES),
    source=st.sampled_from(SOURCES),
)
def test_findings_read_whatever_the_order_of_their_themes(
    themes: set[str], polarity: str, source: str
) -> None:
    finding = parse_finding(f"{','.join(themes)} ;{polarity};  {source}")
    assert (set(finding.themes), finding.polarity, finding.source) == (themes, polarity, source)
    assert list(finding.themes) == sorted(themes)
    assert finding.councils == ()


def test_councils_of_a_finding_are_codes_or_names() -> None:
    assert parse_finding("workforce; mixed; article; Wigan, E06000006").councils == ("E06000006", "E08000010")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ["judgement", "overall", "good", "date=2019-03", "inspection=full", "previous"],
            {
                "council": "E06000006",
                "area": "overall",
                "rating": "good",
                "previous": True,
                "date": "2019-03",
            },
        ),
        (["judgement", "adoption", "poor", "council=Wigan"], {"council": "E08000010", "previous": False}),
        (
            ["role", "Jo Bell", "commissioner", "organisation=dfe"],
            {"organisation": "dfe", "official": "Jo Bell"},
        ),
        (["role", "Jo Bell", "leader", "organisation=Wigan"], {"organisation": "E08000010"}),
        (
            ["measure", "agency_rate", "28.7", "percent", "comparator=up to", "as_of=2020"],
            {"value": 28.7, "unit": "percent", "comparator": "up to", "as_of": "2020"},
        ),
    ],
)
def test_facts(words: list[str], expected: dict[str, Any]) -> None:
    parsed = fact(words, "Halton")
    assert {key: parsed[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["judgment", "overall", "good"], "a fact is"),
        (["judgement", "everything", "good"], "'everything' is none of"),
        (["judgement", "overall", "good", "earlier"], "unknown"),
        (["judgement", "overall", "good", "when=2019"], r"unknown key\(s\) when"),
        (["judgement", "overall", "good", "date=May"], "is no ISO date"),
        (["measure", "caseload", "many", "count"], "is no number"),
        (["measure", "caseload", "20", "children"], "'children' is none of"),
        (["role", "Jo Bell", "leader", "organisation=Atlantis"], "names no authority"),
    ],
)
def test_faulty_facts(words: list[str], message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        fact(words, "Halton")


def test_an_articles_council_is_in_its_head() -> None:
    assert own_council({"council": "Halton"}) == "E06000006"
    assert own_council({}) is None
