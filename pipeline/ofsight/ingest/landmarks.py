"""Landmarks of a page: what an element's tag, role, class and id say of the part of the page it holds."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).parent / "data"
_ELEMENTS = json.loads((_DATA / "elements.json").read_text(encoding="utf-8"))
_TAG_LANDMARKS = {tag: tag for tag in _ELEMENTS["landmark"]} | {"menu": "ul", "dir": "ul"}
_ROLE_LANDMARKS = {
    "navigation": "nav",
    "menu": "nav",
    "menubar": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
    "search": "search",
    "main": "main",
    "article": "article",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "figure": "figure",
    "form": "form",
    "list": "ul",
    "table": "table",
}
_NAMING = (
    "class",
    "id",
    "itemprop",
    "data-component",
    "data-testid",
    "data-gu-name",
    "data-module",
    "data-block",
    "data-type",
)
# What an element around the main heading or the whole story can still be.
_AROUND_STORY = frozenset({"headline", "body"})
# These hold the story itself, and their classes speak of the whole page ("has-sidebar", "comments-open").
_CARRIERS = frozenset({"html", "body", "main", "article"})
_CARRIER_CLASSES = frozenset({"hentry", "type-post", "type-page"})
# "tag-ofsted" and "category-news" name the story's subject, "has-sidebar" what lies elsewhere.
_PASSED_OVER = frozenset(
    {"has", "no", "with", "without", "not", "hide", "show", "category", "cat", "tag", "term"}
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LONGEST_PHRASE = 3


class _Entry(NamedTuple):
    landmark: str
    anywhere: bool
    """Whether the words count within a longer name too ("article-byline"), not only as the whole of one."""


@cache
def _vocabulary() -> dict[tuple[str, ...], _Entry]:
    with (_DATA / "landmarks.csv").open(encoding="utf-8", newline="") as file:
        return {
            tuple(row["words"].split()): _Entry(row["landmark"], row["match"] == "any")
            for row in csv.DictReader(file)
        }


def landmarks_of(tag: str, attributes: Mapping[str, str], *, holds_story: bool) -> tuple[str, ...]:
    """Return the landmarks that an element sets, most general first.

    Parameters
    ----------
    tag : str
        The element's name.
    attributes : mapping
        Its attributes.
    holds_story : bool
        Whether the page's main heading or main part lies inside: then words like "sidebar" or "byline" in
        its class speak of something else in it, and are passed over.

    Examples
    --------
    >>> landmarks_of("div", {"class": "c-article__byline js-x"}, holds_story=False)
    ('byline',)
    """
    found: dict[str, None] = {}
    if tag in _TAG_LANDMARKS:
        found[_TAG_LANDMARKS[tag]] = None
    if not attributes:
        return tuple(found)
    role = _ROLE_LANDMARKS.get(attributes.get("role", ""))
    if role:
        found[role] = None
    carrier = tag in _CARRIERS
    for name in _NAMING:
        value = attributes.get(name)
        if value:
            carrier = carrier or (name == "class" and not _CARRIER_CLASSES.isdisjoint(value.split()))
            for landmark in _named(value, carrier):
                if not holds_story or landmark in _AROUND_STORY:
                    found[landmark] = None
    return tuple(found)


@lru_cache(maxsize=8192)
def _named(value: str, carrier: bool) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for token in value.split():
        words = tuple(word.lower() for word in _WORD.findall(token))
        whole = _vocabulary().get(words)
        if whole:
            found[whole.landmark] = None
        elif words and not carrier and words[0] not in _PASSED_OVER:
            found.update(dict.fromkeys(_known_phrases(words)))
    return tuple(found)


def _known_phrases(words: tuple[str, ...]) -> list[str]:
    """Return the landmarks of the known phrases in the words of one name, longer phrases taken first."""
    vocabulary = _vocabulary()
    landmarks = []
    i = 0
    while i < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - i), 0, -1):
            entry = vocabulary.get(words[i : i + length])
            if entry and entry.anywhere:
                landmarks.append(entry.landmark)
                i += length
                break
        else:
            i += 1
    return landmarks
