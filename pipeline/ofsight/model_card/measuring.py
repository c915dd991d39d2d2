"""Score a model on a split of the annotated corpora: as it ships, and the rules and the network alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from tqdm import tqdm

from ofsight.data import CORPORA, load_records, with_text
from ofsight.engine.annotator import annotate_document
from ofsight.evaluation import MAIN_FIGURES, Options, evaluate
from ofsight.evaluation.reliability import judge, reliability
from ofsight.evaluation.report import Group
from ofsight.ingest.document import InputDocument
from ofsight.model_files import find_model, model_files
from ofsight.pipeline import LoadedModel, load_with_info
from ofsight.read.component import ReadStage
from ofsight.record import Meta, Record

from .facts import (
    CorpusFigures,
    Estimate,
    GroupFigures,
    ModelFiles,
    ReliabilityFacts,
    ScoreBin,
    Split,
    SplitFigures,
)
from .sizes import ARTICLES, article_files

RULES: Final = "rules"
READER: Final = "reader"
BOTH: Final = "both"
SYSTEMS: Final = (RULES, READER, BOTH)
"""The rules alone, the network alone, and the two as the model divides the work."""
_READ: Final = "ofsight_read"
_FINDINGS: Final = "ofsight_findings"
_BY_LABEL: Final = ("entities.strict.", "findings.themes.")
_DECIMALS: Final = 4


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are.

    Attributes
    ----------
    annotations : Path
        The folder of annotations.
    texts : tuple of Path
        Folders with the texts of stand-off records, ``ID.txt``.
    """

    annotations: Path
    texts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold of one corpus: its records with their texts, and the files they come from."""

    name: str
    records: list[Record]
    files: tuple[Path, ...]


@dataclass(slots=True)
class _System:
    """A pipeline, and what it made of each text so far: several corpora are on the same reports."""

    loaded: LoadedModel
    done: dict[str, Record] = field(default_factory=dict)

    def annotate(self, gold: Record) -> Record:
        """Annotate the text of a gold record, telling the pipeline nothing but the text."""
        key = f"{gold.id} {gold.text_sha256}"
        if key not in self.done:
            document = InputDocument(gold.id, gold.source, gold.text or "", Meta())
            self.done[key] = annotate_document(self.loaded, document)
        return self.done[key]


def checksums(files: Mapping[str, Path]) -> dict[str, str]:
    """Return the SHA-256 of each file."""
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def gold_of(split: Split, places: Places) -> tuple[list[Gold], dict[str, str]]:
    """Load the gold of a split.

    Returns
    -------
    list of Gold
        Of each corpus whose texts are at hand.
    dict of str to str
        The other corpora, and why they cannot be scored.

    Raises
    ------
    DataError
        When gold is missing, or a text is not the one that was annotated.
    """
    files = {name: [places.annotations / path.format(split=split)] for name, path in CORPORA.items()}
    if split == "dev" and (articles := article_files(places.annotations)):
        files[ARTICLES] = articles
    gold: list[Gold] = []
    missing: dict[str, str] = {}
    for name, paths in files.items():
        found = [(record, _folder_of(record, places)) for path in paths for record in load_records(path)]
        if absent := [record.id for record, folder in found if record.text is None and folder is None]:
            missing[name] = f"{len(absent)} texts are not at hand"
            continue
        records = [record if folder is None else with_text(record, folder) for record, folder in found]
        gold.append(Gold(name, records, tuple(paths)))
    return gold, missing


def _folder_of(record: Record, places: Places) -> Path | None:
    return next((folder for folder in places.texts if (folder / f"{record.id}.txt").is_file()), None)


def systems_of(model: str | Path) -> dict[str, LoadedModel]:
    """Load a model as it ships, and by themselves the rules and the network in it.

    Parameters
    ----------
    model : str or Path
        Name or folder.

    Returns
    -------
    dict of str to LoadedModel
        Of :data:`SYSTEMS`, those that there are; the last is the model as it ships.
    """
    shipped = load_with_info(model)
    settings = shipped.nlp.config["components"]
    reads = settings[_READ].get("reader", RULES)
    if reads == RULES:
        return {RULES: shipped}
    if reads == "network":
        return {READER: shipped}
    return {RULES: load_with_info("rules"), READER: _reader_alone(model), BOTH: shipped}


def _reader_alone(model: str | Path) -> LoadedModel:
    """Load a model in which the network answers all it can and the rules nothing of it."""
    alone = load_with_info(model)
    nlp = alone.nlp
    findings = dict(nlp.config["components"][_FINDINGS]) | {"source": "reader"}
    del findings["factory"]
    nlp.replace_pipe(_READ, _READ, config={"reader": "network"})
    reader = nlp.get_pipe(_READ)
    if isinstance(reader, ReadStage):
        reader.from_disk(find_model(model) / _READ)
    nlp.replace_pipe(_FINDINGS, _FINDINGS, config=findings)
    return alone


def measure(model: str | Path, split: Split, places: Places, *, draws: int) -> SplitFigures:
    """Score a model on a split.

    Parameters
    ----------
    model : str or Path
        Name or folder.
    split : "dev" or "test"
        Of the annotated corpora.
    places : Places
        Where gold and texts are.
    draws : int
        Bootstrap samples of documents for the intervals.

    Raises
    ------
    DataError
        When gold is missing, or a text is not the one that was annotated.
    ModelError
        When the model cannot be loaded.
    """
    gold, missing = gold_of(split, places)
    systems = {name: _System(loaded) for name, loaded in systems_of(model).items()}
    folder = find_model(model)
    (*_, shipped) = systems.values()
    return SplitFigures(
        date=date.today().isoformat(),
        model=ModelFiles(
            version=shipped.loaded.info.version,
            sha256=shipped.loaded.info.sha256,
            files=checksums(model_files(folder)),
        ),
        draws=draws,
        corpora=tuple(_measure_corpus(one, systems, places.annotations, draws) for one in gold),
        missing=missing,
    )


def _measure_corpus(
    gold: Gold, systems: Mapping[str, _System], annotations: Path, draws: int
) -> CorpusFigures:
    groups: dict[str, dict[str, dict[str, Estimate]]] = {}
    documents: dict[str, int] = {}
    predicted: list[Record] = []
    for name, system in systems.items():
        shown = tqdm(gold.records, desc=f"{gold.name}, {name}", unit="doc", disable=None, leave=False)
        predicted = [system.annotate(record) for record in shown]
        for group in evaluate(gold.records, predicted, Options(draws=draws, examples=0)).groups:
            groups.setdefault(group.name, {})[name] = _figures(group)
            documents[group.name] = group.documents
    return CorpusFigures(
        name=gold.name,
        gold=checksums({path.relative_to(annotations).as_posix(): path for path in gold.files}),
        groups={
            name: GroupFigures(documents=documents[name], systems=found) for name, found in groups.items()
        },
        reliability=_reliability(gold.records, predicted),
    )


def _figures(group: Group) -> dict[str, Estimate]:
    """Return the main figures, and those of each entity label and theme."""
    main = {figure.name for figure in MAIN_FIGURES}
    parts = [(score.figures(), score.gold) for score in group.scores]
    parts += [(rate.figures(), rate.decisions) for rate in group.rates]
    return {
        name: Estimate(
            value=round(measured.value, _DECIMALS),
            low=_rounded(measured.low),
            high=_rounded(measured.high),
            count=count,
        )
        for figures, count in parts
        for name, measured in figures
        if measured.value is not None and (name in main or name.startswith(_BY_LABEL))
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DECIMALS)


def _reliability(gold: Sequence[Record], predicted: Sequence[Record]) -> dict[str, ReliabilityFacts]:
    found = {name: reliability(judged) for name, judged in judge(gold, predicted).items()}
    return {
        name: ReliabilityFacts(
            count=one.count,
            error=round(one.error, _DECIMALS),
            brier=round(one.brier, _DECIMALS),
            bins=tuple(
                ScoreBin(
                    low=part.low,
                    high=part.high,
                    count=part.count,
                    score=round(part.score, _DECIMALS),
                    accuracy=round(part.accuracy, _DECIMALS),
                )
                for part in one.bins
            ),
        )
        for name, one in found.items()
        if one is not None
    }
