"""Typed models of the record: one line of the annotated JSONL.

Offsets everywhere are Unicode code points into ``Record.text``, end-exclusive. Models are frozen: a changed
record is a new record. Parts check their own fields when they are made; :class:`Record` also checks what
holds between them (:mod:`ofsight.record.rules`), so that a record that breaks a rule cannot be made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from .labels import SCHEMA
from .types import (
    CouncilCode,
    Evidence,
    Flag,
    InspectionType,
    InspectionValue,
    IsoDate,
    IsoPeriod,
    Name,
    Number,
    Offset,
    Polarity,
    Rating,
    Score,
    Sha256,
    SourceClass,
    Text,
    Unrounded,
    Value,
    rounded_scores,
)

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab


class Frozen(BaseModel):
    """Base of all parts of a record: immutable, no unknown keys, keys written in order of declaration.

    Every start waits for these models: they are built when they are first used, and what is said of their
    fields is read from the source when the schema is asked for (:mod:`ofsight.record.schema`).
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        json_schema_serialization_defaults_required=True,
    )


class Source(Frozen):
    """Where the text came from."""

    path: Name
    """Path relative to the PATH given; "-" for standard input."""
    media_type: Name
    """Media type of the file, such as text/plain."""
    sha256: Sha256
    """SHA-256 of the bytes read."""


class InspectionMeta(Frozen):
    """What a report says of its own inspection."""

    council: CouncilCode | None
    """GSS code of the authority inspected."""
    framework: Literal["ilacs", "sif", "older"] | None
    """The inspection framework."""
    type: InspectionType
    """The type of the inspection or visit."""
    start: IsoDate | None
    """First day, as exact as the text allows."""
    end: IsoDate | None
    """Last day, as exact as the text allows."""
    lead_inspector: Text | None
    """Name of the lead inspector."""


class Meta(Frozen):
    """What is known of the document as a whole."""

    kind: Literal["news", "report"] | None = None
    """A news article or an inspection report."""
    title: Text | None = None
    """Title; null in stand-off records kept in the project."""
    published: IsoDate | None = None
    """ISO date, month or year of publication."""
    publisher: Text | None = None
    """Who published it."""
    authors: tuple[Text, ...] = ()
    """Names of the authors."""
    url: Text | None = None
    """Where it was published."""
    inspection: InspectionMeta | None = None
    """Reports only: the inspection that is reported."""


class Spanned(Frozen):
    """A stretch of text, ``text[start:end]``."""

    start: Offset
    """Offset of the first character."""
    end: Offset
    """Offset after the last character."""


class Block(Spanned):
    """A block of the page with its label (codebook section 1)."""

    label: Name
    """Block label."""
    score: Score = None
    """Confidence in 0..1; null in gold."""


class Sentence(Spanned):
    """A sentence of a body block; it may run across a page's furniture."""


class Entity(Spanned):
    """A tagged mention."""

    label: Name
    """Entity label; extractors may add labels of their own."""
    text: Text | None
    """``text[start:end]``; null in a stand-off record."""
    value: Value = None
    """A GSS code, a register key, a rating, an inspection type, an ISO date or period, or a number."""
    unit: Name | None = None
    """Unit of a QUANTITY."""
    score: Score = None
    """Confidence in 0..1; null in gold."""


class Finding(Spanned):
    """A sentence that asserts something about a council's services for children."""

    themes: Annotated[tuple[Name, ...], Field(min_length=1)]
    """Every theme that fits; extractors may add themes of their own."""
    polarity: Polarity
    """What is said about the state of things."""
    source: SourceClass
    """Whose assertion it is."""
    councils: tuple[CouncilCode, ...]
    """GSS codes of the authorities it is about."""
    theme_scores: Annotated[dict[Name, Unrounded], AfterValidator(rounded_scores)] | None = None
    """Confidence by theme; null in gold."""
    score: Score = None
    """Confidence in 0..1 that it is a finding; null in gold."""


class Speaker(Spanned):
    """The nearest explicit mention of who said a quotation."""

    text: Text | None
    """``text[start:end]``; null in a stand-off record."""


class Quotation(Spanned):
    """Quoted words, marks not included."""

    source: SourceClass
    """Whose words they are."""
    speaker: Speaker | None
    """Who said them."""


class Judgement(Frozen):
    """One grade given to one area of one council."""

    council: CouncilCode | None
    """GSS code of the authority judged."""
    area: Name
    """The judgement area."""
    rating: Rating
    """The grade."""
    previous: Flag
    """True if the text shows that the grade has since been replaced."""
    date: IsoPeriod | None
    """When the inspection was, as exact as the text allows."""
    inspection: InspectionValue | None
    """Type of the inspection."""
    evidence: Evidence
    """Offsets of the sentence or table that states it."""


class Role(Frozen):
    """An official with the post held."""

    official: Text | None
    """Name of the person."""
    role: Text | None
    """The post, as printed."""
    organisation: Text | None
    """GSS code of the council, or register key of the organisation, that is served."""
    evidence: Evidence
    """Offsets of the sentence or table that states it."""


class Measure(Frozen):
    """A figure about a council's services."""

    council: CouncilCode | None
    """GSS code of the authority."""
    metric: Name
    """What is measured."""
    value: Number
    """The figure."""
    unit: Name
    """The unit of the figure."""
    comparator: Text | None
    """The comparator in the text's own words; null in a stand-off record."""
    as_of: IsoPeriod | None
    """The time the figure holds for."""
    evidence: Evidence
    """Offsets of the sentence or table that states it."""


class ModelInfo(Frozen):
    """The model that annotated the document."""

    name: Name
    """Name of the model."""
    version: Text
    """Version of the model."""
    sha256: Text
    """Checksum of the model's files."""
    extractors: tuple[Name, ...] = ()
    """The extractors that were added to it."""


class AnnotatorInfo(Frozen):
    """The annotator of a gold record or of one pass."""

    annotator: Name
    """A person or a language model."""


def _kind_of_model(value: Any) -> str:
    if isinstance(value, dict):
        return "annotator" if "annotator" in value else "model"
    return "annotator" if isinstance(value, AnnotatorInfo) else "model"


class RecordShape(Frozen):
    """The fields of a record without the rules that hold between them; use :class:`Record`."""

    model_config = ConfigDict(serialize_by_alias=True)

    schema_: Literal["ofsight/1"] = Field(default=SCHEMA, alias="schema")
    """Name and version of this format."""
    id: Name
    """File stem, or the input record's own id; unique in a run."""
    source: Source
    """Where the text came from."""
    meta: Meta
    """What is known of the document as a whole."""
    text: Text | None
    """The text that all offsets point into; null in a stand-off record."""
    text_sha256: Sha256
    """SHA-256 of the UTF-8 bytes of the text."""
    blocks: tuple[Block, ...] = ()
    """Sorted by start, end, label; they do not overlap."""
    sentences: tuple[Sentence, ...] = ()
    """Sentences of the body blocks, sorted by start, end."""
    entities: tuple[Entity, ...] = ()
    """Sorted by start, end, label; they do not overlap."""
    findings: tuple[Finding, ...] = ()
    """Sorted by start, end; each is one of the sentences, and a sentence is one finding at most."""
    quotations: tuple[Quotation, ...] = ()
    """Sorted by start, end."""
    judgements: tuple[Judgement, ...] = ()
    """Sorted by evidence, council, area, rating."""
    roles: tuple[Role, ...] = ()
    """Sorted by evidence, organisation."""
    measures: tuple[Measure, ...] = ()
    """Sorted by evidence, council, metric, value."""
    model: Annotated[
        Annotated[ModelInfo, Tag("model")] | Annotated[AnnotatorInfo, Tag("annotator")],
        Discriminator(_kind_of_model),
    ]
    """Who or what annotated the document."""


class Record(RecordShape):
    """One document with all its annotations: one line of the annotated JSONL."""

    @model_validator(mode="after")
    def _check_rules(self) -> Self:
        from .rules import broken_rules  # rules are written over these models

        broken = list(broken_rules(self))
        if broken:
            raise ValidationError.from_exception_data(
                "Record",
                [
                    InitErrorDetails(
                        type=PydanticCustomError("record_rule", "{reason}", {"reason": message}),
                        loc=location,
                        input=None,
                    )
                    for location, message in broken
                ],
            )
        return self

    @classmethod
    def from_doc(cls, doc: Doc, *, model: ModelInfo | AnnotatorInfo | None = None) -> Record:
        """Collect the layers of an annotated spaCy ``Doc`` into a record.

        Parameters
        ----------
        doc : spacy.tokens.Doc
            A document that went through the pipeline, or that :meth:`to_doc` made.
        model : ModelInfo or AnnotatorInfo, optional
            Who annotated it; by default what the ``Doc`` carries.

        Returns
        -------
        Record
            With every list sorted. Without a file behind it ``id`` is ``"doc"`` and the path ``"-"``.

        Raises
        ------
        pydantic.ValidationError
            When the layers contradict each other.
        """
        from ofsight.crossing import record_from_doc  # spaCy is loaded only where a Doc is in play

        return record_from_doc(doc, model=model)

    def to_doc(self, vocab: Vocab | Language) -> Doc:
        """Make a spaCy ``Doc`` that holds every layer of this record; ``Record.from_doc`` gives it back.

        Parameters
        ----------
        vocab : spacy.vocab.Vocab or spacy.language.Language
            The vocabulary of the ``Doc``, or the pipeline that owns it.

        Returns
        -------
        spacy.tokens.Doc
            Its tokens are cut at the border of every annotation.

        Raises
        ------
        RecordError
            When the record is stand-off: without its text there is no ``Doc``.
        """
        from ofsight.crossing import record_to_doc  # spaCy is loaded only where a Doc is in play

        return record_to_doc(self, vocab)
