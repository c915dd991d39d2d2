"""A small folder of annotations, made of what the rules find in fiction, so that they are wrong but once."""

from __future__ import annotations

import json
from pathlib import Path

from ofsight.data import CORPORA, SPLITS
from ofsight.engine.annotator import annotate_document
from ofsight.ingest.document import InputDocument
from ofsight.model_card.measuring import Places
from ofsight.pipeline import load_with_info
from ofsight.record import AnnotatorInfo, Meta, Record, Source
from ofsight.record.io import RecordWriter, without_text

NEWS = (
    "Ofsted rates Medway council inadequate\n\n"
    "Medway council has been rated inadequate by Ofsted, as inspectors found that caseloads were too high.\n"
    "\n“We accept every word of this,” said Ann Invented, director of children's services.\n"
)
REPORT = (
    "Inspection of Medway local authority children's services\n\n"
    "Inspection dates: 3 to 14 June 2019\n\n"
    "Social workers have high caseloads. Supervision is regular and of good quality.\n"
)
SOURCE = Source(path="a.txt", media_type="text/plain", sha256="0" * 64)


def annotated(document: str, text: str, *layers: str) -> Record:
    """Return what the rules find in a text, as gold; only some layers of it if any are named."""
    loaded = load_with_info("rules")
    found = annotate_document(loaded, InputDocument(document, SOURCE, text, Meta()))
    unscored = {
        "blocks": [item.model_copy(update={"score": None}) for item in found.blocks],
        "entities": [item.model_copy(update={"score": None}) for item in found.entities],
        "findings": [
            item.model_copy(update={"score": None, "theme_scores": None}) for item in found.findings
        ],
    }
    changes = {name: tuple(items) for name, items in unscored.items()}
    if layers:
        every = ("blocks", "entities", "findings", "quotations", "judgements", "roles", "measures")
        changes |= {name: () for name in every if name not in layers}
    return found.model_copy(update={**changes, "model": AnnotatorInfo(annotator="tester")})


def write(path: Path, *records: Record) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with RecordWriter(path) as writer:
        for record in records:
            writer.write(record)


def make_corpora(folder: Path) -> Places:
    """Write annotations and texts below a folder."""
    annotations, texts = folder / "annotations", folder / "texts"
    texts.mkdir(parents=True)
    for split in SPLITS:
        article = annotated(f"n-{split}", NEWS)
        # One mention too few in the gold, so that something is wrong.
        write(annotations / CORPORA["news"].format(split=split), cut(article))
        report = f"r-{split}"
        (texts / f"{report}.txt").write_bytes(REPORT.encode())
        for corpus, layer in (("reports", "findings"), ("report_entities", "entities")):
            record = without_text(annotated(report, REPORT, layer), keep_title=False)
            write(annotations / CORPORA[corpus].format(split=split), record)
    agreement = {"news": {"passes": {"findings.polarity": 0.9, "findings.detection.kappa": 0.5}}}
    (annotations / "agreement.json").write_text(json.dumps(agreement))
    (annotations / "SCORINGS.md").write_text(
        "# Scorings\n\n| date | what |\n|---|---|\n| then | that |\n\nEnd.\n"
    )
    return Places(annotations, (texts,))


def cut(record: Record) -> Record:
    """Leave the last entity out."""
    return record.model_copy(update={"entities": record.entities[:-1]})
