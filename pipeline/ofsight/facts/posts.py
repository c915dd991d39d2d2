"""Which ROLE of a sentence is whose: apposition, "as", "became", lists of posts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from ofsight.record import Entity
from ofsight.values.patterns import any_of, read_words

from .setting import Unit

_DATA = Path(__file__).parent / "data"
_MOST_BETWEEN = 90
_OWNED = "'"
_AFTER_APPOSITION = re.compile(
    r"\s*(?:[,.:;)\"”]|$"
    r"|(?:has\s+|had\s+)?(?:said|says|told|tells|added|adds|argued|argues|warned|warns|asked)\b)",
    re.I,
)
_MODIFIED_POST_THEN_NAME = re.compile(
    r"\s+[^,.;:!?\"“”()]{1,90},\s*(?:(?:sir|dame|dr|cllr|mr|mrs|ms|lord|lady|professor)\s+|'s\s+)?", re.I
)
_AND = re.compile(
    r"\s*(?:,|and|,\s*and|&)\s+(?:the\s+|its\s+|their\s+|also\s+|a\s+|for\s+[\w\s]{2,30}?\s+and\s+)*", re.I
)
_AND_NOW = re.compile(
    r"[^.;:,!?\"“”]{0,50}?\band\s+(?:is|was|became|remains)\s+(?:(?:now|also|then|a|an|the)\s+)*", re.I
)
_CALLED = re.compile(r"\s+(?:called|who\s+is\s+called)\s+", re.I)
_SAME_PERSON = re.compile(r"\s*,\s*(?:the|a|an)\s+(?:retired|former)\s+", re.I)
_UNJOINED = re.compile(r"\s+(?:the|a|an|its|their|our)\s", re.I)
_FORMER = re.compile(
    r"\b(?:a|an|the|once\s+a)\s+(?:\w+\s+)?(?:former|retired|one-time|ex)[\s-]+(?:\w+\s+)?$", re.I
)


class Holding(NamedTuple):
    """A ROLE with the OFFICIAL who holds it."""

    official: Entity
    post: Entity


class _Patterns(NamedTuple):
    name_then_post: re.Pattern[str]
    takes_up: re.Pattern[str]
    takes_up_after_aside: re.Pattern[str]
    as_post: re.Pattern[str]
    post_then_name: re.Pattern[str]
    names_another: re.Pattern[str]


def holdings(text: str, raw: str, unit: Unit) -> list[Holding]:
    """Return the posts of a sentence that it gives to somebody named in it.

    Parameters
    ----------
    text, raw : str
        The document's reading text, and its text as it stands.
    unit : Unit
        The sentence with its entities.

    Returns
    -------
    list of Holding
        In order of the posts; a post belongs to one official.
    """
    people = sorted(unit.of("OFFICIAL", "ROLE"), key=lambda entity: entity.start)
    if len({entity.label for entity in people}) < 2 or _is_signature(text, raw, unit, people):
        return []
    owners = _owners(text, unit, people)
    found = [
        Holding(owners[each.start], each) for each in people if each.label == "ROLE" and each.start in owners
    ]
    return [holding for holding in found if not _is_past_of_another(text, unit, holding, found)]


def words_between(text: str, unit: Unit, left: int, right: int, *, without: Sequence[Entity] = ()) -> str:
    """Return the words of a stretch, with the councils, organisations and other given mentions left out."""
    parts: list[str] = []
    position = left
    for entity in sorted([*unit.of("COUNCIL", "ORGANISATION"), *without], key=lambda entity: entity.start):
        if position <= entity.start and entity.end <= right:
            parts.append(text[position : entity.start])
            position = entity.end
    parts.append(text[position:right])
    return re.sub(r"\s+", " ", "".join(parts))


def _is_signature(text: str, raw: str, unit: Unit, people: Sequence[Entity]) -> bool:
    """Tell whether a line is nothing but a name above a post, as under a letter."""
    if [entity.label for entity in people] != ["OFFICIAL", "ROLE"] or "\n" not in raw[
        people[0].end : people[1].start
    ]:
        return False
    outside = (
        text[unit.start : people[0].start]
        + text[people[0].end : people[1].start]
        + text[people[1].end : unit.end]
    )
    return not outside.strip(" ,.")


def _owners(text: str, unit: Unit, people: Sequence[Entity]) -> dict[int, Entity]:
    """Return who holds the post that starts at a character."""
    owners: dict[int, Entity] = {}
    neighbours = list(pairwise(people))
    for left, right in neighbours:  # "chief executive Ada Obi": nothing stands between
        if (left.label, right.label) == ("ROLE", "OFFICIAL") and not text[left.end : right.start].strip():
            owners[left.start] = right
    for left, right in neighbours:
        post = right if right.label == "ROLE" else left
        if post.start not in owners:
            holder = _holder(text, unit, left, right, owners)
            if holder is not None:
                owners[post.start] = holder
    for left, right in reversed(neighbours):
        # "the leader and lead member for children, Jane Doe": the first post belongs to her too
        if left.label == right.label == "ROLE" and right.start in owners and left.start not in owners:
            between = words_between(text, unit, left.end, right.start)
            if _AND.fullmatch(between) or _SAME_PERSON.fullmatch(between):
                owners[left.start] = owners[right.start]
    for index, post in enumerate(people):
        if post.label == "ROLE" and post.start not in owners:
            holder = _holder_from_afar(text, unit, people[:index], post)
            if holder is not None:
                owners[post.start] = holder
    return owners


def _holder(text: str, unit: Unit, left: Entity, right: Entity, owners: dict[int, Entity]) -> Entity | None:
    """Return who holds the post of two neighbours, going by the words between them."""
    between = words_between(text, unit, left.end, right.start)
    if len(between) > _MOST_BETWEEN:
        return None
    if left.label == "OFFICIAL" and right.label == "ROLE":
        is_whose = text.startswith(_OWNED, right.end)  # "Obi, the mayor's colleague"
        return left if not is_whose and _name_leads_to_post(between) else None
    if left.label == "ROLE" and right.label == "OFFICIAL":
        return right if left.start not in owners and _post_leads_to_name(text, between, right) else None
    if left.label == right.label == "ROLE" and (_AND.fullmatch(between) or _AND_NOW.fullmatch(between)):
        return owners.get(left.start)
    return None


def _name_leads_to_post(between: str) -> bool:
    if between.startswith(_OWNED) and "appointment" not in between:
        return False  # "Obi's deputy"
    if _UNJOINED.match(between):
        return False  # "a letter to Obi the minister"
    patterns = _patterns()
    return bool(patterns.name_then_post.fullmatch(between) or patterns.takes_up.fullmatch(between))


def _post_leads_to_name(text: str, between: str, official: Entity) -> bool:
    if between.startswith(_OWNED):
        return False  # "the mayor's colleague, Obi"
    patterns = _patterns()
    if _CALLED.fullmatch(between):
        return True
    if patterns.names_another.search(between):
        return False  # "the minister has appointed Obi"
    if patterns.post_then_name.fullmatch(between):
        return True
    return bool(_MODIFIED_POST_THEN_NAME.fullmatch(between) and _AFTER_APPOSITION.match(text, official.end))


def _holder_from_afar(text: str, unit: Unit, before: Sequence[Entity], post: Entity) -> Entity | None:
    """Return the last official before a post who is said to hold it, over other posts in between."""
    officials = [entity for entity in before if entity.label == "OFFICIAL"]
    if not officials:
        return None
    others = [entity for entity in before if entity.label == "ROLE" and entity.start > officials[-1].end]
    between = words_between(text, unit, officials[-1].end, post.start, without=others)
    patterns = _patterns()
    tells = patterns.as_post.fullmatch(between) or patterns.takes_up_after_aside.fullmatch(between)
    return officials[-1] if tells else None


def _is_past_of_another(text: str, unit: Unit, holding: Holding, found: Sequence[Holding]) -> bool:
    """Tell whether a post only says what the holder of another one was before ("a former director")."""
    has_another = any(
        other.official is holding.official and other.post is not holding.post for other in found
    )
    if not has_another or not _FORMER.search(text, unit.start, holding.post.start):
        return False
    return not any(
        holding.post.end <= body.start <= holding.post.end + 12 for body in unit.of("COUNCIL", "ORGANISATION")
    )


@cache
def _patterns() -> _Patterns:
    words: dict[str, Any] = read_words(_DATA / "posts.json")
    filler = any_of(words["between_name_and_post"])
    takes_up = any_of(words["takes_up"])
    helper = r"(?:is|was|has|had|will|would|be|been|to|currently|now|recently|then|also|who|since)"
    takes = rf"(?:{helper}\s+)*(?:{takes_up}\b)(?:\s+\w+){{0,3}}?\s*"
    return _Patterns(
        name_then_post=re.compile(
            rf"\s*+(?:\([\w\s]{{2,20}}\))?\s*+[,(–—:-]?\s*+(?:(?:{filler}|[\w-]+'s)[\s,]++)*(?:'s?)?\s*", re.I
        ),
        takes_up=re.compile(rf"\s*+,?\s*+{takes}", re.I),
        takes_up_after_aside=re.compile(rf"\s*,\s*(?:(?:{filler}|[\w-]+'s|'s)\s+)*,\s*{takes}", re.I),
        as_post=re.compile(rf"[^.;:!?\"“”]{{0,110}}?\bas\s+(?:(?:{filler}|[\w-]+'s|'s)[\s,]+)*", re.I),
        post_then_name=re.compile(
            r"\s*+(?:,|\(|:|–|—|-)?\s*+(?:(?:for|of|at|in|to|on)\s++[^.;!?]{2,60}?[,\s]++)??"
            rf"(?:(?:is|was|will\s+be|now)\s+)?(?:{filler}[\s,]++)*",
            re.I,
        ),
        names_another=re.compile(
            rf"(?<!been\s)(?<!was\s)(?<!is\s)\b{any_of(words['names_another'])}\s*$", re.I
        ),
    )
