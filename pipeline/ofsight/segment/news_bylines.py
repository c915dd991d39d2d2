"""Lines that hold nothing but author, date, time and the words that go with them."""

from __future__ import annotations

import re

from .news_lines import DATE, RELATIVE_TIME, TIME

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
_DATE_LINE_WORDS = 14


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
