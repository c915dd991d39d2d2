"""``ofsight review``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from tqdm import tqdm

from ofsight.ingest.failures import FailureFile, errors_path
from ofsight.record import Record
from ofsight.review import (
    Choice,
    Run,
    plan_path,
    read_plan,
    read_review,
    write_corrected,
    write_gold,
    write_review,
)
from ofsight.review.loop import WRITERS

EXIT_SOME_FAILED = 3
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUTPUT = click.Path(dir_okay=False, path_type=Path)
_CHOICE = Choice()


@click.command()
@click.argument("source", metavar="RUN", type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o", "--output", required=True, type=_OUTPUT, help="File for the tasks; with --read, for the gold."
)
@click.option(
    "--to",
    "tool",
    type=click.Choice(sorted(WRITERS)),
    help="Tool for the tasks; prodigy if OUTPUT ends in .jsonl, else label-studio. With --read: their tool,"
    " told from the content.",
)
@click.option(
    "--sentences",
    type=click.IntRange(min=1),
    default=_CHOICE.sentences,
    show_default=True,
    help="How many sentences to review.",
)
@click.option(
    "--random",
    type=click.FloatRange(0, 1),
    default=_CHOICE.random,
    show_default=True,
    help="Share of them to draw at random, for the estimate of the run's accuracy.",
)
@click.option("--seed", type=int, default=_CHOICE.seed, show_default=True, help="Seed of the draw.")
@click.option(
    "--per-document",
    type=click.IntRange(min=1),
    help="Choose no more from one document; by default three times its fair share.",
)
@click.option(
    "--skip",
    "earlier",
    multiple=True,
    type=_FILE,
    metavar="PLAN",
    help="Choose no sentence of this earlier plan again; repeatable.",
)
@click.option(
    "--model", help="Model that tells how sure the run is; by default the one that made it, if it is here."
)
@click.option("--no-rules", is_flag=True, help="Do not compare the run with the rules; quicker.")
@click.option(
    "--texts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the texts (ID.txt) of records without text.",
)
@click.option(
    "--read",
    "corrected",
    type=_FILE,
    metavar="EXPORT",
    help="Read corrected tasks back: Label Studio's export (JSON), or what prodigy db-out writes.",
)
@click.option("--plan", type=_FILE, help="With --read: the .plan.json that was written with the tasks.")
@click.option("--prefer", multiple=True, metavar="NAME", help="With --read: whose pass is gold; repeatable.")
@click.option(
    "--corrected-run", type=_OUTPUT, help="With --read: also write RUN with the corrections in their place."
)
def review(
    source: Path,
    output: Path,
    tool: str | None,
    sentences: int,
    random: float,
    seed: int,
    per_document: int | None,
    earlier: tuple[Path, ...],
    model: str | None,
    no_rules: bool,
    texts: Path | None,
    corrected: Path | None,
    plan: Path | None,
    prefer: tuple[str, ...],
    corrected_run: Path | None,
) -> None:
    """Choose the sentences of RUN (records) that are most worth a person's look, and write tasks for a tool.

    Each task is a sentence in its surroundings with the run's answers filled in. Chosen is where the model is
    not sure, where rules and model differ, where themes are rare; a share is drawn at random, which the plan
    beside the tasks (OUTPUT.plan.json) tells and the tasks do not.

    With --read EXPORT --plan PLAN the corrected tasks become gold records (OUTPUT) that ofsight train takes:
    it says what was changed (each change in OUTPUT.changes.csv), estimates the accuracy of the whole run from
    the random share, and prints the command that trains on the gold. Tasks that do not fit the run are lines
    of OUTPUT.errors.jsonl, and the exit code is 3. This needs the extra: pip install 'ofsight[evaluate]'.
    """
    run = Run(source, texts)
    if corrected is None:
        if plan is not None or prefer or corrected_run is not None:
            raise click.UsageError("--plan, --prefer and --corrected-run go with --read EXPORT")
        used = tool or ("prodigy" if output.suffix == ".jsonl" else "label-studio")
        skipped = frozenset(task.place for path in earlier for task in read_plan(path).tasks)
        choice = Choice(sentences, random, seed, per_document, skipped)
        written = write_review(
            run, output, tool=used, choice=choice, model=model, rules=not no_rules, watch=_bar
        )
        click.echo(
            f"{len(written.plan.tasks)} of {written.plan.sentences} sentences to review,"
            f" {written.plan.random} of them drawn at random: {', '.join(map(str, written.files))}",
            err=True,
        )
        return
    if plan is None:
        raise click.UsageError(f"--read goes with --plan, such as {plan_path(Path('tasks.json'))}")
    if output.suffix != ".jsonl":
        raise click.UsageError("gold is written as records: let --output end in .jsonl")
    _read(run, corrected, plan, output, tool, prefer, corrected_run)


def _bar(records: Iterable[Record]) -> Iterable[Record]:
    # disable=None: a bar on a terminal, none in a pipe.
    bar: Iterable[Record] = tqdm(records, unit=" documents", disable=None, file=sys.stderr)
    return bar


def _read(
    run: Run,
    corrected: Path,
    plan: Path,
    output: Path,
    tool: str | None,
    prefer: tuple[str, ...],
    corrected_run: Path | None,
) -> None:
    found = read_review(run, corrected, read_plan(plan), tool=tool, prefer=prefer)
    # Both count with the evaluation, whose libraries are in an extra.
    from ofsight.review.changes import write_changes
    from ofsight.review.report import review_as_text

    write_gold(found, output)
    changes = output.with_name(f"{output.stem}.changes.csv")
    write_changes(found.changes, changes)
    if corrected_run is not None:
        write_corrected(found, run, corrected_run)
    click.echo(review_as_text(found, output), nl=False)
    written = [output, changes, *([corrected_run] if corrected_run is not None else [])]
    click.echo(f"written: {', '.join(map(str, written))}", err=True)
    with FailureFile(output) as failures:
        for failure in found.answers.failures:
            failures.write(failure)
            click.echo(failure.message, err=True)
    if found.answers.failures:
        click.echo(
            f"{len(found.answers.failures)} task(s) could not be used; see {errors_path(output)}", err=True
        )
        sys.exit(EXIT_SOME_FAILED)
