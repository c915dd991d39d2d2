"""Find bodies other than local authorities: listed names, and names that end or begin with a word for a body.

Three sources, in this order: the register's names as printed; a name followed or preceded by a type word
("Alder Hey Children's Hospital", "University of Bedfordshire"; ``data/organisation_types.csv``);
abbreviations that the document itself sets in brackets behind such a name, wherever they stand in it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from ofsight.reading import Mention
from ofsight.register import load_organisations, load_register

from .context import RuleContext
from .gazetteer import NameFinder, sentence_words

_DATA = Path(__file__).parent / "data"
_LISTED = 0.97
_BY_TYPE = 0.85
_BY_ABBREVIATION = 0.9

# A run of capitalised words in front of a type word; small words may stand between them, never at its ends.
_NAME_BEFORE = re.compile(
    r"(?:[A-Z][\w.-]*(?:'s(?=\s)|s'(?=\s)|'[A-Z]\w+)?(?:\s+(?:of|and|&|upon|on|in|for))?,?\s+){1,7}$"
)
_WORD = re.compile(r"[A-Za-z&][\w.'-]*")
_NAME_WORD = r"[A-Z]\w*(?:-[A-Z]\w*)*(?:'s(?=\s+[A-Z])|s'(?=\s+[A-Z]))?"
_NAME_AFTER = re.compile(rf"\s+{_NAME_WORD}(?:\s+(?:(?:of|upon|for)\s+)?{_NAME_WORD}){{0,4}}(?![\w-])")
_NAMES_AFTER = re.compile(
    rf"\s+{_NAME_WORD}(?:(?:\s+|,\s+|,?\s+(?:of|and|for|&|in)\s+){_NAME_WORD}){{0,6}}(?![\w-])"
)
_OFFICE = re.compile(r"\s+and\s+Crime\s+Comm")  # "Kent Police and Crime Commissioner" is a post
_BRACKETED = re.compile(r"\s*\(\s*(?:the\s+|or\s+)?'?([A-Z][A-Za-z&]{1,8})'?\s*\)")
_BOARD_ABBREVIATION = re.compile(r"\b(?:boards?|partnership)\s+\(\s*([A-Z][A-Z&]{1,6})\s*\)")
_LOCAL_BOARDS = frozenset({"LSCB", "LSCP"})
_SAFEGUARDING_ABBREVIATION = re.compile(r"\b[A-Z]{1,4}SC[BP](?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class _Type:
    needs: str
    pattern: re.Pattern[str]


@cache
def _listed() -> NameFinder:
    return NameFinder(name for body in load_organisations().values() for name in body.names)


@cache
def _types(position: str) -> list[tuple[str, str]]:
    with (_DATA / "organisation_types.csv").open(encoding="utf-8", newline="") as file:
        return [(row["needs"], row["phrase"]) for row in csv.DictReader(file) if row["position"] == position]


@cache
def _after() -> re.Pattern[str]:
    """Return one pattern for all type words that follow a name; the group says what the name must be."""
    groups: dict[str, list[str]] = {}
    for needs, phrase in _types("after"):
        groups.setdefault(needs, []).append(phrase)
    # What may stand without a name goes first: it is longer and more specific than the single words.
    alternatives = [f"(?P<{needs}>{'|'.join(groups[needs])})" for needs in ("none", "name", "place")]
    return re.compile(rf"(?<![\w'&])(?:{'|'.join(alternatives)})(?![A-Za-z])")


@cache
def _before() -> re.Pattern[str]:
    """Return one pattern for all type words that a name follows; only some names may hold "and"."""
    groups: dict[str, list[str]] = {}
    for needs, phrase in _types("before"):
        groups.setdefault(needs, []).append(phrase)
    alternatives = [f"(?P<{needs}>{'|'.join(phrases)})" for needs, phrases in groups.items()]
    return re.compile(rf"(?<![\w'&])(?:{'|'.join(alternatives)})(?=\s+[A-Z])")


@cache
def _words(role: str) -> frozenset[str]:
    with (_DATA / "organisation_words.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["word"].lower() for row in csv.DictReader(file) if row["role"] == role)


@cache
def _place_words() -> frozenset[str]:
    return frozenset(
        word.lower()
        for authority in load_register()
        for name in authority.names
        for word in _WORD.findall(name)
        if word[0].isupper()
        and word not in {"Council", "Borough", "City", "County", "District", "Royal", "The"}
    )


def find_organisations(context: RuleContext) -> list[Mention]:
    """Return the mentions of bodies other than local authorities, in order and without overlap.

    Parameters
    ----------
    context : RuleContext
        The document as it is read.

    Returns
    -------
    list of Mention
        Spans with the label ``ORGANISATION``.
    """
    return list(_find(context.text, tuple(context.units)))


@lru_cache(maxsize=1)
def _find(text: str, units: tuple[tuple[int, int], ...]) -> tuple[Mention, ...]:
    """Find the bodies of one document; kept for the council rule, which asks again."""
    found: list[Mention] = []
    for unit in units:
        listed = [
            _listed_mention(text, unit[0], start, end)
            for start, end in _listed().find(text, *unit)
            if not _OFFICE.match(text, end)
        ]
        typed = [*_named_before(text, unit, listed), *_named_after(text, unit, listed)]
        found += _longest(listed + typed)
    return tuple(_longest(found + _abbreviations(text, units, found)))


def _listed_mention(text: str, floor: int, start: int, end: int) -> Mention:
    """Return the mention of a listed name; a safeguarding board has its place with it ("Slough LSCB")."""
    if text[start:end] in _LOCAL_BOARDS:
        name_start = _name_start(text, max(floor, start - 60), start)
        if name_start < start and _is_place(text[name_start:start]):
            start = name_start
    return Mention(start, end, "ORGANISATION", _LISTED)


def _longest(mentions: list[Mention]) -> list[Mention]:
    """Keep the longest of overlapping mentions; in order."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.end - mention.start > kept[-1].end - kept[-1].start:
            kept[-1] = mention
    return kept


def _named_before(text: str, unit: tuple[int, int], listed: list[Mention]) -> Iterator[Mention]:
    """Yield names that end with a type word."""
    previous = unit[0]
    for found in _after().finditer(text, *unit):
        floor = max([previous, *(m.end for m in listed if m.end <= found.start())])
        start = _name_start(text, max(floor, unit[0], found.start() - 90), found.start())
        needs = found.lastgroup
        name = text[start : found.end()]
        if start == found.start():
            # "Health and Wellbeing Board" is a name by itself, "Police" is not.
            if needs != "none":
                continue
        elif needs == "place" and not _is_place(text[start : found.start()]):
            continue
        if _is_no_body(name):
            continue
        previous = found.end()
        yield Mention(start, previous, "ORGANISATION", _BY_TYPE)


def _is_no_body(name: str) -> bool:
    """Tell whether a name ends in something that is no body by itself, such as "Virtual School"."""
    folded = " ".join(name.split()).lower()
    return folded in _words("not_a_body") or folded.endswith(tuple(_words("never_a_body")))


def _is_place(name: str) -> bool:
    """Tell whether a newspaper's or club's name begins with a place or a word such as "Evening"."""
    words = [word.lower() for word in _WORD.findall(name)]
    return bool(words) and words[-1] in (_place_words() | _words("lead"))


def _name_start(text: str, floor: int, end: int) -> int:
    """Return where the capitalised name that ends before ``end`` begins; ``end`` when there is none."""
    run = _NAME_BEFORE.search(text, floor, end)
    if not run or (run.start() > floor and text[run.start() - 1] not in " ("):
        return end
    words = list(_WORD.finditer(text, run.start(), end))
    first = 0
    for index in range(1, len(words)):
        before, word = words[index - 1], words[index]
        gap = text[before.end() : word.start()]
        if word.group() in {"and", "&", "for"} and _ends_a_name(before.group()):
            first = index + 1
        elif "," in gap and not _goes_on(before.group()):
            first = index
    while first < len(words) and _stands_apart(words[first].group()):
        first += 1
    return words[first].start() if first < len(words) else end


def _stands_apart(word: str) -> bool:
    """Tell whether a word at the head of a name is none of it: "When", "Bury's" (but not "Mary's")."""
    owner = word.removesuffix("'s")
    return owner.lower() in sentence_words() or (owner != word and owner.lower() in _place_words())


def _ends_a_name(word: str) -> bool:
    """Tell whether a name ends here before a conjunction: "Halton Council and Cheshire Police"."""
    return word in {"Council", "council", "Corporation"} or (len(word) > 1 and word.isupper())


def _goes_on(word: str) -> bool:
    """Tell whether a comma after this word may lie inside a name: "Rotherham, Doncaster and South Humber"."""
    return word.lower() in _place_words() or word.lower() in _words("part")


def _named_after(text: str, unit: tuple[int, int], listed: list[Mention]) -> Iterator[Mention]:
    """Yield names that begin with a type word."""
    for found in _before().finditer(text, *unit):
        pattern = _NAMES_AFTER if found.lastgroup == "names" else _NAME_AFTER
        ceiling = min((m.start for m in listed if m.start >= found.end()), default=unit[1])
        name = pattern.match(text, found.end(), ceiling)
        if name and not any(m.start <= found.start() < found.end() < m.end for m in listed):
            yield Mention(found.start(), name.end(), "ORGANISATION", _BY_TYPE)


def _abbreviations(text: str, units: tuple[tuple[int, int], ...], found: list[Mention]) -> list[Mention]:
    """Return the places of abbreviations that the document introduces in brackets behind a body's name."""
    introduced = {match[1] for unit in units for match in _BOARD_ABBREVIATION.finditer(text, *unit)}
    for mention in found:
        match = _BRACKETED.match(text, mention.end)
        if match and _abbreviates(match[1], text[mention.start : mention.end]):
            introduced.add(match[1])
    alternatives = "|".join(re.escape(short) for short in sorted(introduced, key=len, reverse=True))
    patterns = [_SAFEGUARDING_ABBREVIATION]
    if alternatives:
        patterns.append(re.compile(rf"(?<![\w&])(?:{alternatives})(?![A-Za-z&])"))
    return [
        Mention(*match.span(), "ORGANISATION", _BY_ABBREVIATION)
        for unit in units
        for pattern in patterns
        for match in pattern.finditer(text, *unit)
    ]


def _abbreviates(short: str, name: str) -> bool:
    """Tell whether the capitals of an abbreviation are initials of the name's words, in order."""
    initials = [word[0].lower() for word in _WORD.findall(name)]
    position = 0
    for letter in short:
        if letter.isupper():
            try:
                position = initials.index(letter.lower(), position) + 1
            except ValueError:
                return False
    return True
