"""What the corpora hold, counted: by corpus, split, label, theme, polarity, source, outlet kind and year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ofsight.corpus.build import Build
from ofsight.corpus.layout import SPLITS
from ofsight.corpus.manifests import name_parts
from ofsight.corpus.tables import markdown_table
from ofsight.record import Record
from ofsight.record.labels import BLOCK_LABELS, ENTITY_LABELS, POLARITIES, SOURCES, THEMES
from ofsight.register import load_register

FEWEST_FINDINGS = 150
_LAYERS = ("blocks", "sentences", "entities", "findings", "quotations", "judgements", "roles", "measures")


@dataclass(frozen=True, slots=True)
class Counted:
    """One record with where it belongs."""

    corpus: str
    split: str
    record: Record
    outlet_kind: str = ""

    @property
    def year(self) -> str:
        """The year of publication, for a report that of the date in its name; empty if unknown."""
        return (self.record.meta.published or name_parts(self.record.id)[1])[:4]


def counted_records(build: Build, articles: Iterable[Record] = ()) -> list[Counted]:
    """List the records of both corpora and the real articles.

    A report counts once for each layer that was annotated: sentences read for findings, for mentions.
    """
    found = [
        Counted("news", article.head["split"], article.record, article.head["outlet_kind"])
        for article in build.articles
    ]
    for report in build.reports:
        found += [
            Counted(f"reports ({layer})", report.split, getattr(report, layer)) for layer in report.layers
        ]
    found += [Counted("passages", "train", record) for record in build.passages]
    return found + [Counted("real articles", "dev", record) for record in articles]


def statistics(records: Sequence[Counted], split_of: Mapping[str, str]) -> str:
    """Return all tables and warnings as Markdown."""
    corpora = sorted({counted.corpus for counted in records})
    parts = ["# What the corpora hold\n", "Written by `scripts/corpus.py stats`.\n", "## Sizes\n"]
    parts.append(_sizes(records, corpora))
    for title, values, labels in _TABLES:
        parts += [f"## {title}\n", _by_label(records, corpora, values, labels)]
    parts += ["## Articles by outlet kind\n", _documents(records, lambda counted: counted.outlet_kind)]
    parts += ["## Documents by year\n", _documents(records, lambda counted: counted.year)]
    parts += [
        "## What is thin, and where splits touch\n",
        *(f"- {line}\n" for line in warnings(records, split_of)),
    ]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts).replace("\n\n- ", "\n- ")


def _sizes(records: Sequence[Counted], corpora: Sequence[str]) -> str:
    rows: list[list[object]] = []
    for corpus in corpora:
        for split in (*SPLITS, "all"):
            chosen = [c.record for c in records if c.corpus == corpus and split in {c.split, "all"}]
            words = sum(len((record.text or "").split()) for record in chosen)
            sums = [sum(len(getattr(record, layer)) for record in chosen) for layer in _LAYERS]
            rows.append([corpus, split, len(chosen), words or None, *(number or None for number in sums)])
    return markdown_table(["corpus", "split", "documents", "words", *_LAYERS], rows)


def _entity_labels(record: Record) -> Iterator[str]:
    return (entity.label for entity in record.entities)


def _block_labels(record: Record) -> Iterator[str]:
    return (block.label for block in record.blocks)


def _themes(record: Record) -> Iterator[str]:
    return (theme for finding in record.findings for theme in finding.themes)


def _polarities(record: Record) -> Iterator[str]:
    return (finding.polarity for finding in record.findings)


def _sources(record: Record) -> Iterator[str]:
    return (finding.source for finding in record.findings)


def _quoted(record: Record) -> Iterator[str]:
    return (quotation.source for quotation in record.quotations)


def _areas(record: Record) -> Iterator[str]:
    return (judgement.area for judgement in record.judgements)


def _ratings(record: Record) -> Iterator[str]:
    return (judgement.rating for judgement in record.judgements)


def _metrics(record: Record) -> Iterator[str]:
    return (measure.metric for measure in record.measures)


_Values = Callable[[Record], Iterator[str]]
_TABLES: tuple[tuple[str, _Values, tuple[str, ...]], ...] = (
    ("Blocks by label", _block_labels, BLOCK_LABELS),
    ("Entities by label", _entity_labels, ENTITY_LABELS),
    ("Findings by theme", _themes, THEMES),
    ("Findings by polarity", _polarities, POLARITIES),
    ("Findings by source", _sources, SOURCES),
    ("Quotations by source", _quoted, SOURCES),
    ("Judgements by area", _areas, ()),
    ("Judgements by rating", _ratings, ()),
    ("Measures by metric", _metrics, ()),
)


def _by_label(
    records: Sequence[Counted], corpora: Sequence[str], values: _Values, labels: Sequence[str]
) -> str:
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for counted in records:
        counts[counted.corpus, counted.split].update(values(counted.record))
    columns = [(corpus, split) for corpus in corpora for split in SPLITS if counts.get((corpus, split))]
    totals: Counter[str] = sum(counts.values(), Counter())
    order = [*labels, *sorted(set(totals) - set(labels))]
    rows = [[label, totals[label], *(counts[column][label] for column in columns)] for label in order]
    return markdown_table(["", "all", *(f"{corpus} {split}" for corpus, split in columns)], rows)


def _documents(records: Sequence[Counted], key: Callable[[Counted], str]) -> str:
    """Count documents, and their findings; a report's two records are one document."""
    documents: dict[tuple[str, str], set[str]] = defaultdict(set)
    findings: Counter[str] = Counter()
    names: set[str] = set()
    for counted in records:
        name = key(counted)
        if name:
            names.add(name)
            documents[name, counted.split].add(counted.record.id)
            findings[name] += len(counted.record.findings)
    rows = [
        [
            name,
            sum(len(documents[name, split]) for split in SPLITS),
            *(len(documents[name, split]) for split in SPLITS),
            findings[name],
        ]
        for name in sorted(names)
    ]
    return markdown_table(["", "all", *SPLITS, "findings"], rows)


def warnings(records: Sequence[Counted], split_of: Mapping[str, str]) -> list[str]:
    """Return what the corpora have too little of, and where splits touch.

    Themes with few findings, authorities never named, documents with findings about an authority whose split
    (``split_of``, by GSS code) is another.
    """
    themes = Counter(theme for counted in records for theme in _themes(counted.record))
    lines = [
        f"theme `{theme}` has {themes[theme]} findings over both corpora, fewer than {FEWEST_FINDINGS}"
        for theme in THEMES
        if themes[theme] < FEWEST_FINDINGS
    ]
    named = {
        entity.value
        for counted in records
        if counted.corpus == "news"
        for entity in counted.record.entities
        if entity.label == "COUNCIL"
    }
    never = [
        authority
        for authority in load_register()
        if authority.childrens_services and authority.nation == "England" and authority.code not in named
    ]
    for title, missing in (
        ("of today", [authority for authority in never if authority.end is None]),
        ("since replaced", [authority for authority in never if authority.end is not None]),
    ):
        if missing:
            names = ", ".join(sorted(f"{authority.short_name} ({authority.code})" for authority in missing))
            lines.append(f"{len(missing)} authorities {title} that no authored article names: {names}")
    strangers = sorted(
        {
            counted.record.id
            for counted in records
            for finding in counted.record.findings
            if any(split_of.get(code, counted.split) != counted.split for code in finding.councils)
        }
    )
    if strangers:
        lines.append(
            f"{len(strangers)} documents have findings that are about authorities of other splits as well:"
            f" {', '.join(strangers)}"
        )
    return lines or ["nothing: every theme and every authority is there"]
