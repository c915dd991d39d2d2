"""What a QUANTITY counts: the words after it, and whether it is a part or the whole of something."""

from __future__ import annotations

import re
from typing import NamedTuple

from ofsight.record import Entity
from ofsight.values.number_words import WORDS

from .setting import Unit

_STOP = (
    r"and|or|of|in|on|at|by|to|for|from|with|were|was|had|have|has|are|is|be|been|who|whom|whose|that|which|when|while|since|as"
    r"|but|than|did|do|does|said|told|will|would|could|can|may|not|if|because|after|before|under|over|out|until|where|now|today|so|too|then|this|last|ago|because"
)
_PHRASE = re.compile(rf"[\s-]*(?P<noun>(?:(?!(?:{_STOP})\b)[\w'-]+\s*){{1,5}})", re.I)
_NUMBER = rf"(?:\d[\d,.]*|{WORDS})"
_PARTITIVE = re.compile(
    r"\s*(?:out\s+)?of\s+(?P<whole>(?:(?:the|its|their|our|all|every|those|these|his|her|my|[\w-]+'s)\s+)*)"
    r"(?:last\s+|first\s+|past\s+)?",
    re.I,
)
_WHOLE_OF = re.compile(
    rf"\b(?:{_NUMBER}|half|none|some|most|many)\s+(?:out\s+)?of\s+(?:(?:the|its|their|our|those|these|his|her|my|every|[\w-]+'s)\s+)*"
    r"(?:last\s+|first\s+|past\s+|other\s+)?$",
    re.I,
)
_OF_WHICH = re.compile(
    r"(?:^|[.;:“\"]\s*|,\s*)(?:and\s+)?(?:out\s+)?of\s+(?:the\s+|its\s+|our\s+|their\s+)?(?:last\s+|first\s+)?$",
    re.I,
)
_THINGS = re.compile(
    r"[a-z](?<!s)s\b|people|children|staff|men\b|women|permanent|short\b|agency|fewer|more|full-time", re.I
)
_OF_THEM = re.compile(r"them|these|those|which|whom|us|you", re.I)


_REACH = 200  # characters; no words that make a figure the whole of something are longer


class Counted(NamedTuple):
    """What a quantity counts.

    Attributes
    ----------
    noun : str
        The words that name it; empty where nothing is named ("fell to 12").
    is_part : bool
        Whether it is a part of something ("nine" in "nine of the eleven").
    is_whole : bool
        Whether it is what a part is of ("eleven" there).
    """

    noun: str
    is_part: bool
    is_whole: bool


def what_is_counted(text: str, unit: Unit, quantity: Entity) -> Counted:
    """Read what a quantity of a sentence counts."""
    before = text[max(unit.start, quantity.start - _REACH) : quantity.start]
    is_whole = "of" in before.lower() and bool(_WHOLE_OF.search(before) or _OF_WHICH.search(before))
    partitive = _PARTITIVE.match(text, quantity.end, unit.end)
    start = partitive.end() if partitive else quantity.end
    if partitive:
        total = next((other for other in unit.of("QUANTITY") if other.start == start), None)
        start = total.end if total else start
    phrase = _PHRASE.match(text, start, unit.end)
    noun = phrase["noun"] if phrase else ""
    if (partitive and _OF_THEM.match(noun)) or not _THINGS.search(noun):
        noun = ""
    return Counted(noun, partitive is not None, is_whole)
