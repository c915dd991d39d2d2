"""Compile the whole ``annotations`` folder: records by split, pages, manifests; deterministic."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from ofsight.corpus.compile import Compiled, compile_source
from ofsight.corpus.layout import SPLITS, Annotations
from ofsight.corpus.manifests import news_manifest, reports_manifest
from ofsight.corpus.passages import compile_passages
from ofsight.corpus.reports import GoldReport, gold_reports
from ofsight.errors import CorpusError
from ofsight.record import Record
from ofsight.record.io import dumps

PASSAGES: Final = "passages/train.jsonl"


@dataclass(slots=True)
class Build:
    """What compiling gives: files by their path in the ``annotations`` folder, and the broken sources."""

    files: dict[PurePosixPath, bytes] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    articles: list[Compiled] = field(default_factory=list)
    reports: list[GoldReport] = field(default_factory=list)
    passages: list[Record] = field(default_factory=list)


def build(annotations: Annotations) -> Build:
    """Compile every source; broken ones are named and left out."""
    result = Build()
    result.articles = _articles(annotations, result.problems)
    try:
        result.reports = gold_reports(annotations)
    except CorpusError as error:
        result.problems.append(str(error))
    by_file: dict[str, list[Record]] = defaultdict(list)
    for article in result.articles:
        by_file[f"news/{article.head['split']}.jsonl"].append(article.record)
        if article.page is not None:
            result.files[PurePosixPath(f"news/pages/{article.record.id}.html")] = article.page
    for report in result.reports:
        for layer in report.layers:
            by_file[f"reports/{report.split}.{layer}.jsonl"].append(getattr(report, layer))
    result.passages = _passages(annotations, result.problems)
    if result.passages:
        by_file[PASSAGES] = result.passages
    for name, records in by_file.items():
        lines = (dumps(record) for record in sorted(records, key=lambda record: record.id))
        result.files[PurePosixPath(name)] = "".join(lines).encode()
    result.files[PurePosixPath("news/manifest.csv")] = news_manifest(result.articles)
    result.files[PurePosixPath("reports/manifest.csv")] = reports_manifest(result.reports)
    return result


def _articles(annotations: Annotations, problems: list[str]) -> list[Compiled]:
    articles = []
    for path in annotations.articles():
        try:
            article = compile_source(path)
        except CorpusError as error:
            problems.append(str(error))
            continue
        if article.head["split"] not in SPLITS:
            problems.append(f"{path}: split {article.head['split']!r} is none of {', '.join(SPLITS)}")
            continue
        articles.append(article)
    return articles


def _passages(annotations: Annotations, problems: list[str]) -> list[Record]:
    passages: list[Record] = []
    for path in annotations.passages_in():
        try:
            passages += [passage.record for passage in compile_passages(path)]
        except CorpusError as error:
            problems.append(str(error))
    return passages


def compiled_paths(annotations: Annotations) -> set[PurePosixPath]:
    """Return the files in the folder that compiling answers for, whether or not it would make them now."""
    patterns = (
        "news/pages/*.html",
        "news/manifest.csv",
        "reports/manifest.csv",
        PASSAGES,
        *(f"news/{split}.jsonl" for split in SPLITS),
        *(f"reports/{split}.*.jsonl" for split in SPLITS),
    )
    return {
        PurePosixPath(path.relative_to(annotations.root).as_posix())
        for pattern in patterns
        for path in annotations.root.glob(pattern)
    }


def differences(annotations: Annotations, result: Build) -> list[str]:
    """Return a line for each compiled file in the folder that is not what compiling gives."""
    present = compiled_paths(annotations)
    lines = []
    for path in sorted(present | set(result.files)):
        if path not in result.files:
            lines.append(f"{path}: no source gives it any more")
        elif path not in present:
            lines.append(f"{path}: is missing")
        elif Path(annotations.root, path).read_bytes() != result.files[path]:
            lines.append(f"{path}: is not what its sources give")
    return lines


def write(annotations: Annotations, result: Build) -> None:
    """Write the compiled files, and remove those that no source gives any more."""
    for path in compiled_paths(annotations) - set(result.files):
        Path(annotations.root, path).unlink()
    for path, content in result.files.items():
        target = Path(annotations.root, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
