"""Mend mentions that a tagger of single words has cut: names and posts that go on, or end too late.

A tagger may see two beginnings in "senior social worker", stop inside "Okonjo-Reeve", or take the "of" of
"head of" with it and leave out what follows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from ofsight.reading import Mention
from ofsight.register import load_register

_JOINED: Final = frozenset({"OFFICIAL", "ORGANISATION", "ROLE"})
"""Labels of which two mentions never stand side by side with no more than a gap between them."""
_GAP: Final = {"ROLE": re.compile(r" (?:of |for |of the )?| ?- ?"), "OFFICIAL": re.compile(r" |-")}
_COUNCIL_GAP: Final = re.compile(r"\s+(?:(?:and|&)\s+)?")
_OTHER_GAP: Final = re.compile(r" ")
_HYPHENATED: Final = re.compile(r"(?:-[^\W\d_]+)+")
_NAME_BEFORE: Final = re.compile(r"(?:\b[A-Z][\w'-]*\s+(?:and\s+)?){1,3}$")
_DANGLING: Final = re.compile(r"(?:\s+(?:of|for|the|and|to|in|at|with|an?))+$", re.IGNORECASE)


def mend_mentions(text: str, mentions: Sequence[Mention], units: Sequence[tuple[int, int]]) -> list[Mention]:
    """Return mentions with their cuts mended.

    Parameters
    ----------
    text : str
        The reading text.
    mentions : sequence of Mention
        In order, not overlapping.
    units : sequence of (start, end)
        Stretches of text, in order, whose borders no mention crosses.

    Examples
    --------
    >>> cut = [Mention(2, 8, "ROLE", 0.8), Mention(9, 22, "ROLE", 0.9)]
    >>> mend_mentions("A senior social worker", cut, [(0, 22)])
    [Mention(start=2, end=22, label='ROLE', score=0.8)]
    """
    mended: list[Mention] = []
    starts = [start for start, _ in units]
    unit = -1
    for number, mention in enumerate(mentions):
        before, unit = unit, bisect_right(starts, mention.start) - 1
        limit = mentions[number + 1].start if number + 1 < len(mentions) else len(text)
        if unit >= 0:
            limit = min(limit, max(units[unit][1], mention.end))
        joined = mention
        if mended and unit == before and _goes_on(text, mended[-1], mention):
            first = mended.pop()
            joined = Mention(first.start, mention.end, first.label, min(first.score, mention.score))
        floor = max(units[unit][0] if unit >= 0 else 0, mended[-1].end if mended else 0)
        mended.append(_completed(text, joined, floor, limit))
    return [_without_ends(text, mention) for mention in mended]


def _goes_on(text: str, one: Mention, following: Mention) -> bool:
    if one.label != following.label:
        return False
    if one.label == "COUNCIL" and _COUNCIL_GAP.fullmatch(text, one.end, following.start):
        return bool(load_register().candidates(text[one.start : following.end]))  # "Bath and ..."
    if one.label not in _JOINED:
        return False
    return _GAP.get(one.label, _OTHER_GAP).fullmatch(text, one.end, following.start) is not None


def _completed(text: str, mention: Mention, floor: int, limit: int) -> Mention:
    """Return a person's name to the end of its hyphenated word, a council's with all that stands before."""
    if mention.label == "OFFICIAL":
        rest = _HYPHENATED.match(text, mention.end, limit)
        if rest:
            return mention._replace(end=rest.end())
    if mention.label == "COUNCIL":
        before = _NAME_BEFORE.search(text, floor, mention.start)
        for word in re.finditer(r"\S+", before.group()) if before else ():
            start = before.start() + word.start() if before else 0
            if load_register().candidates(text[start : mention.end]):
                return mention._replace(start=start)  # "Lincolnshire" of "North Lincolnshire"
    return mention


def _without_ends(text: str, mention: Mention) -> Mention:
    """Return a post without the little words that it ends in by mistake."""
    if mention.label != "ROLE":
        return mention
    dangling = _DANGLING.search(text, mention.start, mention.end)
    return mention._replace(end=dangling.start()) if dangling else mention
