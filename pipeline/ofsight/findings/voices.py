"""Who can speak in an article: mentions of people, bodies and groups that assertions may be put down to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from ofsight.record import Entity
from ofsight.record.types import SourceClass
from ofsight.register.organisations import get_organisation
from ofsight.values.patterns import read_lines

from .name_patterns import (
    ARTICLE_START,
    BARE_NAME,
    BEFORE_POST,
    BEFORE_SPOKES,
    CAPITALISED,
    FIRST_NAME,
    HOLDER,
    NO_NAME,
    PERSONAL,
    PLACE_AFTER,
    PLACED,
    REACH_AFTER,
    REACH_BEFORE,
    SPOKES,
    SPOKES_FOR,
    THAT_CLAUSE,
    TITLE_BEFORE,
    TITLED,
)

_DATA = Path(__file__).parent / "data"
Number = Literal["person", "body", "group", "pronoun", "document"]


class Voice(NamedTuple):
    """A mention of somebody who may have spoken, ``text[start:end]``; ``source`` None if only context tells.

    ``identity`` is the same for mentions of one speaker ("Pym" of "Nora Pym" and "Ms Pym"); ``named``: by a
    name, not by a noun ("a nurse").
    """

    start: int
    end: int
    source: SourceClass | None
    number: Number
    identity: str
    named: bool = False


@cache
def _phrases() -> re.Pattern[str]:
    """Compile the noun phrases of ``data/voices.txt``: one group a source class and number."""
    groups: dict[str, list[str]] = {}
    for line in read_lines(_DATA / "voices.txt"):
        source, number, phrase = line.split(maxsplit=2)
        groups.setdefault(f"{source}_{number}", []).append(phrase)
    return re.compile(
        "|".join(rf"\b(?P<{name}>{'|'.join(phrases)})\b" for name, phrases in groups.items()), re.IGNORECASE
    )


@cache
def _person_words() -> tuple[tuple[SourceClass, re.Pattern[str]], ...]:
    """Compile the words beside a person's name that tell whom the person speaks for."""
    rules: list[tuple[SourceClass, re.Pattern[str]]] = []
    for line in read_lines(_DATA / "persons.txt"):
        source, words = line.split(maxsplit=1)
        rules.append((source, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)))  # type: ignore[arg-type]  # the file's first column holds source classes only
    return tuple(rules)


def _surname(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1].lower()


def _nearest_words(name: str, beside: str) -> SourceClass | None:
    """Return the source class that the words nearest to a name tell, those after it before those in front."""
    start = max(beside.find(name), 0)
    end = start + len(name)
    best: tuple[int, SourceClass] | None = None
    for source, words in _person_words():
        for match in words.finditer(beside):
            distance = match.start() - end if match.start() >= end else max(start - match.end(), 0)
            if best is None or distance < best[0]:
                best = (distance, source)
    return best[1] if best else None


class People:
    """Remember whom each person speaks for: it is said where the name comes first."""

    def __init__(self) -> None:
        self._known: dict[str, SourceClass] = {}

    def known(self, surname: str) -> SourceClass | None:
        """Return the source class of a person named before, by surname."""
        return self._known.get(surname.lower())

    def source_of(self, name: str, beside: str, *, official: bool) -> SourceClass:
        """Return the person's source class.

        Parameters
        ----------
        name : str
            The name as it stands.
        beside : str
            The words around it, where a post or a body may be named.
        official : bool
            The person acts in an official capacity: without other words, for the council.
        """
        surname = _surname(name)
        if surname not in self._known:
            source = _nearest_words(name, beside)
            if source is not None:
                self._known[surname] = source
        if official:
            return self._known.setdefault(surname, "council")
        return self._known.get(surname, "other")


def _overlaps(taken: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in taken)


def _spokesperson(text: str, match: re.Match[str], floor: int) -> Voice:
    """Widen "spokesperson" to its noun phrase and tell whose it is."""
    before = BEFORE_SPOKES.search(text, max(floor, match.start() - 120), match.start())
    start = before.start() if before else match.start()
    # "However, the spokesperson": the phrase begins at its article, where it has one
    articles = list(ARTICLE_START.finditer(text, start, match.start()))
    articles = [a for a in articles if a.start() == start or not text[a.start() - 1].isalnum()]
    if articles and articles[-1].start() > start:
        lead = text[start : articles[-1].start()].strip().lower()
        if not lead.endswith((" of", " for", " and")):
            start = articles[-1].start()
    end = match.end()
    phrase = text[start:end]
    source: SourceClass | None = next((name for name, words in SPOKES_FOR if words.search(phrase)), "council")
    if re.fullmatch(r"(?:(?:an?|the|its)\s+)?spokes\w+", phrase, re.IGNORECASE):
        source = None
    return Voice(start, end, source, "person", "spokesperson")


def _entity_voice(text: str, entity: Entity, people: People, start: int, end: int) -> Voice | None:
    name = text[entity.start : entity.end]
    if entity.label == "OFFICIAL":
        beside = _beside(text, (start, end), (entity.start, entity.end))
        title = TITLE_BEFORE.search(text, max(start, entity.start - 14), entity.start)
        return Voice(
            title.start() if title else entity.start,
            entity.end,
            people.source_of(name, beside, official=True),
            "person",
            _surname(name),
            named=True,
        )
    if entity.label == "ORGANISATION":
        organisation = get_organisation(str(entity.value)) if entity.value else None
        source: SourceClass = organisation.source if organisation else "other"
        return Voice(entity.start, entity.end, source, "body", str(entity.value or name.lower()))
    if entity.label == "COUNCIL":
        return Voice(entity.start, entity.end, "council", "body", f"council {entity.value}")
    return None


def _named(
    names: re.Pattern[str],
    masked: str,
    sentence: tuple[int, int],
    taken: list[tuple[int, int]],
    people: People,
    *,
    official: bool,
) -> list[Voice]:
    """Find people that no entity names: by a title before the name, or by the look of a name."""
    voices = []
    for match in names.finditer(masked, *sentence):
        span = match.span(match.lastindex or 0)
        if names is not TITLED:
            lead = NO_NAME.match(masked, *span)
            span = (lead.end() if lead else span[0], span[1])
            placed = PLACED.search(masked, max(sentence[0], span[0] - 14), span[0])
            if placed and not PERSONAL.match(masked, span[1], sentence[1]):
                continue
        if span[0] >= span[1] or _overlaps(taken, *span):
            continue
        name = masked[slice(*span)]
        source = people.source_of(name, _beside(masked, sentence, match.span()), official=official)
        start = match.start() if names is TITLED else span[0]
        voices.append(Voice(start, span[1], source, "person", _surname(name), named=True))
        taken.append(match.span())
    return voices


def _is_owner(voice: Voice, match: re.Match[str]) -> bool:
    """Tell whether a body is named within the phrase for its people, "Ofsted" in "Ofsted inspectors"."""
    within = match.start() <= voice.start and voice.end < match.end()
    return within and voice.number == "body" and (match.lastgroup or "") == f"{voice.source}_group"


def _posts(masked: str, entities: Sequence[Entity], taken: list[tuple[int, int]], floor: int) -> list[Voice]:
    """Find people told by their post, with its article ("the deputy head"), that no phrase names."""
    voices = []
    for entity in entities:
        if entity.label != "ROLE" or _overlaps(taken, entity.start, entity.end):
            continue
        article = BEFORE_POST.search(masked, max(floor, entity.start - 50), entity.start)
        if article is None:
            continue
        phrase = masked[article.start() : entity.end]
        source = _nearest_words(phrase, phrase) or "council"
        voices.append(Voice(article.start(), entity.end, source, "person", phrase.lower()))
        taken.append((article.start(), entity.end))
    return voices


def _surnames(
    masked: str, sentence: tuple[int, int], taken: list[tuple[int, int]], people: People
) -> list[Voice]:
    """Find people named before who are now named by surname alone."""
    voices = []
    for match in CAPITALISED.finditer(masked, *sentence):
        source = people.known(match.group())
        if source is not None and not _overlaps(taken, *match.span()):
            voices.append(Voice(*match.span(), source, "person", _surname(match.group()), named=True))
    return voices


def _beside(text: str, sentence: tuple[int, int], span: tuple[int, int]) -> str:
    """Return the words of a sentence around a name, where a post or a body may be named."""
    return text[max(sentence[0], span[0] - REACH_BEFORE) : min(sentence[1], span[1] + REACH_AFTER)]


def _holds(masked: str, post: Voice, person: Voice) -> bool:
    """Tell whether a person told by a post is the one named after it."""
    return (
        post.number == "person"
        and not post.named
        and post.identity != "spokesperson"
        and HOLDER.fullmatch(masked, post.end, person.start) is not None
    )


def _as_phrases(masked: str, end: int, voices: list[Voice]) -> list[Voice]:
    """Leave out a post before its holder's name, and take a place into the phrase of whom it describes."""
    kept: list[Voice] = []
    for voice in voices:
        before = kept[-1] if kept else None
        if before is not None and voice.start < before.end:
            continue
        if before is not None and voice.named and _holds(masked, before, voice):
            kept.pop()
        place = None
        if not voice.named and voice.source == "other" and voice.number in {"person", "group"}:
            place = PLACE_AFTER.match(masked, voice.end, end)
        kept.append(voice if place is None else voice._replace(end=place.end()))
    return kept


def find_voices(
    masked: str, sentence: tuple[int, int], entities: Sequence[Entity], people: People
) -> list[Voice]:
    """Find everybody in a sentence who may be its speaker, in order, not overlapping.

    Parameters
    ----------
    masked : str
        The reading text with quoted words blanked: who is named in a quotation does not speak it.
    sentence : (start, end)
        Where to look.
    entities : sequence of Entity
        The entities of that sentence.
    people : People
        Whom the people named so far speak for; grows.
    """
    start, end = sentence
    voices: list[Voice] = []
    taken: list[tuple[int, int]] = []
    for match in SPOKES.finditer(masked, start, end):
        voice = _spokesperson(masked, match, start)
        voices.append(voice)
        taken.append((voice.start, voice.end))
    for entity in entities:
        if masked[entity.start : entity.end].strip("\x00 ") and not _overlaps(
            taken, entity.start, entity.end
        ):
            found = _entity_voice(masked, entity, people, start, end)
            if found is not None:
                voices.append(found)
            if entity.label != "ROLE":
                taken.append((entity.start, entity.end))
    voices += _named(TITLED, masked, sentence, taken, people, official=True)
    for match in _phrases().finditer(masked, start, end):
        name = match.lastgroup or ""
        if _overlaps(taken, *match.span()):
            within = [v for v in voices if v.start < match.end() and v.end > match.start()]
            if not within or not all(_is_owner(v, match) for v in within):
                continue
            voices = [v for v in voices if v not in within]  # "Ofsted inspectors" are one
        label, number = name.split("_")
        start_at = match.start() + (5 if THAT_CLAUSE.match(masked, match.start()) else 0)
        if number == "document":
            owner = next((v for v in voices if masked[v.end : match.start()] in {"'s ", "' ", "’s "}), None)
            if owner is not None:  # "Ofsted's report"
                voices.remove(owner)
                start_at = owner.start
        source_class: SourceClass | None = None if label == "any" else label  # type: ignore[assignment]  # the file's first column
        voices.append(Voice(start_at, match.end(), source_class, number, match.group().lower()))  # type: ignore[arg-type]  # the file's second column
        taken.append(match.span())
    voices += _posts(masked, entities, taken, start)
    voices += _named(BARE_NAME, masked, sentence, taken, people, official=False)
    voices += _named(FIRST_NAME, masked, sentence, taken, people, official=False)
    voices += _surnames(masked, sentence, taken, people)
    return _as_phrases(masked, end, sorted(voices, key=lambda voice: (voice.start, voice.end)))
