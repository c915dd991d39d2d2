"""The lexicons of the sentence rules in one index, and what kind of sentence its cues make it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ofsight.record.labels import SOURCES

from .terms import TermIndex, TermMatch, read_lexicon

_LEXICONS = ("themes.txt", "polarity.txt", "cues.txt")
POLARITY_LABELS = frozenset(term.label for term in read_lexicon("polarity.txt"))
"""The sections of the polarity lexicon: fault, praise, and what turns them."""


class Cues(NamedTuple):
    """How much a sentence has of each kind of cue, 0..1 (sections of ``data/cues.txt``)."""

    intention: float
    thanks: float
    procedure: float
    national: float
    assertion: float
    done: float
    sources: dict[str, float]


@cache
def sentence_index() -> TermIndex:
    """Return all lexicons in one index, so that a sentence is searched once."""
    return TermIndex([term for name in _LEXICONS for term in read_lexicon(name)])


def read_cues(matches: Sequence[TermMatch]) -> Cues:
    """Take the cues from the terms found in a sentence."""
    level: dict[str, float] = {}
    for match in matches:
        level[match.label] = max(level.get(match.label, 0.0), match.weight)
    return Cues(
        intention=level.get("intention", 0.0),
        thanks=level.get("thanks", 0.0),
        procedure=level.get("procedure", 0.0),
        national=level.get("national", 0.0),
        assertion=level.get("assertion", 0.0),
        done=level.get("done", 0.0),
        sources={name: level[name] for name in SOURCES if name in level},
    )
