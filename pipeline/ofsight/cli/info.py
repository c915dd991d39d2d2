"""``ofsight info``."""

from __future__ import annotations

import click

from ofsight.extractors.describe import describe_extractor, is_extractor
from ofsight.model_files import DEFAULT_MODEL
from ofsight.pipeline import describe


@click.command()
@click.argument("model", default=DEFAULT_MODEL, metavar="[MODEL|EXTRACTOR]")
def info(model: str) -> None:
    """Tell what MODEL (a shipped model's name, or a folder) or EXTRACTOR is and what it labels."""
    about = describe_extractor(model) if is_extractor(model) else describe(model)
    for name, value in about.items():
        click.echo(f"{name:<12} {value}")
