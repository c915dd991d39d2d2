"""The JSON Schema of the record, made from the models."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from . import models
from .models import Record

SCHEMA_ID: Final = "urn:ofsight:schema:record:1"
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


class _FileSchema(GenerateJsonSchema):
    """A schema of the file: there are no defaults in it, and field names need no titles."""

    schema_dialect = _DIALECT

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  # pydantic's signature
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one record, with a description of every field.

    A schema cannot say what holds between fields (mentions equal to the text, order, overlap);
    ``ofsight validate`` checks that as well.
    """
    # As written, not as accepted: fields with a default in Python are required on file.
    generated = Record.model_json_schema(by_alias=True, mode="serialization", schema_generator=_FileSchema)
    said = _said_of_fields()
    for name, schema in {Record.__name__: generated, **generated["$defs"]}.items():
        for base in reversed(getattr(models, name).__mro__):
            for field, description in said.get(base.__name__, {}).items():
                told = schema["properties"][field]
                if set(told) != {"$ref"}:  # what a bare reference leads to describes itself
                    schema["properties"][field] = dict(sorted({**told, "description": description}.items()))
    return {"$schema": _DIALECT, "$id": SCHEMA_ID, **generated}


def _said_of_fields() -> dict[str, dict[str, str]]:
    """Return the docstring below each field, by the name of its model and its key in the file."""
    return {
        node.name: {
            _key(node.name, field.target.id): inspect.cleandoc(below.value.value)
            for field, below in pairwise(node.body)
            if isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
            and isinstance(below.value.value, str)
        }
        for node in ast.parse(inspect.getsource(models)).body
        if isinstance(node, ast.ClassDef)
    }


def _key(model: str, field: str) -> str:
    return getattr(models, model).model_fields[field].alias or field
