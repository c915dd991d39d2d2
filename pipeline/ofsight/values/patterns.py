"""Patterns made of word lists, so that the words can live in data files."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    r"""Return a pattern for any of the words, longest first; a space in a word matches any white space.

    Examples
    --------
    >>> any_of(["head", "head of service"])
    '(?:head\\s+of\\s+service|head)'
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"
