"""``ofsight annotate``."""

from __future__ import annotations

import logging
import sys
from contextlib import ExitStack
from pathlib import Path

import click

from ofsight.engine.json_log import JsonLog
from ofsight.engine.listener import Listener
from ofsight.engine.options import RunOptions, default_workers
from ofsight.engine.run import run
from ofsight.engine.settings import DEFAULT_MEGABYTES, DEFAULT_SECONDS, Limits
from ofsight.ingest import DEFAULT_MAX_BYTES
from ofsight.ingest.document import InputFailure
from ofsight.ingest.failures import errors_path
from ofsight.model_files import DEFAULT_MODEL

EXIT_SOME_FAILED = 3
_MEGABYTE = 1_000_000


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File for the records (.jsonl, also .gz or .zst; .parquet); standard output if not given, or -.",
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
@click.option(
    "--workers",
    type=click.IntRange(min=0),
    show_default="number of processors",
    help="Processes that annotate; 0 does it in this one, without limits.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Annotate on this machine, or on a Ray cluster (extra ray).",
)
@click.option(
    "--ray-address",
    envvar="RAY_ADDRESS",
    show_envvar=True,
    metavar="auto|HOST:PORT",
    help="The cluster; if not given, Ray is started on this machine for the run.",
)
@click.option(
    "--resume", is_flag=True, help="Go on with a run that stopped, or annotate what is new or changed."
)
@click.option("--retry-errors", is_flag=True, help="With --resume: try again what could not be processed.")
@click.option("--overwrite", is_flag=True, help="Begin anew although OUTPUT holds a run that did not end.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=DEFAULT_SECONDS,
    show_default=True,
    help="Seconds of processor time that one document may take.",
)
@click.option(
    "--max-memory",
    type=click.IntRange(min=1),
    default=DEFAULT_MEGABYTES,
    show_default=True,
    help="Megabytes that a process may hold while it annotates one document.",
)
@click.option(
    "--shard",
    "shard_records",
    type=click.IntRange(min=1),
    metavar="N",
    help="Write files of N records each: OUTPUT-00001, OUTPUT-00002, ...",
)
@click.option(
    "--mark-duplicates",
    is_flag=True,
    help="Then mark copies and near copies in OUTPUT.duplicates.jsonl, as ofsight duplicates does.",
)
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and do nothing.")
@click.option("--log-json", is_flag=True, help="Log to standard error as JSON, a line an event; no bar.")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no summary.")
def annotate(
    paths: tuple[str, ...],
    output: Path | None,
    model: str,
    extractors: tuple[str, ...],
    no_text: bool,
    on_error: str,
    max_megabytes: int,
    workers: int | None,
    engine: str,
    ray_address: str | None,
    resume: bool,
    retry_errors: bool,
    overwrite: bool,
    time_limit: float,
    max_memory: int,
    shard_records: int | None,
    mark_duplicates: bool,
    dry_run: bool,
    log_json: bool,
    quiet: bool,
) -> None:
    """Annotate PATHs: txt, html, pdf, docx and jsonl files (also .gz, .zst), folders of them, - for stdin.

    Records go to OUTPUT in the order of the inputs. What cannot be processed is a line in
    OUTPUT.errors.jsonl, and the exit code is 3.

    Extractors add entities and themes of their own to the model's and change none of those.
    """
    if output == Path("-"):
        output = None
    if resume and output is None:
        raise click.UsageError("--resume goes on with the file given by --output")
    if retry_errors and not resume:
        raise click.UsageError("--retry-errors goes with --resume")
    if shard_records is not None and output is None:
        raise click.UsageError("--shard makes the names of its files from the one given by --output")
    if resume and overwrite:
        raise click.UsageError("--resume and --overwrite exclude each other")
    if workers is None:
        workers = 0 if engine == "ray" else default_workers()
    options = RunOptions(
        paths=paths,
        output=output,
        model=model,
        extractors=extractors,
        keep_text=not no_text,
        on_error="stop" if on_error == "stop" else "record",
        max_bytes=max_megabytes * _MEGABYTE,
        workers=workers,
        limits=Limits(time_limit, max_memory),
        resume=resume,
        retry_errors=retry_errors,
        overwrite=overwrite,
        shard_records=shard_records,
        mark_duplicates=mark_duplicates,
        engine="ray" if engine == "ray" else "local",
        ray_address=ray_address,
    )
    if dry_run:
        from ofsight.engine.plan import make_plan

        click.echo(make_plan(options).as_text())
        return
    with ExitStack() as stack:
        summary = run(options, _listener(stack, log_json=log_json, quiet=quiet))
    if log_json:
        sys.exit(EXIT_SOME_FAILED if summary.errors else 0)
    if not quiet:
        click.echo(summary.as_text(), err=True)
    if summary.errors:
        where = f"; see {errors_path(output)}" if output is not None else ""
        click.echo(f"{summary.errors.total()} input(s) could not be processed{where}", err=True)
        sys.exit(EXIT_SOME_FAILED)


class _Lines(Listener):
    """Says in a line what could not be processed."""

    def failed(self, failure: InputFailure) -> None:
        click.echo(f"{failure.path}: {failure.message}", err=True)


def _listener(stack: ExitStack, *, log_json: bool, quiet: bool) -> Listener:
    if log_json:
        return _json_log()
    if quiet or not sys.stderr.isatty():
        return _Lines()
    from .progress import ProgressBar  # only where there is a terminal

    return stack.enter_context(ProgressBar())


def _json_log() -> JsonLog:
    log = JsonLog(sys.stderr)
    logger = logging.getLogger("ofsight")
    logger.addHandler(log.handler())
    logger.propagate = False
    return log
