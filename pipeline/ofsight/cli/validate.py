"""``ofsight validate``."""

from __future__ import annotations

import sys

import click

from ofsight.record.validate import validate_path

EXIT_INVALID = 1


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(exists=True))
def validate(paths: tuple[str, ...]) -> None:
    """Check record files (JSONL, also .gz), and folders of them, against every rule of the record.

    Each broken rule is one line: file, line, field, what is wrong. Exit code 1 when there is any.
    """
    problems = 0
    for path in paths:
        for problem in validate_path(path):
            problems += 1
            click.echo(str(problem))
    click.echo("valid" if not problems else f"{problems} problem(s)", err=True)
    if problems:
        sys.exit(EXIT_INVALID)
