"""The council of the place that a document tells of, where it names no council."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from ofsight.record import Block
from ofsight.record.labels import BODY_LABELS
from ofsight.register import load_register

_TITLES = ("headline", "standfirst")


def council_of_place(text: str, blocks: Iterable[Block], when: datetime.date | None) -> str | None:
    """Return the council whose place the headline names, else the one named most in the body, else anywhere.

    Parameters
    ----------
    text : str
        The reading text.
    blocks : iterable of Block
        All of them: a council's own page may name it in its furniture alone.
    when : date, optional
        The document's, for councils that have been replaced.

    Returns
    -------
    str or None
        A GSS code; None where no place with children's services of its own is named.
    """
    listed = list(blocks)
    for chosen in (
        [block for block in listed if block.label in _TITLES],
        [block for block in listed if block.label in BODY_LABELS],
        listed,
    ):
        counts = Counter(
            " ".join(match.group().split())
            for block in chosen
            for match in _places().finditer(text, block.start, block.end)
        )
        for name, _ in counts.most_common():
            authority = load_register().resolve(name, when)
            if authority is not None and authority.childrens_services:
                return authority.code
    return None


def find_places(
    text: str, start: int, end: int, when: datetime.date | None
) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches that name a place with children's services of its own, with its GSS code."""
    for match in _places().finditer(text, start, end):
        authority = load_register().resolve(" ".join(match.group().split()), when)
        if authority is not None and authority.childrens_services:
            yield match.start(), match.end(), authority.code


@cache
def _places() -> re.Pattern[str]:
    """Compile the names of English authorities with children's services, longer ones first."""
    names = {
        authority.short_name
        for authority in load_register()
        if authority.childrens_services and authority.nation == "England"
    }
    longest_first = sorted(names, key=len, reverse=True)
    alternatives = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
    return re.compile(rf"\b(?:{alternatives})\b")
