"""Second looks at a run: a model reads its texts again, in the very sentences that the run has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from spacy.language import Language

from ofsight import layers
from ofsight.errors import ModelError, ReviewError
from ofsight.model_files import find_model, model_checksum
from ofsight.pipeline import load
from ofsight.read.component import ReadStage
from ofsight.read.network.labels import LabelSets
from ofsight.reading import SentenceReading, get_reading
from ofsight.record import Entity, Finding, ModelInfo, Record

_STAGES: Final = ("ofsight_read", "ofsight_entities", "ofsight_findings")
RULES: Final = "rules"


@dataclass(frozen=True, slots=True)
class Look:
    """What a model makes of one document.

    Attributes
    ----------
    readings : dict of (int, int) to SentenceReading
        Its probabilities, by sentence; also those of sentences that it takes for no finding.
    findings : dict of (int, int) to Finding
        By sentence.
    entities : sequence of Entity
        Sorted.
    """

    readings: dict[tuple[int, int], SentenceReading] = field(default_factory=dict)
    findings: dict[tuple[int, int], Finding] = field(default_factory=dict)
    entities: Sequence[Entity] = ()


class Looker:
    """Reads documents again with one model.

    Parameters
    ----------
    model : str or Path
        Name or folder of a model.
    """

    def __init__(self, model: str | Path) -> None:
        self._nlp: Language = load(model)
        missing = [name for name in _STAGES if name not in self._nlp.pipe_names]
        if missing:
            raise ReviewError(
                f"the model {model} lacks the stage(s) {', '.join(missing)}; give another (--model)"
            )

    @property
    def label_sets(self) -> LabelSets:
        """What the model labels."""
        stage = self._nlp.get_pipe("ofsight_read")
        return stage.label_sets if isinstance(stage, ReadStage) else LabelSets()

    def look(self, record: Record) -> Look:
        """Read one document; its blocks and sentences stay those of the record, which must have its text."""
        if record.text is None:
            raise ReviewError(f"record {record.id!r} has no text; give the folder with the texts (--texts)")
        with self._nlp.memory_zone():
            doc = self._nlp.make_doc(record.text)
            layers.set_meta(doc, record.meta)
            layers.set_blocks(doc, record.blocks)
            layers.set_sentences(doc, record.sentences)
            for name in _STAGES:
                doc = self._nlp.get_pipe(name)(doc)
            return Look(
                {(reading.start, reading.end): reading for reading in get_reading(doc).sentences},
                {(finding.start, finding.end): finding for finding in layers.get_findings(doc)},
                layers.get_entities(doc),
            )


def model_behind(info: object) -> Path | None:
    """Return the folder of the model that made a run, if it is at hand and still the same."""
    if not isinstance(info, ModelInfo):
        return None
    try:
        folder = find_model(info.name)
    except ModelError:
        return None
    return folder if model_checksum(folder) == info.sha256 else None
