"""Blocks of a page that came with markup: what its elements say, and the text rules where they say nothing.

Markup is a witness, not a judge: the region of the article is found as for plain text, with the markup's word
added to each line's score, and a label from the markup holds only where the line stands in the right region.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from .news_comments import label_comments
from .news_cues import Cue, Unit, read_cues
from .news_labels import Label, label_body, label_lead, label_tail, make_blocks
from .news_lines import fold, split_lines
from .news_paragraphs import build_paragraphs
from .news_regions import Regions, find_regions
from .segmentation import Segmentation

_DATA = json.loads((Path(__file__).parent / "data" / "markup.json").read_text(encoding="utf-8"))
_FURNITURE = frozenset(_DATA["furniture"])
_DOUBTFUL = frozenset(_DATA["doubtful"])
_BYLINE = frozenset(_DATA["byline"])
_CAPTION = frozenset(_DATA["caption"])
_CONTROLS = frozenset(_DATA["controls"])
_HEADINGS = frozenset(_DATA["headings"])
_ITEMS = frozenset(_DATA["items"])
_MAIN_BONUS = 0.5
_NOT_MAIN_COST = -0.5
_LONG_SENTENCE = 10
_MAX_BYLINE_WORDS = 25
_MIN_STANDFIRST_WORDS = 5


class LineHint(NamedTuple):
    """What markup says of a line, ``text[start:end]``: element, landmarks around it, main text or not."""

    start: int
    end: int
    tag: str
    within: str
    main: bool


class Markup(Enum):
    """What its element and landmarks make of a line."""

    NOTHING = "nothing"
    FURNITURE = "furniture"
    COMMENT = "comment"
    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    CAPTION = "caption"
    HEADING = "heading"
    ITEM = "item"
    TABLE = "table"


def segment_html(text: str, hints: Sequence[LineHint]) -> Segmentation:
    """Cut the text of a web page or word-processor file into labelled blocks.

    Parameters
    ----------
    text : str
        The text, one line per block element.
    hints : sequence of LineHint
        What the markup says of the lines, in order. Lines without a hint are read as plain text.

    Returns
    -------
    Segmentation
        Every non-blank stretch of the text in exactly one block.
    """
    lines = [replace(line, blank_before=True) for line in split_lines(text)]
    units = read_cues(build_paragraphs(text, lines))
    by_start = {_first_visible(text, hint): hint for hint in hints}
    hinted = [by_start.get(unit.paragraph.start) for unit in units]
    return Segmentation(make_blocks(units, label_hinted(units, hinted)))


def label_hinted(units: Sequence[Unit], hints: Sequence[LineHint | None]) -> list[Label]:
    """Give each paragraph its label from its text and its hint."""
    marks = [_markup(unit, hint) for unit, hint in zip(units, hints, strict=True)]
    any_main = any(hint is not None and hint.main for hint in hints)
    told = [_told(*row, any_main) for row in zip(units, hints, marks, strict=True)]
    regions = _regions(told, marks)
    labels = label_lead(told, regions) + label_body(told, regions) + label_tail(told, regions)
    labels += label_comments(told[regions.comments :])
    comment_places = [i for i, mark in enumerate(marks) if mark is Markup.COMMENT]
    for i, label in zip(comment_places, label_comments([units[i] for i in comment_places]), strict=True):
        labels[i] = _comment_label(units[i], hints[i], label)
    headed = any(
        mark is Markup.HEADING and labels[i][0] == "subheading"
        for i, mark in enumerate(marks[: regions.tail])
    )
    for i, mark in enumerate(marks):
        labels[i] = _overrule(told, i, mark, regions, labels[i])
        if headed and mark is Markup.NOTHING and labels[i][0] == "subheading" and units[i].text.endswith("?"):
            labels[i] = "paragraph", 0.7
    return labels


def _first_visible(text: str, hint: LineHint) -> int:
    line = text[hint.start : hint.end]
    return hint.start + len(line) - len(line.lstrip())


def _markup(unit: Unit, hint: LineHint | None) -> Markup:  # noqa: PLR0911 (one return a kind, in order)
    """Say what a line's element and landmarks make of it, the outermost landmark first."""
    if hint is None:
        return Markup.NOTHING
    within = hint.within.split()
    around = set(within)
    if "comments" in around:
        return Markup.COMMENT
    running = hint.main and unit.paragraph.ends and unit.paragraph.word_count >= _LONG_SENTENCE
    if around & _FURNITURE or hint.tag in _CONTROLS:
        return Markup.FURNITURE
    dated = unit.cue is Cue.BYLINE and bool(around & _BYLINE) and around & _DOUBTFUL <= {"aside", "header"}
    if around & _DOUBTFUL and not (running or dated or _of_article(within, hint)):
        return Markup.FURNITURE
    if hint.tag == "h1":
        return Markup.HEADLINE
    if hint.tag in {"img", "figcaption"} or around & _CAPTION:
        return Markup.CAPTION
    if (
        around & _BYLINE or hint.tag in {"time", "address"}
    ) and unit.paragraph.word_count <= _MAX_BYLINE_WORDS:
        return Markup.BYLINE
    if "standfirst" in around:
        return Markup.STANDFIRST
    if hint.tag == "tr" or "table" in around:
        return Markup.TABLE
    if hint.tag in _HEADINGS:
        return Markup.HEADING
    return Markup.ITEM if hint.tag in _ITEMS else Markup.NOTHING


def _of_article(within: Sequence[str], hint: LineHint) -> bool:
    """Say whether nothing is doubtful but a header around the line, and that is the article's own."""
    if set(within) & _DOUBTFUL != {"header"}:
        return False
    if hint.tag == "h1":
        return True
    before = within[: within.index("header")]
    return "article" in before or "main" in before


def _told(unit: Unit, hint: LineHint | None, mark: Markup, any_main: bool) -> Unit:
    """Return the unit as the text rules shall see it, told what the markup says."""
    if mark in {Markup.FURNITURE, Markup.COMMENT}:
        return replace(unit, cue=Cue.INLINE, sentence=False)
    if mark is Markup.CAPTION:
        return replace(unit, cue=Cue.CAPTION, sentence=False)
    if mark is Markup.BYLINE and not unit.sentence:
        return replace(unit, cue=Cue.BYLINE)
    if hint is None or not any_main:
        return unit
    if hint.main and unit.cue is Cue.SECTION and mark in {Markup.HEADING, Markup.ITEM}:
        unit = replace(unit, cue=Cue.TEXT)
    return replace(unit, prior=_MAIN_BONUS if hint.main else _NOT_MAIN_COST)


def _regions(units: Sequence[Unit], marks: Sequence[Markup]) -> Regions:
    """Find the regions; a page's only worthy ``h1`` is its headline."""
    regions = find_regions(units)
    titles = [i for i, mark in enumerate(marks) if mark is Markup.HEADLINE and i < max(regions.tail, 1)]
    if not titles:
        return regions
    headline = max(titles, key=lambda i: (min(units[i].paragraph.word_count, 4), -abs(regions.body - i)))
    body = max(regions.body, headline + 1)
    return replace(regions, headline=headline, body=body, tail=max(regions.tail, body))


def _comment_label(unit: Unit, hint: LineHint | None, label: Label) -> Label:
    """Correct a comment's label by the landmarks inside the comments."""
    if hint is None:
        return label
    around = set(hint.within.split())
    if hint.tag in _CONTROLS or around & {"form", "pagination", "login"}:
        return "boilerplate", 0.9
    if around & _BYLINE and label[0] == "comment" and not unit.paragraph.ends:
        return "comment_meta", 0.9
    return label


def _overrule(units: Sequence[Unit], i: int, mark: Markup, regions: Regions, label: Label) -> Label:
    """Let the markup overrule the text rules where it is to be trusted."""
    if mark is Markup.FURNITURE:
        return "boilerplate", 0.95
    if mark is Markup.COMMENT or i == regions.headline:
        return label
    headline = -1 if regions.headline is None else regions.headline
    if not headline < i < regions.tail:
        repeats = mark is Markup.CAPTION and i < headline
        return ("boilerplate", 0.85) if repeats else label
    if fold(units[i].text).casefold() == (units[headline].text.casefold() if headline >= 0 else None):
        return "boilerplate", 0.9
    return _label_of(units[i], i, mark, regions) or label


def _label_of(  # noqa: PLR0911 (one return a kind of markup)
    unit: Unit, i: int, mark: Markup, regions: Regions
) -> Label | None:
    """Return the label that the markup gives a line between the headline and the end of the body, if any."""
    leading = i <= regions.body and unit.paragraph.word_count >= _MIN_STANDFIRST_WORDS
    if mark is Markup.CAPTION:
        return "caption", 0.95
    if mark is Markup.BYLINE and not unit.sentence:
        return "byline", 0.9
    if mark is Markup.STANDFIRST and leading and unit.cue is Cue.TEXT:
        return "standfirst", 0.95
    if mark is Markup.TABLE:
        return "table", 0.95
    if mark is Markup.HEADING and unit.cue is Cue.TEXT:
        return ("standfirst", 0.8) if i < regions.body and leading else ("subheading", 0.95)
    if mark is Markup.ITEM and unit.cue is Cue.TEXT and i >= regions.body:
        return "list_item", 0.95
    return None
