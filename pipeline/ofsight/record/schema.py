"""The JSON Schema of the record, made from the models."""

from __future__ import annotations

from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

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
    return {"$schema": _DIALECT, "$id": SCHEMA_ID, **generated}
