"""What an annotated article's source says, after parsing and before offsets: blocks of marked sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# One letter an entity label: the sources are written by hand.
ENTITY_CODES = {
    "C": "COUNCIL",
    "O": "ORGANISATION",
    "P": "OFFICIAL",
    "J": "ROLE",
    "R": "RATING",
    "I": "INSPECTION",
    "D": "DATE",
    "Q": "QUANTITY",
}
BLOCK_CODES = {
    "h": "headline",
    "st": "standfirst",
    "by": "byline",
    "cap": "caption",
    "sub": "subheading",
    "p": "paragraph",
    "li": "list_item",
    "t": "table",
    "cm": "comment_meta",
    "c": "comment",
    "bp": "boilerplate",
}


@dataclass(frozen=True, slots=True)
class MarkedEntity:
    """``text[start:end]`` of a sentence with its label, value and unit."""

    start: int
    end: int
    label: str
    value: str | int | float | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class MarkedQuotation:
    """Quoted words, perhaps over several sentences of the block; ``speaker`` is a speaker mark's number."""

    start: int
    end: int
    source: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class MarkedFinding:
    """What a sentence is found to say; ``councils`` empty means the article's own council."""

    themes: tuple[str, ...]
    polarity: str
    source: str
    councils: tuple[str, ...]


@dataclass(slots=True)
class MarkedSentence:
    """One line of the source: its offsets in the block's text, its finding and its facts."""

    start: int
    end: int
    line: int
    finding: MarkedFinding | None = None
    facts: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class MarkedBlock:
    """A block with its text, and everything marked in it in offsets of that text."""

    label: str
    line: int
    text: str = ""
    glue: str = "\n\n"
    sentences: list[MarkedSentence] = field(default_factory=list)
    entities: list[MarkedEntity] = field(default_factory=list)
    quotations: list[MarkedQuotation] = field(default_factory=list)
    speakers: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(slots=True)
class MarkedArticle:
    """A whole source: the head's keys, the blocks, and the HTML page around them if there is one."""

    head: dict[str, str]
    blocks: list[MarkedBlock]
    page: str | None = None
