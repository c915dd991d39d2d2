"""OFFICIAL mentions: names of people who act in an official or professional capacity (codebook section 3).

A run of capitalised words is a person's name by its first name or its shape, and an official's by what
stands beside it: a title, a role, a verb of saying, an inspector's byline. Once introduced, a person is found
again by full name or surname.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ofsight.reading import Mention
from ofsight.values.patterns import any_of, read_words

from .context import RuleContext
from .names import NameRun, also_surnames, is_first_name, name_runs, not_name_words
from .roles import find_roles

_CUES: Final = read_words(Path(__file__).parent / "data" / "official_cues.json")
_TITLES = any_of(_CUES["titles"])
_TITLE: Final = re.compile(rf"(?:\b{_TITLES}\.?\s+)+$")
_TITLE_WORDS: Final = frozenset(form for title in _CUES["titles"] for form in (title, f"{title}."))
_OFFICIAL_TITLE: Final = re.compile(rf"\b{any_of(_CUES['titles_of_officials'])}\.?\s+$")
_SAYS = any_of(_CUES["verbs_of_saying"])
_SAYS_AFTER: Final = re.compile(
    rf"(?:,[^.;“”\"]{{1,110}},)?(?:\s+{any_of(_CUES['words_before_saying'])})*\s*,?\s+{_SAYS}\b|\s*:\s*[“\"']"
)
_SAYS_BEFORE: Final = re.compile(rf"\b{_SAYS}(?:\s+(?:by|to))?\s+$")
_POST_BEFORE: Final = re.compile(rf"(?i)\b{any_of(_CUES['before_a_holder'])},?\s+$")
_PRIVATE_BEFORE: Final = re.compile(rf"(?i)\b{any_of(_CUES['before_a_private_person'])}\s*,?\s+$")
_PRIVATE_AFTER: Final = re.compile(
    r"\s*(?:,\s*(?:\d{1,2}|aged)\b|\s*\(\d{1,2}\)|,?\s+(?:who\s+was\s+(?:killed|murdered)|died|was\s+murdered))"
)
_APPOSITION: Final = re.compile(
    rf"(?:\s*[,(–-]\s*|\s+)(?:{any_of(_CUES['verbs_of_holding'])}\s+)?"
    rf"(?:(?:{any_of(_CUES['between_name_and_role'])}|{any_of(_CUES['honours'])}|[A-Z][\w&-]*(?:'s?)?|\(?[A-Z]{{2,}}\)?'?s?)"
    r"[\s,]+){0,9}$"
)
_BEFORE_ROLE_GAP: Final = re.compile(
    rf"\s*+,?\s*+(?:(?:at|of|for)\s+(?:the\s+)?(?:[A-Z][\w'&-]*+\s*+|council\s*+|and\s++)+,?\s*+"
    rf"|\([A-Z]+\)\s*+,?\s*+|,?\s*+{_TITLES}\.?\s*+|is\s++|was\s++|:\s*+|-\s*+|as\s++)*$"
)
_QUALIFICATION: Final = re.compile(
    rf",?\s+\(?{any_of(_CUES['honours'])}\b|,\s+(?:His|Her)\s+Majesty's\s+Inspector\b|,\s+Ofsted\b"
)
_LISTED: Final = re.compile(
    r"(?:\s*\((?:OI|HMI|SHMI)\)|\s+HMI)?\s*(?:,\s*(?:and\s+)?|\s+and\s+|\s+&\s+)(?:Cllr\.?\s+|Dr\s+|HMI\s+)?"
)
_SURE, _LIKELY = 0.9, 0.75


@dataclass(slots=True)
class _Known:
    """The people met so far: full names, and the surnames by which they are spoken of later."""

    full: set[str] = field(default_factory=set)
    surnames: set[str] = field(default_factory=set)

    def add(self, name: str) -> None:
        words = name.split()
        if len(words) > 1:
            self.full.add(" ".join(words))
            self.surnames.add(words[-1])


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    name: str
    first_known: bool
    unit: tuple[int, int]


def _candidates(run: NameRun, unit: tuple[int, int]) -> list[_Candidate]:
    """Return the names inside a run of capitalised words: from a first name, or all where none is known."""
    found: list[_Candidate] = []
    i, words, stop = 0, run.words, not_name_words()
    while i < len(words):
        first = is_first_name(_bare(words[i][2]))
        if words[i][2] in stop and not (first and i + 1 < len(words) and words[i + 1][2] not in stop):
            i += 1
            continue
        if words[i][2] in _TITLE_WORDS or (words[i][2].isupper() and len(words[i][2]) > 2):
            i += 1
            continue
        last = i
        while (
            last + 1 < len(words)
            and last - i < 4
            and not _ends(words[last + 1][2], stop, last - i)
            and not words[last][2].endswith("'s")
        ):
            if not first and last + 2 < len(words) and _starts_name(words, last + 1, stop):
                break
            last += 1
        end = words[last][1] - (2 if words[last][2].endswith("'s") else 0)
        name = " ".join(word for _, _, word in words[i : last + 1])
        found.append(_Candidate(words[i][0], end, name.removesuffix("'s"), first and last > i, unit))
        i = last + 1
    return found


def _starts_name(words: list[tuple[int, int, str]], i: int, stop: frozenset[str]) -> bool:
    """Say whether a first name and a surname stand here, as in "Barnet Chris Munday"."""
    return is_first_name(words[i][2]) and not _ends(words[i + 1][2], stop, 0)


def _bare(word: str) -> str:
    return word.removesuffix("'s")


def _ends(word: str, stop: frozenset[str], taken: int) -> bool:
    bare = _bare(word)
    # "Hall" and "Green" are surnames too, right after a first name.
    surname = taken == 0 and bare in also_surnames()
    return (bare in stop and not surname) or (word.isupper() and len(word) > 2) or bare in _TITLE_WORDS


class _Finder:
    def __init__(self, context: RuleContext) -> None:
        self.context = context
        self.text = context.text
        self.known = _Known()
        self.mentions: dict[tuple[int, int], float] = {}
        self.roles = sorted((m.start, m.end) for m in find_roles(context))
        self.bylines = [(b.start, b.end) for b in context.blocks if b.label == "byline"]

    def run(self) -> list[Mention]:
        waiting: list[_Candidate] = []
        for unit in self.context.units:
            for run in name_runs(self.text, *unit):
                for candidate in _candidates(run, unit):
                    score = self.score(candidate)
                    if score:
                        self.mentions[candidate.start, candidate.end] = score
                        self.known.add(candidate.name)
                    else:
                        waiting.append(candidate)
        for candidate in waiting:
            score = self.again(candidate)
            if score:
                self.mentions[candidate.start, candidate.end] = score
        return [Mention(start, end, "OFFICIAL", score) for (start, end), score in self.mentions.items()]

    def before(self, candidate: _Candidate) -> str:
        return self.text[max(candidate.unit[0], candidate.start - 60) : candidate.start]

    def after(self, candidate: _Candidate) -> str:
        return self.text[candidate.end : min(candidate.unit[1], candidate.end + 160)]

    def score(self, candidate: _Candidate) -> float:
        """Return how sure the candidate is the name of an official, by its own surroundings."""
        before, after = self.before(candidate), self.after(candidate)
        if _PRIVATE_BEFORE.search(before) or _PRIVATE_AFTER.match(after):
            return 0.0
        if _TITLE.search(before):
            return self.titled(candidate, before, after)
        if " " not in candidate.name:
            return 0.0
        if candidate.first_known and self.joined(candidate):
            return _LIKELY
        in_post = self.role_before(candidate) or self.role_after(candidate) or _QUALIFICATION.match(after)
        if candidate.first_known:
            speaks = _SAYS_AFTER.match(after) or _SAYS_BEFORE.search(before) or _POST_BEFORE.search(before)
            return _SURE if in_post or speaks or self.in_byline(candidate) else 0.0
        shaped = not any(_bare(word) in not_name_words() for word in candidate.name.split())
        return _LIKELY if in_post and shaped and self.role_close(candidate) else 0.0

    def titled(self, candidate: _Candidate, before: str, after: str) -> float:
        """Return the score of a name with a title: "Cllr" makes an official, "Mrs" alone does not."""
        if _OFFICIAL_TITLE.search(before) or " " in candidate.name or re.search(r"\bDear\s+\w+\s+$", before):
            return _SURE
        speaks = _SAYS_AFTER.match(after) or self.role_after(candidate) or self.role_before(candidate)
        return _SURE if speaks else 0.0

    def joined(self, candidate: _Candidate) -> bool:
        """Say whether the candidate goes on a list of officials: "Councillors Jane Birch and Amit Patel"."""
        if not self.mentions:
            return False
        last = next(reversed(self.mentions))
        return _LISTED.fullmatch(self.text, last[1], candidate.start) is not None

    def in_byline(self, candidate: _Candidate) -> bool:
        return any(start <= candidate.start < end for start, end in self.bylines)

    def role_before(self, candidate: _Candidate) -> bool:
        for start, end in reversed(self.roles):
            if end <= candidate.start and candidate.start - end < 90 and start >= candidate.unit[0]:
                return _BEFORE_ROLE_GAP.fullmatch(self.text, end, candidate.start) is not None
        return False

    def role_after(self, candidate: _Candidate) -> bool:
        for start, _ in self.roles:
            if candidate.end <= start < min(candidate.unit[1], candidate.end + 110):
                return _APPOSITION.fullmatch(self.text, candidate.end, start) is not None
        return False

    def role_close(self, candidate: _Candidate) -> bool:
        """For names of unknown first name: a role right before, or after a comma."""
        if self.role_before(candidate):
            return True
        return re.match(r"\s*[,(]", self.after(candidate)) is not None

    def again(self, candidate: _Candidate) -> float:
        """Return how sure the candidate is someone met elsewhere in the document."""
        if candidate.name in self.known.full:
            return _SURE
        words = candidate.name.split()
        if len(words) == 1 and candidate.name in self.known.surnames:
            before, after = self.before(candidate), self.after(candidate)
            if _TITLE.search(before) or _SAYS_AFTER.match(after) or _SAYS_BEFORE.search(before):
                return _SURE
            if (
                re.search(r"(?:\bin|\bat|\bof|\bfor|\bto|\bfrom|\bacross|\band)\s+$", before)
                or self.text[candidate.end : candidate.end + 2] == "'s"
            ):
                return 0.0
            return _LIKELY
        return 0.0


def find_officials(context: RuleContext) -> list[Mention]:
    """Find the names of officials; titles ("Cllr", "Dr", "Ms") are left out of the span."""
    return _Finder(context).run()
