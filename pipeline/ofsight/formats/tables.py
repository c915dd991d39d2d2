"""The tables that records become, for CSV files and workbooks alike: columns, their meaning, and rows.

One row is one finding, judgement, measure, role, entity, quotation or article. Every row names its article,
and offsets (``start``, ``end``) point into that article's text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from ofsight.record import AnnotatorInfo, Entity, Finding, Judgement, Measure, Role
from ofsight.record.labels import POLARITIES, THEMES

from .article import Article, body_name, council_name, joined, region
from .cells import Cell


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it means, its width in characters, and the cell of an item of an article.

    ``tall`` turns the heading on its side, for narrow columns; ``is_link`` lets a workbook open the address.
    """

    name: str
    meaning: str
    width: int
    cell: Callable[[Article, Any], Cell]
    tall: bool = False
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, the items of an article that are its rows, and its columns."""

    name: str
    items: Callable[[Article], Iterable[Any]]
    columns: tuple[Column, ...]

    @property
    def header(self) -> list[str]:
        """The headings of the columns."""
        return [column.name for column in self.columns]

    def rows(self, article: Article) -> Iterator[list[Cell]]:
        """Give the rows of one article."""
        for item in self.items(article):
            yield [column.cell(article, item) for column in self.columns]


def _inspection(name: str) -> Callable[[Article, Any], Cell]:
    def cell(article: Article, _: Any) -> Cell:
        inspection = article.record.meta.inspection
        value: Cell = None if inspection is None else getattr(inspection, name)
        return value

    return cell


def _theme(theme: str) -> Callable[[Article, Finding], Cell]:
    return lambda _, finding: int(theme in finding.themes)


def _count(layer: str) -> Callable[[Article, Any], Cell]:
    return lambda article, _: len(getattr(article.record, layer))


def _polarity(polarity: str) -> Callable[[Article, Any], Cell]:
    return lambda article, _: sum(finding.polarity == polarity for finding in article.record.findings)


def _evidence(article: Article, fact: Judgement | Role | Measure) -> Cell:
    return article.quote(*fact.evidence)


def _value_name(article: Article, entity: Entity) -> Cell:
    if entity.label == "ORGANISATION" and isinstance(entity.value, str):
        return body_name(entity.value)
    return article.names.get((entity.start, entity.end, entity.label))


def _annotated_by(article: Article, _: Any) -> Cell:
    model = article.record.model
    return model.annotator if isinstance(model, AnnotatorInfo) else f"{model.name} {model.version}".strip()


def _link(article: Article, _: Any) -> Cell:
    record = article.record
    return record.meta.url or record.source.path


_ARTICLE: Final = (
    Column("article", "id of the article or report", 28, lambda a, _: a.record.id),
    Column("published", "date of publication (ISO)", 11, lambda a, _: a.record.meta.published),
)
_ARTICLE_DETAILS: Final = (
    Column("link", "where it was published, else the file it was read from", 30, _link, is_link=True),
    Column("title", "title of the article or report", 40, lambda a, _: a.record.meta.title),
    Column("kind", "news or report", 8, lambda a, _: a.record.meta.kind),
    Column("inspection_type", "reports: type of the inspection", 16, _inspection("type")),
    Column("inspection_start", "reports: first day of the inspection (ISO)", 12, _inspection("start")),
    Column("inspection_end", "reports: last day of the inspection (ISO)", 12, _inspection("end")),
)
_SPAN: Final = (
    Column("start", "offset of the first character in the article's text", 8, lambda _, item: item.start),
    Column("end", "offset after the last character", 8, lambda _, item: item.end),
)
_EVIDENCE: Final = (Column("evidence", "the sentence or table that states it", 90, _evidence),)
_EVIDENCE_SPAN: Final = (
    Column(
        "start",
        "offset of the evidence's first character in the article's text",
        8,
        lambda _, fact: fact.evidence[0],
    ),
    Column("end", "offset after the evidence's last character", 8, lambda _, fact: fact.evidence[1]),
)
_COUNCIL: Final = (
    Column("council", "short name of the council", 24, lambda _, fact: council_name(fact.council)),
    Column("council_code", "GSS code of the council (ONS)", 12, lambda _, fact: fact.council),
    Column("region", "region of the council", 20, lambda _, fact: region(fact.council)),
)

FINDINGS: Final = Table(
    "findings",
    lambda article: article.record.findings,
    (
        *_ARTICLE,
        Column(
            "councils",
            "councils the finding is about",
            24,
            lambda _, f: joined(map(council_name, f.councils)),
        ),
        Column("polarity", "weakness, strength, mixed or neutral", 10, lambda _, f: f.polarity),
        Column("source", "whose assertion it is", 13, lambda _, f: f.source),
        Column(
            "themes",
            "every theme that fits; an extractor's own themes have no column beside",
            32,
            lambda _, f: joined(f.themes),
        ),
        Column("sentence", "the sentence that is the finding", 90, lambda a, f: a.quote(f.start, f.end)),
        *_ARTICLE_DETAILS,
        Column("council_codes", "GSS codes of the councils (ONS)", 12, lambda _, f: joined(f.councils)),
        Column(
            "score",
            "how sure the model is that it is a finding (0 to 1); empty if a person decided",
            7,
            lambda _, f: f.score,
        ),
        *_SPAN,
        *(
            Column(
                theme,
                "1 if the finding has this theme, else 0: to sum and pivot",
                4,
                _theme(theme),
                tall=True,
            )
            for theme in THEMES
        ),
    ),
)
JUDGEMENTS: Final = Table(
    "judgements",
    lambda article: article.record.judgements,
    (
        *_ARTICLE,
        *_COUNCIL,
        Column("area", "the judgement area", 22, lambda _, j: j.area),
        Column("rating", "the grade", 20, lambda _, j: j.rating),
        Column("previous", "TRUE if it has since been replaced", 9, lambda _, j: j.previous),
        Column("date", "date of the inspection (ISO)", 12, lambda _, j: j.date),
        Column("inspection", "type of the inspection", 16, lambda _, j: j.inspection),
        *_EVIDENCE,
        *_ARTICLE_DETAILS,
        *_EVIDENCE_SPAN,
    ),
)
MEASURES: Final = Table(
    "measures",
    lambda article: article.record.measures,
    (
        *_ARTICLE,
        *_COUNCIL,
        Column("metric", "what is measured", 16, lambda _, m: m.metric),
        Column("value", "the figure", 12, lambda _, m: m.value),
        Column("unit", "unit of the figure", 9, lambda _, m: m.unit),
        Column("comparator", "in the text's own words, such as over", 14, lambda _, m: m.comparator),
        Column("as_of", "the time the figure holds for (ISO)", 12, lambda _, m: m.as_of),
        *_EVIDENCE,
        *_ARTICLE_DETAILS,
        *_EVIDENCE_SPAN,
    ),
)
ROLES: Final = Table(
    "roles",
    lambda article: article.record.roles,
    (
        *_ARTICLE,
        Column("official", "name of the person", 24, lambda _, r: r.official),
        Column("role", "the post, as printed", 34, lambda _, r: r.role),
        Column("organisation", "the council or body served", 28, lambda _, r: body_name(r.organisation)),
        Column("organisation_key", "its GSS code or key in the register", 14, lambda _, r: r.organisation),
        *_EVIDENCE,
        *_ARTICLE_DETAILS,
        *_EVIDENCE_SPAN,
    ),
)
QUOTATIONS: Final = Table(
    "quotations",
    lambda article: article.record.quotations,
    (
        *_ARTICLE,
        Column("source", "whose words they are", 13, lambda _, q: q.source),
        Column("speaker", "who said it, as named nearby", 28, lambda _, q: q.speaker and q.speaker.text),
        Column("quotation", "the words quoted", 90, lambda a, q: a.quote(q.start, q.end)),
        *_ARTICLE_DETAILS,
        *_SPAN,
    ),
)
ENTITIES: Final = Table(
    "entities",
    lambda article: article.record.entities,
    (
        *_ARTICLE,
        Column(
            "label",
            "COUNCIL, ORGANISATION, OFFICIAL, ROLE, RATING, INSPECTION, DATE or QUANTITY",
            14,
            lambda _, e: e.label,
        ),
        Column("text", "the mention", 40, lambda _, e: e.text),
        Column("value", "GSS code, register key, grade, type, ISO date or number", 16, lambda _, e: e.value),
        Column(
            "value_name",
            "one name for all mentions of the same council, body, official or inspection in the article",
            28,
            _value_name,
        ),
        Column("unit", "unit of a quantity", 9, lambda _, e: e.unit),
        Column("score", "how sure the model is (0 to 1)", 7, lambda _, e: e.score),
        *_SPAN,
    ),
)
ARTICLES: Final = Table(
    "articles",
    lambda article: (article.record,),
    (
        *_ARTICLE,
        *_ARTICLE_DETAILS[1:],
        Column(
            "councils",
            "councils that findings and judgements are about, the most frequent first",
            28,
            lambda a, _: joined(map(council_name, a.councils)),
        ),
        Column("council_codes", "their GSS codes (ONS)", 14, lambda a, _: joined(a.councils)),
        Column("framework", "reports: the inspection framework", 10, _inspection("framework")),
        Column("lead_inspector", "reports: name of the lead inspector", 22, _inspection("lead_inspector")),
        Column("publisher", "who published it", 22, lambda _, r: r.meta.publisher),
        Column("authors", "who wrote it", 22, lambda _, r: joined(r.meta.authors)),
        Column("url", "where it was published", 40, lambda _, r: r.meta.url, is_link=True),
        Column("findings", "number of findings", 9, _count("findings")),
        *(
            Column(polarity, f"number of findings that are {polarity}", 9, _polarity(polarity))
            for polarity in POLARITIES
        ),
        *(
            Column(layer, f"number of {layer}", 11, _count(layer))
            for layer in ("judgements", "measures", "roles", "quotations", "entities")
        ),
        Column("path", "file it was read from", 32, lambda _, r: r.source.path),
        Column("media_type", "type of that file", 16, lambda _, r: r.source.media_type),
        Column("annotated_by", "model and version, or annotator", 18, _annotated_by),
        Column("text_sha256", "checksum of the text", 20, lambda _, r: r.text_sha256),
    ),
)

TABLES: Final = (FINDINGS, JUDGEMENTS, MEASURES, ROLES, QUOTATIONS, ENTITIES, ARTICLES)
"""In the order of a workbook's sheets. Findings come first: they are what most people open a file for."""


def tables_with_copies(copies: Mapping[str, str] | None) -> tuple[Table, ...]:
    """Return the tables; with marks of copies, findings and articles have the column ``copy_of``.

    Parameters
    ----------
    copies : mapping of str to str, optional
        The id of the original for each document that is a copy.
    """
    if copies is None:
        return TABLES
    column = Column(
        "copy_of",
        "id of the earlier document that this one is a copy or near copy of; empty if of none",
        28,
        lambda article, _: copies.get(article.record.id),
    )
    after = len(_ARTICLE)
    return tuple(
        replace(table, columns=(*table.columns[:after], column, *table.columns[after:]))
        if table in (FINDINGS, ARTICLES)
        else table
        for table in TABLES
    )
