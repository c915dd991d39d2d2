"""``ofsight annotate``."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from tqdm import tqdm

from ofsight.engine.run import RunOptions, run
from ofsight.ingest import DEFAULT_MAX_BYTES
from ofsight.ingest.document import InputFailure
from ofsight.ingest.failures import errors_path
from ofsight.pipeline import DEFAULT_MODEL

EXIT_SOME_FAILED = 3
_MEGABYTE = 1_000_000


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File for the records (.gz: compressed); standard output if not given, or -.",
)
@click.option(
    "--model", default=DEFAULT_MODEL, show_default=True, help="Name of a shipped model, or a folder."
)
@click.option(
    "--with",
    "extractors",
    multiple=True,
    metavar="EXTRACTOR",
    type=click.Path(exists=True),
    help="Add an extractor: a file of patterns (.yaml) or the folder of a learned one; repeatable.",
)
@click.option("--no-text", is_flag=True, help="Leave out the text: offsets and labels only.")
@click.option(
    "--on-error",
    type=click.Choice(["record", "stop"]),
    default="record",
    show_default=True,
    help="An input that fails: record it and go on, or stop.",
)
@click.option(
    "--max-megabytes",
    type=click.IntRange(min=1),
    default=DEFAULT_MAX_BYTES // _MEGABYTE,
    show_default=True,
    help="Refuse inputs larger than this.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no summary.")
def annotate(
    paths: tuple[str, ...],
    output: Path | None,
    model: str,
    extractors: tuple[str, ...],
    no_text: bool,
    on_error: str,
    max_megabytes: int,
    quiet: bool,
) -> None:
    """Annotate PATHs: txt, html, pdf, docx and jsonl files (also .gz), folders of them, - for stdin.

    Records go to OUTPUT in the order of the inputs. What cannot be processed is a line in
    OUTPUT.errors.jsonl, and the exit code is 3.

    Extractors add entities and themes of their own to the model's and change none of those.
    """
    if output == Path("-"):
        output = None
    options = RunOptions(
        paths=paths,
        output=output,
        model=model,
        extractors=extractors,
        keep_text=not no_text,
        on_error="stop" if on_error == "stop" else "record",
        max_bytes=max_megabytes * _MEGABYTE,
    )
    # disable=None: a bar on a terminal, none in a pipe.
    with tqdm(unit=" documents", disable=True if quiet else None, file=sys.stderr) as bar:

        def report(failure: InputFailure) -> None:
            tqdm.write(f"{failure.path}: {failure.message}", file=sys.stderr)

        def progress(document_id: str) -> None:
            bar.set_postfix_str(document_id, refresh=False)
            bar.update()

        summary = run(options, report=report, progress=progress)
    if not quiet:
        click.echo(summary.as_text(), err=True)
    if summary.errors:
        where = f"; see {errors_path(output)}" if output is not None else ""
        click.echo(f"{summary.errors.total()} input(s) could not be processed{where}", err=True)
        sys.exit(EXIT_SOME_FAILED)
