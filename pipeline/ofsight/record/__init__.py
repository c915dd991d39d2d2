"""The record: typed models, label sets, reading, writing and validation of the annotated JSONL."""

from .models import (
    AnnotatorInfo,
    Block,
    Entity,
    Finding,
    InspectionMeta,
    Judgement,
    Measure,
    Meta,
    ModelInfo,
    Quotation,
    Record,
    Role,
    Sentence,
    Source,
    Speaker,
)

__all__ = [
    "AnnotatorInfo",
    "Block",
    "Entity",
    "Finding",
    "InspectionMeta",
    "Judgement",
    "Measure",
    "Meta",
    "ModelInfo",
    "Quotation",
    "Record",
    "Role",
    "Sentence",
    "Source",
    "Speaker",
]
