"""What each paragraph of a news page says of itself, before its place on the page is looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from .news_bylines import is_byline, is_name, names_author_and_post, without_dates
from .news_lines import count, says
from .news_paragraphs import Paragraph

_QUOTE_START = re.compile(r"[“\"‘']")
_GRADE = re.compile(
    r"(?:.*[\s:–-])?(?:outstanding|good|requires improvement(?: to be good)?|inadequate|adequate)"
    r"\s*(?:\([^)]*\))?$",
    re.IGNORECASE,
)
_ORNAMENT = re.compile(r"^[^\w“‘\"'(\[©£@]+")
_CLOSING_MARKS = "”’\"'"
_LONG_SENTENCE = 12


class Cue(Enum):
    """The kind of thing a paragraph says it is; ``TEXT`` when it could be the article."""

    TEXT = "text"
    SHARE = "share"
    NAVIGATION = "navigation"
    SECTION = "section"
    INLINE = "inline"
    AFTER = "after"
    LIST_AFTER = "list_after"
    COMMENTS_HEAD = "comments_head"
    CAPTION = "caption"
    BYLINE = "byline"
    SOURCE = "source"
    PROMOTION = "promotion"


FURNITURE = frozenset(
    {
        Cue.SHARE,
        Cue.NAVIGATION,
        Cue.SECTION,
        Cue.INLINE,
        Cue.AFTER,
        Cue.LIST_AFTER,
        Cue.COMMENTS_HEAD,
        Cue.PROMOTION,
    }
)
_LEXICON_ORDER = (
    Cue.NAVIGATION,
    Cue.SHARE,
    Cue.LIST_AFTER,
    Cue.COMMENTS_HEAD,
    Cue.AFTER,
    Cue.INLINE,
    Cue.SECTION,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph with its cue.

    ``sentence`` says that it reads like running text, ``quoted`` that it starts with a quotation mark,
    ``name`` that it is nothing but one or more personal names, ``role`` a reporter's post or news desk,
    ``grade`` that it ends in a grade of the inspectorate, ``dated`` that it is a byline that holds a date;
    ``prior`` is what markup adds to its score as a part of the article.
    """

    paragraph: Paragraph
    cue: Cue
    sentence: bool
    quoted: bool
    name: bool
    role: bool
    grade: bool
    dated: bool
    prior: float = 0.0

    @property
    def text(self) -> str:
        """The text with white space folded."""
        return self.paragraph.text

    @property
    def short(self) -> bool:
        """Whether it could be a heading or a link: a few words without a full stop at the end."""
        if self.text.endswith(":"):
            return False
        return (not self.paragraph.ends and self.paragraph.word_count <= 16) or self.text.rstrip(
            _CLOSING_MARKS
        ).endswith("?")


def read_cues(paragraphs: Sequence[Paragraph]) -> list[Unit]:
    """Classify each paragraph by what it says, in order."""
    return [_unit(paragraph) for paragraph in paragraphs]


def _unit(paragraph: Paragraph) -> Unit:
    text = paragraph.text
    cue = _cue(paragraph)
    return Unit(
        paragraph=paragraph,
        cue=cue,
        sentence=cue is Cue.TEXT and paragraph.ends and paragraph.word_count >= 4,
        quoted=_QUOTE_START.match(text) is not None,
        name=is_name(text),
        role=paragraph.word_count <= 10 and (says("role_line", text) or names_author_and_post(text)),
        grade=paragraph.word_count <= 30 and _GRADE.match(text) is not None,
        dated=cue is Cue.BYLINE and without_dates(text)[1],
    )


def _cue(paragraph: Paragraph) -> Cue:  # noqa: PLR0911 (one return a kind of cue, in order)
    text = _ORNAMENT.sub("", paragraph.bare, count=1) if not paragraph.bare[0].isalnum() else paragraph.bare
    if not any(character.isalnum() for character in text):
        return Cue.INLINE
    long_sentence = paragraph.ends and paragraph.word_count >= _LONG_SENTENCE
    if paragraph.word_count <= 25:
        if says("reading_time", text) or is_byline(text):
            return Cue.BYLINE
        if says("source", text):
            return Cue.SOURCE
    if long_sentence and _QUOTE_START.match(text):
        return Cue.TEXT
    if not (long_sentence and paragraph.word_count > 45) and says("caption", text):
        return Cue.CAPTION
    for cue in _LEXICON_ORDER:
        if says(cue.value, text):
            return cue
    promotions = count("promotion", text)
    return Cue.PROMOTION if promotions >= (2 if paragraph.ends else 1) else Cue.TEXT
