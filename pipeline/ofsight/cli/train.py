"""``ofsight train``."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

import click
from tqdm.contrib.logging import logging_redirect_tqdm

from ofsight.errors import TrainingError
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
@click.option(
    "--network",
    metavar="MODEL",
    help="Train no network: take that of this model and learn words, scores and thresholds anew.",
)
def train(config: Path, settings: tuple[str, ...], resume: bool, network: str | None) -> None:
    """Train what CONFIG (TOML) describes, a reader or an extractor, and write it where CONFIG says.

    What the data lack is said first. Figures on the development documents are shown on the way; those of an
    extractor come from examples that were kept back, each in its turn.
    """
    logging.basicConfig(format="%(message)s", stream=sys.stderr)
    logging.getLogger("ofsight").setLevel(logging.INFO)  # the libraries tell too much
    values = set_keys(read_toml(config), settings)
    kind = values.get("kind")
    if resume and network is not None:
        raise click.UsageError("--resume goes on with training a network, --network trains none: give one")
    if kind == "extractor":
        if network is not None:
            raise click.UsageError("an extractor is learned on the model that its configuration names")
        if resume:
            raise click.UsageError("an extractor is learned in one go; leave --resume out")
        _learn_extractor(values, str(config))
    elif kind == "reader" and network is not None:
        _refit_reader(values, str(config), network)
    elif kind == "reader":
        _train_reader(values, str(config), resume=resume)
    else:
        raise TrainingError(f"{config}: kind must be 'reader' or 'extractor'; it is {kind!r}")


def _learn_extractor(values: dict[str, Any], where: str) -> None:
    from ofsight.learning.config import parse_extractor_config  # what it needs is in an extra
    from ofsight.learning.learn import learn_extractor

    learned = learn_extractor(
        parse_extractor_config(values, where=where), report=lambda line: click.echo(line, err=True)
    )
    click.echo(f"{'':<24}{'precision':>10}{'recall':>10}{'F1':>10}{'examples':>10}")
    for label, score in learned.scores.items():
        figures = f"{score.precision:10.2f}{score.recall:10.2f}{score.f1:10.2f}{score.gold:10d}"
        click.echo(f"{label:<24}{figures}")
    click.echo(f"written: {learned.folder}")


def _train_reader(values: dict[str, Any], where: str, *, resume: bool) -> None:
    config = parse_reader_config(values, where=where)
    from ofsight.training import train_reader  # heavy, and in an extra

    _quieten_transformers()
    with logging_redirect_tqdm():
        trained = train_reader(config, resume=resume, progress=sys.stderr.isatty())
    for name, value in trained.figures.items():
        before = trained.unquantised.get(name, 0.0)
        click.echo(f"{name:<24}{value:8.4f}   before quantising {before:8.4f}")
    click.echo(f"written: {trained.folder}")


def _refit_reader(values: dict[str, Any], where: str, network: str) -> None:
    config = parse_reader_config(values, where=where)
    from ofsight.training import refit_reader  # heavy, and in an extra

    fitted = refit_reader(config, network)
    for name, value in fitted.figures.items():
        click.echo(f"{name:<24}{value:8.4f}   without words {fitted.without_words.get(name, 0.0):8.4f}")
    click.echo(f"written: {fitted.folder}")


def _quieten_transformers() -> None:
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # the library's
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
