"""Tell what an input is: its first bytes decide, its name only where they leave it open."""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ofsight.packing import without_packing

from . import text

TEXT = "text/plain"
HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JSONL = "application/jsonl"
PARQUET = "application/vnd.apache.parquet"
XML = "application/xml"
MHTML = "multipart/related"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
BINARY = "application/octet-stream"

_PARQUET_MAGIC = b"PAR1"
_SIGNATURES = Path(__file__).parent / "data" / "signatures.csv"
_PDF_PREFIX_BYTES = 1024
# A comment, a processing instruction or white space may stand before what tells a page.
_BEFORE_ROOT = re.compile(r"(?:\s|\ufeff|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_PAGE_START = re.compile(
    r"<!doctype\s+html|<(?:html|head|body|title|meta|link|script|style)[\s/>]", re.IGNORECASE
)
_PAGE_LATER = re.compile(r"<!doctype\s+html|<html[\s>]|<body[\s>]", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|article|aside|b|blockquote|br|div|em|figure|footer|h[1-6]|header|hr|i|img|li|main|nav|ol|p|section|"
    r"span|strong|table|tbody|td|th|tr|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ROOT = re.compile(r"<(?:![^>]*>\s*<)?([A-Za-z_][\w:.-]*)")
_MHTML = re.compile(r"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_OFFICE_PARTS = ((b"word/", DOCX), (b"xl/", "a spreadsheet"), (b"ppt/", "a presentation"))


class Signature(NamedTuple):
    """How a kind of file that is not read begins, what it is, and what its owner can do."""

    offset: int
    magic: bytes
    media_type: str
    what: str
    remedy: str


@cache
def signatures() -> tuple[Signature, ...]:
    """Return the signatures of the data file, the longer of two that fit first."""
    with _SIGNATURES.open(encoding="utf-8", newline="") as file:
        rows = [
            Signature(int(r["offset"]), bytes.fromhex(r["hex"]), r["media_type"], r["what"], r["remedy"])
            for r in csv.DictReader(file)
        ]
    return tuple(sorted(rows, key=lambda row: -len(row.magic)))


def detect_type(head: bytes, name: str = "") -> str:
    """Return the media type of an input.

    Parameters
    ----------
    head : bytes
        The first bytes (64 KiB are enough), unpacked where the input is gzipped.
    name : str
        The file's name. It decides only between plain text, JSONL and HTML where the bytes fit each of them.

    Returns
    -------
    str
        One of the media types that Ofsight reads, or that of something it does not.

    Examples
    --------
    >>> detect_type(b"%PDF-1.7 ...", "page.html")
    'application/pdf'
    >>> detect_type(b"<!DOCTYPE html><p>Not found", "report.pdf")
    'text/html'
    """
    lowered = without_packing(name.lower())
    if head.startswith(_PARQUET_MAGIC) and text.looks_binary(head):
        return PARQUET
    pdf_at = head.find(b"%PDF-", 0, _PDF_PREFIX_BYTES)
    if pdf_at == 0 or (pdf_at > 0 and (lowered.endswith(".pdf") or not head[:pdf_at].strip())):
        return PDF
    for signature in signatures():
        if head.startswith(signature.magic, signature.offset) and (
            signature.offset or _is_certain(signature, head)
        ):
            return _zip_type(head, lowered) if signature.media_type == ZIP else signature.media_type
    if text.looks_binary(head):
        return BINARY
    return _text_type(text.decode(head), lowered)


def _is_certain(signature: Signature, head: bytes) -> bool:
    """Return whether a signature of printable letters ("ID3", "BZh") may not be the beginning of a text."""
    return not signature.magic.isalnum() or text.looks_binary(head)


def _zip_type(head: bytes, lowered: str) -> str:
    if b"word/" in head or lowered.endswith(".docx"):
        return DOCX
    return DOCX if b"[Content_Types].xml" in head and b"xl/" not in head and b"ppt/" not in head else ZIP


def _text_type(decoded: str, lowered: str) -> str:
    before_root = _BEFORE_ROOT.match(decoded)
    start = before_root.end() if before_root else 0
    if _PAGE_START.match(decoded, start):
        return HTML
    if decoded[:start].lstrip().startswith("<?xml"):
        root = _ROOT.match(decoded, start)
        return HTML if root and root[1].lower() == "html" else XML
    if decoded.startswith("{", start) or (lowered.endswith(".jsonl") and not decoded.startswith("<")):
        return _json_type(decoded, lowered)
    if _MHTML.search(decoded[:4096]):
        return MHTML
    return HTML if _is_page_without_head(decoded, start, lowered) else TEXT


def _is_page_without_head(decoded: str, start: int, lowered: str) -> bool:
    """Tell a piece of a page, or a page named as one, from a text that happens to hold a tag."""
    if lowered.endswith((".html", ".htm", ".xhtml")):
        return True
    if lowered.endswith(".txt") or not decoded.startswith("<", start):
        return False
    return _PAGE_LATER.search(decoded) is not None or len(_TAG.findall(decoded)) > 1


def _json_type(decoded: str, lowered: str) -> str:
    """Tell JSONL from a text that begins with a brace; a line longer than the head is taken on trust."""
    if lowered.endswith(".jsonl"):
        return JSONL
    if lowered.endswith(".txt"):
        return TEXT
    first, separator, _ = decoded.lstrip("\ufeff\r\n\t ").partition("\n")
    try:
        return JSONL if isinstance(json.loads(first), dict) else TEXT
    except RecursionError:  # nested without end: no text is
        return JSONL
    except ValueError:
        return JSONL if not separator and first.startswith('{"') else TEXT


def describe(media_type: str) -> tuple[str, str]:
    """Return what a file of a type that is not read is, and what to do about it."""
    for signature in signatures():
        if signature.media_type == media_type:
            return signature.what, signature.remedy
    return {
        XML: ("an XML file that is no web page", "give the page or the text it describes"),
        MHTML: ("a web archive (MHTML)", "save the page as .html"),
    }.get(media_type, ("a binary file", "give a text, web page, PDF, .docx or JSONL file"))
