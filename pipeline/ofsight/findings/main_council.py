"""Which council an article is on, where it names several: what tells it, weighed.

Others are named beside its own because somebody comes from there, or they are next door or did better.
"""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from ofsight.clues import ClueModel, Clues, read_json
from ofsight.record import Block, Entity
from ofsight.record.labels import BODY_LABELS

from .named_councils import IN_PASSING, REACH, councils_named
from .places import find_places

FILE: Final = Path(__file__).parent / "data" / "main_council_model.json"
MAIN: Final = "main"
OTHER: Final = "other"
_AS_A_BODY = re.compile(r"\b(?:council|authority|borough|county|city|trust|royal|unitary)\b", re.IGNORECASE)
_OPENS: Final = 12  # characters from where a block or sentence begins
_SENTENCE_BEFORE = re.compile(r"[.!?]['\"’”)]*\s+(?:\w+\s+){0,1}$")
_FEW: Final = 4
_EVEN: Final = 0.5


@dataclass(slots=True)
class _Seen:
    """How a council is named in a document."""

    named: int = 0
    as_body: int = 0
    in_passing: int = 0
    opening: int = 0
    owning: int = 0
    places: int = 0
    first: int = 0
    blocks: set[int] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)

    @property
    def all(self) -> int:
        return self.named + self.places


def collect_council_clues(
    text: str, blocks: Iterable[Block], entities: Sequence[Entity], when: datetime.date | None
) -> dict[str, Clues]:
    """Return the clues on each council that an article names or whose place it names.

    Parameters
    ----------
    text : str
        The reading text.
    blocks : iterable of Block
        All of them.
    entities : sequence of Entity
        Of the body, in order.
    when : date, optional
        The document's, for councils that have been replaced.

    Returns
    -------
    dict of str to Clues
        By GSS code, in the order of naming.
    """
    listed = list(blocks)
    body = [block for block in listed if block.label in BODY_LABELS]
    seen: dict[str, _Seen] = defaultdict(_Seen)
    taken = _mentions(text, body, entities, seen)
    furniture: Counter[str] = Counter()
    for place, block in enumerate(listed):
        for start, end, code in find_places(text, block.start, block.end, when):
            if block.label not in BODY_LABELS:
                furniture[code] += 1
            elif not any(start < other_end and other_start < end for other_start, other_end in taken):
                council = seen[code]
                council.first = council.first if council.all else start
                council.places += 1
                council.blocks.add(place)
                council.labels.add(block.label)
    return _clues(seen, furniture, body)


def _mentions(
    text: str, body: Sequence[Block], entities: Sequence[Entity], seen: dict[str, _Seen]
) -> list[tuple[int, int]]:
    taken: list[tuple[int, int]] = []
    for entity in entities:
        codes = councils_named([entity])
        if not codes:
            continue
        taken.append((entity.start, entity.end))
        place = next((n for n, block in enumerate(body) if block.start <= entity.start < block.end), None)
        before = text[max(entity.start - REACH, 0) : entity.start]
        begins = place is not None and entity.start - body[place].start <= _OPENS
        for code in codes:
            council = seen[code]
            council.first = council.first if council.all else entity.start
            council.named += 1
            council.as_body += bool(_AS_A_BODY.search(text, entity.start, entity.end))
            council.in_passing += bool(IN_PASSING.search(before))
            council.opening += begins or bool(_SENTENCE_BEFORE.search(before))
            council.owning += text[entity.end : entity.end + 1] == "'"
            if place is not None:
                council.blocks.add(place)
                council.labels.add(body[place].label)
    return taken


def _clues(
    seen: Mapping[str, _Seen], furniture: Mapping[str, int], body: Sequence[Block]
) -> dict[str, Clues]:
    total = max(sum(council.all for council in seen.values()), 1)
    named = max(sum(council.named for council in seen.values()), 1)
    placed = max(sum(council.places for council in seen.values()), 1)
    found: dict[str, Clues] = {}
    first = min((council.first for council in seen.values()), default=0)
    paragraphs = next((n for n, block in enumerate(body) if block.label == "paragraph"), 0)
    for code, council in seen.items():
        others = [other.all for name, other in seen.items() if name != code]
        ahead = (council.all - max(others, default=0)) / total
        times = max(council.named, 1)
        clues = {
            "share": council.all / total,
            "share of names": council.named / named,
            "share of places": council.places / placed,
            "ahead": max(ahead, 0.0),
            "behind": max(-ahead, 0.0),
            "as a body": council.as_body / times,
            "in passing": council.in_passing / times,
            "opens": council.opening / times,
            "owns": council.owning / times,
            "spread": len(council.blocks) / max(len(body), 1),
        }
        signs = {
            f"of {min(len(seen), _FEW)}": True,
            f"named {min(council.named, _FEW)}": True,
            "named first": council.first == first,
            "in the first paragraph": paragraphs in council.blocks,
            "most": ahead > 0,
            "alone in the title": "headline" in council.labels
            and not any("headline" in other.labels for name, other in seen.items() if name != code),
            "in furniture": bool(furniture.get(code)),
            "alone in furniture": set(furniture) == {code},
            **{f"in {label}": True for label in council.labels},
        }
        found[code] = {name: amount for name, amount in clues.items() if amount} | {
            name: 1.0 for name, holds in signs.items() if holds
        }
    return found


class OnCouncil(NamedTuple):
    """Which council an article is on: ``main`` None where it is on several; ``likeliest`` all the same."""

    main: str | None
    likeliest: str | None


def choose_council(clues: Mapping[str, Clues], model: ClueModel | None = None) -> OnCouncil:
    """Choose the council that an article is on.

    Parameters
    ----------
    clues : mapping of str to Clues
        By GSS code, as :func:`collect_council_clues` gives them.
    model : ClueModel, optional
        By default the one that the package ships.
    """
    weighing = model or load_main_council_model()
    place = weighing.labels.index(MAIN)
    scores = {code: math.exp(weighing.log_probabilities(of)[place]) for code, of in clues.items()}
    best = max(scores, key=scores.__getitem__, default=None)
    return OnCouncil(best if best is not None and scores[best] > _EVEN else None, best)


@cache
def load_main_council_model() -> ClueModel:
    """Load the model that the package ships."""
    return ClueModel.from_json(read_json(FILE))
