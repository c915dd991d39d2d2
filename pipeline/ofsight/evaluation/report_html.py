"""The report as one self-contained page: charts, tables, confusion tables, mistakes in their sentences.

No script and nothing from elsewhere: the page can be sent by mail, printed, and opened years from now. All
text is escaped by the template engine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .main_figures import MAIN_FIGURES
from .report import Comparison, Confusion, ErrorExample, Group, Report
from .report_text import format_estimate, format_value
from .sums import CONFIDENCE

_DATA: Final = Path(__file__).parent / "data"
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_BREAK: Final = re.compile("\r\n?|[\x0b\x0c\x85]")
_STRONG_CELL: Final = 0.55


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a confusion table, coloured by its share of the row."""

    count: int
    share: float
    right: bool

    @property
    def strong(self) -> bool:
        """Whether the cell is so dark that its figure needs the light colour."""
        return self.share > _STRONG_CELL


class Excerpt(NamedTuple):
    """The sentence around a mistake, cut at the mention."""

    before: str
    marked: str
    after: str


def report_as_html(report: Report) -> str:
    """Return a page for one report."""
    return _render(
        title=f"Evaluation of {report.predicted}", reports=[("", report)], differences={}, comparison=None
    )


def comparison_as_html(comparison: Comparison) -> str:
    """Return a page for two predictions: their differences, then both reports."""
    differences = {
        group.name: [item for item in comparison.differences if item.group == group.name]
        for group in comparison.first.groups
    }
    return _render(
        title=f"{comparison.first.predicted} and {comparison.second.predicted} compared",
        reports=[("first", comparison.first), ("second", comparison.second)],
        differences=differences,
        comparison=comparison,
    )


def _render(**content: Any) -> str:
    return (
        _environment()
        .get_template("report.html.jinja")
        .render(
            style=(_DATA / "report.css").read_text(encoding="utf-8"),
            main_figures=MAIN_FIGURES,
            titles={figure.name: figure.title for figure in MAIN_FIGURES},
            confidence=round(CONFIDENCE * 100),
            **content,
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_DATA),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        cells=cells,
        excerpt=excerpt,
        figure=format_value,
        interval=format_estimate,
        anchor=anchor,
        words=lambda name: name.replace("_", " "),
        printable=printable,
        errors_by_layer=errors_by_layer,
        labelled_tasks=labelled_tasks,
    )
    return environment


def printable(text: str) -> str:
    """Turn page and line breaks of any sort into line breaks, other control characters into U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", _BREAK.sub("\n", text))


def anchor(*parts: str) -> str:
    """Return a name for a place in the page; parts may hold any characters."""
    return "-".join(re.sub(r"\W+", "-", part).strip("-").lower() for part in parts if part)


def cells(confusion: Confusion) -> list[list[Cell]]:
    """Return the table of a confusion with the share that each count has of its row."""
    return [
        [
            Cell(count, count / max(sum(counts), 1), right=row == column)
            for column, count in zip(confusion.predicted_labels, counts, strict=True)
        ]
        for row, counts in zip(confusion.gold_labels, confusion.table, strict=True)
    ]


def excerpt(example: ErrorExample) -> Excerpt | None:
    """Return the context of a mistake, or None in stand-off records without text."""
    if example.context is None:
        return None
    context = example.context
    return Excerpt(
        printable(context[: example.mark_start]),
        printable(context[example.mark_start : example.mark_end]),
        printable(context[example.mark_end :]),
    )


def errors_by_layer(report: Report) -> dict[str, list[Any]]:
    """Return the lists of mistakes of each layer."""
    return {
        layer: found
        for layer in report.layers
        if (found := [errors for errors in report.errors if errors.layer == layer])
    }


def labelled_tasks(group: Group) -> dict[str, list[Any]]:
    """Return the scores of each task, tasks in the order of their layers."""
    tasks: dict[str, list[Any]] = {}
    for score in group.scores:
        tasks.setdefault(score.task, []).append(score)
    return tasks
