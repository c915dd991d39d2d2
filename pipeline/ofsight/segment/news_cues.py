"""What each paragraph of a news page says of itself, before its place on the page is looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from .news_lines import DATE, RELATIVE_TIME, TIME, count, says
from .news_paragraphs import Paragraph

_LEAD_WORDS = re.compile(
    r"(?:(?:first|last|originally|article|date|story|page)\s+)*(?:posted|published|updated|created|modified"
    r"|added|issued|released|written|words|authors?|reported|report|reviewed|edited|publication date"
    r"|release date|date|by|from)\b\s*:?",
    re.IGNORECASE,
)
_CONNECTORS = re.compile(
    r"\b(?:on|at|by|in|and|from|to|last|first|originally|updated|published|posted|modified|edited|date|time|the"
    r"|gmt|bst|utc|read|mins?|minutes?|words)\b|[^\w\s]|\b\d{4}\b",
    re.IGNORECASE,
)
_READ_TIME = re.compile(r"\b\d+\s*-?\s*min(?:ute)?s?(?:\s+read)?\b", re.IGNORECASE)
_NAME_WORD = r"(?:[A-Z][a-zà-ÿ]*[’'-]?[A-Z]?[a-zà-ÿ]+|[A-Z]\.?|[A-Z]{2,}(?:[’'-][A-Z]+)*)"
_NAME = re.compile(rf"{_NAME_WORD}(?:\s+(?:(?:de|van|der|von|al|bin|le|la)\s+)*{_NAME_WORD}){{1,3}}$")
_NAMES = re.compile(r"\s*(?:,|&|\band\b)\s*")
_BY = re.compile(
    r"(?:(?:words|story|text|report|written|posted|published|reported)\s+)?by:?\s+(?=[A-Z])", re.I
)
_QUOTE_START = re.compile(r"[“\"‘']")
_GRADE = re.compile(
    r"(?:.*[\s:–-])?(?:outstanding|good|requires improvement(?: to be good)?|inadequate|adequate)\s*(?:\([^)]*\))?$",
    re.IGNORECASE,
)
_ORNAMENT = re.compile(r"[^\w“‘\"'(\[©£@]+")
_LONG_SENTENCE = 12
_DATE_LINE_WORDS = 14


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
    ``name`` that it is nothing but one or more personal names, ``role`` a reporter's post or news desk, ``grade`` that it
    ends in a grade of the inspectorate, ``dated`` that it is a byline that holds a date;
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
        return (not self.paragraph.ends and self.paragraph.word_count <= 16) or self.text.endswith("?")


def read_cues(paragraphs: Sequence[Paragraph]) -> list[Unit]:
    """Classify each paragraph by what it says, in order."""
    return [_unit(paragraph) for paragraph in paragraphs]


def is_byline(text: str) -> bool:
    """Say whether a line is nothing but author, date, time, reading time and the words that go with them."""
    rest, dated = without_dates(text)
    lead = _LEAD_WORDS.match(rest.strip())
    if lead:
        rest = rest.strip()[lead.end() :]
    if not dated and not lead:
        return False
    by = _BY.match(text)
    if by and not DATE.match(text[by.end() :]) and len(text.split()) <= 22 and not text.endswith((".", ":")):
        return True
    if lead and dated and len(text.split()) <= _DATE_LINE_WORDS and not text.endswith((".", ":", "?")):
        return True
    rest = _CONNECTORS.sub(" ", _READ_TIME.sub(" ", rest)).strip()
    if not rest:
        return True
    return len(rest.split()) <= 7 and all(word[0].isupper() or word[0].isdigit() for word in rest.split())


def without_dates(text: str) -> tuple[str, bool]:
    """Return ``text`` without its dates and times of day, and whether there was a date."""
    rest, dates = DATE.subn(" ", text)
    rest, ago = RELATIVE_TIME.subn(" ", rest)
    return TIME.sub(" ", rest), dates + ago > 0


def is_name(text: str) -> bool:
    """Say whether ``text`` is one or more personal names and nothing else."""
    return len(text) <= 80 and all(_NAME.match(part) for part in _NAMES.split(text.strip(" ,")))


def _unit(paragraph: Paragraph) -> Unit:
    text = paragraph.text
    cue = _cue(paragraph)
    return Unit(
        paragraph=paragraph,
        cue=cue,
        sentence=cue is Cue.TEXT and paragraph.ends and paragraph.word_count >= 4,
        quoted=_QUOTE_START.match(text) is not None,
        name=is_name(text),
        role=paragraph.word_count <= 10 and says("role_line", text),
        grade=paragraph.word_count <= 30 and _GRADE.match(text) is not None,
        dated=cue is Cue.BYLINE and without_dates(text)[1],
    )


def _cue(paragraph: Paragraph) -> Cue:
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
