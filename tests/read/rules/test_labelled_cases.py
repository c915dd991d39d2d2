"""The rules for dates, quantities, ratings, inspections, officials and roles on sentences marked inline."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from ofsight.entities.component import EntityStage
from ofsight.layers import get_entities
from ofsight.read.rules.context import RuleContext
from ofsight.read.rules.dates import find_dates
from ofsight.read.rules.inspections import find_inspections
from ofsight.read.rules.officials import find_officials
from ofsight.read.rules.quantities import find_quantities
from ofsight.read.rules.ratings import find_ratings
from ofsight.read.rules.roles import find_roles
from ofsight.reading import Reading, set_reading

_HERE = Path(__file__).parent
_RULES = {
    "dates": find_dates,
    "quantities": find_quantities,
    "ratings": find_ratings,
    "inspections": find_inspections,
    "officials": find_officials,
    "roles": find_roles,
}


def _load_labelled() -> ModuleType:
    # Tests are imported file by file (importlib mode), so a helper beside them is loaded by its path.
    spec = importlib.util.spec_from_file_location("labelled", _HERE / "labelled.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


labelled = _load_labelled()
CASES = [
    pytest.param(name, case, id=f"{name}: {case.text[:50]}")
    for name in _RULES
    for case in labelled.read_cases(_HERE / "cases" / f"{name}.txt")
]


def _printed(entity) -> str:
    if entity.label == "QUANTITY":
        return f"{'-' if entity.value is None else entity.value} {entity.unit}"
    return "" if entity.value is None else str(entity.value)


@pytest.mark.parametrize(("name", "case"), CASES)
def test_mentions_and_values_of_a_marked_text(name, case):
    doc = case.doc()
    set_reading(doc, Reading(mentions=_RULES[name](RuleContext.from_doc(doc)), sentences=[]))
    found = get_entities(EntityStage()(doc))
    assert [case.text[e.start : e.end] for e in found] == [
        case.text[start:end] for start, end, _ in case.spans
    ]
    assert [_printed(e) for e in found] == [value for _, _, value in case.spans]
