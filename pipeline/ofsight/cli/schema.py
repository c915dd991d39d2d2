"""``ofsight schema``."""

from __future__ import annotations

import json

import click

from ofsight.record.schema import record_schema


@click.command()
def schema() -> None:
    """Print the JSON Schema of one record."""
    click.echo(json.dumps(record_schema(), indent=2, ensure_ascii=False))
