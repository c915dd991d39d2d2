"""What a review found, in words: what was done, what changed, how accurate the run is, how to train on it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from .changes import count_changes
from .estimate import FEW_SENTENCES, Figure
from .loop import Review

_SHOWN_CHANGES: Final = 30
STANDARD_DATA: Final = (
    "news:train",
    "reports:train",
    "report_entities:train",
    "annotations/passages/train.jsonl",
)
"""The training data of configs/standard.toml."""


def review_as_text(review: Review, gold: Path) -> str:
    """Return the report of a review.

    Parameters
    ----------
    review : Review
        What was found.
    gold : Path
        Where its gold records were written, for the command that trains on them.
    """
    return "\n".join([*_done(review), *_changed(review), *_accuracy(review), *_training(gold, review)]) + "\n"


def _done(review: Review) -> Iterator[str]:
    planned = len(review.plan.tasks)
    yield (
        f"reviewed   {review.sentences} of {planned} sentences in {len(review.gold)} document(s),"
        f" {review.random} of {review.plan.random} drawn at random"
    )
    if review.answers.failures:
        yield f"refused    {len(review.answers.failures)} task(s)"
    left = planned - review.sentences
    if left:
        yield f"left       {left} unfinished, skipped or refused"
    yield from (f"note       {note}" for note in review.answers.notes)
    if review.new_labels:
        yield (
            f"new labels {', '.join(review.new_labels)}: the network that is there does not know them,"
            " train one anew without --network"
        )
    for pair, (tasks, figures) in review.agreement.items():
        shown = ", ".join(
            f"{figure.title} {figure.estimate.value:.3f}"
            for figure in figures
            if "precision" not in figure.title and "recall" not in figure.title
        )
        yield f"agreement  of {pair[0]} and {pair[1]} on {tasks} task(s): {shown or 'nothing to count'}"
    if review.agreement:
        yield f"gold       where several did a task: {review.preferred} first (--prefer chooses)"


def _changed(review: Review) -> Iterator[str]:
    of = f"{review.corrected} of {review.sentences} sentence(s)"
    yield from ("", f"== changed: {len(review.changes)} thing(s) in {of}")
    counts = count_changes(review.changes)
    rows = [[kind, turn, str(count)] for kind, turn, count in counts[:_SHOWN_CHANGES]]
    yield from _table(["what", "", "count"], rows) if rows else ["nothing"]
    if len(counts) > _SHOWN_CHANGES:
        yield f"and {len(counts) - _SHOWN_CHANGES} more kinds"


def _accuracy(review: Review) -> Iterator[str]:
    plan = review.plan
    yield from (
        "",
        f"== accuracy of the whole run ({plan.run}, {plan.model}), estimated from the random share:"
        f" {review.random} of {plan.sentences} sentences",
    )
    if not review.figures:
        yield "nothing to estimate from: no sentence of the random share was answered (--random)"
        return
    rows = [_row(figure) for figure in review.figures]
    yield from _table(["figure", "estimate", "95% interval", "items"], rows)
    if review.random < FEW_SENTENCES:
        yield f"few: with less than {FEW_SENTENCES} random sentences these intervals are rough"
    if review.random < plan.random:
        yield (
            f"missing from the random share: {plan.random - review.random}; if those left out are the hard"
            " ones, the run is worse than this"
        )
    yield "intervals: Wilson's, by the variance of a ratio over sentences drawn without replacement"


def _row(figure: Figure) -> list[str]:
    found = figure.estimate
    return [figure.title, f"{found.value:.3f}", f"{found.low:.3f} to {found.high:.3f}", str(figure.items)]


def _training(gold: Path, review: Review) -> Iterator[str]:
    yield from ("", "== train on it, from the root of a checkout")
    data = json.dumps([*STANDARD_DATA, str(gold.absolute())], ensure_ascii=False)
    command = ["ofsight", "train", "configs/standard.toml", "--set", f"data.train={data}"]
    refit = [*command, "--network", "models/standard", "--set", "output=models/reviewed"]
    anew = [*command, "--set", "output=models/reviewed", "--set", "work=build/training/reviewed"]
    if not review.new_labels:
        yield f"minutes: {shlex.join(refit)}"
    yield f"hours:   {shlex.join(anew)}"


def _table(heads: list[str], rows: Iterable[list[str]]) -> list[str]:
    """Lay out a table: figures, in the last column, to the right."""
    lines = [heads, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    return [
        "  ".join(
            cell.rjust(width) if place == len(heads) - 1 else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
