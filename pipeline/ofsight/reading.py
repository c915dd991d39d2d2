"""What the read stage hands to the stages after it, and the text in which it reads.

A reader (rules now, a trained network later) looks at one document that has blocks and sentences and
answers with a :class:`Reading`: mentions, quotations, and for each sentence its scores. The entities stage
turns mentions into linked entities with values, the findings stage turns sentence scores into findings.
Whatever reads, those stages stay the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from spacy.tokens import Doc

from ofsight import layers
from ofsight.record.labels import BODY_LABELS
from ofsight.tokenizer import bounded_stretches
from ofsight.values.calendar import last_day

# One character for one character, so that offsets into the reading text are offsets into the text.
_FOLD = str.maketrans(
    {
        "\n": " ",
        "\r": " ",
        "\f": " ",
        "\t": " ",
        "\v": " ",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u2028": " ",
        "\u2029": " ",
        "\ufffe": "-",
        "\u00ad": "-",
        "\u2010": "-",
        "\u2011": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
    }
)


class Mention(NamedTuple):
    """A tagged stretch of characters ``text[start:end]``; ``score`` in 0..1."""

    start: int
    end: int
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """Scores in 0..1 for one sentence: is it a finding, and which themes, polarity and source has it."""

    start: int
    end: int
    finding: float
    themes: dict[str, float] = field(default_factory=dict)
    polarity: dict[str, float] = field(default_factory=dict)
    source: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """All answers of a reader on one document.

    ``mentions`` may overlap (the entities stage keeps the best), ``sentences`` are parallel to the
    document's sentence layer, ``quotations`` are spans without their marks.
    """

    mentions: list[Mention]
    sentences: list[SentenceReading]
    quotations: list[Mention] = field(default_factory=list)


class Reader(Protocol):
    """Anything that reads: given a segmented document, answer with a :class:`Reading`."""

    def __call__(self, doc: Doc) -> Reading:
        """Read one document."""
        ...


def set_reading(doc: Doc, reading: Reading) -> None:
    """Attach a reading to the document as plain data."""
    layers.set_plain(
        doc,
        "reading",
        {
            "mentions": [list(m) for m in reading.mentions],
            "quotations": [list(m) for m in reading.quotations],
            "sentences": [
                [s.start, s.end, s.finding, s.themes, s.polarity, s.source] for s in reading.sentences
            ],
        },
    )


def get_reading(doc: Doc) -> Reading:
    """Read back what :func:`set_reading` attached; an empty reading when nothing was."""
    plain = layers.get_plain(doc, "reading", {"mentions": [], "quotations": [], "sentences": []})
    return Reading(
        mentions=[Mention(*m) for m in plain["mentions"]],
        quotations=[Mention(*m) for m in plain["quotations"]],
        sentences=[SentenceReading(*s) for s in plain["sentences"]],
    )


def reading_text(doc: Doc) -> str:
    """Return the text as it is read: as long as ``doc.text``, offsets unchanged.

    Line breaks and odd spaces are spaces, curly single marks are straight, a hyphen at a line's end
    (U+FFFE in text from PDFs) is a hyphen, and whatever is neither body, nor a report's byline or table, is
    blanked out, so that a sentence can be read across a page's footer.
    """
    cached = layers.get_plain(doc, "reading_text")
    if isinstance(cached, str):
        return cached
    folded = layers.get_text(doc).translate(_FOLD)
    wanted = BODY_LABELS | {"byline", "table"} if layers.get_meta(doc).kind == "report" else BODY_LABELS
    parts: list[str] = []
    position = 0
    for block in layers.get_blocks(doc):
        if block.label in wanted:
            parts.append(" " * (block.start - position))
            parts.append(folded[block.start : block.end])
            position = block.end
    parts.append(" " * (len(folded) - position))
    text = "".join(parts)
    layers.set_plain(doc, "reading_text", text)
    return text


def reading_units(doc: Doc) -> list[tuple[int, int]]:
    """Return the stretches within which mentions are looked for: sentences, and a report's byline and table.

    No mention crosses the border of a unit. In order of position; units never overlap.
    """
    units = [(s.start, s.end) for s in layers.get_sentences(doc)]
    if layers.get_meta(doc).kind == "report":
        text = doc.text  # spaCy puts it together anew each time
        for block in layers.get_blocks(doc):
            if block.label in {"byline", "table"}:
                units += bounded_stretches(text, block.start, block.end)
    return sorted(units)


def document_date(doc: Doc) -> date | None:
    """Return the date against which the document's relative dates and authorities are read.

    It is the day it was published (the last day of the month or year where only that is known), else,
    in a report, the last day of its inspection, else None.
    """
    meta = layers.get_meta(doc)
    known = meta.published or (meta.inspection and (meta.inspection.end or meta.inspection.start))
    return last_day(known) if known else None
