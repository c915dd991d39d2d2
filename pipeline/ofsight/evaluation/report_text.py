"""The report as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .main_figures import MAIN_FIGURES
from .report import Comparison, Confusion, Difference, Group, Rate, Report, Score
from .sums import Estimate

_SHOWN_IDS = 5


def report_as_text(report: Report) -> str:
    """Return the whole report as text: the main figures, every table of every group, counts of mistakes."""
    return "\n".join(_lines(report)) + "\n"


def comparison_as_text(comparison: Comparison) -> str:
    """Return the second report's and the first's main figures side by side, then the first report."""
    lines = [
        f"first   {comparison.first.predicted}",
        f"second  {comparison.second.predicted}",
        f"gold    {comparison.first.gold}",
        "",
    ]
    titles = {figure.name: figure.title for figure in MAIN_FIGURES}
    for group in comparison.first.groups:
        found = [item for item in comparison.differences if item.group == group.name]
        lines += [f"Differences, {_title(group)}"]
        rows = [_difference_row(titles[item.figure], item) for item in found]
        lines += [*_table(["", "first", "second", "second − first (95%)", "p"], rows), ""]
    for name, report in (("first", comparison.first), ("second", comparison.second)):
        lines += ["", f"== {name}: {report.predicted}", *_lines(report)]
    return "\n".join(lines) + "\n"


def _difference_row(title: str, item: Difference) -> list[str]:
    change = item.difference
    interval = (
        "" if change.low is None or change.high is None else f" ({change.low:+.3f} to {change.high:+.3f})"
    )
    value = 0.0 if change.value is None else change.value
    p_value = "<0.001" if item.p_value < 0.001 else f"{item.p_value:.3f}"
    return [title, f"{item.first:.3f}", f"{item.second:.3f}", f"{value:+.3f}{interval}", p_value]


def _lines(report: Report) -> Iterator[str]:
    yield f"gold       {report.gold}"
    yield f"predicted  {report.predicted}"
    yield f"documents  {report.documents}" + (f" ({report.aligned} aligned)" if report.aligned else "")
    yield f"layers     {', '.join(report.layers)}"
    if report.missing:
        shown = ", ".join(report.missing[:_SHOWN_IDS])
        more = len(report.missing) - _SHOWN_IDS
        yield f"missing    {len(report.missing)} without prediction, all counted as missed: {shown}" + (
            f" and {more} more" if more > 0 else ""
        )
    if report.unused:
        yield f"unused     {report.unused} predicted documents without gold"
    yield from ("", *_main_table(report))
    for group in report.groups:
        yield from ("", f"== {_title(group)}")
        yield from _group_lines(group)
    if report.errors:
        rows = [[item.layer, item.outcome, str(item.count)] for item in report.errors]
        yield from ("", "== mistakes", *_table(["layer", "outcome", "count"], rows))


def _main_table(report: Report) -> list[str]:
    figures = [group.figures() for group in report.groups]
    rows = [
        [figure.title, *(format_estimate(found.get(figure.name)) for found in figures)]
        for figure in MAIN_FIGURES
        if any(figure.name in found for found in figures)
    ]
    return _table(["main figures", *(_title(group) for group in report.groups)], rows)


def _group_lines(group: Group) -> Iterator[str]:
    for task in dict.fromkeys(score.task for score in group.scores):
        rows = [_score_row(score) for score in group.scores if score.task == task]
        heads = [task, "precision", "recall", "F1 (95%)", "gold", "predicted", "found"]
        yield from ("", *_table(heads, rows))
    if group.rates:
        yield from ("", *_table(["accuracy", "", "right", "of"], [_rate_row(rate) for rate in group.rates]))
    for confusion in group.confusions:
        yield from ("", *_confusion_lines(confusion))


def _score_row(score: Score) -> list[str]:
    return [
        score.label or "all",
        format_value(score.precision),
        format_value(score.recall),
        format_estimate(score.f1),
        str(score.gold),
        str(score.predicted),
        str(score.recalled),
    ]


def _rate_row(rate: Rate) -> list[str]:
    name = f"{rate.task} {rate.label}".rstrip()
    return [name, format_estimate(rate.accuracy), str(rate.right), str(rate.decisions)]


def _confusion_lines(confusion: Confusion) -> list[str]:
    kappa = "" if confusion.kappa is None else f", Cohen's kappa {confusion.kappa:.3f}"
    rows = [
        [label, *(str(count) for count in counts)]
        for label, counts in zip(confusion.gold_labels, confusion.table, strict=True)
    ]
    heads = ["gold \\ predicted", *confusion.predicted_labels]
    return [f"confusion: {confusion.task}{kappa}", *_table(heads, rows)]


def format_value(estimate: Estimate) -> str:
    """Return a figure with three decimals, or a dash where it is not defined."""
    return "–" if estimate.value is None else f"{estimate.value:.3f}"


def format_estimate(estimate: Estimate | None) -> str:
    """Return a figure with its interval."""
    if estimate is None:
        return "–"
    if estimate.low is None or estimate.high is None:
        return format_value(estimate)
    return f"{format_value(estimate)} ({estimate.low:.3f}–{estimate.high:.3f})"


def _title(group: Group) -> str:
    return f"{group.name} ({group.documents})"


def _table(heads: list[str], rows: Iterable[list[str]]) -> list[str]:
    """Lay out a table: the first column to the left, figures to the right."""
    lines = [heads, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    return [
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
