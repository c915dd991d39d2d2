"""What the annotated corpora hold, and how far two passes over them agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ofsight.data import CORPORA, SPLITS, load_records
from ofsight.evaluation import LAYERS, MAIN_FIGURES
from ofsight.record import AnnotatorInfo, Record

from .facts import CorpusSize, DataFacts, read_json

ARTICLES: Final = "articles"
"""The corpus of real articles, which are for development."""
_AGREEMENT: Final = "agreement.json"
_PASSES: Final = "passes"


def article_files(annotations: Path) -> list[Path]:
    """Return the files of the real articles' annotations."""
    return sorted((annotations / ARTICLES).glob("*.jsonl"))


def describe_data(annotations: Path) -> DataFacts:
    """Count what the corpora hold.

    Parameters
    ----------
    annotations : Path
        The folder of annotations.

    Raises
    ------
    DataError
        When a file of a corpus is missing.
    """
    sizes: list[CorpusSize] = []
    names: set[str] = set()
    for corpus, split, records in _records(annotations):
        counts = {"documents": len(records)}
        counts |= {layer: sum(len(getattr(record, layer)) for record in records) for layer in LAYERS}
        names |= {record.model.annotator for record in records if isinstance(record.model, AnnotatorInfo)}
        sizes.append(
            CorpusSize(
                corpus=corpus, split=split, counts={name: count for name, count in counts.items() if count}
            )
        )
    return DataFacts(sizes=tuple(sizes), annotators=len(names), agreement=_agreement(annotations))


def _records(annotations: Path) -> Iterator[tuple[str, str, list[Record]]]:
    for corpus in CORPORA:
        for split in SPLITS:
            yield corpus, split, list(load_records(corpus, split, annotations=annotations))
    if files := article_files(annotations):
        yield ARTICLES, "dev", [record for path in files for record in load_records(path)]


def _agreement(annotations: Path) -> dict[str, dict[str, float]]:
    """Return the main figures of the two passes, as scripts/agreement.py measured them."""
    return {
        corpus: {
            figure.name: sides[_PASSES][figure.name]
            for figure in MAIN_FIGURES
            if sides[_PASSES].get(figure.name) is not None
        }
        for corpus, sides in read_json(annotations / _AGREEMENT).items()
        if _PASSES in sides
    }
