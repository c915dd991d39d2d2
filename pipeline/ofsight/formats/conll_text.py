"""The text behind the tokens of a CoNLL file.

Where a comment ``# text = ...`` gives a sentence as it was printed, that is its text. Elsewhere tokens are
joined by single spaces, except

- none before ``. , ; : ! ? % ) ] } ’ ”``, before what begins with an apostrophe (``'s``, ``’re``), before
  ``n't`` and before ``...`` and ``…``;
- none after ``( [ { £ $ € “ ‘``;
- straight double quotation marks open and close by turns: none after the first, none before the second.

The Penn Treebank's ``-LRB-`` and its like become brackets, and its ```` `` ```` and ``''`` straight marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .drafts import BadEntryError

_TREEBANK: Final = {
    "-LRB-": "(",
    "-RRB-": ")",
    "-LSB-": "[",
    "-RSB-": "]",
    "-LCB-": "{",
    "-RCB-": "}",
    "``": '"',
    "''": '"',
}
_BEFORE: Final = re.compile(r"(?:[.,;:!?%)\]}’”]|…|\.\.\.)\Z|['’][A-Za-z]|n['’]t\Z", re.IGNORECASE)
_STRAIGHT: Final = frozenset('"')
_AFTER: Final = frozenset("([{£$€“‘")


def printed(token: str) -> str:
    """Return a token as it is printed: a bracket for ``-LRB-``."""
    return _TREEBANK.get(token, token)


def joined(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Join the tokens of a sentence by the rules above.

    Returns
    -------
    str
        The sentence.
    list of (int, int)
        Where each token lies in it.

    Examples
    --------
    >>> joined(["“", "Staff", "could", "n't", "cope", ",", "”", "they", "said", "."])[0]
    "“Staff couldn't cope,” they said."
    """
    text = ""
    places = []
    glued = True
    inside = False
    for token in map(printed, tokens):
        straight = token in _STRAIGHT
        closes = straight and inside
        if not (glued or closes or _BEFORE.match(token)):
            text += " "
        places.append((len(text), len(text) + len(token)))
        text += token
        glued = token in _AFTER or (straight and not inside)
        inside ^= straight
    return text, places


def aligned(tokens: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Return where each token lies in the sentence as it was printed.

    Raises
    ------
    BadEntryError
        When the sentence is not made of the tokens and white space.
    """
    places = []
    position = 0
    for token in tokens:
        start = next(
            (at for form in (token, printed(token)) if (at := _next(text, form, position)) is not None), None
        )
        if start is None:
            raise BadEntryError(
                f"the token {token!r} does not come next in '# text', where"
                f" {text[position : position + 20]!r} does; correct the comment or take it out"
            )
        length = len(token) if text.startswith(token, start) else len(printed(token))
        places.append((start, start + length))
        position = start + length
    if text[position:].strip():
        raise BadEntryError(
            f"'# text' goes on after the last token with {text[position : position + 20]!r};"
            " correct the comment or take it out"
        )
    return places


def _next(text: str, token: str, position: int) -> int | None:
    """Return where a token begins if nothing but white space stands before it."""
    while position < len(text) and text[position].isspace() and not text.startswith(token, position):
        position += 1
    return position if text.startswith(token, position) else None
