"""Numbers in words and digits: ``data/numbers.json``, patterns built of it, and their values."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from .patterns import any_of, read_words

DATA: Final = read_words(Path(__file__).parent / "data" / "numbers.json")
UNITS: Final[dict[str, int]] = DATA["units"]
TEENS: Final[dict[str, int]] = DATA["teens"]
TENS: Final[dict[str, int]] = DATA["tens"]
MAGNITUDES: Final[dict[str, int]] = DATA["magnitudes"]
DENOMINATORS: Final[dict[str, int]] = DATA["denominators"]
SMALL: Final = {**UNITS, **TEENS, **TENS}

_GAP = r"(?:\s+|-)"
_SMALL = rf"(?:{any_of(TENS)}{_GAP}{any_of(UNITS)}|{any_of(SMALL)})(?![a-z])"
_HUNDREDS = rf"(?:{any_of(SMALL)}(?![a-z])\s+hundred\b|hundred\b)(?:\s+and\s+{_SMALL})?"
_TRIPLE = rf"(?:{_HUNDREDS}|{_SMALL})"
WORDS: Final = (
    rf"(?:(?:{any_of(SMALL)}(?![a-z])\s+)?dozen\b"
    rf"|{_TRIPLE}(?:\s+(?:thousand|million|billion)\b(?:\s+(?:and\s+)?{_TRIPLE})?)*"
    rf"|(?:thousand|million|billion)\b)"
)
DIGITS: Final = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?!\d)"
_WORD = re.compile(r"[a-z]+")
_TOO_MUCH: Final = 1e15
"""No pounds, children or per cent are as many; digits in a row without end are no number at all."""


def words_to_number(words: str) -> int | None:
    """Return the number that English words stand for ("three hundred and ten": 310), or None.

    Examples
    --------
    >>> words_to_number("two thousand and twenty-five")
    2025
    """
    total = current = 0
    seen = False
    for word in _WORD.findall(words.lower()):
        if word in SMALL:
            current += SMALL[word]
        elif word == "dozen":
            current = max(current, 1) * 12
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in MAGNITUDES and len(word) > 2:
            total += max(current, 1) * MAGNITUDES[word]
            current = 0
        elif word in {"and", "a"}:
            continue
        else:
            return None
        seen = True
    return total + current if seen else None


def to_number(text: str) -> int | float | None:
    """Return the value of digits ("1,234.5") or words, whole numbers as ``int``; None where there is none."""
    text = text.strip()
    if text[:1].isdigit():
        value = float(text.replace(",", ""))
        if value >= _TOO_MUCH:
            return None
        return int(value) if value.is_integer() else value
    return words_to_number(text)


def times(value: int | float, factor: int) -> int | float:
    """Multiply without the dust of binary fractions: 5.4 times a million is 5400000."""
    product = round(value * factor, 4)
    return int(product) if float(product).is_integer() else product
