"""The shape of a word: capitals and digits, which an uncased tokenizer drops ("Reading" and "reading")."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

SHAPES: Final = ("special", "lower", "title", "upper", "mixed", "digits", "alphanumeric", "other")
"""The names of the shapes; their places in this tuple are the numbers that the network is given."""

_LOWER, _TITLE, _UPPER, _MIXED, _DIGITS, _ALPHANUMERIC, _OTHER = range(1, 8)


@lru_cache(maxsize=65536)
def word_shape(word: str) -> int:
    """Return the number of a word's shape.

    Examples
    --------
    >>> [SHAPES[word_shape(word)] for word in ("reading", "Reading", "DfE", "ADCS", "2019", "5m", "%")]
    ['lower', 'title', 'mixed', 'upper', 'digits', 'alphanumeric', 'other']
    """
    if not word.isascii():
        word = unicodedata.normalize("NFC", word)  # "Zoe" with U+0308 is spelt with letters only
    if word.isdigit():
        return _DIGITS
    if not word.isalpha():
        return _ALPHANUMERIC if word.isalnum() else _OTHER
    if word.islower():
        return _LOWER
    if word[:1].isupper() and (len(word) == 1 or word[1:].islower()):
        return _TITLE
    return _UPPER if word.isupper() else _MIXED
