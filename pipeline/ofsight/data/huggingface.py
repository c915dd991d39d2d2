"""A corpus as a Hugging Face ``Dataset`` with typed features."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ofsight.errors import DataError
from ofsight.record import AnnotatorInfo, Entity, InspectionMeta, Record

from .records import records_by_split

if TYPE_CHECKING:
    from datasets import Dataset, Features

_INSPECTION_KEYS = tuple(InspectionMeta.model_fields)


def load(
    name: str | Path,
    split: str | None = None,
    *,
    texts: str | Path | None = None,
    annotations: str | Path | None = None,
) -> Dataset:
    """Load a corpus as a dataset held in memory: no network, no loading script, no cache.

    Parameters
    ----------
    name, split, texts, annotations
        As in :func:`ofsight.data.load_records`.

    Returns
    -------
    datasets.Dataset
        A row a document, with the features of :func:`features`.

    Raises
    ------
    DataError
        As :func:`ofsight.data.load_records`, and when ``datasets`` is not installed.
    """
    typed = features()
    from datasets import Dataset  # heavy, and in an extra

    found = records_by_split(name, split, texts=texts, annotations=annotations)
    return Dataset.from_list([row(record, part) for part, record in found], features=typed)


def features() -> Features:
    """Return the types of the columns.

    The layers are lists of structs with the keys of the record. An entity's ``value`` is a string; for
    numbers it is null, and ``number`` holds them. ``theme_scores`` is a list of theme and score.

    Raises
    ------
    DataError
        When ``datasets`` is not installed.
    """
    try:
        from datasets import Features, Value  # heavy, and in an extra
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "datasets":
            raise
        raise DataError(
            'datasets need the package of that name, which is not installed: pip install "ofsight[data]"'
        ) from error
    string, offset, number, flag = (Value(kind) for kind in ("string", "int64", "float64", "bool"))
    span = {"start": offset, "end": offset}
    evidence = [offset]
    return Features(
        {
            "id": string,
            "split": string,
            "source": {"path": string, "media_type": string, "sha256": string},
            "meta": {
                "kind": string,
                "title": string,
                "published": string,
                "publisher": string,
                "authors": [string],
                "url": string,
                "inspection": dict.fromkeys(_INSPECTION_KEYS, string),
            },
            "text": string,
            "text_sha256": string,
            "blocks": [span | {"label": string, "score": number}],
            "sentences": [span],
            "entities": [
                span
                | {"label": string, "text": string, "value": string, "number": number, "unit": string}
                | {"score": number}
            ],
            "findings": [
                span
                | {"themes": [string], "polarity": string, "source": string, "councils": [string]}
                | {"theme_scores": [{"theme": string, "score": number}], "score": number}
            ],
            "quotations": [span | {"source": string, "speaker": span | {"text": string}}],
            "judgements": [
                {"council": string, "area": string, "rating": string, "previous": flag, "date": string}
                | {"inspection": string, "evidence": evidence}
            ],
            "roles": [{"official": string, "role": string, "organisation": string, "evidence": evidence}],
            "measures": [
                {"council": string, "metric": string, "value": number, "unit": string}
                | {"comparator": string, "as_of": string, "evidence": evidence}
            ],
            "annotator": string,
        }
    )


def row(record: Record, split: str | None) -> dict[str, Any]:
    """Return a record as a row of the dataset."""
    values = record.model_dump(mode="json")
    del values["schema"], values["model"]
    values["entities"] = [_entity(entity) for entity in record.entities]
    for finding in values["findings"]:
        scores = finding["theme_scores"] or {}
        finding["theme_scores"] = [{"theme": theme, "score": score} for theme, score in scores.items()]
    annotator = record.model.annotator if isinstance(record.model, AnnotatorInfo) else None
    return {"id": values.pop("id"), "split": split} | values | {"annotator": annotator}


def _entity(entity: Entity) -> dict[str, Any]:
    is_number = isinstance(entity.value, int | float)
    return entity.model_dump(mode="json") | {
        "value": None if is_number else entity.value,
        "number": entity.value if is_number else None,
    }
