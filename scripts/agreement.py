"""Measure how far the two passes over the corpora agree, and beside it how far gold agrees with the rules.

    python scripts/agreement.py            # -> annotations/AGREEMENT.md and agreement.json, and on the screen

What was annotated twice: articles with a source in ``annotations/news/second``, documents with a stand-off
file in a ``bNN-2`` folder. The first pass counts as it was before correction (``annotations/news/first``,
``bNN-1``). The rules are the model ``rules`` on the same documents; reports need their texts (``--texts``).
Kappa is Cohen's, over the sentences that both passes decided on.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sklearn.metrics import cohen_kappa_score

from ofsight.corpus.compile import compile_source
from ofsight.corpus.layout import Annotations
from ofsight.corpus.passages import compile_passages
from ofsight.corpus.standoff import StandOff, parse_standoff
from ofsight.corpus.tables import markdown_table
from ofsight.engine.annotator import annotate_document
from ofsight.errors import CorpusError
from ofsight.evaluation import MAIN_FIGURES, Options, Report, evaluate
from ofsight.evaluation.matching import match_spans, same_stretch
from ofsight.ingest.document import InputDocument
from ofsight.pipeline import load_with_info
from ofsight.record import AnnotatorInfo, Meta, Record
from ofsight.record.labels import ENTITY_LABELS, THEMES
from ofsight.record.rules import text_checksum

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT.parent / "shared" / "corpus" / "reports"
NEWS_LAYERS = ("entities", "findings", "quotations", "judgements", "roles", "measures")
PASSES, RULES = "passes", "gold and rules"


_INTRODUCTION = """\
# Agreement

Written by `scripts/agreement.py`. Two annotators, the second without sight of the first, labelled the same
documents by the same guidelines; beside it, how far the keyword rules (the model `rules`) agree with the
gold on these documents. F1 and accuracy are those of `ofsight evaluate`, with 95% bootstrap intervals by
document; κ is Cohen's kappa over the sentences.
"""


@dataclass(frozen=True, slots=True)
class Doubled:
    """Documents annotated twice: both passes and the gold, in the same order; ``layers`` is what counts."""

    name: str
    layers: tuple[str, ...]
    first: list[Record]
    second: list[Record]
    gold: list[Record]
    trained_on: bool = False
    """Whether the pipeline has learned from all of it: how far it agrees then tells nothing."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of two sides on one corpus: every figure of the evaluation, and kappa by theme."""

    corpus: str
    sides: str
    layers: tuple[str, ...]
    report: Report
    kappas: dict[str, float | None]

    def figures(self) -> dict[str, float | None]:
        """Return all figures by name."""
        found = {name: figure.value for name, figure in self.report.group().figures().items()}
        return found | {f"{task}.kappa": kappa for task, kappa in self.kappas.items()}


def doubled_news(annotations: Annotations) -> Doubled:
    """Collect the articles annotated twice."""
    result = Doubled("news", NEWS_LAYERS, [], [], [])
    for path in annotations.articles("second"):
        kept = annotations.news / "first" / path.name
        source = annotations.news / "sources" / path.name
        first, second, gold = (
            compile_source(place).record for place in (kept if kept.exists() else source, path, source)
        )
        if second.text_sha256 != first.text_sha256:
            raise CorpusError(f"{path}: its text is not that of the other pass: only marks may differ")
        result.first.append(first)
        result.second.append(second)
        # An article may have been lengthened after it was annotated twice: its passes count all the same.
        result.gold.append(gold)
    return result


def doubled_reports(annotations: Annotations, layer: str) -> Doubled:
    """Collect the documents with a layer annotated twice, cut to the sentences that both decided on."""
    result = Doubled(f"reports, {layer}", (layer,), [], [], [])
    gold = {(file.batch, file.document): file.path for file in annotations.gold_batch_files()}
    firsts = {(file.batch, file.document): file.path for file in annotations.batch_files("1")}
    for file in annotations.batch_files("2"):
        key = (file.batch, file.document)
        if key not in firsts:
            raise CorpusError(f"{file.path}: batch {file.batch} has no first pass of this document")
        passes = [parse_standoff(path) for path in (firsts[key], file.path, gold[key])]
        if all(layer in parsed.layers for parsed in passes):
            common = set.intersection(
                *({(s.start, s.end) for s in parsed.record.sentences} for parsed in passes)
            )
            cut = [cut_to(parsed, layer, common) for parsed in passes]
            for records, record in zip((result.first, result.second, result.gold), cut, strict=True):
                records.append(record)
    return result


def doubled_passages(annotations: Annotations) -> Doubled:
    """Collect the passages labelled twice; nothing in them is settled by a third reading."""
    result = Doubled("passages", ("findings",), [], [], [], trained_on=True)
    for path in annotations.passages_in("second"):
        source = path.parent.parent / "sources" / path.name
        first, second = ([passage.record for passage in compile_passages(place)] for place in (source, path))
        if [record.text_sha256 for record in first] != [record.text_sha256 for record in second]:
            raise CorpusError(f"{path}: its text is not that of the other pass: only labels may differ")
        result.first.extend(first)
        result.second.extend(second)
        result.gold.extend(first)
    return result


def cut_to(parsed: StandOff, layer: str, spans: set[tuple[int, int]]) -> Record:
    """Return a record of one layer with nothing outside the given sentences."""
    record = parsed.record
    kept = [item for item in getattr(record, layer) if any(s <= item.start < e for s, e in spans)]
    return Record(
        id=record.id,
        source=record.source,
        meta=record.meta,
        text=None,
        text_sha256=record.text_sha256,
        sentences=tuple(s for s in record.sentences if (s.start, s.end) in spans),
        model=record.model,
        **{layer: tuple(kept)},
    )


def predictions(records: Iterable[Record], texts: Path, model: str) -> list[Record] | None:
    """Annotate the texts of records with the pipeline; None if a text is missing."""
    loaded = load_with_info(model)
    found = []
    for record in records:
        text = record.text
        if text is None:
            path = texts / f"{record.id}.txt"
            if not path.exists():
                return None
            text = path.read_bytes().decode("utf-8")
            if text_checksum(text) != record.text_sha256:
                raise CorpusError(f"{path}: is not the text that was annotated: its checksum differs")
        found.append(annotate_document(loaded, InputDocument(record.id, record.source, text, Meta())))
    return found


def agreement(
    corpus: Doubled, sides: str, one: Sequence[Record], other: Sequence[Record], draws: int
) -> Agreement:
    """Score one side against the other."""
    report = evaluate(one, other, Options(layers=corpus.layers, draws=draws, examples=0))
    kappas: dict[str, float | None] = {
        table.task: table.kappa for table in report.group().confusions if table.kappa is not None
    }
    if "findings" in corpus.layers:
        kappas |= theme_kappas(one, other)
    return Agreement(corpus.name, sides, corpus.layers, report, kappas)


def theme_kappas(one: Sequence[Record], other: Sequence[Record]) -> dict[str, float | None]:
    """Return Cohen's kappa of "has the theme" over all sentences, for each theme that either side gives."""
    by_id = {record.id: record for record in other}
    decisions: dict[str, tuple[list[bool], list[bool]]] = {theme: ([], []) for theme in THEMES}
    for record in one:
        sides = [themes_by_sentence(record, side) for side in (record, by_id[record.id])]
        for theme in THEMES:
            for decided, side in zip(decisions[theme], sides, strict=True):
                decided += [theme in themes for themes in side]
    return {
        f"findings.themes.{theme}": float(cohen_kappa_score(first, second))
        for theme, (first, second) in decisions.items()
        if any(first) or any(second)
    }


def themes_by_sentence(gold: Record, record: Record) -> list[tuple[str, ...]]:
    """Return the themes that a record gives to each sentence of the gold; none where it has no finding."""
    themes: list[tuple[str, ...]] = [()] * len(gold.sentences)
    for row, column in match_spans(gold.sentences, record.findings, same_stretch):
        themes[row] = record.findings[column].themes
    return themes


def as_markdown(found: Sequence[Agreement], corpora: Sequence[Doubled]) -> str:
    """Return the tables."""
    parts = [_INTRODUCTION]
    for corpus in corpora:
        sides = {a.sides: a for a in found if a.corpus == corpus.name}
        parts += [f"## {corpus.name}\n", sizes(corpus)]
        if not sides:
            continue
        parts += ["### Main figures\n", main_table(sides)]
        if "entities" in corpus.layers:
            parts += [
                "### Entities by label, strict\n",
                label_table(sides, "entities.strict", ENTITY_LABELS),
            ]
        if "findings" in corpus.layers:
            parts += ["### Findings by theme\n", label_table(sides, "findings.themes", THEMES)]
    return "\n".join(parts)


def sizes(corpus: Doubled) -> str:
    """Return a line on what was annotated twice."""
    sentences = sum(len(record.sentences) for record in corpus.first)
    names = sorted(
        {
            record.model.annotator
            for record in (*corpus.first, *corpus.second)
            if isinstance(record.model, AnnotatorInfo)
        }
    )
    who = f" Annotators: {', '.join(names)}." if names else ""
    return f"{len(corpus.first)} documents, {sentences} sentences annotated twice.{who}\n"


def main_table(sides: Mapping[str, Agreement]) -> str:
    """Return the main figures of each comparison, and the kappas that are not by theme."""
    rows: list[list[object]] = []
    for figure in MAIN_FIGURES:
        cells = [interval(one.report, figure.name) for one in sides.values()]
        if any(cell is not None for cell in cells):
            rows.append([figure.title, *cells])
    for title, task in (
        ("Finding or not, κ", "findings.detection"),
        ("Polarity, κ", "findings.polarity"),
        ("Source, κ", "findings.source"),
        ("Quotations, source κ", "quotations.source"),
    ):
        if any(task in a.kappas for a in sides.values()):
            rows.append([title, *(a.kappas.get(task) for a in sides.values())])
    return markdown_table(["", *sides], rows)


def interval(report: Report, name: str) -> str | None:
    """Return a figure with its interval."""
    estimate = report.group().figures().get(name)
    if estimate is None or estimate.value is None:
        return None
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.3f}"
    return f"{estimate.value:.3f} ({estimate.low:.3f}–{estimate.high:.3f})"


def label_table(sides: Mapping[str, Agreement], task: str, labels: Sequence[str]) -> str:
    """Return F1, and kappa where there is one, by label for each comparison."""
    header = ["", *(f"{part}, {side}" for side in sides for part in ("n", "F1", "κ"))]
    rows = []
    for label in labels:
        row: list[object] = [label]
        for one in sides.values():
            scores = {score.label: score for score in one.report.group().scores if score.task == task}
            score = scores.get(label)
            row += [score.gold if score else 0, score.f1.value if score else None]
            row.append(one.kappas.get(f"{task}.{label}"))
        rows.append(row)
    if not any(f"{task}.{label}" in one.kappas for one in sides.values() for label in labels):
        keep = [index for index, name in enumerate(header) if not name.startswith("κ")]
        header, rows = [header[i] for i in keep], [[row[i] for i in keep] for row in rows]
    return markdown_table(header, rows)


def as_json(found: Sequence[Agreement]) -> dict[str, Any]:
    """Return every figure, by corpus and comparison."""
    result: dict[str, Any] = {}
    for one in found:
        figures = {
            name: None if value is None else round(value, 4) for name, value in sorted(one.figures().items())
        }
        result.setdefault(one.corpus, {})[one.sides] = figures
    return result


def run(options: argparse.Namespace) -> int:
    """Measure, print and write; return the exit code."""
    annotations = Annotations(options.annotations)
    corpora = [
        doubled_news(annotations),
        doubled_reports(annotations, "findings"),
        doubled_reports(annotations, "entities"),
        doubled_passages(annotations),
    ]
    found = []
    for corpus in corpora:
        if not corpus.first:
            print(f"SKIPPED {corpus.name}: nothing is annotated twice yet", file=sys.stderr)
            continue
        found.append(agreement(corpus, PASSES, corpus.first, corpus.second, options.draws))
        if corpus.trained_on:
            continue
        predicted = predictions(corpus.gold, options.texts, options.model)
        if predicted is None:
            print(f"SKIPPED the rules on {corpus.name}: no texts in {options.texts}", file=sys.stderr)
            continue
        found.append(agreement(corpus, RULES, corpus.gold, predicted, options.draws))
    text = as_markdown(found, corpora)
    print(text)
    if not options.dry:
        (annotations.root / "AGREEMENT.md").write_text(text, encoding="utf-8", newline="\n")
        data = json.dumps(as_json(found), indent=1) + "\n"
        (annotations.root / "agreement.json").write_text(data, encoding="utf-8", newline="\n")
    return 0


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--annotations", type=Path, default=ROOT / "annotations")
    parser.add_argument("--texts", type=Path, default=TEXTS)
    parser.add_argument("--model", default="rules")
    parser.add_argument("--draws", type=int, default=1000, help="bootstrap samples for the intervals")
    parser.add_argument("--dry", action="store_true", help="print only, write nothing")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    try:
        sys.exit(run(parse(sys.argv[1:])))
    except CorpusError as problem:
        sys.exit(str(problem))
