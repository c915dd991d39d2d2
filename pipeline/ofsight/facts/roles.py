"""Who holds which post where: an OFFICIAL with the ROLEs beside the name, and the body served."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from ofsight.record import Entity, Role
from ofsight.values.patterns import read_words

from .setting import Setting, Unit

_DATA = Path(__file__).parent / "data"

_FILLER = (
    r"(?:the|an?|its|their|our|his|her|new|newly|current|former|acting|interim|then|now|outgoing|incoming|recently"
    r"|appointed|council|authority|borough|county|city|trust|department|government|government-appointed|local|cllr"
    r"|councillor|dr|mr|mrs|ms|miss|sir|dame|lord|lady|baroness|rt|hon|professor|prof|conservative|labour|liberal"
    r"|democrat|green|independent|independent|joint|who|is|was|has|been|became|becomes|as|named|made|also|deputy"
    r"|and|both|national|regional|senior|charity|children's|services)"
)
_NAME_THEN_POST = re.compile(rf"\s*[,(–—:-]?\s*(?:(?:{_FILLER}|[\w-]+'s)[\s,]+)*(?:'s?)?\s*", re.I)
_APPOINTED = re.compile(
    r"\s*,?\s*(?:who\s+)?(?:(?:is|was|has|had|will|be|been|to|currently|now|recently|then|also)\s+)*"
    r"(?:(?:appointed|named|chosen|hired|brought\s+in|promoted|confirmed|joined|joins|took\s+over|takes\s+over|takes\s+up"
    r"|started|serves|served|works|worked|acts|acted|leaves|left|stepped\s+down|stepping\s+down|resigned|quits?|became|becomes"
    r"|become|is|was|appointment|remains)\b)(?:\s+\w+){0,3}?\s*",
    re.I,
)
_POST_THEN_NAME = re.compile(
    rf"\s*(?:,|\(|:|–|—|-)?\s*(?:(?:for|of|at|in|to|on)\s+[^.;!?]{{2,60}}?[,\s]+)??(?:is\s+|was\s+|now\s+)?(?:{_FILLER}[\s,]+)*",
    re.I,
)
_AND = re.compile(
    r"\s*(?:,|and|,\s*and|&)\s+(?:the\s+|its\s+|their\s+|also\s+|a\s+|for\s+[\w\s]{2,30}?\s+and\s+)*", re.I
)
_SERVES = re.compile(r"\s*,?\s*(?:for\s+[\w\s',-]{2,50}?\s+)?(?:at|of|for|in|with|to)\s+(?:the\s+)?", re.I)
_OWNS = re.compile(r"(?:'s?)?(?:\s[\w-]+){0,4}\s*", re.I)
_MOST_BETWEEN = 90


def find_roles(setting: Setting) -> list[Role]:
    """Read who holds which post.

    Parameters
    ----------
    setting : Setting
        A document with entities.

    Returns
    -------
    list of Role
        Each pair of official and post once, with the first sentence that states it.
    """
    found: dict[tuple[str, str], Role] = {}
    for unit in setting.units:
        officials = unit.of("OFFICIAL")
        posts = unit.of("ROLE")
        if not officials or not posts:
            continue
        for official, post in _pairs(setting.text, unit, officials, posts):
            name, title = _flat(official.text), _flat(post.text)
            key = (name or "", (title or "").lower())
            if key not in found:
                found[key] = Role(
                    official=name,
                    role=title,
                    organisation=_organisation(setting, unit, official, post),
                    evidence=(unit.start, unit.end),
                )
    return list(found.values())


def _flat(words: str | None) -> str | None:
    return " ".join(words.split()) if words else words


def _pairs(
    text: str, unit: Unit, officials: Sequence[Entity], posts: Sequence[Entity]
) -> list[tuple[Entity, Entity]]:
    """Return the officials of a sentence with their posts; a post belongs to one official."""
    people = sorted([*officials, *posts], key=lambda entity: entity.start)
    neighbours = list(pairwise(people))
    owner: dict[int, Entity] = {}
    for left, right in neighbours:
        between = _between(text, unit, left, right)
        holder = _holder(left, right, between, owner)
        if holder is not None:
            owner[right.start if right.label == "ROLE" else left.start] = holder
    for left, right in reversed(neighbours):
        # "the leader and lead member for children, Jane Doe": the first post belongs to her too
        both_posts = left.label == right.label == "ROLE" and right.start in owner and left.start not in owner
        if both_posts and _AND.fullmatch(_between(text, unit, left, right)):
            owner[left.start] = owner[right.start]
    return [(owner[post.start], post) for post in posts if post.start in owner]


def _holder(left: Entity, right: Entity, between: str, owner: dict[int, Entity]) -> Entity | None:
    """Return who holds the post of two neighbours, going by the words between them."""
    if len(between) > _MOST_BETWEEN:
        return None
    if left.label == "OFFICIAL" and right.label == "ROLE":
        return left if _NAME_THEN_POST.fullmatch(between) or _APPOINTED.fullmatch(between) else None
    if left.label == "ROLE" and right.label == "OFFICIAL":
        return right if left.start not in owner and _POST_THEN_NAME.fullmatch(between) else None
    if left.label == right.label == "ROLE" and _AND.fullmatch(between):
        return owner.get(left.start)
    return None


def _between(text: str, unit: Unit, left: Entity, right: Entity) -> str:
    """Return the words between two entities, with the councils and organisations named there left out."""
    parts: list[str] = []
    position = left.end
    for entity in unit.of("COUNCIL", "ORGANISATION"):
        if position <= entity.start and entity.end <= right.start:
            parts.append(text[position : entity.start])
            position = entity.end
    parts.append(text[position : right.start])
    return re.sub(r"\s+", " ", "".join(parts))


def _organisation(setting: Setting, unit: Unit, official: Entity, post: Entity) -> str | None:
    """Return the body served: named beside the post or the name, else the usual one for such a post."""
    text = setting.text
    bodies = unit.of("COUNCIL", "ORGANISATION")
    first, last = min(official.start, post.start), max(official.end, post.end)
    for body in bodies:
        if post.end <= body.start and _SERVES.fullmatch(text, post.end, body.start):
            return _key(body)
    for body in reversed(bodies):
        if body.end <= post.start and _OWNS.fullmatch(text, body.end, post.start):
            return _key(body)
    for body in bodies:
        if first <= body.start and body.end <= last:
            return _key(body)
    usual = next(row for pattern, row in _defaults() if pattern.search(post.text or ""))
    return unit.council if usual == "council" else usual


def _key(body: Entity) -> str | None:
    return None if body.value is None else str(body.value)


@cache
def _defaults() -> tuple[tuple[re.Pattern[str], str | None], ...]:
    rows = read_words(_DATA / "roles.json")["default_organisation"]
    return tuple((re.compile(row["pattern"], re.I), row["organisation"]) for row in rows)
