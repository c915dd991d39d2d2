"""RATING mentions: is "good" a grade of the regulator's scale or an ordinary adjective (codebook section 3, reading 17)?

Every grade word is looked at in its sentence; each cue found around it speaks for or against with a score.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from pathlib import Path
from typing import Any, Final

from ofsight.reading import Mention
from ofsight.values.patterns import any_of

from .context import RuleContext

_CUES: Final[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "rating_cues.json").read_text(encoding="utf-8")
)
_BEFORE = 170
_AFTER = 50
_ACCEPTED = 0.5


def _any(name: str) -> str:
    return any_of(_CUES[name])


_QUOTE = "['\"“”‘’]"
_IMPROVE = r"requir(?:es?|ed|ing)\s+improvement"
_GRADE: Final = re.compile(
    rf"(?<![\w-])(?:{_IMPROVE}(?:\s+to\s+be\s+good)?|outstanding|good|inadequate|adequate|poor|perform(?:s|ed|ing)?\s+well)(?![\w])",
    re.IGNORECASE,
)
_LINK = rf"(?:\s+(?:overall|as|to\s+be|be|an?|the|both|only|being|Ofsted|its|their|by\s+Ofsted|lowest|highest|second|-|top|possible|worst|best)|\s*[:(])*\s*{_QUOTE}?$"
_STRONG_BEFORE: Final = re.compile(
    rf"(?i)\b(?:{_any('verbs_of_rating')}|{_any('nouns_before')}(?:\s+(?:of|is|was|as|were|remains?|from|to|for\s+\w+))?){_LINK}"
)
# "rated its children's services as inadequate", "judged the authority to be good"
_OBJECT_BEFORE: Final = re.compile(
    rf"(?i)\b(?:{_any('verbs_of_rating')}|{_any('verbs_of_finding')})\b[^.;]{{1,90}}?\s(?:as|to\s+be|were|was|is|are)(?:\s+(?:an?|overall|only|now|still|both|either))?\s*{_QUOTE}?$"
)
_OBJECT_DIRECT: Final = re.compile(
    rf"(?i)\b(?:rated|graded|judged|branded|declared|labelled|rates|judges)\b(?:\s+[\w'’-]+){{1,6}}\s+{_QUOTE}?$"
)
_FOUND_BEFORE: Final = re.compile(
    rf"(?i)\b(?:been|was|were|services|council)\s+(?:found|deemed|assessed)(?:\s+to\s+be|\s+as)?\s*{_QUOTE}?$"
)
_GAINED_BEFORE: Final = re.compile(
    rf"(?i)\b{_any('verbs_of_gaining')}(?:\s+(?:an?|its|their|the))?\s*{_QUOTE}?$"
)
_MOVED_BEFORE: Final = re.compile(
    rf"(?i)\b{_any('verbs_of_moving')}(?:\s+\w+){{0,3}}?\s+(?:from|to|of|out\s+of)(?:\s+(?:an?|being|being\s+rated|overall|be))?\s*{_QUOTE}?$"
)
_FROM_BEFORE: Final = re.compile(rf"(?i)\b(?:from|between)(?:\s+(?:an?|being|overall))?\s*{_QUOTE}?$")
_TO_AFTER: Final = re.compile(
    rf"(?i){_QUOTE}?(?:\s+(?:rating|grade|overall|in\s+\d{{4}}))?\s+(?:to|and)\s+(?:an?\s+|being\s+)?{_QUOTE}?(?:outstanding|good|inadequate|{_IMPROVE}|adequate|poor)\b"
)
_NOUN_AFTER: Final = re.compile(
    rf"(?i){_QUOTE}?(?:\s+|-)(?:overall\s+|Ofsted\s+|and\s+improving\s+)?{_any('nouns_after')}\b"
)
_WEAK_AFTER: Final = re.compile(rf"(?i){_QUOTE}?\s+{_any('nouns_after_weak')}\b")
_CLAUSE_END: Final = re.compile(
    rf"(?i){_QUOTE}*\s*(?:[.,;:)–—-]|$|\||(?:in|by|after|following|for|overall|last|this|and|or|but|because|when|since|on|with|as|across|under|to|from|while"
    r"|despite|before|during|until|again|is|was|has|have|which|who|where|whereas|although|only|just|at\s+(?:its|the|their)|than|nor|within|due|so|if|rather|yet)\b)"
)
_ADVERBS = rf"(?:\s+{_any('adverbs')}(?:,)?){{0,5}}"
_SUBJECT = (
    r"(?<!\bof )(?<!\bof the )(?<!\bof these )(?<!\bof its )(?<!\bof their )(?<!\bfor )(?<!\bfor the )(?<!\bby the )(?<!\bto )(?<!\bto the )"
    rf"(?<!\bwith )\b(?:(?i:{_any('whole_subjects')})|[A-Z]\w+\s+(?:[Cc]ity\s+|[Cc]ounty\s+|[Bb]orough\s+)*[Cc]ouncil)"
)
_QUALIFIED = r"(?:'s?)?(?:\s+(?:in|for|at|of|provided|delivered|within|across|to|on|run|offered|that|about)\b[^.;:]{1,110}?)?"
_WHOLE_IS: Final = re.compile(
    rf"{_SUBJECT}{_QUALIFIED}\s+(?:{_any('copulas')}|continues?\s+to\s+be|continued\s+to\s+be){_ADVERBS}\s*{_QUOTE}?$"
)
_WHOLE_REQUIRES: Final = re.compile(
    rf"(?:{_SUBJECT}{_QUALIFIED}|\bthat\s+(?:it|they))(?:\s+(?:still|also|now|currently))?\s+$"
)
_GRADE_DEFINED: Final = re.compile(r"(?i)\b(?:an?\s+|that\s+is\s+|as\s+)$")
_PROVIDES_BEFORE: Final = re.compile(
    r"(?i)\b(?:provid|deliver|offer|runn?)(?:e|es|ed|ing|s)?\s+(?:consistently\s+|children\s+with\s+)?$"
)
_SERVICES_AFTER: Final = re.compile(r"\s+(?:children's\s+)?services\b(?!\s+(?:that|which|such))")
_PART_BEFORE: Final = re.compile(rf"(?i)\b{_any('part_subjects')}\s+(?:also\s+|often\s+)?$")
_AREA_LABEL: Final = re.compile(rf"(?i)\b(?:{_CUES['areas']})")
_LABEL_COLON: Final = re.compile(rf"\s*[:–—-]\s*{_QUOTE}?$")
_JOINED: Final = re.compile(
    rf"{_QUOTE}?(?:\s+overall|\s+(?:for|in)\s+[^,.;]{{1,45}})?,?\s*(?:(?:or|and|to|/|but|nor|rather\s+than|,)\s*)(?:(?:be|as|is|now|even|an?|just|being|then|has\s+been|not|in\s+\d{{4}})\s+){{0,2}}{_QUOTE}?"
)
_FINAL: Final = re.compile(rf"{_QUOTE}?[\s.]*$")
_OPENING = "'\"“‘"
_CLOSING = "'\"”’"


class _Place:
    """A grade word with the text around it inside its unit."""

    def __init__(self, context: RuleContext, match: re.Match[str], unit: tuple[int, int], label: str) -> None:
        self.start, self.end = match.span()
        self.surface = match.group()
        self.word = " ".join(self.surface.lower().split())
        self.label = label
        self.kind = context.kind
        self.before = context.text[max(unit[0], self.start - _BEFORE) : self.start]
        self.after = context.text[self.end : min(unit[1], self.end + _AFTER)]
        self.first = not self.before.strip()
        self.raw_before = context.raw[self.start - 1 : self.start]
        self.raw_after = context.raw[self.end : self.end + 1]

    @property
    def improvement(self) -> bool:
        return self.word.startswith("requir")

    @property
    def old_scale(self) -> bool:
        """Words that are grades only of scales before 2013 and ordinary adjectives since."""
        return self.word in {"adequate", "poor"} or self.word.startswith("perform")

    @property
    def quoted(self) -> bool:
        closing = self.raw_after in _CLOSING or bool(re.match(r"[.,]['\"”’]", self.after))
        return bool(self.raw_before) and self.raw_before in _OPENING and bool(self.raw_after) and closing

    @property
    def ends_clause(self) -> bool:
        return _CLAUSE_END.match(self.after) is not None


def _strong(place: _Place) -> float:
    """Cues that hold for every grade word: verbs and nouns of rating beside it."""
    noun_follows = re.match(
        r"\s+(?:quality|practice|progress|work|support|level|standard|range|understanding|enough)\b",
        place.after,
    )
    if noun_follows:
        return 0.0
    if _STRONG_BEFORE.search(place.before):
        return 0.95
    if (
        _OBJECT_BEFORE.search(place.before)
        and place.ends_clause
        and re.search(r"(?i)\b" + _any("verbs_of_rating"), place.before)
    ):
        return 0.85
    if _OBJECT_DIRECT.search(place.before) and place.ends_clause:
        return 0.8
    return 0.0


def _whole(place: _Place) -> float:
    """Cues that hold where services or a judged area as a whole are the subject."""
    if place.improvement:
        return 0.85 if _WHOLE_REQUIRES.search(place.before) or _WHOLE_IS.search(place.before) else 0.0
    if place.ends_clause and _WHOLE_IS.search(place.before):
        return 0.8
    if (
        place.word in {"outstanding", "good"}
        and _PROVIDES_BEFORE.search(place.before)
        and _SERVICES_AFTER.match(place.after)
    ):
        return 0.6
    return 0.0


def _heading(place: _Place) -> float:
    """Cues of layout: a judged area with its grade after a colon or at the end of a heading."""
    if not _FINAL.fullmatch(place.after):
        return 0.0
    if _LABEL_COLON.search(place.before) and _AREA_LABEL.search(place.before):
        return 0.95
    if place.label in {"subheading", "headline", "list_item"} and (
        place.first or _AREA_LABEL.search(place.before)
    ):
        return 0.75
    return 0.0


def _modern(place: _Place) -> float:
    """Cues that are enough for the grades of the present scale only."""
    if place.quoted:
        return 0.85
    capital = (
        place.surface[0].isupper()
        and not place.first
        and not re.search(r"[.:;!?]\s*$|[“\"‘']$", place.before)
    )
    next_capital = re.match(r"\s+[A-Z]", place.after)
    if capital and not next_capital and place.label != "headline":
        return 0.75
    if _NOUN_AFTER.match(place.after):
        return 0.85
    if _WEAK_AFTER.match(place.after) and _GRADE_DEFINED.search(place.before) is None:
        return 0.55
    if (
        _FOUND_BEFORE.search(place.before)
        and place.word == "inadequate"
        and place.kind != "report"
        and place.ends_clause
    ):
        return 0.6
    if (_GAINED_BEFORE.search(place.before) or _MOVED_BEFORE.search(place.before)) and place.ends_clause:
        return 0.7
    if _FROM_BEFORE.search(place.before) and _TO_AFTER.match(place.after):
        return 0.9
    return 0.0


def _score(place: _Place) -> float:
    if place.label == "table":
        return 0.95 if place.surface[0].isupper() else 0.6
    if place.word.endswith("to be good"):
        return 0.95
    score = max(_strong(place), _heading(place))
    if not place.old_scale:
        score = max(score, _modern(place), _whole(place))
    if score:
        return score
    if (
        place.word == "requires improvement"
        and place.kind != "report"
        and not _PART_BEFORE.search(place.before)
    ):
        return 0.6
    return 0.0


def find_ratings(context: RuleContext) -> list[Mention]:
    """Find the grades of the regulator's scale in a document.

    A grade joined to another ("good or outstanding", "from inadequate to good") stands or falls with it.
    """
    starts = [block.start for block in context.blocks]
    found: list[Mention] = []
    for unit in context.units:
        places: list[_Place] = []
        scores: list[float] = []
        for match in _GRADE.finditer(context.text, *unit):
            index = bisect_right(starts, match.start()) - 1
            label = context.blocks[index].label if index >= 0 else ""
            places.append(_Place(context, match, unit, label))
            scores.append(_score(places[-1]))
        for i in range(len(places) - 1):
            if max(scores[i], scores[i + 1]) >= _ACCEPTED and _JOINED.fullmatch(
                context.text, places[i].end, places[i + 1].start
            ):
                shared = 0.9 * max(scores[i], scores[i + 1])
                if places[i + 1].ends_clause or scores[i + 1]:
                    scores[i], scores[i + 1] = max(scores[i], shared), max(scores[i + 1], shared)
        found += [
            Mention(place.start, place.end, "RATING", score)
            for place, score in zip(places, scores, strict=True)
            if score >= _ACCEPTED
        ]
    return found
