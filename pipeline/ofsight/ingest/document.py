"""What ingestion hands on: one input as text, with what is known of it and of its layout."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from ofsight.record import Meta, Source


def _nothing_known() -> Meta:
    from ofsight.record import Meta  # a run that has workers lists inputs without it, and so starts sooner

    return Meta()


class LineHint(NamedTuple):
    """What a page's markup says of one line of the text (HTML and DOCX only).

    ``text[start:end]`` is the line without its line break. ``tag`` is the block element it came from
    ("p", "h2", "li", "tr", "figcaption", "blockquote", ...), ``within`` the space-separated landmarks around
    it, outermost first ("article", "nav", "header", "footer", "aside", "comments", "figure", "form", ...; the
    words are those of ``data/landmarks.csv``), ``main`` whether trafilatura counts it as main text.
    """

    start: int
    end: int
    tag: str
    within: str
    main: bool


@dataclass(frozen=True, slots=True)
class InputDocument:
    """One document ready for the pipeline."""

    id: str
    source: Source
    text: str
    meta: Meta = field(default_factory=_nothing_known)
    hints: tuple[LineHint, ...] = ()


@dataclass(frozen=True, slots=True)
class InputFailure:
    """One input that could not be turned into text: a line of ``<output>.errors.jsonl``."""

    id: str
    path: str
    stage: str
    error: str
    message: str

    def as_row(self) -> dict[str, Any]:
        """Return the keys in the order of the errors file."""
        return {
            "id": self.id,
            "path": self.path,
            "stage": self.stage,
            "error": self.error,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader makes of one input's bytes: the text, what the format says of it, and its layout."""

    text: str
    meta: Meta = field(default_factory=_nothing_known)
    hints: tuple[LineHint, ...] = ()
