from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from tests.record.examples import example
from tests.record.strategies import records

from ofsight.record import Record
from ofsight.record.io import dumps
from ofsight.record.schema import SCHEMA_ID, record_schema

VALIDATOR = Draft202012Validator(record_schema())


def test_the_schema_is_one_and_says_what_it_is() -> None:
    schema = record_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == SCHEMA_ID
    assert schema["required"] == list(example())


def test_every_field_is_described_and_required() -> None:
    schema = record_schema()
    for part in (schema, *schema["$defs"].values()):
        assert part["description"]
        assert part["required"] == list(part["properties"])
        assert part["additionalProperties"] is False
        assert all("description" in field or "$ref" in field for field in part["properties"].values())


@settings(max_examples=30, deadline=None)
@given(records())
def test_every_record_keeps_the_schema(record: Record) -> None:
    VALIDATOR.validate(json.loads(dumps(record)))


@pytest.mark.parametrize(
    "changes",
    [
        {"schema": "ofsight/2"},
        {"id": ""},
        {"text_sha256": "x"},
        {"extra": 1},
        {"blocks": [{"start": -1, "end": 2, "label": "a", "score": None}]},
        {"blocks": [{"start": 0, "end": 2, "label": "a"}]},
        {"model": {}},
        {"sentences": [{"start": 0.5, "end": 2}]},
    ],
)
def test_faulty_records_break_the_schema(changes: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(example() | changes)
