"""The description of the interface is true: what it forbids is refused, and every answer is as it says."""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from jsonschema import Draft202012Validator
from schemathesis.checks import (
    content_type_conformance,
    negative_data_rejection,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)
from tests.service.fakes import LOOPBACK, FakeAnnotator, client_of, fake_labels, fake_page

from ofsight.engine.settings import WorkSettings
from ofsight.record import Record
from ofsight.record.schema import record_schema
from ofsight.service.app import create_app
from ofsight.service.settings import ServiceSettings

_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
_ROOMY = ServiceSettings(work=WorkSettings(max_bytes=1_000_000), workers=4)
_app = create_app(FakeAnnotator(max_bytes=1_000_000), _ROOMY, build_page=fake_page, describe=fake_labels)
_schema = schemathesis.openapi.from_dict(json.loads(json.dumps(_app.openapi())))
_schema.app = _app


@_schema.parametrize()
@settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
def test_the_interface_is_what_it_is_said_to_be(case: Any) -> None:
    case.call_and_validate(base_url=LOOPBACK, headers={"Host": "127.0.0.1"}, checks=_CHECKS)


def test_the_record_is_described_as_the_schema_describes_it() -> None:
    schemas = client_of().get("/openapi.json").json()["components"]["schemas"]
    published = record_schema()
    assert schemas["Entity"]["properties"]["start"] == published["$defs"]["Entity"]["properties"]["start"]
    assert set(schemas["Record"]["properties"]) == set(published["properties"])
    assert "description" in schemas["Record"]["properties"]["text"]
    assert set(Record.model_json_schema()["$defs"]) <= set(schemas)


def test_references_lead_somewhere() -> None:
    description = client_of().get("/openapi.json").json()
    schemas = description["components"]["schemas"]

    def references(part: object) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return own + [ref for value in part.values() for ref in references(value)]
        return [ref for value in part for ref in references(value)] if isinstance(part, list) else []

    found = references(description)
    assert found
    assert {ref.rpartition("/")[2] for ref in found} <= set(schemas)
    assert all(ref.startswith("#/components/schemas/") for ref in found)
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("path", ["/annotate", "/model", "/health", "/schema"])
def test_every_path_is_described(path: str) -> None:
    (operation,) = client_of().get("/openapi.json").json()["paths"][path].values()
    assert operation["summary"]
    assert operation["responses"]["200"]["description"]
    for status, response in operation["responses"].items():
        if status != "200":
            assert set(response["content"]) == {"application/problem+json"}
