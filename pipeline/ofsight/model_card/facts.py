"""The facts that a card is made of, as they lie beside the model; read strictly, written for reading."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ofsight.errors import ModelError
from ofsight.record.types import Sha256

FIGURES: Final = "figures.json"
ABLATIONS: Final = "ablations.json"
SPEED: Final = "speed.json"
CARD: Final = "README.md"
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Count = Annotated[int, Field(ge=0)]
Split = Literal["dev", "test"]


class Facts(BaseModel):
    """Base of all facts: immutable, nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Estimate(Facts):
    """A figure with its interval."""

    value: Share
    low: Share | None
    """Lower end of the 95% interval; null without one."""
    high: Share | None
    count: Count
    """Gold items, or decisions, that it is over."""


class ScoreBin(Facts):
    """Items whose scores lie from ``low`` to ``high``."""

    low: Share
    high: Share
    count: Count
    score: Share
    """Their mean score."""
    accuracy: Share
    """The share of them that is right."""


class ReliabilityFacts(Facts):
    """How far a score says how often one is right; see :mod:`ofsight.evaluation.reliability`."""

    count: Count
    error: Share
    """Expected calibration error."""
    brier: Share
    bins: tuple[ScoreBin, ...]


class GroupFigures(Facts):
    """The figures of one group of documents."""

    documents: Count
    systems: dict[str, dict[str, Estimate]]
    """For each system its figures by the names of ``ofsight evaluate``."""


class CorpusFigures(Facts):
    """The figures on one corpus of a split."""

    name: str
    gold: dict[str, Sha256]
    """The checksum of each file of gold, by its path in the folder of annotations."""
    groups: dict[str, GroupFigures]
    """``all`` documents, and each kind where there are several."""
    reliability: dict[str, ReliabilityFacts]
    """Of the scores of the model as it ships: of ``entities``, ``findings``, ``themes``."""


class ModelFiles(Facts):
    """Which model was measured."""

    version: str
    sha256: Sha256
    """What its records carry: over its files and the data of all stages."""
    files: dict[str, Sha256]
    """The checksum of each of its files."""


class SplitFigures(Facts):
    """What one scoring of one split gave."""

    date: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    model: ModelFiles
    draws: Count
    """Bootstrap samples behind the intervals."""
    corpora: tuple[CorpusFigures, ...]
    missing: dict[str, str]
    """Corpora that were not scored, and why."""


class CorpusSize(Facts):
    """What one split of one corpus holds."""

    corpus: str
    split: str
    counts: dict[str, Count]
    """Documents, and the items of each layer."""


class DataFacts(Facts):
    """What the annotated corpora held when the model was scored."""

    sizes: tuple[CorpusSize, ...]
    annotators: Count
    """Names under which the records were annotated."""
    agreement: dict[str, dict[str, Share]]
    """Main figures of two passes over the same documents, by corpus."""


class ModelFigures(Facts):
    """The whole of ``figures.json``."""

    format: Literal[1] = 1
    data: DataFacts
    splits: dict[Split, SplitFigures]


class Ablation(Facts):
    """One variant that was trained, and what it gave."""

    name: str
    change: str = ""
    """What is different, in a few words."""
    figures: dict[str, float | None]
    """By the titles of the columns; null where it was not measured."""
    kept: bool = False
    """Whether the released model has it."""


class Ablations(Facts):
    """The whole of ``ablations.json``: short runs that show what pays."""

    format: Literal[1] = 1
    note: str
    """How they were run: data, length, seeds, what the figures are."""
    variants: tuple[Ablation, ...]


_Read = TypeVar("_Read", bound=Facts)


def read_figures(folder: Path) -> ModelFigures | None:
    """Read ``figures.json`` of a model's directory; None where there is none.

    Raises
    ------
    ModelError
        When it is not what it should be.
    """
    return _read(folder / FIGURES, ModelFigures)


def read_ablations(folder: Path) -> Ablations | None:
    """Read ``ablations.json`` of a model's directory; None where there is none.

    Raises
    ------
    ModelError
        When it is not what it should be.
    """
    return _read(folder / ABLATIONS, Ablations)


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object; empty where there is no file.

    Raises
    ------
    ModelError
        When it is no JSON object.
    """
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: cannot be read as JSON: {error}") from error
    if not isinstance(found, dict):
        raise ModelError(f"{path}: holds no JSON object")
    return found


def write_figures(folder: Path, figures: ModelFigures) -> None:
    """Write ``figures.json``, an estimate a line."""
    (folder / FIGURES).write_text(
        _lines(figures.model_dump(mode="json")) + "\n", encoding="utf-8", newline="\n"
    )


def _read(path: Path, kind: type[_Read]) -> _Read | None:
    if not path.is_file():
        return None
    try:
        return kind.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ModelError(
            f"{path}: {place}: {first['msg']}; write it anew with scripts/model_card.py"
        ) from error


def _lines(value: Any, indent: int = 0) -> str:
    """Return JSON in which what holds no more objects stands on a line of its own."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, Mapping | list) or not _is_nested(value):
        return flat
    pad = " " * (indent + 1)
    if isinstance(value, Mapping):
        parts = [f"{pad}{json.dumps(key)}: {_lines(item, indent + 1)}" for key, item in value.items()]
        opening, closing = "{", "}"
    else:
        parts = [f"{pad}{_lines(item, indent + 1)}" for item in value]
        opening, closing = "[", "]"
    return f"{opening}\n" + ",\n".join(parts) + f"\n{' ' * indent}{closing}"


def _is_nested(value: Mapping[str, Any] | list[Any]) -> bool:
    items = value.values() if isinstance(value, Mapping) else value
    return any(isinstance(item, Mapping | list) and item for item in items)
