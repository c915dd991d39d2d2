"""``ofsight convert``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ofsight.duplicates import read_duplicates
from ofsight.formats import EXPORTERS, IMPORTERS
from ofsight.formats import convert as convert_file
from ofsight.ingest.document import InputFailure
from ofsight.ingest.failures import errors_path

EXIT_SOME_FAILED = 3


@click.command()
@click.argument("source", metavar="IN", type=click.Path(exists=True, allow_dash=True, path_type=Path))
@click.argument("target", metavar="OUT", type=click.Path(allow_dash=True, path_type=Path))
@click.option(
    "--from", "from_format", type=click.Choice(sorted(IMPORTERS)), help="Format of IN; told from its content."
)
@click.option(
    "--to", "to_format", type=click.Choice(sorted(EXPORTERS)), help="Format of OUT; told from its ending."
)
@click.option(
    "--duplicates",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Marks of copies, made by ofsight duplicates: findings and articles get the column copy_of.",
)
def convert(
    source: Path,
    target: Path,
    from_format: str | None,
    to_format: str | None,
    duplicates: Path | None,
) -> None:
    """Turn IN into OUT: records, tables for analysts, or files of annotation tools, either way.

    IN is a file, a folder of them (shards) or - for stdin.

    From records, exports of Label Studio (JSON, JSON-MIN) and Prodigy, REFI-QDA projects (.qdpx) of NVivo,
    MAXQDA, ATLAS.ti, QualCoder and others, spaCy's DocBin, CoNLL columns, and Parquet and DuckDB files that
    were made here. To an Excel workbook (.xlsx), CSV files (.csv), a DuckDB file for SQL (.duckdb), Parquet
    (.parquet), records (.jsonl, or - for stdout), tasks for Label Studio (.json) and Prodigy, a REFI-QDA
    project (.qdpx), a DocBin (.spacy), CoNLL columns (.conll).

    --to timeline makes a CSV file of each authority's judgements in order of date: one row for a judgement
    however many documents tell of it, with its sources; those that documents contradict each other on are
    marked.

    What a format cannot hold is told. Entries that cannot be read go to OUT.errors.jsonl, and the exit code
    is 3.
    """

    def report(failure: InputFailure) -> None:
        click.echo(failure.message, err=True)

    copies = None if duplicates is None else {mark.id: mark.original for mark in read_duplicates(duplicates)}
    done = convert_file(
        source, target, from_format=from_format, to_format=to_format, copies=copies, report=report
    )
    for note in done.notes:
        click.echo(f"note: {note}", err=True)
    written = ", ".join(map(str, done.files)) or "standard output"
    click.echo(f"written: {written} ({done.records} record(s))", err=True)
    if done.failures:
        where = f"; see {errors_path(target)}" if done.files else ""
        click.echo(f"{done.failures} of the entries could not be read{where}", err=True)
        sys.exit(EXIT_SOME_FAILED)
