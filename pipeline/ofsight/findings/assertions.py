"""Whose assertion every sentence is and about whom, also of sentences that are no findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from spacy.tokens import Doc

from ofsight import layers
from ofsight.record.types import Polarity, SourceClass

_NAME: Final = "assertions"


class Assertion(NamedTuple):
    """What a finding in the sentence ``text[start:end]`` would say, who asserts it, about which councils."""

    start: int
    end: int
    polarity: Polarity
    source: SourceClass
    councils: tuple[str, ...]


def set_assertions(doc: Doc, assertions: Iterable[Assertion]) -> None:
    """Leave what is known of each sentence for later stages."""
    layers.set_plain(
        doc, _NAME, [[a.start, a.end, a.polarity, a.source, list(a.councils)] for a in assertions]
    )


def get_assertions(doc: Doc) -> dict[tuple[int, int], Assertion]:
    """Return what is known of each sentence, by its span; nothing where findings were never decided."""
    return {
        (start, end): Assertion(start, end, polarity, source, tuple(councils))
        for start, end, polarity, source, councils in layers.get_plain(doc, _NAME, [])
    }
