"""Precision and recall of the council and organisation rules on sentences marked inline."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from ofsight.read.rules.councils import find_councils
from ofsight.read.rules.organisations import find_organisations
from ofsight.register import find_organisation, load_register

_HERE = Path(__file__).parent


def _load_marked() -> ModuleType:
    # Tests are imported file by file (importlib mode), so a helper beside them is loaded by its path.
    spec = importlib.util.spec_from_file_location("marked", _HERE / "marked.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


marked = _load_marked()
CASES = marked.read_cases(_HERE / "mention_cases.txt")
UNSEEN = marked.read_cases(_HERE / "mention_cases_unseen.txt")


def _names(case, offsets):
    return sorted(case.text[start:end] for start, end in offsets)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text[:50])
def test_councils_of_a_sentence(case):
    found = marked.spans(find_councils(case.context()))
    expected = {(start, end) for start, end, _ in case.councils}
    assert _names(case, found) == _names(case, expected)
    assert found == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text[:50])
def test_organisations_of_a_sentence(case):
    found = marked.spans(find_organisations(case.context()))
    expected = {(start, end) for start, end, _ in case.organisations}
    assert _names(case, found) == _names(case, expected)
    assert found == expected


@pytest.mark.parametrize("case", CASES + UNSEEN, ids=lambda case: case.text[:50])
def test_values_of_marked_mentions(case):
    register = load_register()
    for start, end, code in case.councils:
        authority = register.resolve(case.text[start:end], case.published)
        assert authority is not None
        assert (case.text[start:end], authority.code) == (case.text[start:end], code)
    for start, end, key in case.organisations:
        assert (find_organisation(case.text[start:end]) or "-") == key


def _f1(cases, rule, gold) -> float:
    right = found = wanted = 0
    for case in cases:
        predicted = marked.spans(rule(case.context()))
        expected = {(start, end) for start, end, _ in gold(case)}
        right += len(predicted & expected)
        found += len(predicted)
        wanted += len(expected)
    return 2 * right / (found + wanted)


def test_accuracy_on_sentences_the_rules_were_not_written_for():
    assert _f1(UNSEEN, find_councils, lambda case: case.councils) >= 0.9
    assert _f1(UNSEEN, find_organisations, lambda case: case.organisations) >= 0.9


def test_a_place_whose_council_is_named_needs_less_evidence():
    alone = marked.parse_case("Why not Torbay?")
    beside = marked.parse_case("[Torbay Council|E06000027] agreed. // Why not [Torbay|E06000027]?")
    assert find_councils(alone.context()) == []
    assert len(find_councils(beside.context())) == 2


def test_a_surname_in_the_document_is_not_a_place():
    case = marked.parse_case("The director is Jane Sutton. // Sutton has worked in care for years.")
    assert find_councils(case.context()) == []


def test_an_abbreviation_introduced_once_is_found_everywhere():
    case = marked.parse_case("The {Midshire Carers Foundation|-} ({MCF|-}) wrote. // Later {MCF|-} left.")
    assert marked.spans(find_organisations(case.context())) == {(s, e) for s, e, _ in case.organisations}


def test_no_mention_crosses_units():
    case = marked.parse_case("He moved to Leeds // City Council of ministers")
    assert all(
        any(start <= m.start and m.end <= end for start, end in case.units)
        for m in find_councils(case.context())
    )
