"""Texts of stand-off records are put back, and only the right ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.explorer.made import NEWS_TEXT, document, news

from ofsight.explorer import TextFolder
from ofsight.ingest.document import InputDocument
from ofsight.ingest.inputs import read_inputs
from ofsight.record import Record
from ofsight.record.io import without_text


def stripped(**changes: object) -> Record:
    return without_text(news(**changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["halton-2021.txt", "2021/halton-2021.txt", "halton-2021"])
def test_a_text_is_found_by_the_path_of_its_source(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(NEWS_TEXT, encoding="utf-8", newline="")
    folder = TextFolder(tmp_path)
    assert folder.restore(stripped(path=name)) == news(path=name)
    assert folder.lost == []


def test_a_text_is_found_by_the_name_of_its_source_alone_or_by_the_id(tmp_path: Path) -> None:
    (tmp_path / "halton-2021.txt").write_text(NEWS_TEXT, encoding="utf-8", newline="")
    folder = TextFolder(tmp_path)
    assert folder.restore(stripped(path="archive/halton-2021.txt")).text == NEWS_TEXT
    assert folder.restore(stripped(path="elsewhere.pdf")).text == NEWS_TEXT


def test_a_web_page_is_read_as_it_was_when_it_was_annotated(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><body><article><h1>Damp flats</h1><p>Flats are damp.</p></article></body></html>")
    (found,) = read_inputs([path])
    assert isinstance(found, InputDocument)
    record = document("page", found.text, entities=[("Flats", "THING", None)], path="page.html")
    assert TextFolder(tmp_path).restore(without_text(record)) == record


def test_a_document_is_found_among_the_lines_of_its_file(tmp_path: Path) -> None:
    records = [document(f"d{number}", f"Text of number {number}.", path="in.jsonl") for number in range(4)]
    lines = [json.dumps({"id": record.id, "text": record.text}) for record in records]
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n")
    folder = TextFolder(tmp_path)
    assert [folder.restore(without_text(record)) for record in records] == records


def test_another_text_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "halton-2021.txt").write_text(NEWS_TEXT + "more", encoding="utf-8")
    folder = TextFolder(tmp_path)
    assert folder.restore(stripped()) == stripped()
    (lost,) = folder.lost
    assert lost.id == "halton-2021"
    assert "halton-2021.txt is not the text that was annotated: its checksum differs" in lost.reason


def test_a_text_that_is_nowhere_is_named(tmp_path: Path) -> None:
    folder = TextFolder(tmp_path)
    folder.restore(stripped(path="a/b.pdf"))
    assert folder.lost[0].reason == f"there is no a/b.pdf and no halton-2021.txt in {tmp_path}"


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/../{outside}/secret.txt", "a\x00b"])
def test_a_record_does_not_lead_out_of_the_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.txt").write_text(NEWS_TEXT, encoding="utf-8", newline="")
    (tmp_path / "texts").mkdir()
    folder = TextFolder(tmp_path / "texts")
    record = stripped(path=path.format(outside=tmp_path))
    assert folder.restore(record).text is None


def test_a_record_with_text_is_left_alone(tmp_path: Path) -> None:
    folder = TextFolder(tmp_path)
    assert folder.restore(news()) is not None
    assert folder.lost == []
