"""The tables of a card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ofsight.corpus.tables import markdown_table
from ofsight.evaluation import LAYERS, MAIN_FIGURES
from ofsight.record.labels import ENTITY_LABELS, THEMES

from .facts import Ablations, CorpusFigures, DataFacts, Estimate, ReliabilityFacts
from .measuring import BOTH, READER, RULES

_SYSTEMS: Final = {RULES: "rules alone", READER: "network alone", BOTH: "as it ships"}
_CORPORA: Final = {
    "news": "news, written for the project",
    "reports": "real reports, findings",
    "report_entities": "real reports, entities",
    "articles": "real articles",
}
_CHART: Final = 20
"""Signs in a bar that stands for 1."""


def interval(estimate: Estimate | None) -> str | None:
    """Return a figure with its interval, such as ``0.854 (0.839–0.868)``."""
    if estimate is None:
        return None
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.3f}"
    return f"{estimate.value:.3f} ({estimate.low:.3f}–{estimate.high:.3f})"


def corpus_name(corpus: str) -> str:
    """Return what people call a corpus."""
    return _CORPORA.get(corpus, corpus)


def size_table(data: DataFacts) -> str:
    """Return what the corpora hold, a row for each split of each."""
    columns = ["documents", *(layer for layer in LAYERS if layer != "blocks")]
    rows = [
        [corpus_name(size.corpus), size.split, *(size.counts.get(name) for name in columns)]
        for size in data.sizes
    ]
    return markdown_table(["corpus", "split", *columns], rows)


def agreement_table(data: DataFacts) -> str:
    """Return how far two passes agree, a column for each corpus."""
    corpora = list(data.agreement)
    rows = [
        [figure.title, *(data.agreement[corpus].get(figure.name) for corpus in corpora)]
        for figure in MAIN_FIGURES
        if any(figure.name in data.agreement[corpus] for corpus in corpora)
    ]
    return markdown_table(["", *corpora], rows)


def main_table(corpus: CorpusFigures, group: str) -> str:
    """Return the main figures of a group of documents, a column for each system."""
    systems = corpus.groups[group].systems
    names = {name for figures in systems.values() for name in figures}
    rows = [
        [
            figure.title,
            _count(systems, figure.name),
            *(interval(figures.get(figure.name)) for figures in systems.values()),
        ]
        for figure in MAIN_FIGURES
        if figure.name in names
    ]
    return markdown_table(["", "n", *(_SYSTEMS[system] for system in systems)], rows)


def label_table(corpus: CorpusFigures, task: str, labels: Sequence[str]) -> str:
    """Return F1 by label for each system over all documents, and precision and recall of the model itself."""
    systems = corpus.groups["all"].systems
    (*_, shipped) = systems
    names = {name for figures in systems.values() for name in figures}
    own = [label for label in _own_labels(names, task) if label not in labels]
    rows = [
        [
            label,
            _count(systems, f"{task}.{label}.f1"),
            *(interval(figures.get(f"{task}.{label}.f1")) for figures in systems.values()),
            *(interval(systems[shipped].get(f"{task}.{label}.{part}")) for part in ("precision", "recall")),
        ]
        for label in (*labels, *own)
        if f"{task}.{label}.f1" in names
    ]
    header = ["", "n", *(f"F1, {_SYSTEMS[system]}" for system in systems)]
    return markdown_table([*header, "precision", "recall"], rows)


def entity_table(corpus: CorpusFigures) -> str:
    """Return the entities by label, strict."""
    return label_table(corpus, "entities.strict", ENTITY_LABELS)


def theme_table(corpus: CorpusFigures) -> str:
    """Return the findings by theme."""
    return label_table(corpus, "findings.themes", THEMES)


def has_task(corpus: CorpusFigures, task: str) -> bool:
    """Tell whether a corpus has figures of a task."""
    return any(
        name.startswith(f"{task}.") for figures in corpus.groups["all"].systems.values() for name in figures
    )


def reliability_table(facts: ReliabilityFacts) -> str:
    """Return the bins of scores with a chart: the bar is the share that is right, the mark the mean score."""
    rows = [
        [
            f"{part.low:.1f}–{part.high:.1f}",
            part.count,
            part.score,
            part.accuracy,
            _bar(part.accuracy, part.score),
        ]
        for part in facts.bins
    ]
    return markdown_table(["score", "n", "mean score", "right", "chart"], rows)


def _bar(accuracy: float, score: float) -> str:
    filled, mark = round(accuracy * _CHART), min(round(score * _CHART), _CHART - 1)
    signs = ["█" if place < filled else "·" for place in range(_CHART)]
    signs[mark] = "|"
    return f"`{''.join(signs)}`".replace("|", "┃")


def ablation_table(ablations: Ablations) -> str:
    """Return the variants that were tried, with their figures."""
    columns = list(dict.fromkeys(name for variant in ablations.variants for name in variant.figures))
    rows = [
        [
            variant.name,
            variant.change,
            *(variant.figures.get(column) for column in columns),
            "yes" if variant.kept else "no",
        ]
        for variant in ablations.variants
    ]
    return markdown_table(["variant", "change", *columns, "kept"], rows)


def plain_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return any table."""
    return markdown_table(header, rows)


def flat(facts: Mapping[str, object], prefix: str = "") -> list[tuple[str, object]]:
    """Return nested facts as rows, keys joined."""
    rows: list[tuple[str, object]] = []
    for key, value in facts.items():
        name = f"{prefix}{key}".replace("_", " ")
        rows += flat(value, f"{name}, ") if isinstance(value, Mapping) else [(name, value)]
    return rows


def _count(systems: Mapping[str, Mapping[str, Estimate]], name: str) -> int | None:
    """Return how many items a figure is over; where systems differ (matched items), of the model itself."""
    counts = [figures[name].count for figures in systems.values() if name in figures]
    return counts[-1] if counts else None


def _own_labels(names: Iterable[str], task: str) -> list[str]:
    """Return the labels that figures are named after, beside the averages."""
    prefix, suffix = f"{task}.", ".f1"
    labels = {
        name.removeprefix(prefix).removesuffix(suffix)
        for name in names
        if name.startswith(prefix) and name.endswith(suffix)
    }
    return sorted(labels - {"micro", "macro"})
