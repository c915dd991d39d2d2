"""Trim what the codebook leaves out of every span: white space, quotation marks, articles, possessives."""

from __future__ import annotations

import re
from typing import Final

_LEAD: Final = re.compile(r"(?:[\s'\"“”‘’(\[,;:]+|(?:[Tt]he|[Aa]n?)\s+)+")
_TAIL: Final = re.compile(r"(?:['’]s|[\s'\"“”‘’,;:])+$")


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
