"""Pages as a whole: encodings, XHTML, offsets of hints."""

from __future__ import annotations

import codecs

import pytest

from ofsight.ingest.html import decode_page, parse_page, read_html


def text(data: bytes) -> str:
    return read_html(data, "a.html").text


WORDS = "<p>“Café” – £5</p>"


@pytest.mark.parametrize(
    "data",
    [
        f"<meta charset=utf-8>{WORDS}".encode(),
        WORDS.encode(),
        codecs.BOM_UTF8 + f"<meta charset=windows-1252>{WORDS}".encode(),
        f'<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">{WORDS}'.encode("cp1252"),
        f"<meta charset=ISO-8859-1>{WORDS}".encode(),
        f"<meta charset=utf-8>{WORDS}".encode("cp1252"),
        f"<meta charset=utf-16>{WORDS}".encode(),
        f"<meta charset=no-such>{WORDS}".encode(),
        codecs.BOM_UTF16_LE + f"<!doctype html>{WORDS}".encode("utf-16-le"),
    ],
    ids=[
        "declared", "undeclared", "mark wins", "latin-1 is cp1252", "bytes win over latin-1", "wrongly utf-8",
        "utf-16 declared in ASCII", "unknown", "utf-16",
    ],
)  # fmt: skip
def test_encodings(data: bytes) -> None:
    assert text(data) == "“Café” – £5"


def test_a_declared_encoding_that_bytes_do_not_tell() -> None:
    assert decode_page("<meta charset=iso-8859-2><p>Łódź</p>".encode("iso-8859-2")).endswith("<p>Łódź</p>")


XHTML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="x.js"/></head>
<body><div/><p>One&nbsp;&pound;5 <br/>two</p><a id="x"/><h2>Three</h2></body></html>"""


def test_xhtml_closes_its_empty_elements() -> None:
    assert text(XHTML.encode()) == "One\u00a0£5\ntwo\nThree"


def test_xhtml_that_is_not_well_formed_is_read_as_html() -> None:
    broken = XHTML.replace('<script src="x.js"/>', "").replace("<title/>", "").replace("</h2>", "")
    assert text(broken.encode()) == "One\u00a0£5\ntwo\nThree"


def test_entities_of_a_document_type_are_not_unfolded() -> None:
    bomb = XHTML.replace('.dtd">', '.dtd" [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>').replace("two", "&b;")
    assert "aaaa" not in text(bomb.encode()).splitlines()[-2]


def test_hints_point_at_the_lines_of_the_text() -> None:
    content = read_html(b"<h1>T</h1><pre>a\n\nb</pre><table><tr><td>x<td>y</table><p>end", "")
    assert content.text == "T\na\n\nb\nx\ty\nend"
    assert [(content.text[h.start : h.end], h.tag) for h in content.hints] == [
        ("T", "h1"), ("a", "pre"), ("b", "pre"), ("x\ty", "tr"), ("end", "p"),
    ]  # fmt: skip


def test_characters_outside_the_basic_plane_count_once() -> None:
    content = read_html("<p>😀 one</p><p>two</p>".encode(), "")
    assert [content.text[h.start : h.end] for h in content.hints] == ["😀 one", "two"]


def test_nul_characters_cut_nothing_off() -> None:
    assert text(b"<p>before\0after</p><p>end</p>") == "beforeafter\nend"


def test_a_page_without_elements_is_empty() -> None:
    assert parse_page("") is None
    assert text(b"") == ""
