"""Which lines of a page trafilatura counts as main text."""

from __future__ import annotations

import logging
from bisect import bisect_left

import lxml.html
import trafilatura
from lxml import etree

from .html_lines import PageLine

# Beyond these, extraction costs more than its hints are worth.
_MAX_LINES = 20_000
_MAX_DEPTH = 400
_SHORT = 25
_LOOK_AHEAD = 4
_BLOCK_TAGS = ("p", "head", "item", "quote", "row", "code", "ab", "figDesc")

# They report on pages without an article or a date, which is no news to the users of a run.
for _library in ("trafilatura", "htmldate"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)


def main_lines(root: lxml.html.HtmlElement, lines: list[PageLine]) -> list[bool]:
    """Return for each line of a page whether trafilatura counts it as main text.

    Its paragraphs are found among the lines in order, by their words. A page that it finds nothing in, or
    that it fails on, has no main lines: a hint may be lost, never the page. The tree may be changed.
    """
    paragraphs = _main_paragraphs(root) if 0 < len(lines) <= _MAX_LINES and not _is_deep(root) else []
    if not paragraphs:
        return [False] * len(lines)
    return _align([_folded(line.text) for line in lines], paragraphs)


def _main_paragraphs(root: lxml.html.HtmlElement) -> list[str]:
    try:
        extracted = trafilatura.bare_extraction(root, fast=True, include_comments=False, include_tables=True)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError, AssertionError):
        # What its tree surgery is known to raise on odd pages.
        return []
    body = getattr(extracted, "body", None)
    if body is None:
        return []
    # Nested blocks repeat their text: an item that holds paragraphs counts once for itself and once for each.
    return [text for block in body.iter(*_BLOCK_TAGS) if (text := _folded(" ".join(block.itertext())))]


def _align(lines: list[str], paragraphs: list[str]) -> list[bool]:
    """Match lines to paragraphs in order; a short line must be near, for it may stand in a menu as well."""
    places: dict[str, list[int]] = {}
    for number, paragraph in enumerate(paragraphs):
        places.setdefault(paragraph, []).append(number)
    cursor = 0
    found = []
    for line in lines:
        same = places.get(line, []) if line else []
        later = bisect_left(same, cursor)
        place = same[later] if later < len(same) else None
        if place is not None and (len(line) >= _SHORT or place < cursor + _LOOK_AHEAD):
            cursor = place
            found.append(True)
            continue
        near = paragraphs[cursor : cursor + _LOOK_AHEAD] if len(line) >= _SHORT else []
        held = next((n for n, paragraph in enumerate(near) if line in paragraph), None)
        cursor += held or 0
        found.append(held is not None)
    return found


def _folded(text: str) -> str:
    """Return the letters and digits of a text: spaces and marks differ between the two extractions."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _is_deep(root: lxml.html.HtmlElement) -> bool:
    """Return whether copying the tree could exhaust the stack."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _MAX_DEPTH:
            return True
    return False
