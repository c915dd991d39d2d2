"""The words that are a document's own, in the form in which documents are compared."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from ofsight.errors import DuplicatesError
from ofsight.record import Record

OWN_LABELS: Final = frozenset({"paragraph", "list_item"})
"""Blocks whose words are the document's own.

Outlets that print the same copy put their own headline, standfirst and crossheads to it, and every report
has the same frame of a table: none of these tells documents apart.
"""

_WORD: Final = re.compile(r"[^\W_]+")
# Not seen, and put into words by pages and PDFs: soft hyphens, zero-width spaces and joiners, directions.
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def own_words(record: Record) -> list[str]:
    """Return the own words of a document in order, without case, punctuation and white space.

    Parameters
    ----------
    record : Record
        With its text. One without blocks counts as its own words throughout.

    Returns
    -------
    list of str
        Empty when no block is the document's own.

    Raises
    ------
    DuplicatesError
        When the record is stand-off.
    """
    if record.text is None:
        raise DuplicatesError(
            f"record {record.id!r} has no text, so it cannot be compared;"
            " give the folder with the texts (--texts)"
        )
    if not record.blocks:
        return normal_words(record.text)
    # Blocks are joined: a paragraph that an advert interrupts has the same words as one that none does.
    own = (record.text[block.start : block.end] for block in record.blocks if block.label in OWN_LABELS)
    return normal_words("\n".join(own))


def normal_words(text: str) -> list[str]:
    """Return the words of a text: letters and digits only, compatible forms made one, lower case."""
    seen = _UNSEEN.sub("", text)
    # Lower case can undo the normal form (and the other way round), so it is made twice.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return _WORD.findall(folded)
