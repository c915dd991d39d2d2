"""``ofsight validate``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ofsight.corpus.checks import validate_files

EXIT_INVALID = 1


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(exists=True, allow_dash=True)
)
@click.option("--strict", is_flag=True, help="Suspicions count as problems: exit code 1.")
@click.option("--hints", is_flag=True, help="Also give weak suspicions: themes without their usual words.")
@click.option(
    "--texts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the texts (ID.txt) of stand-off annotations, to look for suspicions in them.",
)
def validate(paths: tuple[str, ...], strict: bool, hints: bool, texts: Path | None) -> None:
    """Check records and sources of annotations against every rule, and gold for what is suspicious.

    A PATH is a file of records (JSONL, also .gz), a source of an annotated article (.ann), a stand-off file
    (.so), or a folder of these. Each broken rule is one line: file, line, field, what is wrong. In what
    annotators made, whatever is legal but looks like a mistake is a line marked "suspicious"; those looked at
    and found right are listed in accepted.csv, in the folder of the file or one above it.

    Exit code 1 when a rule is broken, or, with --strict, when anything is suspicious; else 0.
    """
    problems = suspicions = 0
    for line in validate_files(paths, texts, hints=hints):
        suspicions += line.suspicious
        problems += not line.suspicious
        click.echo(str(line))
    told = [f"{problems} problem(s)"] if problems else ["valid"]
    told += [f"{suspicions} suspicion(s)"] if suspicions else []
    click.echo(", ".join(told), err=True)
    if problems or (strict and suspicions):
        sys.exit(EXIT_INVALID)
