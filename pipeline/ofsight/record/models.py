"""Typed models of the record: one line of the annotated JSONL (see docs/record.md).

Offsets everywhere are Unicode code points into ``Record.text``, end-exclusive.
Models are frozen: a changed record is a new record.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from .labels import SCHEMA

Offset = Annotated[int, Field(ge=0, strict=True)]
Score = Annotated[
    float | None,
    Field(ge=0.0, le=1.0),
    PlainSerializer(lambda score: None if score is None else round(score, 4), return_type=float | None),
]
Rating = Literal["outstanding", "good", "requires_improvement", "inadequate", "adequate", "poor"]
Polarity = Literal["weakness", "strength", "mixed", "neutral"]
SourceClass = Literal["inspectorate", "council", "government", "other", "article"]


class Frozen(BaseModel):
    """Base of all parts of a record: immutable, no unknown keys, keys written in order of declaration."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Frozen):
    """Where the text came from: path relative to the PATH given, media type, checksum of the bytes read."""

    path: str
    media_type: str
    sha256: str


class InspectionMeta(Frozen):
    """What a report says of its own inspection. Dates are ISO, as exact as the text allows."""

    council: str | None
    framework: Literal["ilacs", "sif", "older"] | None
    type: Literal["full", "short", "focused_visit", "monitoring_visit", "jtai", "send", "unspecified"]
    start: str | None
    end: str | None
    lead_inspector: str | None


class Meta(Frozen):
    """What is known of the document as a whole. ``published`` is an ISO date, month or year."""

    kind: Literal["news", "report"] | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    inspection: InspectionMeta | None = None


class Spanned(Frozen):
    """A stretch of text, ``text[start:end]``."""

    start: Offset
    end: Offset


class Block(Spanned):
    """A block of the page with its label (codebook section 1)."""

    label: str
    score: Score = None


class Sentence(Spanned):
    """A sentence of a body block; it may run across a page's furniture."""


class Entity(Spanned):
    """A tagged mention. ``value`` is a GSS code, a register key, a rating, an ISO date or a number."""

    label: str
    text: str | None
    value: str | int | float | None = None
    unit: str | None = None
    score: Score = None


class Finding(Spanned):
    """A sentence that asserts something about a council's services for children."""

    themes: tuple[str, ...]
    polarity: Polarity
    source: SourceClass
    councils: tuple[str, ...]
    theme_scores: dict[str, Score] | None = None
    score: Score = None


class Speaker(Spanned):
    """The nearest explicit mention of who said a quotation."""

    text: str | None


class Quotation(Spanned):
    """Quoted words, marks not included."""

    source: SourceClass
    speaker: Speaker | None


Evidence = tuple[Offset, Offset]


class Judgement(Frozen):
    """One grade given to one area of one council."""

    council: str | None
    area: str
    rating: Rating
    previous: bool
    date: str | None
    inspection: str | None
    evidence: Evidence


class Role(Frozen):
    """An official, the post, and the council (GSS code) or organisation (register key) served."""

    official: str | None
    role: str | None
    organisation: str | None
    evidence: Evidence


class Measure(Frozen):
    """A figure about a council's services."""

    council: str | None
    metric: str
    value: int | float
    unit: str
    comparator: str | None
    as_of: str | None
    evidence: Evidence


class ModelInfo(Frozen):
    """The model that annotated the document, with the checksum of its files, and the extractors added to it."""

    name: str
    version: str
    sha256: str
    extractors: tuple[str, ...] = ()


class AnnotatorInfo(Frozen):
    """The annotator (a person or a language model) of a gold record or of one pass."""

    annotator: str


class Record(Frozen):
    """One document with all its annotations."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    schema_: Literal["ofsight/1"] = Field(default=SCHEMA, alias="schema")
    id: str
    source: Source
    meta: Meta
    text: str | None
    text_sha256: str
    blocks: tuple[Block, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    entities: tuple[Entity, ...] = ()
    findings: tuple[Finding, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    roles: tuple[Role, ...] = ()
    measures: tuple[Measure, ...] = ()
    model: ModelInfo | AnnotatorInfo
