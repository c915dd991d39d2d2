"""The council or organisation that the holder of a post serves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ofsight.record import Entity
from ofsight.register import get_organisation
from ofsight.values.patterns import read_words

from .posts import Holding
from .setting import Unit

_DATA = Path(__file__).parent / "data"
_SERVES = re.compile(r"\s*,?\s*(?:for\s+[\w\s',-]{2,50}?\s+)?(?:at|of|for|in|with|to)\s+(?:the\s+)?", re.I)
_ITS = re.compile(r"\bits\s+(?:[\w-]+\s+){0,2}$", re.I)
_SENDERS = frozenset({"ofsted", "dfe"})
_OWNS = re.compile(r"(?:'s?)?(?:\s[\w-]+){0,4}\s*", re.I)


class _Usual(NamedTuple):
    """Whom posts serve whose title matches, with ``before`` in front; ``kind`` of body to look for."""

    title: re.Pattern[str]
    before: re.Pattern[str] | None
    organisation: str | None
    kind: str | None


class Bodies:
    """The bodies of a document, for asking whom a post serves.

    Parameters
    ----------
    text : str
        The reading text.
    units : sequence of Unit
        All its sentences.
    """

    def __init__(self, text: str, units: Sequence[Unit]) -> None:
        self._text = text
        self._bodies = [body for unit in units for body in unit.of("COUNCIL", "ORGANISATION")]
        councils = Counter(str(body.value) for body in self._bodies if body.label == "COUNCIL" and body.value)
        self._main: str | None = councils.most_common(1)[0][0] if councils else None
        self._is_about_one = 2 * max(councils.values(), default=0) >= councils.total()

    def served(self, unit: Unit, holding: Holding) -> str | None:
        """Return the body served: named beside the post or the name, else the usual one for such a post."""
        post = holding.post
        before = self._text[max(unit.start, post.start - 60) : post.start]
        usual = next(
            row
            for row in _usual()
            if row.title.search(post.text or "") and (row.before is None or row.before.search(before))
        )
        named = self._named(unit, holding)
        if named is not None and not (usual.organisation in _SENDERS and named.label == "COUNCIL"):
            return _key(named)
        if usual.organisation in _SENDERS:
            return usual.organisation  # "the commissioner in Kent" was sent there
        if usual.kind is not None:
            return self._last_of_kind(usual.kind, post) or usual.organisation
        if _ITS.search(before):
            spoken_of = [
                body for body in self._bodies if body.end <= post.start and body.value not in _SENDERS
            ]
            if spoken_of and spoken_of[-1].value:
                return _key(spoken_of[-1])
        return self._council(unit) if usual.organisation == "council" else usual.organisation

    def _named(self, unit: Unit, holding: Holding) -> Entity | None:
        """Return the body beside the post, or between it and the name."""
        official, post = holding
        bodies = unit.of("COUNCIL", "ORGANISATION")
        first, last = min(official.start, post.start), max(official.end, post.end)
        for body in bodies:
            if post.end <= body.start and _SERVES.fullmatch(self._text, post.end, body.start):
                return body
        for body in reversed(bodies):
            if body.end <= post.start and _OWNS.fullmatch(self._text, body.end, post.start):
                return body
        return next((body for body in bodies if first <= body.start and body.end <= last), None)

    def _last_of_kind(self, kind: str, post: Entity) -> str | None:
        """Return the body of a kind (of the register) that is named nearest before a post, else after it."""
        keys = [(body.start, str(body.value)) for body in self._bodies if _is_kind(body.value, kind)]
        before = [key for start, key in keys if start < post.start]
        return before[-1] if before else keys[0][1] if keys else None

    def _council(self, unit: Unit) -> str | None:
        """Return the authority of a post that names none: its sentence's, else the document's main one."""
        named = [str(body.value) for body in unit.of("COUNCIL") if body.value]
        if len(set(named)) == 1 or not self._is_about_one:
            return unit.council or self._main
        return self._main


def _is_kind(key: object, kind: str) -> bool:
    organisation = get_organisation(str(key))
    return organisation is not None and organisation.kind == kind


def _key(body: Entity) -> str | None:
    return None if body.value is None else str(body.value)


@cache
def _usual() -> tuple[_Usual, ...]:
    rows = read_words(_DATA / "roles.json")["usual_organisation"]
    return tuple(
        _Usual(
            re.compile(row["title"], re.I),
            re.compile(row["before"], re.I) if "before" in row else None,
            row.get("organisation"),
            row.get("kind"),
        )
        for row in rows
    )
