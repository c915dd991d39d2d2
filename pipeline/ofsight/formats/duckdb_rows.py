"""The rows of one article in the tables of a DuckDB file, whose columns :mod:`.duckdb_tables` describes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from ofsight.record import AnnotatorInfo, Judgement, Measure, Record, Role
from ofsight.record.io import dumps
from ofsight.register import load_register
from ofsight.values.calendar import first_day, last_day

from .article import Article, body_name

Row = tuple[Any, ...]


class Numbered(NamedTuple):
    """An article with its number and that of its first finding, both from 1."""

    article: Article
    number: int
    first_finding: int

    @property
    def record(self) -> Record:
        """The record itself."""
        return self.article.record

    def words(self, start: int, end: int) -> str | None:
        """Return a stretch of the text as a reader would quote it; None in a stand-off record."""
        return None if self.record.text is None else self.article.quote(start, end)


def _days(iso: str | None) -> tuple[str | None, date | None, date | None]:
    """Return a date as given, its first day and its last."""
    return (None, None, None) if iso is None else (iso, first_day(iso), last_day(iso))


def _evidence(item: Numbered, fact: Judgement | Measure | Role) -> Row:
    return (item.words(*fact.evidence), *fact.evidence)


def records_rows(item: Numbered) -> Iterator[Row]:
    """Give the rows of the table of records."""
    yield item.number, dumps(item.record).rstrip("\n")


def articles_rows(item: Numbered) -> Iterator[Row]:
    """Give the rows of the table of articles."""
    record, meta = item.record, item.record.meta
    inspection = meta.inspection
    model = record.model
    person = model.annotator if isinstance(model, AnnotatorInfo) else None
    made = None if isinstance(model, AnnotatorInfo) else model
    yield (
        item.number,
        record.id,
        meta.kind,
        meta.title,
        *_days(meta.published),
        meta.publisher,
        list(meta.authors),
        meta.url,
        item.article.councils,
        *((inspection.council, inspection.framework, inspection.type) if inspection else (None, None, None)),
        *_days(inspection.start if inspection else None),
        *_days(inspection.end if inspection else None),
        inspection.lead_inspector if inspection else None,
        record.text,
        record.text_sha256,
        record.source.path,
        record.source.media_type,
        *((made.name, made.version) if made else (None, None)),
        person,
    )


def blocks_rows(item: Numbered) -> Iterator[Row]:
    """Give the rows of the table of blocks."""
    for block in item.record.blocks:
        yield item.number, block.start, block.end, block.label, block.score


def sentences_rows(item: Numbered) -> Iterator[Row]:
    """Give the rows of the table of sentences."""
    for sentence in item.record.sentences:
        yield item.number, sentence.start, sentence.end, item.words(sentence.start, sentence.end)


def entities_rows(item: Numbered) -> Iterator[Row]:
    """Give the rows of the table of entities."""
    names = item.article.names
    for entity in item.record.entities:
        value = entity.value
        name = names.get((entity.start, entity.end, entity.label))
        if entity.label == "ORGANISATION" and isinstance(value, str):
            name = body_name(value)
        days = _days(value)[1:] if entity.label == "DATE" and isinstance(value, str) else (None, None)
        yield (
            item.number,
            entity.start,
            entity.end,
            entity.label,
            entity.text,
            None if value is None else str(value),
            float(value) if isinstance(value, int | float) else None,
            entity.unit,
            *days,
            name,
            entity.score,
        )


def findings_rows(item: Numbered) -> Iterator[Row]:
    """Give the rows of the table of findings."""
    for number, finding in enumerate(item.record.findings, start=item.first_finding):
        span = (finding.start, finding.end)
        yield (
            number,
            item.number,
            *span,
            item.words(*span),
            finding.polarity,
            finding.source,
            finding.score,
        )


def finding_themes_rows(item: Numbered) -> Iterator[Row]:
    """Give the rows of the table of finding themes."""
    for number, finding in enumerate(item.record.findings, start=item.first_finding):
        scores = finding.theme_scores or {}
        for theme in finding.themes:
            yield number, theme, scores.get(theme)


def finding_councils_rows(item: Numbered) -> Iterator[Row]:
    """Give the rows of the table of finding councils."""
    for number, finding in enumerate(item.record.findings, start=item.first_finding):
        for council in finding.councils:
            yield number, council


def quotations_rows(item: Numbered) -> Iterator[Row]:
    """Give the rows of the table of quotations."""
    for quotation in item.record.quotations:
        speaker = quotation.speaker
        said = (speaker.text, speaker.start, speaker.end) if speaker else (None, None, None)
        span = (quotation.start, quotation.end)
        yield item.number, *span, item.words(*span), quotation.source, *said


def judgements_rows(item: Numbered) -> Iterator[Row]:
    """Give the rows of the table of judgements."""
    for judgement in item.record.judgements:
        yield (
            item.number,
            judgement.council,
            judgement.area,
            judgement.rating,
            judgement.previous,
            *_days(judgement.date),
            judgement.inspection,
            *_evidence(item, judgement),
        )


def roles_rows(item: Numbered) -> Iterator[Row]:
    """Give the rows of the table of roles."""
    for role in item.record.roles:
        name = body_name(role.organisation) or None
        yield item.number, role.official, role.role, role.organisation, name, *_evidence(item, role)


def measures_rows(item: Numbered) -> Iterator[Row]:
    """Give the rows of the table of measures."""
    for measure in item.record.measures:
        yield (
            item.number,
            measure.council,
            measure.metric,
            float(measure.value),
            measure.unit,
            measure.comparator,
            *_days(measure.as_of),
            *_evidence(item, measure),
        )


def authority_rows() -> Iterator[Row]:
    """Give the rows of the table of authorities, by code."""
    for authority in load_register():
        for code in (authority.code, *authority.former_codes):
            yield (
                code,
                authority.code,
                authority.short_name,
                authority.official_name,
                authority.kind,
                authority.region,
                authority.nation,
                authority.childrens_services,
                authority.start,
                authority.end,
                list(authority.replaced_by),
            )
