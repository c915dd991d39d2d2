"""``ofsight info``."""

from __future__ import annotations

import click

from ofsight.pipeline import DEFAULT_MODEL, describe


@click.command()
@click.argument("model", default=DEFAULT_MODEL, metavar="[MODEL]")
def info(model: str) -> None:
    """Tell what MODEL (a shipped model's name, or a folder) is and what it labels."""
    for name, value in describe(model).items():
        click.echo(f"{name:<12} {value}")
