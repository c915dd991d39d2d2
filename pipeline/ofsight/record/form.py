"""The form of a record on file: every key present, keys in order, scores with four decimals at most.

These rules concern the JSON as it is written; models made in Python have defaults, an order and rounding.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from .location import Location
from .models import (
    AnnotatorInfo,
    Block,
    Entity,
    Finding,
    Frozen,
    InspectionMeta,
    Judgement,
    Measure,
    Meta,
    ModelInfo,
    Quotation,
    RecordShape,
    Role,
    Sentence,
    Source,
    Speaker,
)
from .rules import BrokenRule
from .types import SCORE_DECIMALS

_PARTS: Final[dict[type[Frozen], dict[str, type[Frozen]]]] = {
    RecordShape: {
        "source": Source,
        "meta": Meta,
        "blocks": Block,
        "sentences": Sentence,
        "entities": Entity,
        "findings": Finding,
        "quotations": Quotation,
        "judgements": Judgement,
        "roles": Role,
        "measures": Measure,
    },
    Meta: {"inspection": InspectionMeta},
    Quotation: {"speaker": Speaker},
}


class _Part(NamedTuple):
    """One object of the JSON, where it lies and what it should be."""

    location: Location
    value: dict[str, Any]
    model: type[Frozen]


def _parts(value: Any, model: type[Frozen], location: Location) -> Iterator[_Part]:
    """Give an object and those in it; whatever is no object is passed over (the models object to it)."""
    if not isinstance(value, dict):
        return
    yield _Part(location, value, model)
    for key, inner_model in _PARTS.get(model, {}).items():
        inner = value.get(key)
        if isinstance(inner, list):
            for index, item in enumerate(inner):
                yield from _parts(item, inner_model, (*location, key, index))
        else:
            yield from _parts(inner, inner_model, (*location, key))


def _all_parts(raw: dict[str, Any]) -> Iterator[_Part]:
    yield from _parts(raw, RecordShape, ())
    model = raw.get("model")
    kind = AnnotatorInfo if isinstance(model, dict) and "annotator" in model else ModelInfo
    yield from _parts(model, kind, ("model",))


_MODELS: list[type[Frozen]] = [RecordShape, ModelInfo, AnnotatorInfo]
_MODELS += [inner for parts in _PARTS.values() for inner in parts.values()]
_KEYS: Final = {
    model: [field.alias or name for name, field in model.model_fields.items()] for model in _MODELS
}


def missing_keys(raw: dict[str, Any]) -> Iterator[BrokenRule]:
    """Give every key that a parsed line lacks."""
    for location, value, model in _all_parts(raw):
        for key in _KEYS[model]:
            if key not in value:
                yield BrokenRule((*location, key), "is missing")


def loose_form(raw: dict[str, Any]) -> Iterator[BrokenRule]:
    """Give what a reader tolerates in a parsed line and a writer would not write."""
    for location, value, model in _all_parts(raw):
        expected = [key for key in _KEYS[model] if key in value]
        if [key for key in value if key in expected] != expected:
            yield BrokenRule(location, f"keys should be in the order {', '.join(expected)}")
        scores: dict[Location, Any] = {("score",): value.get("score")}
        if isinstance(value.get("theme_scores"), dict):
            scores.update({("theme_scores", theme): score for theme, score in value["theme_scores"].items()})
        for path, score in scores.items():
            if isinstance(score, float) and 0 <= score <= 1 and round(score, SCORE_DECIMALS) != score:
                yield BrokenRule((*location, *path), f"has more than {SCORE_DECIMALS} decimals")
