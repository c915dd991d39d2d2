"""HTML: bytes to a tree, the tree to lines with hints and metadata."""

from __future__ import annotations

import re
from html.entities import html5

import lxml.html
from lxml import etree

from ofsight.errors import IngestError

from .document import Content, LineHint
from .html_hints import main_lines
from .html_lines import PageLine, visible_lines
from .html_meta import page_meta
from .text import decode, utf16_without_mark, utf_mark

_META_BYTES = 4096
_DECLARED = re.compile(
    rb"<meta[^>]*?charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]*?encoding\s*=\s*[\"']([\w-]+)", re.IGNORECASE
)
# Only encodings that saved pages have; UTF-8, Windows-1252 and its subsets are told by the bytes themselves.
_OTHER_ENCODING = re.compile(
    r"(?:iso-?8859-(?:[2-9]|1[0-6])|windows-125[013-8]|koi8-[ru]|shift_jis|euc-(?:jp|kr)|gb(?:k|2312|18030)|big5|"
    r"macintosh)",
    re.IGNORECASE,
)
_XHTML = re.compile(r"\s*<\?xml[^>]*\?>.{0,1000}?<html[^>]{0,2000}?\sxmlns\s*=", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)")
_XML_ENTITIES = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_NAMESPACE = re.compile(r"^\{[^}]*\}")
# Taken away where a page is nested deeper than the parser goes: unclosed ones are what makes it so.
_INLINE_TAGS = re.compile(r"</?(?:a|abbr|b|big|center|em|font|i|small|span|strong|u)\b[^<>]*>", re.IGNORECASE)
_GENERIC_TAGS = re.compile(r"</?(?:article|aside|blockquote|div|section|main|ul|ol)\b[^<>]*>", re.IGNORECASE)


def read_html(data: bytes, _name: str) -> Content:
    """Read a web page: all visible text, one line per block element, with a hint for every line.

    Raises
    ------
    IngestError
        ``damaged`` when the page is nested too deeply to be parsed.
    """
    root = parse_page(decode_page(data))
    if root is None:
        return Content("")
    lines = visible_lines(root)
    meta = page_meta(root, lines)
    text, hints = _with_offsets(lines, main_lines(root, lines))
    return Content(text, meta, hints)


def decode_page(data: bytes) -> str:
    """Decode a page: a byte order mark, then valid UTF-8, then what the page declares, then as plain text.

    Valid UTF-8 wins over a declared Windows or ISO encoding, for pages keep their declaration when they are
    saved anew.
    """
    declared = _DECLARED.search(data[:_META_BYTES])
    if declared and not utf_mark(data) and not utf16_without_mark(data):
        encoding = (declared[1] or declared[2]).decode("ascii")
        if _OTHER_ENCODING.fullmatch(encoding):
            try:
                return data.decode("utf-8")
            except UnicodeDecodeError:
                return data.decode(encoding, "replace")
    return decode(data)


def parse_page(page: str) -> lxml.html.HtmlElement | None:
    """Parse a page as a browser would, or None where it holds no element.

    Raises
    ------
    IngestError
        ``damaged`` when the page stays too deeply nested even without its inline and generic elements.
    """
    page = page.replace("\0", "")
    if _XHTML.match(page):
        page = _xhtml_as_html(page) or page
    for simplify in (None, _INLINE_TAGS, _GENERIC_TAGS):
        if simplify is not None:
            page = simplify.sub(" " if simplify is _INLINE_TAGS else "<p>", page)
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        try:
            root = lxml.html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
        except etree.ParserError:
            root = None
        if not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
            return root
    raise IngestError(
        "damaged", "is a page whose elements are nested too deeply to be parsed; save it as text"
    )


def _xhtml_as_html(page: str) -> str | None:
    """Rewrite well-formed XHTML as HTML (``<script/>`` is closed there, and open for good here)."""
    if "<!ENTITY" in page:
        return None
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", page, count=1)
    body = _ENTITY.sub(lambda m: m[0] if m[1] in _XML_ENTITIES else html5.get(m[1], m[0]), body)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body.encode("utf-8", "replace"), parser=parser)
    except etree.XMLSyntaxError:
        return None
    for element in root.iter(etree.Element):
        element.tag = _NAMESPACE.sub("", str(element.tag))
    etree.cleanup_namespaces(root)
    return etree.tostring(root, method="html", encoding="unicode")


def _with_offsets(lines: list[PageLine], main: list[bool]) -> tuple[str, tuple[LineHint, ...]]:
    hints = []
    position = 0
    for line, is_main in zip(lines, main, strict=True):
        end = position + len(line.text)
        if line.text:
            hints.append(LineHint(position, end, line.tag, " ".join(line.within), is_main))
        position = end + 1
    return "\n".join(line.text for line in lines), tuple(hints)
