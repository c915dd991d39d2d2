"""Hostile web pages."""

from __future__ import annotations

from .hostile import SENTENCE, Hostile

_LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
BILLION_LAUGHS = f'<!DOCTYPE html [<!ENTITY l0 "ha">{_LAUGHS}]>'
"""A document type whose last entity is a billion words."""


def external_entity(address: str) -> str:
    """Return a document type whose entity ``&x;`` lies at an address."""
    return f'<!DOCTYPE html [<!ENTITY x SYSTEM "{address}"><!ENTITY % p SYSTEM "{address}"> %p;]>'


def _page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}<p>{SENTENCE}</p></body></html>".encode()


def _xhtml(kind: str, body: str) -> bytes:
    start = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>A page</title></head><body>'
    return f'<?xml version="1.0"?>{kind}{start}<p>{SENTENCE}</p><p>{body}</p></body></html>'.encode()


def pages(secret: str, web: str) -> list[Hostile]:
    """Return the pages; ``secret`` is a file that none may read, ``web`` an address that none may ask for."""
    many = 4000
    return [
        Hostile("deep-divs.html", _page("<div>" * 100_000)),
        Hostile("deep-spans.html", _page("<span class='byline'>" * 30_000)),
        Hostile("deep-lists.html", _page("<ul><li>a" * 8000)),
        Hostile("deep-tables.html", _page("<table><tr><td>" * 5000), "damaged"),
        Hostile("deep-unknown.html", _page("<x-y>" * 100_000), "damaged"),
        Hostile("huge-table.html", _page("<table>" + "<tr><td>a<td>b" * many + "</table>")),
        Hostile("wide-table.html", _page("<table><tr>" + "<td>a" * many + "</table>")),
        Hostile("unclosed.html", b"<html><body><p>" + SENTENCE.encode() + b"<a href='<p><b><table><td><!--"),
        Hostile("only-brackets.html", b"<html><p>x" + b"<" * 50_000),
        Hostile("huge-attribute.html", _page(f"<p title='{'a' * 1_000_000}'>x</p>")),
        Hostile("many-attributes.html", _page("<p " + " ".join(f"a{i}=1" for i in range(many)) + ">x</p>")),
        Hostile("long-title.html", _page("<h1>b</h1>", f"<title>{'a | ' * 50_000}</title>")),
        Hostile("many-headings.html", _page("<h1>abc</h1><p>x</p>" * many, "<title>x y</title>")),
        Hostile("long-publisher.html", _page("", f"<meta property='og:site_name' content='{'a.' * many}'>")),
        Hostile("odd-date.html", _page("", f"<meta name='date' content='{'1 ' * many}'>")),
        Hostile("deep-json-ld.html", _page("", f"<script type='application/ld+json'>{'[' * many}</script>")),
        Hostile(
            "odd-json-ld.html",
            _page(
                "",
                '<script type="application/ld+json">{"@type": "NewsArticle", "headline": ["\\ud800"], '
                '"author": {"name": {"name": 1}}, "datePublished": 1e999}</script>',
            ),
        ),
        Hostile("entities.html", (BILLION_LAUGHS + "<html><p>&l9;</p>" + SENTENCE).encode()),
        Hostile("entities.xhtml", _xhtml(BILLION_LAUGHS, "&l9;")),
        Hostile("file-entity.xhtml", _xhtml(external_entity(f"file://{secret}"), "&x;")),
        Hostile("web-entity.xhtml", _xhtml(external_entity(web), "&x;")),
        Hostile(
            "frames.html",
            _page(
                f"<iframe src='file://{secret}'></iframe><object data='{secret}'></object><img src='{web}'>"
            ),
        ),
        Hostile("script.html", _page("<script>while(1);</script><img src=x onerror=alert(1)>")),
        Hostile("style.html", _page(f"<p style='{'display :' * many}'>x</p>")),
        Hostile("declared-utf7.html", _page("", "<meta charset='utf-7'>")),
        Hostile("declared-nonsense.html", _page("", "<meta charset='../../x'>") + b"\xff"),
        Hostile(
            "nul-in-tags.html", _page("<p\0 class='x'>a</p>" + SENTENCE * 40).replace(b"<html", b"<ht\0ml")
        ),
        Hostile("other-xml.xhtml", b"<?xml version='1.0'?><rss><item>x</item></rss>", "unsupported"),
        Hostile("json-as-page.html", b'{"a":' * 100_000, "bad_json"),
    ]
