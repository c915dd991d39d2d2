"""The type is told from the content; the name breaks ties."""

from __future__ import annotations

import pytest

from ofsight.ingest import detect
from ofsight.ingest.detect import describe, detect_type

PAGE = b"<!DOCTYPE html>\n<html><body><p>Not found</p></body></html>"


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (PAGE, "report.pdf", detect.HTML),
        (b"\xef\xbb\xbf  <!-- saved -->\n<HTML lang=en><p>x", "a.txt", detect.HTML),
        ("<!doctype html><p>x".encode("utf-16"), "a.html", detect.HTML),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html xmlns="y">', "a.xhtml", detect.HTML),
        (b"<p>One</p><p>Two</p>", "", detect.HTML),
        (b"<p>One</p><p>Two</p>", "notes.txt", detect.TEXT),
        (b"No tags, &amp; all", "a.html", detect.HTML),
        (b"5 < 6 and <p> is a tag", "a.txt", detect.TEXT),
        (b"<3 from all of us", "", detect.TEXT),
        (b"%PDF-1.4 ...", "a.txt", detect.PDF),
        (b"\r\n%PDF-1.4", "", detect.PDF),
        (b"junk before %PDF-1.4", "a.pdf", detect.PDF),
        (b"A file begins with %PDF-1.4", "a.txt", detect.TEXT),
        (b"PK\x03\x04....[Content_Types].xml....", "a.bin", detect.DOCX),
        (b"PK\x03\x04....word/document.xml", "a.zip", detect.DOCX),
        (b"PK\x03\x04....mimetypeapplication/vnd", "a.odt", detect.ZIP),
        (b'{"text": "x"}\n{"text": "y"}\n', "", detect.JSONL),
        (b'{"text": "x"}\n', "a.jsonl", detect.JSONL),
        (b'{"text": "x"}\n', "a.txt", detect.TEXT),
        (b"prose, one line", "a.jsonl", detect.JSONL),
        (b"{curly} prose", "", detect.TEXT),
        (b'{"text": "' + b"a" * 70_000, "", detect.JSONL),
        (PAGE, "a.jsonl", detect.HTML),
        (b"Plain words.", "a.pdf", detect.TEXT),
        (b"ID3 is a tag of music files", "", detect.TEXT),
        (b"MZ is not always a program", "", detect.TEXT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", detect.OLE),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.txt", "image/png"),
        (b"\xff\xd8\xff\xe0", "a.pdf", "image/jpeg"),
        (b"{\\rtf1 text", "a.txt", "application/rtf"),
        (b"<?xml version='1.0'?><rss>", "a.html", detect.XML),
        (b"From: <Saved>\nContent-Type: multipart/related; x", "a.html", detect.MHTML),
        (b"\0\1\2\3\4", "a.txt", detect.BINARY),
        (b"", "a.txt", detect.TEXT),
    ],
)
def test_detect_type(head: bytes, name: str, expected: str) -> None:
    assert detect_type(head, name) == expected
    assert detect_type(head, f"{name}.gz" if name else "") == expected


@pytest.mark.parametrize("media_type", ["image/png", detect.ZIP, detect.XML, detect.MHTML, detect.BINARY])
def test_what_is_not_read_is_described_with_a_remedy(media_type: str) -> None:
    what, remedy = describe(media_type)
    assert what.split()[0] in {"a", "an"}
    assert remedy


def test_json_nested_without_end_is_told_without_parsing_it() -> None:
    assert detect_type(b'{"a":' * 5000, "page.html") == "application/jsonl"
