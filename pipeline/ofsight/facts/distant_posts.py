"""Posts told in another sentence than the name: "She became director", "Ada Obi left. The chair said"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from ofsight.record import Entity

from .people import People, flat
from .posts import Holding
from .setting import Unit

_PRONOUN_HOLDS = re.compile(
    r"(?:^|[\s(])(?:s?he)\s+(?:\w+\s+){0,2}?(?:(?:is|was|became|becomes|remains|has\s+been|had\s+been|will\s+be)"
    r"(?:\s+(?:now|also|then|still|made|appointed|named|promoted\s+to))*"
    r"|[^.;:,!?\"“”]{1,50}?\bas)\s+(?:(?:the|a|an|its|their|interim|acting|new|first|permanent|[\w-]+'s)\s+)*$",
    re.I,
)
_NAMED_ONE = re.compile(
    r"(?:^|[\s\"“(])(?:the|an?|its|their|our|[\w-]+'s)\s+(?:[\w-]+\s+){0,2}$|^\s*['\"“‘]?$", re.I
)
_ONE_TO_COME = re.compile(r"\ban?\s+(?:[\w-]+\s+){0,2}$", re.I)
_COMES = re.compile(
    r"\s+(?:was|has\s+been|is\s+to\s+be)\s+(?:named|appointed|sent|brought|chosen|found)\b", re.I
)
_WHOSE = re.compile(r"'|s\b")
_VOICE = re.compile(r"spokes", re.I)
_MOST_SENTENCES = 2
_PRONOUN_SENTENCES = 3


class _Place(NamedTuple):
    sentence: int
    entity: Entity


class Told(NamedTuple):
    """A holding and the sentence that tells the post."""

    unit: Unit
    holding: Holding


def pronoun_holdings(text: str, units: Sequence[Unit]) -> Iterator[Told]:
    """Yield the posts that a sentence gives to "she" or "he": the person named last."""
    for index, unit in enumerate(units):
        for post in unit.of("ROLE"):
            if not _PRONOUN_HOLDS.search(text[max(unit.start, post.start - 120) : post.start]):
                continue
            official = _last_named(units, index, post)
            if official is not None:
                yield Told(unit, Holding(official, post))


def _last_named(units: Sequence[Unit], index: int, post: Entity) -> Entity | None:
    """Return who was named last before a post: in its sentence, else first in the nearest sentence before."""
    here = [official for official in units[index].of("OFFICIAL") if official.end <= post.start]
    if here:
        return here[-1]
    for before in reversed(units[max(0, index - _PRONOUN_SENTENCES) : index]):
        officials = before.of("OFFICIAL")
        if officials:
            return officials[0]
    return None


def neighbouring_holdings(
    text: str, units: Sequence[Unit], people: People, known: Collection[tuple[str, str]]
) -> Iterator[Told]:
    """Yield posts and names that stand in neighbouring sentences and have nobody else to go to.

    Parameters
    ----------
    text : str
        The reading text.
    units : sequence of Unit
        All sentences.
    people : People
        The names of the document's officials.
    known : collection of (name, title in lower case)
        Who is known to hold which post.
    """
    placed = {name for name, _ in known}
    titles = {title for _, title in known}
    names: dict[str, _Place] = {}
    posts: dict[str, list[_Place]] = {}
    for index, unit in enumerate(units):
        for entity in unit.entities:
            if entity.label == "OFFICIAL":
                names.setdefault(people.name(entity), _Place(index, entity))
            elif entity.label == "ROLE" and _stands_for_one(text, unit, entity):
                posts.setdefault(flat(entity.text).lower(), []).append(_Place(index, entity))
    free_names = [place for name, place in names.items() if name not in placed]
    free_posts = [
        place
        for title, places in posts.items()
        if not any(title in other or other in title for other in titles)
        for place in places
    ]
    pairs = [
        (post, name)
        for post in free_posts
        for name in free_names
        if 0 < abs(post.sentence - name.sentence) <= _MOST_SENTENCES
    ]
    # The nearest first; of two names as near, the one that comes first in the text.
    pairs.sort(key=lambda pair: (abs(pair[0].sentence - pair[1].sentence), pair[0].entity.start))
    taken: set[str] = set()
    for post, name in pairs:
        title, who = flat(post.entity.text).lower(), people.name(name.entity)
        if title not in taken and who not in taken:
            taken |= {title, who}
            yield Told(units[post.sentence], Holding(name.entity, post.entity))


def _stands_for_one(text: str, unit: Unit, post: Entity) -> bool:
    """Tell whether a post is that of one particular person, who may be named nearby."""
    before = text[unit.start : post.start]
    if _WHOSE.match(text, post.end) or _VOICE.search(post.text or "") or _is_quoted(before):
        return False
    if _ONE_TO_COME.search(
        before
    ):  # "An adviser visited" may be anyone; "an adviser was appointed" may be named next
        return _COMES.match(text, post.end) is not None
    return _NAMED_ONE.search(before) is not None


def _is_quoted(before: str) -> bool:
    """Tell whether what follows these words of a sentence stands in double quotation marks."""
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1
