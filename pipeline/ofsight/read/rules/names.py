"""Capitalised words that look like a person's name, for the rules on officials and roles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from ofsight.values.patterns import read_lines

_DATA: Final = Path(__file__).parent / "data"
_UPPER = r"A-ZÀ-ÖØ-Þ"
_LOWER = r"a-zß-öø-ÿ"
NAME_WORD: Final = (
    rf"(?:(?:Mc|Mac|O'|D'|Fitz|De|Le|La|Du|Di)?[{_UPPER}][{_LOWER}]+(?:[-'][{_UPPER}]?[{_LOWER}]+)*)"
)
_PARTICLE = r"(?:de|da|di|del|la|le|van|von|der|den|bin|ibn|al|el|ul|ap|ab|Ó|Ní)"
_RUN: Final = re.compile(
    rf"(?<![\w'’-]){NAME_WORD}(?:\s+(?:{NAME_WORD}|[{_UPPER}]\.?(?=\s)|{_PARTICLE}(?=\s+{NAME_WORD})|[{_UPPER}]{{2,}}\b))*"
)
_WORD: Final = re.compile(r"\S+")


class NameRun(NamedTuple):
    """A run of capitalised words with the offsets of each word."""

    start: int
    end: int
    words: list[tuple[int, int, str]]


@cache
def first_names() -> frozenset[str]:
    """Return first names, from ``data/first_names.txt``."""
    return frozenset(read_lines(_DATA / "first_names.txt"))


@cache
def not_name_words() -> frozenset[str]:
    """Return capitalised words that are no part of a person's name, from ``data/not_names.txt``."""
    return frozenset(word for line in read_lines(_DATA / "not_names.txt") for word in line.split())


@cache
def also_surnames() -> frozenset[str]:
    """Return the words of :func:`not_name_words` that are surnames right after a first name."""
    return frozenset(read_lines(_DATA / "also_surnames.txt"))


def is_first_name(word: str) -> bool:
    """Say whether a word is a known first name, alone or as the first half of a hyphenated one."""
    return word in first_names() or ("-" in word and word.partition("-")[0] in first_names())


def name_runs(text: str, start: int, end: int) -> Iterator[NameRun]:
    """Yield the runs of capitalised words in ``text[start:end]``, possessives cut off."""
    for match in _RUN.finditer(text, start, end):
        yield NameRun(
            match.start(),
            match.end(),
            [
                (word.start(), word.end(), word.group())
                for word in _WORD.finditer(text, match.start(), match.end())
            ],
        )
