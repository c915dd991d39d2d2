"""What a page says of its article in JSON-LD (schema.org), where it says so most exactly."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

# Kinds of things that are the article itself, then those of a page without an article.
_ARTICLE_TYPES = ("newsarticle", "article", "blogposting", "report", "posting")
_PAGE_TYPES = ("webpage", "itempage")
_MAX_NODES = 10_000
# A site that cuts a text in the middle of an emoji leaves one, and no file can hold it.
_HALF_PAIR = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """The article's own facts as written, None or empty where the page does not say."""

    headline: str | None = None
    published: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None


def article_facts(root: etree._Element) -> ArticleFacts:
    """Read the JSON-LD of a page; nothing is raised where it is broken."""
    nodes = list(_nodes(_blocks(root)))
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    article = _first_of(nodes, _ARTICLE_TYPES)
    page = article or _first_of(nodes, _PAGE_TYPES)
    if page is None:
        return ArticleFacts()
    return ArticleFacts(
        headline=_text(page.get("headline") if article else None),
        published=_text(page.get("datePublished") or page.get("dateCreated")),
        publisher=next(iter(_names(page.get("publisher"), by_id)), None),
        authors=tuple(dict.fromkeys(_names(page.get("author"), by_id))) if article else (),
        url=_address(page),
    )


def _blocks(root: etree._Element) -> Iterator[Any]:
    for script in root.iter("script"):
        if "ld+json" in script.get("type", "").lower() and script.text:
            try:
                yield json.loads(script.text.strip().rstrip(";"), strict=False)
            except (ValueError, RecursionError):
                continue


def _nodes(blocks: Iterator[Any]) -> Iterator[dict[str, Any]]:
    """Yield every object of the graph, in order, without recursion."""
    todo: list[Any] = list(blocks)[::-1]
    seen = 0
    while todo and seen < _MAX_NODES:
        item = todo.pop()
        seen += 1
        if isinstance(item, dict):
            yield item
            todo.extend(reversed([value for value in item.values() if isinstance(value, dict | list)]))
        elif isinstance(item, list):
            todo.extend(reversed([value for value in item if isinstance(value, dict | list)]))


def _first_of(nodes: list[dict[str, Any]], endings: tuple[str, ...]) -> dict[str, Any] | None:
    for node in nodes:
        types = node.get("@type")
        for kind in types if isinstance(types, list) else [types]:
            if isinstance(kind, str) and kind.lower().endswith(endings):
                return node
    return None


def _names(value: Any, by_id: dict[str, dict[str, Any]]) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        named = item
        if isinstance(named, dict):
            named = named.get("name") or by_id.get(str(named.get("@id")), {}).get("name")
        for name in named if isinstance(named, list) else [named]:
            text = _text(name)
            if text and not text.lower().startswith(("http:", "https:")):
                yield text


def _address(page: dict[str, Any]) -> str | None:
    candidates = [page.get("url"), page.get("mainEntityOfPage"), page.get("@id")]
    for candidate in candidates:
        address = candidate.get("@id") if isinstance(candidate, dict) else candidate
        if isinstance(address, str) and address.startswith(("http://", "https://")):
            return _HALF_PAIR.sub("\ufffd", address.partition("#")[0])
    return None


def _text(value: Any) -> str | None:
    """Return a string with its entities decoded (many sites encode them twice) and spaces folded."""
    if not isinstance(value, str):
        return None
    return " ".join(_HALF_PAIR.sub("\ufffd", html.unescape(value)).split()) or None
