"""The configuration of a training run: TOML, every key documented and checked.

``docs/configuration.md`` is made from the docstrings here (scripts/config_docs.py).
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from ofsight.data.records import CORPORA, SPLITS
from ofsight.errors import ModelError, TrainingError
from ofsight.read.combine import Division, Who, WhoTags, divide, network_alone
from ofsight.read.network.features import FEATURES
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.windows import WindowSize

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Positive = Annotated[float, Field(gt=0.0)]
Count = Annotated[int, Field(ge=1)]
Weight = Annotated[float, Field(ge=0.0)]


class Section(BaseModel):
    """A table of the file; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class DataConfig(Section):
    """What to learn from."""

    train: tuple[str, ...] = Field(min_length=1)
    """Corpora of the project (``news:train``) or files of records (``my/records.jsonl``)."""
    dev: tuple[str, ...] = Field(min_length=1)
    """The same, to score against on the way and to fit scores and thresholds on; never part of ``train``."""
    texts: Path | None = None
    """Folder of the texts of stand-off records, ``ID.txt``; records without their texts are left out."""

    @field_validator("train", "dev")
    @classmethod
    def _with_split(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            corpus, _, split = name.partition(":")
            if corpus in CORPORA and split not in SPLITS:
                # Without a split it would be all of them, test included.
                known = ", ".join(f"{corpus}:{known}" for known in SPLITS)
                raise ValueError(f"{name!r} names no split of this corpus; there are {known}")
        return names

    @model_validator(mode="after")
    def _nothing_twice(self) -> DataConfig:
        both = sorted(set(self.train) & set(self.dev))
        if both:
            raise ValueError(f"train and dev both name {', '.join(both)}")
        return self


class EncoderConfig(Section):
    """What to start from."""

    base: str = "minilm"
    """``minilm``, or the folder of an encoder: config.json, model.safetensors (BERT), tokenizer.json."""
    features: tuple[str, ...] = tuple(FEATURES)
    """What the network is told of each word piece beside the piece: shape, place, quoted, hint."""
    dropout: Annotated[float, Field(ge=0.0, lt=1.0)] = 0.1
    """Share of the values dropped in training, in the encoder and before the heads."""

    @field_validator("features")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        unknown = sorted(set(names) - set(FEATURES))
        if unknown:
            raise ValueError(f"no {', '.join(unknown)}; there are {', '.join(FEATURES)}")
        if len(set(names)) < len(names):
            raise ValueError("a feature is named twice")
        return names


class AdaptConfig(Section):
    """Pretraining on masked words of unlabelled documents, before the labels are learned."""

    documents: tuple[Path, ...] = ()
    """Files and folders to read; without any, or where they are not at hand, this step is left out."""
    splits: Path | None = None
    """CSV of gss_code and split: of reports only those on authorities of the split ``train`` are read."""
    passes: Positive = 2.0
    """How often each document is read."""
    masked: Annotated[float, Field(gt=0.0, le=1.0)] = 0.2
    """Share of the words that are masked."""
    length: Annotated[int, Field(ge=8)] = 128
    """Word pieces in a row."""
    batch: Count = 32
    """Rows in a step."""
    learning_rate: Positive = 4e-4
    """The highest rate, reached after a tenth of the steps."""


class WindowConfig(Section):
    """How sentences are packed, in word pieces; see :class:`ofsight.read.network.windows.WindowSize`."""

    total: Count = 256
    """Upper bound of a window."""
    before: Annotated[int, Field(ge=0)] = 48
    """Context from the sentences before."""
    after: Annotated[int, Field(ge=0)] = 24
    """Context from the sentences after."""
    overlap: Annotated[int, Field(ge=0)] = 32
    """How far windows of one overlong sentence overlap."""

    def size(self) -> WindowSize:
        """Return it as the packing wants it."""
        return WindowSize(self.total, self.before, self.after, self.overlap)

    @model_validator(mode="after")
    def _with_room(self) -> WindowConfig:
        try:
            self.size()
        except ModelError as error:
            raise ValueError(str(error)) from error
        return self


class OptimisationConfig(Section):
    """How to learn."""

    passes: Count = 10
    """How often every annotated sentence is seen."""
    batch: Count = 16
    """Windows in a step."""
    learning_rate: Positive = 3e-4
    """The highest rate of the encoder, reached after the warm-up; from there it falls to nothing."""
    head_rate: Positive = 3.0
    """How many times that rate the heads and the feature tables get."""
    warm_up: Share = 0.1
    """Share of the steps in which the rate rises."""
    weight_decay: Weight = 0.01
    """Of AdamW."""
    averaging: Share = 0.99
    """Decay of the running average of the weights, which is what is scored and saved; 0 for none."""
    withheld_hints: Share = 0.1
    """Share of the windows that are shown without the rules' hints."""
    evaluations: Count = 5
    """How many times the development documents are scored on the way."""
    patience: Annotated[int, Field(ge=0)] = 0
    """Stop when the score has not risen for so many evaluations; 0 to go on to the end."""
    precision: Literal["auto", "bf16", "float32"] = "auto"
    """``auto``: bf16 where the processor or the GPU computes in it, else float32."""
    threads: Annotated[int, Field(ge=0)] = 0
    """Threads of the processor; 0 for one a core."""


class WeightConfig(Section):
    """How much each answer counts in what is minimised."""

    entities: Weight = 1.0
    """The label of each word: outside of all mentions, or where one begins or goes on."""
    quotations: Weight = 0.5
    """The same for quotations."""
    finding: Weight = 1.0
    """Whether a sentence is a finding."""
    themes: Weight = 1.0
    """The themes of a sentence, each by itself."""
    polarity: Weight = 0.5
    """The polarity of a finding."""
    source: Weight = 0.5
    """Whose assertion a finding is."""


class WordsConfig(Section):
    """A linear model over the words of a sentence, whose scores join those of the network.

    It is learned from the sentences of ``data.train``, in seconds; how much it counts beside the network is
    fitted on ``data.dev``, and where it adds nothing it is left out.
    """

    answers: tuple[Literal["finding", "themes", "polarity", "source"], ...] = ("themes", "polarity")
    """What it answers beside the network: finding, themes, polarity, source; empty for no such model."""
    fewest: Count = 8
    """A word, or pair of words, that occurs in fewer sentences is left out."""
    strength: Positive = 2.0
    """Inverse strength of the regularisation."""


class ReadConfig(Section):
    """Settings of ``ofsight_read``: what the network answers and what the rules do."""

    reader: Literal["network", "both"] = "both"
    """``network``: it answers what it has learned, nobody the rest; ``both``: as the other keys say."""
    entities: dict[str, WhoTags] = Field(default_factory=dict)
    """Who tags which label: ``rules``, ``network``, ``both``; by default the network what it has learned."""
    quotations: Who | None = None
    """Who finds quotations: ``rules`` or ``network``; by default the network if it has learned them."""
    sentences: Who | None = None
    """Who judges sentences; by default the network if it has learned it."""
    threads: Count | None = None
    """Threads of the network when the model runs; one by default."""

    @model_validator(mode="after")
    def _divided(self) -> ReadConfig:
        if self.reader == "network" and (self.entities or self.quotations or self.sentences):
            raise ValueError("entities, quotations and sentences are for reader = 'both'")
        return self

    def settings(self) -> dict[str, Any]:
        """Return what stands in config.cfg: the keys that say something."""
        return _said(self)

    def division(self, labels: LabelSets) -> Division:
        """Return who answers what with a network of these label sets.

        Raises
        ------
        ModelError
            When the network or the rules are to answer what they cannot.
        """
        if self.reader == "network":
            return network_alone(labels)
        return divide(labels, entities=self.entities, quotations=self.quotations, sentences=self.sentences)


class FindingsConfig(Section):
    """Settings of ``ofsight_findings``: how scores become findings."""

    finding_threshold: Share | None = None
    """A sentence that scores less is no finding; by default what gives the best F1 on ``data.dev``."""
    minimum_theme: Share | None = None
    """A sentence with no theme above this is no finding; 0.2 by default."""
    theme_threshold: Share | None = None
    """A theme that scores less does not fit, unless it has a threshold of its own; 0.5 by default."""
    theme_thresholds: dict[str, Share] = Field(default_factory=dict)
    """Thresholds of single themes; by default what gives the best F1 on ``data.dev``."""
    source: Literal["discourse", "reader", "both"] | None = None
    """Who says whose assertion a finding is: the ``discourse`` (by default), the ``reader``, or ``both``."""

    def settings(self) -> dict[str, Any]:
        """Return what stands in config.cfg: the keys that say something."""
        return _said(self)


class PipelineConfig(Section):
    """Settings of the model's stages, as they will stand in its config.cfg."""

    read: ReadConfig = ReadConfig()
    findings: FindingsConfig = FindingsConfig()


class ReaderConfig(Section):
    """Train a reader: fine-tune the encoder with all its heads, and write a model directory.

    Paths are relative to the folder in which the command runs.
    """

    kind: Literal["reader"]
    """What is trained."""
    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    """The model's name (a-z, digits and _), in its meta.json and in every record it makes."""
    version: str = "0.0.0"
    """The model's version."""
    description: str = ""
    """One line on what it is."""
    licence: str = "Apache-2.0"
    """Of the model."""
    output: Path
    """The model directory to write."""
    work: Path
    """Folder for checkpoints and logs, for this run alone."""
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 1
    """Of everything that is drawn."""
    data: DataConfig
    encoder: EncoderConfig = EncoderConfig()
    adapt: AdaptConfig = AdaptConfig()
    windows: WindowConfig = WindowConfig()
    optimisation: OptimisationConfig = OptimisationConfig()
    weights: WeightConfig = WeightConfig()
    words: WordsConfig = WordsConfig()
    pipeline: PipelineConfig = PipelineConfig()


def _said(section: Section) -> dict[str, Any]:
    return {key: value for key, value in section.model_dump(mode="json").items() if value not in (None, {})}


def read_toml(path: Path) -> dict[str, Any]:
    """Read a configuration file as it stands.

    Raises
    ------
    TrainingError
        When it is not there or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TrainingError(f"{path}: cannot be read as a configuration: {error}") from error


def set_keys(values: dict[str, Any], settings: Sequence[str]) -> dict[str, Any]:
    """Return values with ``section.key=value`` settings put in; a value is TOML, or else a plain string.

    Raises
    ------
    TrainingError
        When a setting has no ``=``, or a section of its key is a value.

    Examples
    --------
    >>> set_keys({"seed": 1}, ["seed=2", "data.texts=../texts"])
    {'seed': 2, 'data': {'texts': '../texts'}}
    """
    changed = {key: dict(value) if isinstance(value, dict) else value for key, value in values.items()}
    for setting in settings:
        key, equals, text = setting.partition("=")
        if not equals or not key.strip():
            raise TrainingError(f"--set {setting!r}: give it as key=value, such as optimisation.passes=4")
        *sections, last = key.strip().split(".")
        place = changed
        for section in sections:
            inner = place.setdefault(section, {})
            if not isinstance(inner, dict):
                raise TrainingError(f"--set {setting!r}: {section!r} is a value, not a section")
            place[section] = place = dict(inner)
        place[last] = _value(text.strip())
    return changed


def _value(text: str) -> Any:
    try:
        found = tomllib.loads(f"value = {text}")
    except tomllib.TOMLDecodeError:
        return text
    return found["value"] if len(found) == 1 else text  # more keys: it has several lines, and is no one value


def parse_reader_config(values: dict[str, Any], *, where: str) -> ReaderConfig:
    """Check a configuration.

    Parameters
    ----------
    values : dict
        From :func:`read_toml`, settings put in.
    where : str
        What to call it in messages: the file's name.

    Raises
    ------
    TrainingError
        That names every key that is wrong.
    """
    try:
        return ReaderConfig.model_validate(values)
    except ValidationError as error:
        faults = [
            f"{'.'.join(str(part) for part in fault['loc']) or 'the file'}: {_said_plainly(fault)}"
            for fault in error.errors(include_url=False)
        ]
        raise TrainingError(f"{where}: " + "; ".join(faults)) from error


def _said_plainly(fault: ErrorDetails) -> str:
    plain = {"extra_forbidden": "there is no such key", "missing": "is missing"}
    return plain.get(fault["type"], fault["msg"].removeprefix("Value error, "))
