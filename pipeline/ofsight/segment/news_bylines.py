"""Lines that hold nothing but author, date, time and the words that go with them."""

from __future__ import annotations

import re

from .news_lines import DATE, RELATIVE_TIME, TIME, says

_LEAD_WORDS = re.compile(
    r"(?:exclusive\s+|(?:first|last|originally|article|date|story|page)\s+)*(?:posted|published|updated|created|modified"
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
_CAPITALISED = r"[A-ZÀ-Þ][a-zà-ÿ]+(?:[A-Z][a-zà-ÿ]+)?"
_NAME_WORD = (
    rf"(?:(?:[A-Z][’'])?{_CAPITALISED}(?:[’'-](?:{_CAPITALISED}|[a-zà-ÿ]+)){{0,2}}"
    r"|[A-Z]\.?|[A-Z]{2,}(?:[’'-][A-Z]+)*)"
)
_NAME = re.compile(rf"{_NAME_WORD}(?:\s+(?:(?:de|van|der|von|al|bin|le|la)\s+)*{_NAME_WORD}){{1,3}}$")
_FILED = re.compile(
    r"\b(?:filed (?:under|in)|posted in|in categor(?:y|ies)|categor(?:y|ies):)\s.{2,60}$"
    r"|\b(?:(?:no|\d+) )?comments?(?: (?:off|closed|are closed|\(?\d+\)?))?$",
    re.IGNORECASE,
)
_NAMES = re.compile(r"\s*(?:,|&|\band\b)\s*")
_BY = re.compile(
    r"(?:(?:words|story|text|report|written|posted|published|reported)\s+)?by:?\s+(?=[A-Z])", re.I
)
_YEAR = re.compile(r"\d{1,2}\D+(?:\d{1,2}\D)?\d{2,4}$")
_POST_MARK = re.compile(r"(\s*[,|•·]\s+|\s+[-–—]\s+)")
_MARKS = " ,;|•·-–—:/()"
_POST_WORDS = 10
_NAMES_LENGTH = 80
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
    rest = _FILED.sub(" ", _READ_TIME.sub(" ", rest))
    if dated and _names_post(rest.strip(_MARKS)):
        return True
    rest = _CONNECTORS.sub(" ", rest).strip()
    if not rest:
        return True
    return len(rest.split()) <= 7 and all(word[0].isupper() or word[0].isdigit() for word in rest.split())


def is_date_line(text: str) -> bool:
    """Say whether a short line starts or ends with a full date."""
    if len(text.split()) > _DATE_LINE_WORDS or text.endswith((".", ":", "?")):
        return False
    dates = [m for m in DATE.finditer(text) if _YEAR.search(m.group())]
    return any(m.start() == 0 or m.end() == len(text) for m in dates)


def names_author_and_post(text: str) -> bool:
    """Say whether a line is a personal name and, after a comma or bar, that person's post at the paper."""
    name, mark, post = _POST_MARK.split(text, maxsplit=1) if _POST_MARK.search(text) else (text, "", "")
    return bool(mark) and is_name(name) and says("role_line", post.strip())


def _names_post(text: str) -> bool:
    return (
        bool(text)
        and len(text.split()) <= _POST_WORDS
        and (says("role_line", text) or names_author_and_post(text))
    )


def without_dates(text: str) -> tuple[str, bool]:
    """Return ``text`` without its dates and times of day, and whether there was a date."""
    rest, dates = DATE.subn(" ", text)
    rest, ago = RELATIVE_TIME.subn(" ", rest)
    return TIME.sub(" ", rest), dates + ago > 0


def is_name(text: str) -> bool:
    """Say whether ``text`` is one or more personal names and nothing else."""
    if len(text) > _NAMES_LENGTH or says("place", text):
        return False
    return all(_NAME.match(part) for part in _NAMES.split(text.strip(" ,")))
