"""A suspicion, and what the checks know of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ofsight.record import Record
from ofsight.record.labels import BODY_LABELS
from ofsight.record.models import Spanned

LONGEST_SHOWN = 80
_FURNITURE = 150
_TOLD = re.compile(
    r"[‘“\"]|(?<!\w)'|\b(?:said|says|told|found|wrote|reported|judged|according)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Something in a document that looks like a mistake.

    ``text`` is the stretch it is about, on one line and cut to :data:`LONGEST_SHOWN` characters.
    """

    document: str
    check: str
    start: int
    end: int
    text: str
    message: str


@dataclass(frozen=True)
class Checked:
    """A gold record with its text, which a stand-off record lacks, and the layers annotated in it."""

    record: Record
    text: str
    layers: frozenset[str]

    @cached_property
    def regions(self) -> tuple[tuple[int, int], ...]:
        """The stretches in which entities are annotated."""
        record = self.record
        if "entities" not in self.layers:
            return ()
        if not record.blocks:
            return tuple((sentence.start, sentence.end) for sentence in record.sentences)
        labels = BODY_LABELS | ({"byline", "table"} if record.meta.kind == "report" else set())
        return tuple((block.start, block.end) for block in record.blocks if block.label in labels)

    def words(self, start: int, end: int) -> str:
        """Return a stretch of the text on one line."""
        return " ".join(self.text[start:end].replace("\ufffe", "-").split())

    def suspicion(self, check: str, start: int, end: int, message: str) -> Suspicion:
        """Make a suspicion about a stretch of the text."""
        shown = self.words(start, end)
        if len(shown) > LONGEST_SHOWN:
            shown = shown[: LONGEST_SHOWN - 1] + "…"
        return Suspicion(self.record.id, check, start, end, shown, message)

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield every match in the stretches in which entities are annotated."""
        for start, end in self.regions:
            yield from pattern.finditer(self.text, start, end)

    def tells_of_others(self, span: Spanned) -> bool:
        """Tell whether words within a stretch are quoted or reported in their turn."""
        return _TOLD.search(self.text, span.start + 1, span.end - 1) is not None

    def near_page_break(self, start: int, end: int) -> bool:
        """Tell whether a stretch stands in the first or last lines of a page, where its furniture is."""
        return "\f" in self.text[max(0, start - _FURNITURE) : end + _FURNITURE]

    def is_tagged(self, start: int, end: int) -> bool:
        """Tell whether an entity holds any of a stretch."""
        return any(entity.start < end and start < entity.end for entity in self.record.entities)


def covers(spans: Sequence[tuple[int, int]], start: int, end: int) -> int:
    """Return how many characters of a stretch lie in the spans."""
    return sum(max(0, min(end, last) - max(start, first)) for first, last in spans)
