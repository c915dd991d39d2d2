"""What a page says of its document: title, date of publication, publisher, authors, address."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import lxml.html
import trafilatura
from lxml import etree
from rapidfuzz import fuzz

from ofsight.record import Meta

from .dates import iso_date
from .html_lines import PageLine
from .json_ld import ArticleFacts, article_facts

_PUBLISHED_FIELDS = Path(__file__).parent / "data" / "published_fields.txt"
_SAME_TITLE = 75.0
_SITE_SEPARATOR = re.compile(r"\s+(?:[|–—·»]|-|::)\s+")
_NOT_THE_STORY = frozenset({"nav", "footer", "related", "popup", "cookie", "comments", "dialog"})
_EMAIL = re.compile(r"[\s.,;<(]*\b[\w.+-]+@[\w.-]+\w[>)]?")
_ADDRESS = re.compile(r"https?://|www\.|@")
_MAX_AUTHOR_WORDS = 6
# No title is longer, nor has a page more headings among which it may be.
_LONGEST_TITLE = 1000
_MOST_HEADINGS = 200
# What trafilatura and htmldate are known to raise on odd pages: metadata may be lost, never the page.
_KNOWN_FAILURES = (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError, OverflowError)


def page_meta(root: lxml.html.HtmlElement, lines: list[PageLine]) -> Meta:
    """Collect metadata: JSON-LD before meta tags before what trafilatura guesses from the page.

    Parameters
    ----------
    root : lxml element
        The parsed page with its scripts.
    lines : list of PageLine
        Its visible lines, among which the main heading is looked for.

    Returns
    -------
    Meta
        The title is the heading as the page shows it, without the site's name; ``published`` the date of
        first publication, never that of an update.
    """
    facts = article_facts(root)
    publisher = facts.publisher or _field(root, "og:site_name")
    titles = [facts.headline, _field(root, "og:title"), _field(root, "twitter:title"), _page_title(root)]
    claimed = [title for title in titles if title and len(title) <= _LONGEST_TITLE]
    title = _title(lines, claimed, publisher)
    published = _published(root, facts)
    url = _canonical(root) or facts.url
    guessed = ArticleFacts() if all((title, published, publisher, facts.authors, url)) else _guess(root)
    return Meta(
        title=title or guessed.headline,
        published=published or (iso_date(guessed.published) if guessed.published else None),
        publisher=publisher or guessed.publisher,
        authors=facts.authors or guessed.authors,
        url=url or guessed.url,
    )


def _guess(root: lxml.html.HtmlElement) -> ArticleFacts:
    """Ask trafilatura; its date search keeps to plain markup: a gap misleads less than a guess."""
    try:
        found = trafilatura.extract_metadata(
            root, date_config={"extensive_search": False, "original_date": True}, extensive=False
        )
    except _KNOWN_FAILURES:
        return ArticleFacts()
    authors = [author.strip() for author in (found.author or "").split(";")]
    return ArticleFacts(
        headline=found.title,
        published=found.date,
        publisher=_EMAIL.sub("", found.sitename or "").strip() or None,
        authors=tuple(
            a for a in authors if a and not _ADDRESS.search(a) and len(a.split()) <= _MAX_AUTHOR_WORDS
        ),
        url=found.url,
    )


@cache
def _published_fields() -> tuple[str, ...]:
    return tuple(_PUBLISHED_FIELDS.read_text(encoding="utf-8").split())


def _published(root: etree._Element, facts: ArticleFacts) -> str | None:
    written = [facts.published]
    fields: dict[str, str] = {}
    for element in root.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            fields.setdefault(element.get(attribute, "").lower(), element.get("content", ""))
    written += [fields.get(name) for name in _published_fields()]
    for element in root.iter("time", "span", "abbr", "div", "p"):
        if element.get("itemprop") == "datePublished" or "pubdate" in element.attrib:
            written.append(element.get("datetime") or element.get("content") or _words(element))
    return next((date for text in written if text and (date := iso_date(text))), None)


def _field(root: etree._Element, name: str) -> str | None:
    for element in root.iter("meta"):
        if name in {element.get("property", "").lower(), element.get("name", "").lower()}:
            return " ".join(element.get("content", "").split()) or None
    return None


def _page_title(root: etree._Element) -> str | None:
    element = root.find("head/title")
    return (_words(element) or None) if element is not None else None


def _words(element: etree._Element) -> str:
    return " ".join("".join(str(text) for text in element.itertext()).split())


def _canonical(root: etree._Element) -> str | None:
    for element in root.iter("link"):
        address = element.get("href", "")
        if element.get("rel", "").lower() == "canonical" and address.startswith(("http://", "https://")):
            return address
    return None


def _title(lines: list[PageLine], claimed: list[str], publisher: str | None) -> str | None:
    """Return the heading that the page claims as its title, else its main heading, else the claim itself."""
    headings = _headings(lines, publisher)
    bare = [_without_site(title, publisher) for title in claimed]
    for heading, _ in headings:
        if any(fuzz.ratio(heading.casefold(), title.casefold()) >= _SAME_TITLE for title in bare):
            return heading
    in_story = [heading for heading, within in headings if {"main", "article", "headline"} & set(within)]
    if in_story or (headings and not bare):
        return in_story[0] if in_story else headings[0][0]
    return bare[0] if bare else None


def _headings(lines: list[PageLine], publisher: str | None) -> list[tuple[str, tuple[str, ...]]]:
    """Return the main headings (one of several lines as one), without the site's own name."""
    headings: list[tuple[str, tuple[str, ...]]] = []
    follows = False
    for line in lines:
        if len(headings) == _MOST_HEADINGS:
            break
        if line.tag != "h1" or len(line.text) > _LONGEST_TITLE or not _NOT_THE_STORY.isdisjoint(line.within):
            follows = False
        elif follows and len(headings[-1][0]) < _LONGEST_TITLE:
            headings[-1] = (f"{headings[-1][0]} {line.text}", line.within)
        else:
            headings.append((line.text, line.within))
            follows = True
    name = (publisher or "").casefold()
    return [(text, within) for text, within in headings if text.casefold() != name]


def _without_site(title: str, publisher: str | None) -> str:
    """Take the site's name off a title's end: what is behind a bar, and behind a dash what is that name."""
    while True:
        separators = list(_SITE_SEPARATOR.finditer(title))
        if not separators:
            return title
        last = separators[-1]
        name = title[last.end() :].casefold()
        is_name = publisher is not None and fuzz.ratio(name, publisher.casefold()) >= _SAME_TITLE
        if not is_name and "|" not in last[0]:
            return title
        title = title[: last.start()]
