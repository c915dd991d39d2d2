"""What OpenAPI says of the service: FastAPI's description with the record as its own schema describes it."""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from ofsight.record.schema import record_schema

from .answers import Batch
from .documents import Document
from .problems import Problem

_REF = "#/components/schemas/"


def describe_api(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI description of an application."""
    described = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
    )
    schemas = described.setdefault("components", {}).setdefault("schemas", {})
    _, accepted = models_json_schema([(Document, "validation")], ref_template=_REF + "{model}")
    _, written = models_json_schema(
        [(Problem, "serialization"), (Batch, "serialization")], ref_template=_REF + "{model}"
    )
    schemas.update(accepted["$defs"])
    schemas.update(written["$defs"])
    schemas.update(_record_parts())
    described["components"]["schemas"] = dict(sorted(schemas.items()))
    return described


def _record_parts() -> dict[str, Any]:
    """Return the parts of a record with what is said of each field, which the models do not carry."""
    moved = json.loads(json.dumps(record_schema()).replace('"#/$defs/', f'"{_REF}'))
    parts: dict[str, Any] = moved.pop("$defs")
    for key in ("$schema", "$id"):
        moved.pop(key)
    return {**parts, "Record": moved}
