"""The section of a report that each sentence stands in: some hold no findings, some only things to improve."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, cast

from ofsight.record import Block
from ofsight.record.labels import BODY_LABELS

_DATA = Path(__file__).parent / "data"
SectionKind = Literal["findings", "needs", "excluded"]


class Place(NamedTuple):
    """Where a sentence stands: its block's index and label, the section's kind and theme (None when there is none)."""

    block: int
    label: str
    section: SectionKind
    theme: str | None


@cache
def _rules() -> tuple[tuple[SectionKind, str | None, re.Pattern[str]], ...]:
    rules = []
    for line in (_DATA / "sections.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            kind, theme, pattern = line.split(maxsplit=2)
            rules.append(
                (
                    cast("SectionKind", kind),
                    None if theme == "-" else theme,
                    re.compile(pattern, re.IGNORECASE),
                )
            )
    return tuple(rules)


def read_heading(heading: str) -> tuple[SectionKind, str | None] | None:
    """Return the kind and theme of the section that a heading opens, or None for a heading of another kind."""
    plain = " ".join(heading.split()).rstrip("?:. ")
    for kind, theme, pattern in _rules():
        if pattern.search(plain):
            return kind, theme
    return None


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
    for block in blocks:
        if kind == "report" and block.label == "subheading":
            found = read_heading(text[block.start : block.end])
            # a topic heading inside the recommendations, or inside the facts about the area, stays there
            if found is not None:
                state = found
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
