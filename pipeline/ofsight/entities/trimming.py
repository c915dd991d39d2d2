"""Trim what the codebook leaves out of its spans: white space, quotation marks, articles, possessives."""

from __future__ import annotations

import re
from typing import Final

from ofsight.reading import Mention
from ofsight.record.labels import ENTITY_LABELS

_LEAD: Final = re.compile(r"(?:[\s'\"“”‘’(\[,;:]++|(?:[Tt]he|[Aa]n?)\s++)++")
_TAIL: Final = re.compile(r"(?:['’]s|\s-(?=\s*$)|[\s'\"“”‘’,;:–—])+$")


def trim_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without leading article, possessive, quotation marks or white space at its ends.

    Examples
    --------
    >>> trim_span("the council's", 0, 13)
    (4, 11)
    """
    lead = _LEAD.match(text, start, end)
    first = lead.end() if lead else start
    tail = _TAIL.search(text, first, end)
    return first, tail.start() if tail else end


def trim_mention(text: str, mention: Mention) -> Mention | None:
    """Return a mention without what its label leaves out, None when nothing is left.

    Of labels that are not the codebook's only white space is cut: a home may be called "The Willows".
    """
    if mention.label in ENTITY_LABELS:
        start, end = trim_span(text, mention.start, mention.end)
    else:
        words = text[mention.start : mention.end]
        start = mention.start + len(words) - len(words.lstrip())
        end = start + len(words.strip())
    return mention._replace(start=start, end=end) if start < end else None
