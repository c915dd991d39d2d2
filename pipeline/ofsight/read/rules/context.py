"""What every rule is given: the document's text as it is read, its units, sentences and date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from ofsight import layers
from ofsight.reading import document_date, reading_text, reading_units
from ofsight.record import Block


@dataclass(frozen=True, slots=True)
class RuleContext:
    """One document, ready for rules. All offsets are characters of ``doc.text``.

    Parameters
    ----------
    doc : Doc
        The document, with blocks and sentences.
    text : str
        The reading text: as long as ``raw``, line breaks are spaces, what is not read is blank.
    raw : str
        ``doc.text`` as ingested; look here for line breaks and curly marks.
    units : list of (start, end)
        The stretches within which mentions are looked for, in order.
    sentences : list of (start, end)
        The sentences of the body, in order.
    blocks : list of Block
        The blocks of the page, in order.
    kind : str or None
        ``"news"`` or ``"report"``.
    published : date or None
        The document's date, against which relative dates are resolved.
    """

    doc: Doc
    text: str
    raw: str
    units: list[tuple[int, int]]
    sentences: list[tuple[int, int]]
    blocks: list[Block]
    kind: str | None
    published: date | None

    @classmethod
    def from_doc(cls, doc: Doc) -> RuleContext:
        """Collect what rules need from a segmented document."""
        return cls(
            doc=doc,
            text=reading_text(doc),
            raw=layers.get_text(doc),
            units=reading_units(doc),
            sentences=[(s.start, s.end) for s in layers.get_sentences(doc)],
            blocks=layers.get_blocks(doc),
            kind=layers.get_meta(doc).kind,
            published=document_date(doc),
        )

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield the matches of a pattern inside each unit; none crosses a unit's border.

        Look-behind sees the characters before the unit, look-ahead stops at its end.
        """
        for start, end in self.units:
            yield from pattern.finditer(self.text, start, end)
