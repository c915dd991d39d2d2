"""The card as Markdown, from the files in a model's directory and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import spacy
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ofsight.errors import ModelError
from ofsight.evaluation.sums import CONFIDENCE
from ofsight.read.combine import divide, network_alone
from ofsight.read.network.spec import ReaderSpec

from . import tables
from .facts import CARD, FIGURES, SPEED, read_ablations, read_figures, read_json

_DATA: Final = Path(__file__).parent / "data"
_READ: Final = "ofsight_read"
_FINDINGS: Final = "ofsight_findings"
_MEGABYTE: Final = 1_000_000
_WHOSE: Final = {"reader": "network", "discourse": "discourse", "both": "network and discourse"}


@dataclass(frozen=True, slots=True)
class NetworkFacts:
    """What the network of a model is, and who answers what.

    Attributes
    ----------
    spec : ReaderSpec
        What the reader says of itself.
    answers : list of (str, str)
        Each answer with who gives it.
    """

    spec: ReaderSpec
    answers: list[tuple[str, str]]


def render_card(folder: Path) -> str:
    """Return the card of a model.

    Parameters
    ----------
    folder : Path
        The model's directory, with its figures.

    Raises
    ------
    ModelError
        When a file of it is missing or not what it should be.
    """
    figures = read_figures(folder)
    if figures is None:
        raise ModelError(f"{folder / FIGURES}: is missing; make it with scripts/model_card.py --score dev")
    meta = read_json(folder / "meta.json")
    config = spacy.util.load_config(folder / "config.cfg")
    text: str = (
        _environment()
        .get_template("card.md.jinja")
        .render(
            folder=folder.name,
            meta=meta,
            stages=config["nlp"]["pipeline"],
            network=_network(folder, config["components"]),
            training=read_json(folder / "training.json"),
            figures=figures,
            ablations=read_ablations(folder),
            speed=read_json(folder / SPEED),
            sizes=_sizes(folder),
            megabyte=_MEGABYTE,
            confidence=round(CONFIDENCE * 100),
            tables=tables,
        )
    )
    return text


def _network(folder: Path, components: dict[str, dict[str, Any]]) -> NetworkFacts | None:
    """Return what the network is; None for a model of rules only."""
    path = folder / _READ / "reader.json"
    if not path.is_file():
        return None
    spec = ReaderSpec.from_json(path.read_bytes())
    settings = components[_READ]
    division = (
        network_alone(spec.labels)
        if settings.get("reader") == "network"
        else divide(
            spec.labels,
            entities=settings.get("entities"),
            quotations=settings.get("quotations"),
            sentences=settings.get("sentences"),
        )
    )
    source = components[_FINDINGS].get("source", "discourse")
    answers: list[tuple[str, str]] = [
        (label, "network and rules" if who == "both" else who) for label, who in division.entities.items()
    ]
    answers += [
        ("quotations", division.quotations),
        ("findings, their themes and polarity", division.sentences),
        ("source of a finding", _WHOSE[source]),
        ("blocks, sentences, links, values, councils of a finding, facts", "rules and registers"),
    ]
    return NetworkFacts(spec, answers)


def _sizes(folder: Path) -> dict[str, int]:
    """Return the bytes of every file but the card."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).as_posix() != CARD
    }


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_DATA),
        autoescape=False,  # noqa: S701  # Markdown of our own facts
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
