"""Records and a small model for learning: sentences written from templates, with a label and a theme."""

from __future__ import annotations

from pathlib import Path

from scripts.tutorial_records import read_documents
from tests.extractors.tiny_model import make_model

from ofsight.record import Record
from ofsight.record.io import dumps

SYSTEMS = ("lantern", "orchard", "kestrel", "heron")
_PLAIN = (
    "Staff visit children at home.",
    "The plan was late again.",
    "Nobody asked the family.",
)
_TOLD = (
    "Staff enter visits in {{{name}|SYSTEM}} by hand. ## data_systems; weakness; inspectorate",
    "The {{{name} portal|SYSTEM}} lost the plan. ## data_systems, recording; weakness; inspectorate",
)
WORDS = (
    *SYSTEMS,
    *("staff", "visit", "visits", "children", "at", "home", "the", "plan", "was", "late", "again", "nobody"),
    *("asked", "family", "enter", "in", "by", "hand", "lost", "portal"),
)


def marked_text(documents: int = 8) -> str:
    """Return documents of six sentences, two of which name a system and have the theme."""
    parts = []
    for number in range(documents):
        name = SYSTEMS[number % len(SYSTEMS)].title()
        told = [line.format(name=name) for line in _TOLD]
        lines = [_PLAIN[0], told[0], _PLAIN[1], told[1], _PLAIN[2], _PLAIN[0]]
        parts.append(f"== doc-{number} | 2024-01-{number + 1:02d}\nA headline\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


def records(folder: Path, documents: int = 8) -> list[Record]:
    """Return the documents as annotated records."""
    path = folder / "marked.txt"
    path.write_text(marked_text(documents), encoding="utf-8")
    return read_documents(path)


def write_records(folder: Path, documents: int = 8) -> Path:
    """Write them to a file."""
    path = folder / "train.jsonl"
    path.write_text("".join(dumps(record) for record in records(folder, documents)), encoding="utf-8")
    return path


def write_model(folder: Path, *, name: str = "tiny", seed: int = 0) -> Path:
    """Write a model that knows the words of these documents."""
    return make_model(folder, WORDS, name=name, seed=seed)
