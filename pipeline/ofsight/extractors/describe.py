"""Tell what an extractor is."""

from __future__ import annotations

from pathlib import Path

import spacy

from .answers import Identity
from .loading import load_extractor
from .patterns import ENDINGS
from .stored import DESCRIPTION, Description, read_extractor


def is_extractor(path: str | Path) -> bool:
    """Tell a file of patterns, or the folder of a learned extractor, from a model."""
    place = Path(path)
    return place.suffix.lower() in ENDINGS or (place / DESCRIPTION).is_file()


def describe_extractor(path: str | Path) -> dict[str, str]:
    """Return what a person wants to know of an extractor.

    Parameters
    ----------
    path : str or Path
        A file of patterns, or the folder of a learned extractor.

    Raises
    ------
    ExtractorError
        When it cannot be loaded.
    """
    identity = load_extractor(path, spacy.blank("en").vocab).identity
    about = {
        "extractor": f"{identity.name} {identity.version}",
        "in records": identity.tag,
        "sha256": identity.sha256,
        "entities": ", ".join(identity.entities),
        "themes": ", ".join(map(str, identity.themes)),
    }
    return about | (_learned(identity, Path(path)) if identity.states_checksum else {})


def _learned(identity: Identity, folder: Path) -> dict[str, str]:
    description: Description = read_extractor(folder).description
    examples = description.examples
    scores = [
        f"{label} {score.f1:.2f} ({score.gold} examples)" for label, score in description.scores.items()
    ]
    return {
        "description": description.description,
        "learned on": identity.learned_on,
        "learned from": f"{examples.sentences} sentences of {examples.documents} documents"
        + (f", and {examples.background} that nobody annotated" if examples.background else ""),
        "F1 kept back": ", ".join(scores),
    }
