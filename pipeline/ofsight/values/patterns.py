"""Patterns made of word lists, and the data files that the words live in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def any_of(words: Iterable[str]) -> str:
    r"""Return a pattern for any of the words, longest first; a space in a word matches any white space.

    Examples
    --------
    >>> any_of(["head", "head of service"])
    '(?:head\\s+of\\s+service|head)'
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


def spaced(pattern: str) -> str:
    r"""Let every space of a pattern match any white space: line breaks and blanked-out furniture are spaces.

    Examples
    --------
    >>> spaced("looked[ -]after child")
    'looked(?:\\s+|-)after\\s+child'
    """
    return pattern.replace("[ -]", "(?: |-)").replace(" ", r"\s+")


def read_words(path: Path) -> dict[str, Any]:
    """Return the named word lists and tables of a JSON file."""
    words: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return words


def read_lines(path: Path) -> list[str]:
    """Return the lines of a list, without blank ones and comments (``#`` in front)."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]
