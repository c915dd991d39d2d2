"""``ofsight train``."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import click

from ofsight.training.config import parse_reader_config, read_toml, set_keys


@click.command()
@click.argument("config", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="Put a value in the place of the file's, such as optimisation.passes=4; repeatable.",
)
@click.option("--resume", is_flag=True, help="Go on from the last checkpoint of the same configuration.")
def train(config: Path, settings: tuple[str, ...], resume: bool) -> None:
    """Train what CONFIG (TOML) describes, a reader or an extractor, and write it where CONFIG says.

    What the data lack is said first. Figures on the development documents are shown on the way.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    values = set_keys(read_toml(config), settings)
    # Heavy, and in an extra.
    from transformers.utils import logging as transformers_logging

    from ofsight.training.run import train_reader

    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()

    trained = train_reader(
        parse_reader_config(values, where=str(config)), resume=resume, progress=sys.stderr.isatty()
    )
    for name, value in trained.figures.items():
        before = trained.unquantised.get(name, 0.0)
        click.echo(f"{name:<24}{value:8.4f}   before quantising {before:8.4f}")
    click.echo(f"written: {trained.folder}")
