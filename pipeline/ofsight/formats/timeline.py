"""The timeline: each authority's judgements in order of date, a row for each, whoever tells of it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ofsight.errors import ConversionError
from ofsight.record import Record
from ofsight.register import Authority, load_register
from ofsight.stories import Telling, TracedJudgement, tellings, trace_judgements

from .article import Article, council_name, joined, region
from .cells import Cell
from .csv_files import csv_cell
from .notes import Notes
from .staging import staged

_Quotes = dict[tuple[int, tuple[int, int]], str]


@dataclass(frozen=True, slots=True)
class _Row:
    """A judgement with the words of its sources."""

    judgement: TracedJudgement
    quotes: _Quotes

    @property
    def source(self) -> Telling:
        return self.judgement.tellings[0]

    @property
    def others(self) -> list[Telling]:
        """One telling of each further document."""
        first: dict[int, Telling] = {}
        for telling in self.judgement.tellings:
            first.setdefault(telling.number, telling)
        return [telling for telling in first.values() if telling.number != self.source.number]

    def quote(self, telling: Telling) -> str:
        return self.quotes[telling.number, telling.judgement.evidence]

    def named(self, telling: Telling) -> str:
        """Return a further source in one line: document, date of publication, date given, words."""
        dates = ", ".join(
            f"{word} {date}"
            for word, date in (("published", telling.published), ("dated", telling.judgement.date))
            if date
        )
        words = self.quote(telling)
        return telling.document + (f" ({dates})" if dates else "") + (f": {words}" if words else "")


@dataclass(frozen=True, slots=True)
class TimelineColumn:
    """A column: its heading, what it means, and the cell of a judgement."""

    name: str
    meaning: str
    cell: Callable[[_Row], Cell]


def _authority(row: _Row) -> Authority | None:
    return load_register().by_code(row.judgement.council)


def _related(row: _Row, relation: Callable[[Authority], list[Authority]]) -> str:
    authority = _authority(row)
    related = relation(authority) if authority else []
    return joined(f"{each.short_name} ({each.code})" for each in related if each.childrens_services)


def _existed_until(row: _Row) -> Cell:
    authority = _authority(row)
    return authority.end.isoformat() if authority and authority.end else None


def _framework(row: _Row) -> Cell:
    inspection = row.judgement.inspection
    return inspection.framework if inspection else None


def _dated_by(row: _Row) -> Cell:
    if row.judgement.date is None:
        return "nobody"
    return "report" if row.judgement.inspection else "others"


def _contradiction(row: _Row) -> Cell:
    return joined(f"{telling.judgement.rating} in {row.named(telling)}" for telling in row.judgement.rivals)


COLUMNS: Final = (
    TimelineColumn("council", "short name of the authority", lambda r: council_name(r.judgement.council)),
    TimelineColumn(
        "council_code",
        "its GSS code (ONS): predecessors and successors of one name differ",
        lambda r: r.judgement.council,
    ),
    TimelineColumn("region", "its region", lambda r: region(r.judgement.council)),
    TimelineColumn(
        "date",
        "days of the inspection, as exact as any document tells (ISO); empty: no document dates it",
        lambda r: r.judgement.date,
    ),
    TimelineColumn(
        "dated_by",
        "report: the report that makes the judgement; others: documents that tell of it; nobody",
        _dated_by,
    ),
    TimelineColumn("framework", "ilacs, sif or older, if the report is there", _framework),
    TimelineColumn("inspection", "type of the inspection", lambda r: r.judgement.inspection_type),
    TimelineColumn("area", "the judgement area", lambda r: r.judgement.area),
    TimelineColumn("rating", "the grade", lambda r: r.judgement.rating),
    TimelineColumn(
        "previous",
        "TRUE if a document or a later row shows that it was replaced",
        lambda r: r.judgement.previous,
    ),
    TimelineColumn(
        "contradicted",
        "TRUE if another document gives another grade for this inspection and area",
        lambda r: r.judgement.is_contradicted,
    ),
    TimelineColumn("contradiction", "the other grade, where it stands and its words", _contradiction),
    TimelineColumn(
        "document", "id of the source: the report itself if it is there", lambda r: r.source.document
    ),
    TimelineColumn("published", "when the source was published (ISO)", lambda r: r.source.published),
    TimelineColumn("evidence", "the sentence or table that states it there", lambda r: r.quote(r.source)),
    TimelineColumn(
        "start", "offset of the evidence's first character", lambda r: r.source.judgement.evidence[0]
    ),
    TimelineColumn(
        "end", "offset after the evidence's last character", lambda r: r.source.judgement.evidence[1]
    ),
    TimelineColumn("documents", "how many documents tell it", lambda r: 1 + len(r.others)),
    TimelineColumn(
        "also_in",
        "the further documents, each with its date of publication, the date it gives, and its words",
        lambda r: joined(map(r.named, r.others)),
    ),
    TimelineColumn(
        "preceded_by",
        "authorities that this one replaced",
        lambda r: _related(r, load_register().predecessors),
    ),
    TimelineColumn("existed_until", "last day of an authority that is no more (ISO)", _existed_until),
    TimelineColumn(
        "succeeded_by",
        "authorities that replaced it",
        lambda r: _related(r, load_register().successors),
    ),
)
"""The columns of a timeline, in order."""


def write_timeline(records: Iterable[Record], out: Path, notes: Notes) -> list[Path]:
    """Write the timeline of records as a CSV file; see :func:`ofsight.formats.export`.

    What is told of judgements is held in memory until all records are read, not the records.
    """
    if out.suffix.lower() == ".xlsx":
        raise ConversionError(f"{out}: a timeline is a CSV file; give it a name such as {out.stem}.csv")
    told: list[Telling] = []
    quotes: _Quotes = {}
    for number, record in enumerate(records):
        article = Article(record)
        for telling in tellings(record, number):
            told.append(telling)
            quotes[number, telling.judgement.evidence] = article.quote(*telling.judgement.evidence)
        unknown = sum(judgement.council is None for judgement in record.judgements)
        notes.add("judgements of an unknown council, left out", f"record {record.id}", unknown)
    with staged([out]) as (part,), part.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([column.name for column in COLUMNS])
        for judgement in trace_judgements(told):
            row = _Row(judgement, quotes)
            writer.writerow([csv_cell(column.cell(row)) for column in COLUMNS])
            if judgement.is_contradicted:
                place = f"{council_name(judgement.council)}, {judgement.date}, {judgement.area}"
                notes.add("judgements that another document contradicts, marked", place)
    return [out]
