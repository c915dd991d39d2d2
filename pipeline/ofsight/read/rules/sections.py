"""The section of a report that a sentence stands in: some hold no findings, some only things to improve."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, cast

from spacy.tokens import Doc

from ofsight import layers
from ofsight.reading import reading_text
from ofsight.record import Block
from ofsight.record.labels import BODY_LABELS
from ofsight.values.patterns import read_lines

_DATA = Path(__file__).parent / "data"
SectionKind = Literal["findings", "needs", "excluded"]
_HeadingKind = Literal["findings", "needs", "excluded", "brief"]


class Place(NamedTuple):
    """Where a sentence stands: its block's index and label, the section's kind and theme, if it has one."""

    block: int
    label: str
    section: SectionKind
    theme: str | None


@cache
def _rules() -> tuple[tuple[_HeadingKind, str | None, re.Pattern[str]], ...]:
    rules = []
    for line in read_lines(_DATA / "sections.txt"):
        kind, theme, pattern = line.split(maxsplit=2)
        rules.append(
            (cast("_HeadingKind", kind), None if theme == "-" else theme, re.compile(pattern, re.IGNORECASE))
        )
    return tuple(rules)


def read_heading(heading: str) -> tuple[_HeadingKind, str | None] | None:
    """Return the kind and theme of the section that a heading opens, None for other headings.

    A ``brief`` section, "Areas covered by the visit", holds no findings and ends at any heading.
    """
    plain = " ".join(heading.split()).rstrip("?:. ")
    for kind, theme, pattern in _rules():
        if pattern.search(plain):
            return kind, theme
    return None


_HEADING_LIKE = re.compile(
    r"(?:recommendations?|executive summary|contents|areas? for (?:improvement|development)"
    r"|what needs to improve\??|(?:the )?experiences and progress of .{10,160}"
    r"|(?:the )?impact of leaders on .{10,80}|leadership,? management and governance.{0,60}"
    r"|(?:inspection findings\W+)?the local safeguarding children board.{0,60}"
    r"|information about (?:this|the) .{4,60}|children living in this area|child protection in this area"
    r"|children looked after in this area|the local authority|(?:previous|other) ofsted inspections"
    r"|local leadership|main findings|headline findings|summary.{0,60})",
    re.IGNORECASE,
)


def _opens_section(block: Block, text: str) -> bool:
    """Tell a heading; one that the segmenter took for a short paragraph is known by its words."""
    if block.label == "subheading":
        return True
    return block.label in {"paragraph", "list_item"} and bool(
        _HEADING_LIKE.fullmatch(" ".join(text[block.start : block.end].split()))
    )


def places_in(doc: Doc) -> list[Place]:
    """Say of each sentence of a segmented document where it stands; see :func:`place_sentences`."""
    sentences = [(sentence.start, sentence.end) for sentence in layers.get_sentences(doc)]
    return place_sentences(reading_text(doc), layers.get_blocks(doc), sentences, layers.get_meta(doc).kind)


def place_sentences(
    text: str, blocks: Sequence[Block], sentences: Sequence[tuple[int, int]], kind: str | None
) -> list[Place]:
    """Say of each sentence where it stands. In news there are no sections: all is ``findings``.

    Parameters
    ----------
    text : str
        The reading text.
    blocks, sentences
        Of the document, in order.
    kind : str or None
        The document's kind.
    """
    places: list[Place] = []
    states: list[tuple[SectionKind, str | None]] = []
    state: tuple[SectionKind, str | None] = ("findings", None)
    is_brief = False
    for block in blocks:
        if kind == "report" and _opens_section(block, text):
            found = read_heading(text[block.start : block.end])
            # a topic heading inside the recommendations, or inside the facts about the area, stays there
            if found is not None:
                opened, theme = found
                is_brief = opened == "brief"
                state = ("excluded" if opened == "brief" else opened, theme)
            elif is_brief:
                state, is_brief = ("findings", None), False
        states.append(state)
    starts = [block.start for block in blocks]
    for start, _ in sentences:
        index = bisect_right(starts, start) - 1
        if index < 0:
            places.append(Place(-1, "paragraph", "findings", None))
            continue
        label = blocks[index].label
        section, theme = states[index]
        places.append(Place(index, label if label in BODY_LABELS else "paragraph", section, theme))
    return places
