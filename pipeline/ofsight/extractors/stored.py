"""A learned extractor as files: ``extractor.json`` and ``weights.safetensors``, checked by checksums."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from safetensors import SafetensorError
from safetensors.numpy import load, save

from ofsight.errors import ExtractorError
from ofsight.read.network.scores import Line

DESCRIPTION: Final = "extractor.json"
WEIGHTS: Final = "weights.safetensors"

Floats = npt.NDArray[np.float32]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)


class LearnedOn(_Part):
    """The reader whose states the weights look at."""

    model: str
    """Name and version of the model."""
    states_sha256: Digest
    """Of all that its states depend on, :attr:`.ReaderSpec.states_checksum`."""


class EntityPart(_Part):
    """How words are tagged."""

    labels: Annotated[tuple[str, ...], Field(min_length=1)]
    """In the order of the weights: outside, then begin and inside of each."""
    calibration: Line
    """From the log-odds of the mean probability of a mention's words to those of its being exact."""


class ThemePart(_Part):
    """How sentences are scored."""

    labels: Annotated[tuple[str, ...], Field(min_length=1)]
    """In the order of the weights."""
    calibrations: tuple[Line, ...]
    """From the logits of each to the log-odds of its being right."""
    thresholds: tuple[Share, ...]
    """From which score on each fits."""


class LabelScore(_Part):
    """How right a label was on examples that were kept back, each in its turn."""

    precision: Share
    """Of what was labelled, the share that is right."""
    recall: Share
    """Of what is right, the share that was labelled."""
    f1: Share
    """Harmonic mean of the two."""
    gold: int
    """How many mentions, or findings, the examples hold."""


class Examples(_Part):
    """What it was learned from."""

    documents: int
    """Records."""
    sentences: int
    """Annotated sentences."""
    background: int
    """Sentences that nobody annotated, in which the labels were taken to be absent."""
    sha256: Digest
    """Of the annotated texts' checksums, in order."""


class Description(_Part):
    """The content of ``extractor.json``."""

    format: Literal[1] = 1
    """Of this file."""
    name: str
    """How records name it."""
    version: str
    """As its maker gave it."""
    description: str
    """What it is for."""
    learned_on: LearnedOn
    """The reader it belongs to."""
    entities: EntityPart | None
    """None where it has no entity labels."""
    themes: ThemePart | None
    """None where it has no themes."""
    scores: dict[str, LabelScore]
    """By label, by cross-validation over documents."""
    examples: Examples
    """What it was learned from."""
    strengths: dict[str, float]
    """Of the regularisation that cross-validation chose, for ``entities`` and ``themes``."""
    files: dict[str, Digest]
    """The SHA-256 of each file beside this one."""


@dataclass(frozen=True, slots=True)
class StoredExtractor:
    """A learned extractor with its weights.

    Attributes
    ----------
    description : Description
        ``extractor.json``.
    sha256 : str
        Of that file.
    weights : mapping of str to array of float
        ``entities.weight`` (2 * labels + 1, features), ``entities.bias``, ``themes.weight`` (themes,
        features), ``themes.bias``; features as in :mod:`.features`.
    """

    description: Description
    sha256: str
    weights: Mapping[str, Floats]


def write_extractor(folder: Path, description: Description, weights: Mapping[str, Floats]) -> StoredExtractor:
    """Write an extractor; ``extractor.json`` comes last, without it a folder is no extractor.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    description : Description
        Its ``files`` are filled in here.
    weights : mapping of str to array of float
        See :class:`StoredExtractor`.
    """
    content = save({name: np.ascontiguousarray(array) for name, array in sorted(weights.items())})
    whole = description.model_copy(update={"files": {WEIGHTS: hashlib.sha256(content).hexdigest()}})
    text = whole.model_dump_json(indent=2) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DESCRIPTION).unlink(missing_ok=True)
    (folder / WEIGHTS).write_bytes(content)
    (folder / DESCRIPTION).write_text(text, encoding="utf-8", newline="\n")
    return StoredExtractor(whole, hashlib.sha256(text.encode()).hexdigest(), dict(weights))


def read_extractor(folder: Path) -> StoredExtractor:
    """Read and check a stored extractor.

    Raises
    ------
    ExtractorError
        When a file is missing or damaged, or belongs to another extractor.
    """
    content = _read(folder / DESCRIPTION)
    try:
        description = Description.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise ExtractorError(
            f"{folder / DESCRIPTION}: {place or 'as a whole'}: {first['msg']}: learn it anew, or use the"
            " version of Ofsight that it was learned with"
        ) from error
    packed = _read(folder / WEIGHTS)
    digest = hashlib.sha256(packed).hexdigest()
    if description.files != {WEIGHTS: digest}:
        raise ExtractorError(
            f"{folder / WEIGHTS}: has checksum {digest}, which is not what {DESCRIPTION} says: the file is"
            " damaged or of another extractor; learn it anew"
        )
    try:
        weights = load(packed)
    except SafetensorError as error:
        raise ExtractorError(f"{folder / WEIGHTS}: cannot be read: {error}; learn it anew") from error
    stored = StoredExtractor(description, hashlib.sha256(content).hexdigest(), weights)
    _check_shapes(folder, stored)
    return stored


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ExtractorError(f"{path}: cannot be read: {error.strerror or error}") from error


def _check_shapes(folder: Path, stored: StoredExtractor) -> None:
    rows = {}
    if stored.description.entities is not None:
        rows["entities"] = 2 * len(stored.description.entities.labels) + 1
    if stored.description.themes is not None:
        themes = stored.description.themes
        rows["themes"] = len(themes.labels)
        if not len(themes.labels) == len(themes.calibrations) == len(themes.thresholds):
            raise ExtractorError(f"{folder / DESCRIPTION}: themes: a calibration or a threshold is missing")
    for part, count in rows.items():
        weight, bias = stored.weights.get(f"{part}.weight"), stored.weights.get(f"{part}.bias")
        if weight is None or bias is None or weight.ndim != 2 or (len(weight), *bias.shape) != (count, count):
            raise ExtractorError(f"{folder / WEIGHTS}: has no weights for {count} {part}; learn it anew")
