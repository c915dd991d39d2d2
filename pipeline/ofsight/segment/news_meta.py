"""What a news page says of itself: title, publication date, authors, publisher."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ofsight.record import Block, Meta
from ofsight.values.dates import find_dates

from .news_bylines import is_name
from .news_lines import DATE, RELATIVE_TIME, TIME, fold, says

_PUBLISHED = re.compile(r"published|posted|created|issued|released|publication", re.IGNORECASE)
_UPDATED = re.compile(r"updated|modified|edited|reviewed|amended", re.IGNORECASE)
_REACH = 40
_BY = re.compile(
    r"(?:^|\b(?:words|story|text|report|written|posted|published|reported)\s+|\bby:?\s+)(?:by:?\s+)?",
    re.IGNORECASE,
)
_AFTER_NAMES = re.compile(
    r"\s+(?:on|in|at|for|from|of|is|updated|published|posted)\b.*|\s*[|•·–—@(/].*|\s+-\s+.*|\d.*",
    re.IGNORECASE,
)
_BETWEEN_NAMES = re.compile(r"\s*(?:,|&|\band\b)\s*", re.IGNORECASE)
_SOURCE = re.compile(r"(?:original )?source\s*:\s*(.+)", re.IGNORECASE)
_APPEARED = re.compile(
    r"(?:first published|originally (?:published|posted|appeared)|"
    r"this (?:article|story|post)\b.*?(?:appeared|published|posted))"
    r" (?:in|on|by|at) (?:the )?(.+?)(?: on \d.*)?[.]?$",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:copyright)?\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?,?\s*(?:by\s+)?"
    r"((?-i:[A-Z])[^.|,©\d]{2,50})(?:\s*(?:\d{4}|[.|,]|$))",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"\s*(?:\ball rights reserved\b|\bregistered\b).*$", re.IGNORECASE)


def fill_meta(text: str, blocks: Sequence[Block], meta: Meta) -> Meta:
    """Fill what ``meta`` lacks from what the page's blocks say.

    Parameters
    ----------
    text : str
        The page.
    blocks : sequence of Block
        Its blocks.
    meta : Meta
        What the input itself said; it is never overwritten.

    Returns
    -------
    Meta
        With title (of the headline), publication date (of the byline, else of the first reader's comment, as
        ISO 8601), authors and publisher where the page names them.
    """
    bylines = [fold(text[block.start : block.end]) for block in blocks if block.label == "byline"]
    found = {
        "title": meta.title or _title(text, blocks),
        "published": _published(meta.published, _byline_date(bylines)) or _first_comment_date(text, blocks),
        "authors": meta.authors or tuple(_authors(bylines)),
        "publisher": meta.publisher or _publisher(text, blocks, bylines),
    }
    return meta.model_copy(update=found)


def _title(text: str, blocks: Sequence[Block]) -> str | None:
    return next((fold(text[b.start : b.end]) for b in blocks if b.label == "headline"), None)


def _published(stated: str | None, byline: str | None) -> str | None:
    """Return the date that the input stated, put right by a byline that tells the same more exactly.

    The byline tells the day of a month, and which number of "10/11/2010" is the day.

    Examples
    --------
    >>> _published("2010-11-10", "2010-10-11"), _published("2019-10", "2019-10-09")
    ('2010-10-11', '2019-10-09')
    >>> _published("2019", "2018-02-01")
    '2019'
    """
    if stated is None or byline is None:
        return stated or byline
    year, _, rest = stated.partition("-")
    swapped = "-".join([year, *reversed(rest.split("-"))])
    return byline if byline == swapped or byline.startswith(f"{stated}-") else stated


def _byline_date(bylines: Sequence[str]) -> str | None:
    """Return the date of publication; one that is said to be of an update counts only where no other is."""
    joined = "\n".join(bylines)
    ranked: list[tuple[int, int, str]] = []
    for match in find_dates(joined, 0, len(joined), None):
        value = match.value
        if value is None or "/" in value or len(value) < len("2021-11"):
            continue
        ranked.append((_rank(joined[max(0, match.start - _REACH) : match.start]), len(ranked), value))
    return min(ranked)[2] if ranked else None


def _rank(before: str) -> int:
    """Rank a date by the last word before it that says what it is: published, unsaid, updated."""
    published = max((m.end() for m in _PUBLISHED.finditer(before)), default=-1)
    updated = max((m.end() for m in _UPDATED.finditer(before)), default=-1)
    if published == updated:
        return 1
    return 0 if published > updated else 2


def _first_comment_date(text: str, blocks: Sequence[Block]) -> str | None:
    dates = [
        match.value
        for block in blocks
        if block.label == "comment_meta"
        for match in find_dates(text, block.start, block.end, None)
        if match.value is not None and len(match.value) == len("2021-11-26")
    ]
    return min(dates, default=None)


def _authors(bylines: Iterable[str]) -> Iterable[str]:
    """Name the authors: after "By", or alone on a line of the byline."""
    found: dict[str, None] = {}
    for byline in bylines:
        if _SOURCE.match(byline) or says("role_line", byline):
            continue
        rest = TIME.sub(" ", RELATIVE_TIME.sub(" ", DATE.sub(" | ", byline))).strip(" |,")
        by = re.search(r"\bby:?\s+(?-i:(?=[A-Z]))", rest, re.IGNORECASE)
        names = rest[by.end() :] if by else rest
        names = _AFTER_NAMES.sub("", names).strip(" ,|")
        for part in _BETWEEN_NAMES.split(names):
            if says("role_line", part) or not is_name(part) or (not by and not is_name(names)):
                break
            found[part.title() if part.isupper() else part] = None
    return found


def _publisher(text: str, blocks: Sequence[Block], bylines: Sequence[str]) -> str | None:
    for byline in bylines:
        source = _SOURCE.match(byline) or _APPEARED.match(byline)
        if source:
            return source[1].strip(" .")
    for block in blocks:
        if block.label == "boilerplate":
            owner = _COPYRIGHT.search(_RIGHTS.sub("", fold(text[block.start : block.end])))
            if owner:
                return owner[1].strip(" .")
    return None
