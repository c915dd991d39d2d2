"""How much text two articles share: word 5-grams, counted through an index so that hundreds are quick."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

WORDS = 5
_MARKS = ".,;:!?“”‘’'\"()[]–—-•*…"


def shared_grams(texts: Mapping[str, str], words: int = WORDS) -> list[tuple[float, str, str]]:
    """Return the pairs of texts that share word n-grams, those that share most first.

    Parameters
    ----------
    texts : mapping of str to str
        Texts by id.
    words : int
        Length of the n-grams.

    Returns
    -------
    list of (float, str, str)
        The share (0..1) of the smaller text's distinct n-grams, and the two ids in order.
    """
    grams = {name: set(_grams(text, words)) for name, text in texts.items()}
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in sorted(grams):
        for gram in grams[name]:
            holders[gram].append(name)
    common: Counter[tuple[str, str]] = Counter()
    for names in holders.values():
        common.update(combinations(names, 2))
    shares = [
        (count / min(len(grams[first]), len(grams[second])), first, second)
        for (first, second), count in common.items()
    ]
    return sorted(shares, key=lambda share: (-share[0], share[1], share[2]))


def _grams(text: str, words: int) -> Iterator[tuple[str, ...]]:
    tokens = [token for word in text.lower().split() if (token := word.strip(_MARKS))]
    return zip(*(tokens[start:] for start in range(words)), strict=False)
