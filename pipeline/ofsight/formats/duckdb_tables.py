"""The tables of a DuckDB file: typed columns with their meaning, and the rows of one article.

Articles and findings are numbered in the order of the records: ``article_no`` and ``finding_no`` join the
tables. Dates stand as the record has them (``2021-11``, ``2021-11-15/2021-11-26``) and, beside that, as the
first and the last day of what they name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from .duckdb_rows import (
    Numbered,
    Row,
    articles_rows,
    blocks_rows,
    entities_rows,
    finding_councils_rows,
    finding_themes_rows,
    findings_rows,
    judgements_rows,
    measures_rows,
    quotations_rows,
    records_rows,
    roles_rows,
    sentences_rows,
)


@dataclass(frozen=True, slots=True)
class SqlColumn:
    """A column: its name, its type in SQL, what it means, and whether it is the table's key."""

    name: str
    type: str
    meaning: str
    key: bool = False


@dataclass(frozen=True, slots=True)
class SqlTable:
    """A table: its name, what a row is, its columns, and the rows of an article."""

    name: str
    meaning: str
    columns: tuple[SqlColumn, ...]
    rows: Callable[[Numbered], Iterator[Row]]


def _columns(*columns: tuple[str, str, str]) -> tuple[SqlColumn, ...]:
    return tuple(SqlColumn(*column) for column in columns)


def _date_columns(name: str, meaning: str) -> tuple[SqlColumn, ...]:
    return _columns(
        (name, "VARCHAR", f"{meaning} (ISO day, month, year or interval)"),
        (f"{name}_first", "DATE", "first day of it"),
        (f"{name}_last", "DATE", "last day of it"),
    )


_ARTICLE_NO: Final = SqlColumn("article_no", "BIGINT", "number of the article (articles.article_no)")
_FINDING_NO: Final = SqlColumn("finding_no", "BIGINT", "number of the finding (findings.finding_no)")
_SPAN: Final = _columns(
    ("start_char", "BIGINT", "offset of the first character in the article's text, from 0"),
    ("end_char", "BIGINT", "offset after the last character"),
)
_EVIDENCE: Final = (
    SqlColumn("evidence", "VARCHAR", "the sentence or table that states it"),
    SqlColumn("start_char", "BIGINT", "offset of the evidence's first character, from 0"),
    SqlColumn("end_char", "BIGINT", "offset after the evidence's last character"),
)
_COUNCIL: Final = SqlColumn("council", "VARCHAR", "GSS code of the council (authorities.code)")
_SCORE: Final = SqlColumn("score", "DOUBLE", "how sure the model is (0 to 1); null if a person decided")


TABLES: Final = (
    SqlTable(
        "articles",
        "one row an article or report",
        (
            SqlColumn("article_no", "BIGINT", "number of the article, from 1", key=True),
            SqlColumn("id", "VARCHAR", "id of the record"),
            SqlColumn("kind", "VARCHAR", "news or report"),
            SqlColumn("title", "VARCHAR", "title"),
            *_date_columns("published", "when it was published"),
            SqlColumn("publisher", "VARCHAR", "who published it"),
            SqlColumn("authors", "VARCHAR[]", "who wrote it"),
            SqlColumn("url", "VARCHAR", "where it was published"),
            SqlColumn("councils", "VARCHAR[]", "GSS codes of the councils it is about, most frequent first"),
            SqlColumn("inspected", "VARCHAR", "reports: GSS code of the council inspected"),
            SqlColumn("framework", "VARCHAR", "reports: the inspection framework"),
            SqlColumn("inspection", "VARCHAR", "reports: type of the inspection"),
            *_date_columns("inspection_start", "reports: first day of the inspection"),
            *_date_columns("inspection_end", "reports: last day of the inspection"),
            SqlColumn("lead_inspector", "VARCHAR", "reports: name of the lead inspector"),
            SqlColumn("text", "VARCHAR", "the text; null in stand-off records"),
            SqlColumn("text_sha256", "VARCHAR", "checksum of the text"),
            SqlColumn("path", "VARCHAR", "file it was read from"),
            SqlColumn("media_type", "VARCHAR", "type of that file"),
            SqlColumn("model", "VARCHAR", "name of the model that annotated it"),
            SqlColumn("model_version", "VARCHAR", "version of the model"),
            SqlColumn("annotator", "VARCHAR", "who annotated it, if no model did"),
        ),
        articles_rows,
    ),
    SqlTable(
        "sentences",
        "one row a sentence of the body",
        (_ARTICLE_NO, *_SPAN, SqlColumn("sentence", "VARCHAR", "its words, on one line")),
        sentences_rows,
    ),
    SqlTable(
        "blocks",
        "one row a block of the page: headline, paragraph, caption, boilerplate and so on",
        (_ARTICLE_NO, *_SPAN, SqlColumn("label", "VARCHAR", "what the block is"), _SCORE),
        blocks_rows,
    ),
    SqlTable(
        "entities",
        "one row a mention",
        (
            _ARTICLE_NO,
            *_SPAN,
            SqlColumn("label", "VARCHAR", "COUNCIL, ORGANISATION, OFFICIAL, ROLE, RATING, DATE and so on"),
            SqlColumn("text", "VARCHAR", "the mention; null in stand-off records"),
            SqlColumn("value", "VARCHAR", "GSS code, register key, grade, type, ISO date or number"),
            SqlColumn("value_number", "DOUBLE", "the value, where it is a number"),
            SqlColumn("unit", "VARCHAR", "unit of a quantity"),
            SqlColumn("date_first", "DATE", "first day of a DATE"),
            SqlColumn("date_last", "DATE", "last day of a DATE"),
            SqlColumn("name", "VARCHAR", "one name for all mentions of the same thing in the article"),
            _SCORE,
        ),
        entities_rows,
    ),
    SqlTable(
        "findings",
        "one row a sentence that asserts something about a council's services for children",
        (
            SqlColumn("finding_no", "BIGINT", "number of the finding, from 1", key=True),
            _ARTICLE_NO,
            *_SPAN,
            SqlColumn("sentence", "VARCHAR", "its words, on one line"),
            SqlColumn("polarity", "VARCHAR", "weakness, strength, mixed or neutral"),
            SqlColumn("source", "VARCHAR", "whose assertion it is"),
            _SCORE,
        ),
        findings_rows,
    ),
    SqlTable(
        "finding_themes",
        "one row a theme of a finding",
        (
            _FINDING_NO,
            SqlColumn("theme", "VARCHAR", "the theme"),
            SqlColumn("score", "DOUBLE", "how sure the model is of it (0 to 1); null if a person decided"),
        ),
        finding_themes_rows,
    ),
    SqlTable(
        "finding_councils",
        "one row a council that a finding is about",
        (_FINDING_NO, _COUNCIL),
        finding_councils_rows,
    ),
    SqlTable(
        "quotations",
        "one row a quotation",
        (
            _ARTICLE_NO,
            *_SPAN,
            SqlColumn("quotation", "VARCHAR", "the words quoted"),
            SqlColumn("source", "VARCHAR", "whose words they are"),
            SqlColumn("speaker", "VARCHAR", "who said it, as named nearby"),
            SqlColumn("speaker_start_char", "BIGINT", "offset of the speaker's first character, from 0"),
            SqlColumn("speaker_end_char", "BIGINT", "offset after the speaker's last character"),
        ),
        quotations_rows,
    ),
    SqlTable(
        "judgements",
        "one row a grade given to an area of a council",
        (
            _ARTICLE_NO,
            _COUNCIL,
            SqlColumn("area", "VARCHAR", "the judgement area"),
            SqlColumn("rating", "VARCHAR", "the grade"),
            SqlColumn("previous", "BOOLEAN", "true if it has since been replaced"),
            *_date_columns("date", "when the inspection was"),
            SqlColumn("inspection", "VARCHAR", "type of the inspection"),
            *_EVIDENCE,
        ),
        judgements_rows,
    ),
    SqlTable(
        "roles",
        "one row an official with a post",
        (
            _ARTICLE_NO,
            SqlColumn("official", "VARCHAR", "name of the person"),
            SqlColumn("role", "VARCHAR", "the post, as printed"),
            SqlColumn("organisation", "VARCHAR", "GSS code or register key of the body served"),
            SqlColumn("organisation_name", "VARCHAR", "its name"),
            *_EVIDENCE,
        ),
        roles_rows,
    ),
    SqlTable(
        "measures",
        "one row a figure about a council's services",
        (
            _ARTICLE_NO,
            _COUNCIL,
            SqlColumn("metric", "VARCHAR", "what is measured"),
            SqlColumn("value", "DOUBLE", "the figure"),
            SqlColumn("unit", "VARCHAR", "its unit"),
            SqlColumn("comparator", "VARCHAR", "in the text's own words, such as over"),
            *_date_columns("as_of", "the time the figure holds for"),
            *_EVIDENCE,
        ),
        measures_rows,
    ),
    SqlTable(
        "records",
        "one row a record as it stands in the annotated JSONL: nothing of it is missing",
        (
            SqlColumn("article_no", "BIGINT", "number of the article (articles.article_no)", key=True),
            SqlColumn("record", "JSON", "the whole record"),
        ),
        records_rows,
    ),
)
"""The tables that articles fill."""


def _no_rows(_item: Numbered) -> Iterator[Row]:
    return iter(())


AUTHORITIES: Final = SqlTable(
    "authorities",
    "one row a GSS code of a local authority, present or past",
    (
        SqlColumn("code", "VARCHAR", "GSS code (ONS)", key=True),
        SqlColumn("current_code", "VARCHAR", "the code it has now, where this one is a former code of it"),
        SqlColumn("name", "VARCHAR", "short name"),
        SqlColumn("official_name", "VARCHAR", "official name"),
        SqlColumn("kind", "VARCHAR", "kind of authority"),
        SqlColumn("region", "VARCHAR", "region"),
        SqlColumn("nation", "VARCHAR", "nation"),
        SqlColumn("childrens_services", "BOOLEAN", "true if it runs services for children"),
        SqlColumn("start_date", "DATE", "first day of its existence; null if unknown"),
        SqlColumn("end_date", "DATE", "last day of its existence; null if it exists"),
        SqlColumn("replaced_by", "VARCHAR[]", "codes of the authorities that replaced it"),
    ),
    _no_rows,
)
"""The table of the register, which is the same whatever the records."""
