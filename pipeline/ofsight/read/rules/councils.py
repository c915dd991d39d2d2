"""Find local authorities: full names by form, bare place names by the evidence around them.

A name with its council words ("Halton council", "London borough of Sutton") is always a mention. A bare place
name is one when it stands for the authority, its services or its staff; that is decided by adding up cues to
the left and the right of it (``data/council_cues.csv``), what the document does with the place elsewhere,
and, for names in a row ("Sandwell, Dudley and Slough"), what is said of the whole row.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from ofsight.reading import Mention
from ofsight.register import load_register
from ofsight.values.patterns import read_lines

from .context import RuleContext
from .gazetteer import NameFinder, sentence_words
from .names import is_first_name
from .organisations import find_organisations

_DATA = Path(__file__).parent / "data"
_WINDOW = 110  # characters of context that cues look at
_THRESHOLD = 2.0
_AMBIGUOUS = -1.0
_NAMED_IN_FULL = 1.0
_SUBJECT_OF_REPORT = 0.5
_SURNAME_HERE = -5.0
_CAPITAL_NEIGHBOUR = -4.0
_WITH_FULL_NAME = 2.0
_LONG_ROW = 1.5
_NEWS = 1.5  # articles on councils seldom name a place for its own sake

_KIND = r"(?:metropolitan|london|county|city|borough|district|unitary)"
_SUFFIX = re.compile(
    rf"""\s+(?:
        (?:{_KIND}(?:\s+and\s+|\s+))*(?:council|corporation|(?-i:MBC|MDC|LBC|BC|CC))
          (?![a-z]|\s+(?:tax|houses?|housing|estates?|flats?|homes?)\b)
      | (?:{_KIND}\s+)*(?:unitary\s+|local\s+)authority(?!\s+areas?\b)
      | london\s+borough
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_PLURAL = re.compile(rf"\s+(?:{_KIND}\s+)*(?:councils|boroughs|(?:local\s+)?authorities)\b", re.IGNORECASE)
_PREFIX = re.compile(
    r"""(?:
        (?P<full> (?:london\s+borough|royal\s+borough|metropolitan\s+borough|metropolitan\s+district
                    |(?:city|county|borough|metropolitan\s+borough|district)\s+council|council)\s+of(?:\s+the)?
          | corporation\s+of )
      | (?P<part> (?-i:City|Borough|County|City\s+and\s+County)\s+of )
    )\s+$""",
    re.IGNORECASE | re.VERBOSE,
)
_FULL_BEGINNINGS = ("london borough of ", "royal borough of ", "council of ")
_TITLES = frozenset({"Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Cllr", "Councillor", "Sir", "Dame", "Judge"})
_PREPOSITION = re.compile(
    r"\b(?:in|at|of|to|from|for|by|with|near|across|outside|around|against|about|into|over|on|under|through"
    r"|throughout|within|between|towards)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_INDEFINITE = re.compile(r"\b(?:an?|another|first|one|any|every|few)\s+$", re.IGNORECASE)
_NOUN_AFTER = re.compile(
    r"\s+(?!(?:is|was|has|had|that|which|who|where|whose|in|to|on|of|at|and|or|for|with|by|as|will|would|could|"
    r"can|may|must|should|said|says|rated|under|after|since|when|because|run|from)\b)(?:[a-z])"
)
_BEFORE_NAME = re.compile(r"(?:\bthe\s+)?[\"“”'(]*$", re.IGNORECASE)  # article and opening mark
_JOINT = re.compile(
    r"\s*(?:,\s*(?:and|or)?|&|/|\band\b|\bor\b|\bas\s+well\s+as\b)\s*(?:the\s+)?$", re.IGNORECASE
)
_WORD_BEFORE = re.compile(r"([A-Za-z][\w'-]*)\.?\s+$")
_WORD_AFTER = re.compile(r"\s+([A-Z][\w'-]*)")
_LONG_WORD = re.compile(r"[A-Za-z][\w'-]{3,}")


@dataclass(frozen=True, slots=True)
class _Cue:
    weight: float
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Place:
    """An authority's name in the text: the unit it lies in, whose it may be, whether it is the full name."""

    start: int
    end: int
    unit: tuple[int, int]
    codes: tuple[str, ...]
    full: bool


@cache
def _cues() -> dict[str, list[_Cue]]:
    cues: dict[str, list[_Cue]] = {"left": [], "right": [], "subject": [], "word": []}
    with (_DATA / "council_cues.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cues[row["side"]].append(_Cue(float(row["weight"]), re.compile(row["pattern"], re.IGNORECASE)))
    return cues


@cache
def _ambiguous() -> dict[str, bool]:
    """Return the places whose names have other uses, and whether they are words of the language."""
    names = [name.lower() for name in read_lines(_DATA / "ambiguous_places.txt")]
    return {name.rstrip("*"): name.endswith("*") for name in names}


@cache
def _finder() -> NameFinder:
    return NameFinder({name for authority in load_register() for name in authority.names}, ignore_case=True)


@cache
def _alone() -> frozenset[str]:
    """Return the names, folded, that may stand for an authority without a council word."""
    return frozenset(
        _fold(name)
        for authority in load_register()
        if authority.childrens_services
        for name in authority.alone_names
    )


@lru_cache(maxsize=4096)
def _codes(surface: str) -> tuple[str, ...]:
    return tuple(authority.code for authority in load_register().candidates(surface))


def _fold(name: str) -> str:
    return re.sub(r"[\s\-]+", " ", name.replace("&", "and").replace("'", "").replace(",", "")).lower()


def find_councils(context: RuleContext) -> list[Mention]:
    """Return the mentions of local authorities, in order.

    Parameters
    ----------
    context : RuleContext
        The document as it is read.

    Returns
    -------
    list of Mention
        Spans with the label ``COUNCIL``; a full name scores 0.99, a bare one by its evidence.
    """
    others = [(mention.start, mention.end) for mention in find_organisations(context)]
    places = _collect(context, others)
    evidence = _Evidence(context.text, context.kind, places, _report_title(context))
    found = [Mention(place.start, place.end, "COUNCIL", 0.99) for place in places if place.full]
    for row in _rows(context.text, places):
        found += evidence.judge(row)
    return sorted(found)


def _report_title(context: RuleContext) -> str | None:
    """Return the text of a report's title: the place named there is the authority inspected."""
    if context.kind != "report":
        return None
    return next((context.text[b.start : b.end] for b in context.blocks if b.label == "headline"), None)


def _collect(context: RuleContext, others: Sequence[tuple[int, int]]) -> list[_Place]:
    """Return the full names and the bare ones that may stand for an authority, in order."""
    text = context.text
    places: list[_Place] = []
    inside = _Cover(others)
    alone = _alone()
    for unit in context.units:
        for start, end in _finder().find(text, *unit):
            name = _fold(text[start:end])
            left = _PREFIX.search(text, max(unit[0], start - 40), start)
            right = _SUFFIX.match(text, end, unit[1])
            complete = name.endswith((" council", " corporation")) or name.startswith(_FULL_BEGINNINGS)
            if complete or (right and left is None and _one_of_several(text, unit, start, right)):
                right = None
            named = complete or bool(right) or bool(left and left["full"])
            first = left.start() if left else start
            last = right.end() if right else end
            if inside.covers(first, last) or (inside.covers(start, end) and not right):
                continue
            if named or name in alone:
                places.append(_Place(first, last, unit, _codes(text[first:last]), named))
    return places


def _one_of_several(text: str, unit: tuple[int, int], start: int, word: re.Match[str]) -> bool:
    """Tell whether "an Essex council" is meant, one in that county, and not "an Essex council spokesman"."""
    return bool(_INDEFINITE.search(text, max(unit[0], start - 12), start)) and not _NOUN_AFTER.match(
        text, word.end(), unit[1]
    )


class _Cover:
    """Tell whether a stretch touches one of some spans that are in order and do not overlap."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = spans
        self._next = 0

    def covers(self, start: int, end: int) -> bool:
        while self._next and self._spans[self._next - 1][1] > start:
            self._next -= 1
        while self._next < len(self._spans) and self._spans[self._next][1] <= start:
            self._next += 1
        return self._next < len(self._spans) and self._spans[self._next][0] < end


def _rows(text: str, places: Sequence[_Place]) -> Iterator[list[_Place]]:
    """Group names that stand in a row ("Sandwell, Dudley and Slough")."""
    row: list[_Place] = []
    for place in places:
        if row and place.unit == row[-1].unit and _JOINT.fullmatch(text, row[-1].end, place.start):
            row.append(place)
            continue
        if row:
            yield row
        row = [place]
    if row:
        yield row


class _Evidence:
    """What speaks for and against a bare place name being the authority."""

    def __init__(
        self,
        text: str,
        kind: str | None,
        places: Sequence[_Place],
        title: str | None,
    ) -> None:
        self._text = text
        self._base = 0.0 if kind == "report" else _NEWS
        self._named_in_full = {code for place in places if place.full for code in place.codes}
        self._in_title = {
            code
            for place in places
            if title and text[place.start : place.end] in title
            for code in place.codes
        }
        self._surnames = {_fold(text[p.start : p.end]) for p in places if not p.full and self._is_surname(p)}

    def judge(self, row: list[_Place]) -> Iterator[Mention]:
        """Yield the mentions among the bare names of one row."""
        if all(place.full for place in row):
            return
        shared = self._shared(row)
        for place in row:
            if place.full:
                continue
            total = shared + self._own(place)
            if total >= _THRESHOLD:
                yield Mention(place.start, place.end, "COUNCIL", 1 / (1 + math.exp(-total / 2)))

    def _shared(self, row: list[_Place]) -> float:
        """Return the evidence around a whole row."""
        text, unit = self._text, row[0].unit
        start, end = row[0].start, row[-1].end
        left = text[max(unit[0], start - _WINDOW) : start]
        if unit[0] < start - _WINDOW:
            left = "~" + left  # not the beginning of the sentence
        left = _BEFORE_NAME.sub("", left, count=1)
        cues = _cues()
        before = [cue.weight for cue in cues["left"] if cue.pattern.search(left)]
        after = [cue.weight for cue in cues["right"] if cue.pattern.match(text, end, unit[1])]
        if not _PREPOSITION.search(left):
            after += [cue.weight for cue in cues["subject"] if cue.pattern.match(text, end, unit[1])]
        total = self._base + _sum_side(before) + _sum_side(after)
        if max(after, default=0.0) < _WITH_FULL_NAME and self._capital_after(end, unit):
            total += _CAPITAL_NEIGHBOUR
        if any(place.full for place in row):
            total += _WITH_FULL_NAME
        if len(row) > 2:
            total += _LONG_ROW
        if len(row) > 1 and _PLURAL.match(text, end, unit[1]):
            total += _WITH_FULL_NAME
        return total

    def _own(self, place: _Place) -> float:
        """Return the evidence that concerns one name only."""
        name = _fold(self._text[place.start : place.end])
        total = 0.0
        if name in _ambiguous():
            total += _AMBIGUOUS
            if _ambiguous()[name]:
                total += sum(c.weight for c in _cues()["word"] if c.pattern.match(self._text, place.end))
        if name in self._surnames:
            total += _SURNAME_HERE
        if self._capital_before(place):
            total += _CAPITAL_NEIGHBOUR
        if self._named_in_full.intersection(place.codes):
            total += _NAMED_IN_FULL
        if self._in_title.intersection(place.codes):
            total += _SUBJECT_OF_REPORT
        return total

    def _is_surname(self, place: _Place) -> bool:
        """Tell whether a title or a first name stands right before the name."""
        before = _WORD_BEFORE.search(self._text, max(place.unit[0], place.start - 30), place.start)
        if before is None:
            return False
        word = before[1].title() if before[1].isupper() else before[1]  # "will Slough" names nobody
        return is_first_name(word) or word in _TITLES

    def _capital_before(self, place: _Place) -> bool:
        """Tell whether a capitalised word, not one that begins the sentence, stands right before the name."""
        before = _WORD_BEFORE.search(self._text, max(place.unit[0], place.start - 30), place.start)
        if not before or not before[1][0].isupper() or self._in_title_case(place.unit):
            return False
        return before[1].lower() not in sentence_words() and "-" not in before[1]

    def _capital_after(self, end: int, unit: tuple[int, int]) -> bool:
        after = _WORD_AFTER.match(self._text, end, unit[1])
        return bool(after) and not self._in_title_case(unit)

    def _in_title_case(self, unit: tuple[int, int]) -> bool:
        """Tell whether Nearly Every Word of a Unit Begins With a Capital, as in some headlines."""
        if unit[1] - unit[0] > 200:
            return False
        words = _LONG_WORD.findall(self._text, *unit)
        return len(words) >= 4 and sum(word[0].isupper() for word in words) >= 0.75 * len(words)


def _sum_side(weights: Sequence[float]) -> float:
    """Return the strongest cue in favour with all those against: cues in favour repeat each other."""
    return max((w for w in weights if w > 0), default=0.0) + sum(w for w in weights if w < 0)
