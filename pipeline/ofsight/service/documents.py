"""What a request may say of a document: the models behind JSON bodies, query parameters and form fields."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from ofsight.ingest.dates import iso_date
from ofsight.record import Meta

_LONGEST: Final = 2_000


def _as_iso(written: str | None) -> str | None:
    if written is None:
        return None
    found = iso_date(written)
    if found is None:
        raise PydanticCustomError(
            "date", "is no date from 1990 on; write a day, month or year such as 2021-11-26, 2021-11 or 2021"
        )
    return found


_Line = Annotated[str, Field(min_length=1, max_length=_LONGEST)]


class DocumentMeta(BaseModel):
    """What is known of a document; it wins over what the document says of itself."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["news", "report"] | None = Field(
        default=None, description="A news article or an inspection report; found out if not given."
    )
    title: _Line | None = Field(default=None, description="Title.")
    published: Annotated[_Line | None, AfterValidator(_as_iso)] = Field(
        default=None,
        description="When it was published: a day, month or year. Relative dates are read from it.",
        examples=["2021-11-26"],
    )
    publisher: _Line | None = Field(default=None, description="Who published it.")
    authors: Annotated[list[_Line], Field(max_length=50)] = Field(
        default_factory=list, description="Names of the authors."
    )
    url: _Line | None = Field(default=None, description="Where it was published; it is never fetched.")

    def given(self) -> Meta | None:
        """Return what was given, or None where nothing was."""
        names = ("kind", "title", "published", "publisher", "authors", "url")
        said = {name: getattr(self, name) for name in names if getattr(self, name)}
        return Meta.model_validate(said) if said else None


class AnnotateQuery(DocumentMeta):
    """The parameters of ``POST /annotate``."""

    text: bool = Field(
        default=True,
        description="False leaves out the text and every copy of a part of it: offsets and labels only.",
    )
    id: _Line | None = Field(
        default=None, description="The record's id, for a document that has none of its own."
    )


class Document(BaseModel):
    """An article or report as JSON."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(
        description="The text, which all offsets of the record point into; nothing of it is changed."
    )
    id: Annotated[str, Field(min_length=1, max_length=_LONGEST)] | None = Field(
        default=None, description="The record's id; given a number if not given."
    )
    meta: DocumentMeta | None = Field(default=None, description="What is known of it.")
