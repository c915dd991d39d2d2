"""``ofsight convert``."""

from __future__ import annotations

from pathlib import Path

import click

from ofsight.formats import EXPORTERS, export
from ofsight.record.io import read_records


@click.command()
@click.argument(
    "source", metavar="IN", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
)
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--to", "fmt", type=click.Choice(sorted(EXPORTERS)), help="Format; guessed from OUT's ending.")
def convert(source: Path, target: Path, fmt: str | None) -> None:
    """Turn the records in IN (- for stdin) into OUT: a workbook (.xlsx) or CSV files (.csv).

    One row a finding with its evidence sentence; judgements, measures, roles, entities and articles on
    sheets (Excel) or in files (CSV) of their own.
    """
    export(read_records(source), target, fmt)
    click.echo(f"written: {target}", err=True)
