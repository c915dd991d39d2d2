"""Reading inputs end to end: documents and failures in order, nothing raised."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ofsight.ingest import InputDocument, InputFailure, read_inputs

PAGE = b"<!DOCTYPE html><html><body><h1>T</h1><p>One</p></body></html>"


def read(*paths: Path | str, max_bytes: int = 1_000_000) -> list[InputDocument | InputFailure]:
    return list(read_inputs(paths, max_bytes=max_bytes))


def summary(*paths: Path | str) -> list[tuple[str, str]]:
    return [
        (found.id, found.error if isinstance(found, InputFailure) else found.text) for found in read(*paths)
    ]


def test_a_folder_of_everything(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "a.pdf").write_bytes(PAGE)
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"packed"))
    (tmp_path / "b.jsonl").write_bytes(
        b'{"id": "x", "text": "1"}\n\nbad\n{"text": " "}\n{"id": "a", "text": "2"}'
    )
    (tmp_path / "c.txt").write_bytes(b" \n")
    (tmp_path / "d.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (tmp_path / "e.docx").write_bytes(b"PK\x03\x04word/ broken")
    (tmp_path / "f.txt").write_bytes(b"")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_bytes(b"below")
    assert summary(tmp_path) == [
        ("a", "T\nOne"),
        ("a~2", "T\nOne"),
        ("a~3", "packed"),
        ("x", "1"),
        ("b-3", "bad_json"),
        ("b-4", "empty"),
        ("a~4", "2"),
        ("c", "empty"),
        ("d", "unsupported"),
        ("e", "damaged"),
        ("f", "empty"),
        ("a~5", "below"),
    ]


def test_source_of_files_and_lines(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    packed = gzip.compress(PAGE)
    (tmp_path / "sub" / "page.pdf.gz").write_bytes(packed)
    line = json.dumps({"text": "x"}).encode()
    (tmp_path / "z.jsonl").write_bytes(line + b"\r\n")
    page, row = read(tmp_path)
    assert isinstance(page, InputDocument)
    assert isinstance(row, InputDocument)
    assert page.source.path == "sub/page.pdf.gz"
    assert page.source.media_type == "text/html"
    assert page.source.sha256 == hashlib.sha256(packed).hexdigest()
    assert row.source.path == "z.jsonl"
    assert row.source.sha256 == hashlib.sha256(line).hexdigest()
    [alone] = read(tmp_path / "sub" / "page.pdf.gz")
    assert isinstance(alone, InputDocument)
    assert alone.source.path == "page.pdf.gz"


def test_failures_say_where_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "picture.txt").write_bytes(b"\xff\xd8\xff\xe0\0")
    [found] = read(tmp_path)
    assert isinstance(found, InputFailure)
    assert found.as_row() == {
        "id": "picture",
        "path": "picture.txt",
        "stage": "ingest",
        "error": "unsupported",
        "message": "looks like a JPEG image, which is not read; give a text or a PDF with a text layer",
    }


def test_an_input_over_the_limit_fails_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 2_000)
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(b"x" * 2_000))
    (tmp_path / "c.jsonl").write_bytes(b'{"text": "%s"}\n{"text": "y"}\n' % (b"x" * 2_000))
    (tmp_path / "d.txt").write_bytes(b"z")
    found = read(tmp_path, max_bytes=1_000)
    assert [getattr(one, "error", None) for one in found] == ["too_large"] * 3 + [None, None]


def test_a_file_that_cannot_be_opened_or_read_is_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")

    def refuse(self: Path, *args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert summary(tmp_path / "a.txt") == [("a", "unreadable")]

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", lambda self, *args: Broken())
    assert summary(tmp_path / "a.txt") == [("a", "unreadable")]


def test_a_missing_path_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("x", encoding="utf-8")
    assert summary(tmp_path / "gone.txt", tmp_path / "b.txt") == [("gone", "missing"), ("b", "x")]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"words", [("stdin", "words")]),
        (PAGE, [("stdin", "T\nOne")]),
        (gzip.compress(b"words"), [("stdin", "words")]),
        (b'{"text": "a"}\n{"id": "b", "text": "c"}\n', [("stdin-1", "a"), ("b", "c")]),
        (b"", [("stdin", "empty")]),
    ],
)
def test_standard_input(
    monkeypatch: pytest.MonkeyPatch, data: bytes, expected: list[tuple[str, str]]
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    assert summary("-") == expected


def test_reading_is_lazy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("first", encoding="utf-8")
    reading = read_inputs([tmp_path / "a.txt", tmp_path / "b.txt"])
    first = next(reading)
    (tmp_path / "b.txt").write_text("written later", encoding="utf-8")
    second = next(reading)
    assert isinstance(first, InputDocument)
    assert isinstance(second, InputDocument)
    assert second.text == "written later"


def damage(data: bytes, draw: Callable[[st.SearchStrategy[int]], int]) -> bytes:
    at = draw(st.integers(0, len(data)))
    flipped = bytearray(data[:at] + bytes([draw(st.integers(0, 255))]) + data[at + 1 :])
    return bytes(flipped[: draw(st.integers(0, len(flipped)))])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.sampled_from(["a.txt", "a.html", "a.pdf", "a.docx", "a.jsonl", "a.txt.gz"]))
def test_no_damage_raises(tmp_path: Path, data: st.DataObject, name: str) -> None:
    whole = {
        "a.html": PAGE,
        "a.jsonl": b'{"text": "x"}\n{"html": "<p>y"}',
        "a.txt.gz": gzip.compress(b"words " * 50),
        "a.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]>>endobj",
        "a.docx": b"PK\x03\x04\x14\0\0\0\0\0[Content_Types].xml<x/>PK\x05\x06" + bytes(18),
    }.get(name, b"some words")
    path = tmp_path / name
    path.write_bytes(damage(whole, data.draw))
    for found in read(path):
        assert isinstance(found, InputDocument | InputFailure)


@pytest.mark.shared
def test_the_page_that_was_served_as_a_pdf_is_read_as_a_page(shared_dir: Path) -> None:
    [found] = read(shared_dir / "corpus" / "pdf" / "80490-bromley-17-august-2012-damaged.pdf")
    assert isinstance(found, InputDocument)
    assert found.source.media_type == "text/html"
    assert found.hints


@pytest.mark.shared
def test_real_articles_are_unchanged(shared_dir: Path) -> None:
    found = [one for one in read(shared_dir / "articles") if one.id == "halton-2021"]
    assert isinstance(found[0], InputDocument)
    assert found[0].text.encode() == (shared_dir / "articles" / "halton-2021.txt").read_bytes()
