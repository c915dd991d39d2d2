"""Learn an extractor: from a configuration to a folder that ``annotate --with`` takes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from threadpoolctl import threadpool_limits

from ofsight.errors import ExtractorError
from ofsight.extractors.answers import Identity
from ofsight.extractors.loading import check_labels
from ofsight.extractors.stored import (
    Description,
    EntityPart,
    Floats,
    LabelScore,
    LearnedOn,
    ThemePart,
    write_extractor,
)
from ofsight.extractors.stored import Examples as ExampleCounts
from ofsight.pipeline import load
from ofsight.read.component import ReadStage
from ofsight.record import Record
from ofsight.record.io import read_records

from .background import add_background
from .config import ExtractorConfig
from .examples import Examples, Sentence, read_examples
from .folds import fold_numbers
from .linear import Linear
from .sentences import learn_sentences
from .words import learn_words

FEW = 15
"""Fewer examples of a label than this teach it badly."""
FEWEST = 5
"""With fewer nothing is learned."""


@dataclass(frozen=True, slots=True)
class LearnedFolder:
    """What learning leaves.

    Attributes
    ----------
    folder : Path
        The extractor.
    scores : dict of str to LabelScore
        Of each label, on examples that were kept back, each in its turn.
    warnings : tuple of str
        What a person should know of the data.
    """

    folder: Path
    scores: dict[str, LabelScore]
    warnings: tuple[str, ...]


def learn_extractor(
    config: ExtractorConfig, *, report: Callable[[str], None] = lambda _line: None
) -> LearnedFolder:
    """Learn an extractor and write it.

    Parameters
    ----------
    config : ExtractorConfig
        What to do.
    report : callable
        Called with a line on each step, and with every warning.

    Returns
    -------
    LearnedFolder
        Where it is and how right it was.

    Raises
    ------
    ExtractorError
        When the model has no network, a label is the model's own or has next to no examples.
    ModelError, RecordError
        When the model or the records cannot be read.
    """
    nlp = load(config.model)
    learned_on = _learned_on(nlp, config)
    records = list(_records(config.records))
    report(f"reading {len(records)} records with the encoder of {learned_on.model}")
    examples = read_examples(nlp, records, entities=config.entities, themes=config.themes)
    if config.background:
        add_background(
            examples,
            nlp,
            config.background,
            sentences=config.background_sentences,
            themes=len(config.themes),
        )
    counts = _counts(examples, config)
    _refuse_too_few(counts, records, config)
    warnings = tuple(_warnings(examples, counts))
    for line in warnings:
        report(line)
    annotated = sum(sentence.annotated for sentence in examples.sentences)
    report(
        f"learning {', '.join(counts)} from {annotated} annotated sentences"
        + (f" and {len(examples.sentences) - annotated} of the background" if config.background else "")
    )
    with threadpool_limits(limits=1):  # sums, and with them weights, would depend on the number of threads
        description, weights = _learn(examples, config, learned_on)
    write_extractor(config.output, description, weights)
    return LearnedFolder(config.output, description.scores, warnings)


def _learned_on(nlp: Language, config: ExtractorConfig) -> LearnedOn:
    """Make the pipeline keep its states, and return what they depend on."""
    stage = next((stage for _, stage in nlp.pipeline if isinstance(stage, ReadStage)), None)
    if stage is None or stage.network is None:
        raise ExtractorError(
            f"the model {config.model!r} has no network to learn on; choose one that has, or write the"
            " labels as patterns (docs/tutorials/patterns.md)"
        )
    identity = Identity(config.name, config.version, "", config.entities, dict.fromkeys(config.themes, 0.5))
    check_labels([identity], stage.label_sets)
    stage.keep_states()
    return LearnedOn(
        model=f"{nlp.meta['name']} {nlp.meta['version']}", states_sha256=stage.network.states_checksum
    )


def _records(paths: Sequence[Path]) -> Iterator[Record]:
    for path in paths:
        yield from read_records(path)


def _counts(examples: Examples, config: ExtractorConfig) -> dict[str, int]:
    """Count the examples of each label that can be learned from."""
    begins = np.concatenate([np.zeros(0, np.int64), *(s.tags[s.tags % 2 == 1] for s in examples.sentences)])
    themes = sum((s.themes for s in examples.sentences), np.zeros(len(config.themes), np.int64))
    counts = {label: int((begins == 2 * n + 1).sum()) for n, label in enumerate(config.entities)}
    return counts | {theme: int(count) for theme, count in zip(config.themes, themes, strict=True)}


def _refuse_too_few(counts: dict[str, int], records: Sequence[Record], config: ExtractorConfig) -> None:
    poor = {label: count for label, count in counts.items() if count < FEWEST}
    if not poor:
        return
    label, count = next(iter(poor.items()))
    if label in config.entities:
        found = sorted({entity.label for record in records for entity in record.entities})
    else:
        found = sorted(
            {theme for record in records for finding in record.findings for theme in finding.themes}
        )
    raise ExtractorError(
        f"{', '.join(map(str, config.records))}: {count} examples of {label!r}; at least {FEWEST} are needed,"
        f" and {FEW} for a start worth having. The records have {', '.join(found) or 'no such labels'}"
    )


def _warnings(examples: Examples, counts: dict[str, int]) -> Iterator[str]:
    for label, count in counts.items():
        if count < FEW:
            yield f"only {count} examples of {label}: expect little of it"
    for label, count in sorted(examples.taken.items()):
        yield f"{count} mentions of {label} touch entities of the model, which stay: these will not be added"
    for count, what in (
        (examples.lost_sentences, "annotated sentences are not sentences of the pipeline"),
        (examples.lost_mentions, "mentions are not on words of annotated sentences"),
        (examples.lost_findings, "findings lie on no annotated sentence"),
        (examples.lost_background, "documents of the background cannot be read"),
    ):
        if count:
            yield f"{count} {what}: left out"
    if all(sentence.themes.any() for sentence in examples.sentences) and examples.sentences[0].themes.size:
        yield "every sentence has a theme to learn: add ordinary ones, or it will see the theme everywhere"


def fold_sentences(sentences: Sequence[Sentence], folds: int) -> npt.NDArray[np.int64]:
    """Deal out annotated sentences and those of the background apart: each fold gets its share of both."""
    annotated = np.asarray([sentence.annotated for sentence in sentences])
    numbers = np.zeros(len(sentences), np.int64)
    for group in (annotated, ~annotated):
        places = np.flatnonzero(group).tolist()
        numbers[group] = fold_numbers([sentences[place].document for place in places], folds)
    return numbers


def _learn(
    examples: Examples, config: ExtractorConfig, learned_on: LearnedOn
) -> tuple[Description, dict[str, Floats]]:
    sentences = examples.sentences
    folds = fold_sentences(sentences, config.folds)
    weights: dict[str, Floats] = {}
    scores: dict[str, LabelScore] = {}
    strengths: dict[str, float] = {}
    entities: EntityPart | None = None
    themes: ThemePart | None = None
    if config.entities:
        words = learn_words(sentences, len(config.entities), folds=folds, strengths=config.strengths)
        entities = EntityPart(labels=config.entities, calibration=words.calibration)
        _put(weights, strengths, "entities", words.layer, words.strength)
        scores |= dict(zip(config.entities, words.scores, strict=True))
    if config.themes:
        found = learn_sentences(sentences, folds=folds, strengths=config.strengths)
        themes = ThemePart(labels=config.themes, calibrations=found.calibrations, thresholds=found.thresholds)
        _put(weights, strengths, "themes", found.layer, found.strength)
        scores |= dict(zip(config.themes, found.scores, strict=True))
    description = Description(
        name=config.name,
        version=config.version,
        description=config.description,
        learned_on=learned_on,
        entities=entities,
        themes=themes,
        scores=scores,
        examples=ExampleCounts(
            documents=len(examples.checksums),
            sentences=sum(sentence.annotated for sentence in sentences),
            background=sum(not sentence.annotated for sentence in sentences),
            sha256=hashlib.sha256("\n".join(examples.checksums).encode()).hexdigest(),
        ),
        strengths=strengths,
        files={},
    )
    return description, weights


def _put(
    weights: dict[str, Floats], strengths: dict[str, float], part: str, layer: Linear, strength: float
) -> None:
    weights[f"{part}.weight"] = layer.weight.astype(np.float32)
    weights[f"{part}.bias"] = layer.bias.astype(np.float32)
    strengths[part] = strength
