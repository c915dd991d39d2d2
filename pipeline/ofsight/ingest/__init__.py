"""Ingestion: files, folders and standard input to text with metadata, one document at a time."""

from .detect import detect_type
from .document import InputDocument, InputFailure, LineHint
from .inputs import DEFAULT_MAX_BYTES, read_inputs

__all__ = [
    "DEFAULT_MAX_BYTES",
    "InputDocument",
    "InputFailure",
    "LineHint",
    "detect_type",
    "read_inputs",
]
