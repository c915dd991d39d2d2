"""Word documents, made here."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ofsight.errors import IngestError
from ofsight.ingest.document import Content
from ofsight.ingest.docx import read_docx, refuse_ole


def read(document: Any) -> Content:
    file = io.BytesIO()
    document.save(file)
    return read_docx(file.getvalue(), "a.docx")


def lines(content: Content) -> list[tuple[str, str]]:
    return [(hint.tag, content.text[hint.start : hint.end]) for hint in content.hints]


def add_xml(document: Any, xml: str) -> None:
    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))


def test_paragraphs_headings_lists_and_tables_in_order() -> None:
    document = docx.Document()
    document.add_heading("Council praised", 0)
    document.add_heading("Findings", 2)
    document.add_paragraph("Inspectors found progress.")
    document.add_paragraph("Fewer agency staff", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, text in zip(
        table._cells, ["Judgement", "Grade", "Overall", "Requires improvement"], strict=True
    ):
        cell.text = text
    table.cell(1, 1).add_paragraph("to be good")
    document.add_paragraph("")
    document.add_paragraph("We are proud", style="Quote")
    document.sections[0].header.paragraphs[0].text = "Page header"
    content = read(document)
    assert lines(content) == [
        ("h1", "Council praised"),
        ("h2", "Findings"),
        ("p", "Inspectors found progress."),
        ("li", "Fewer agency staff"),
        ("tr", "Judgement\tGrade"),
        ("tr", "Overall\tRequires improvement to be good"),
        ("blockquote", "We are proud"),
    ]
    assert content.text == "\n".join(text for _, text in lines(content))
    assert content.hints[4].within == "table"


def test_breaks_tabs_hyphens_and_runs() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("first")
    paragraph.add_run(" line").bold = True
    paragraph.add_run("\nsecond\tline")
    assert read(document).text == "first line\nsecond\tline"


def test_links_insertions_and_content_controls_are_shown_deletions_and_hidden_text_are_not() -> None:
    document = docx.Document()
    add_xml(
        document,
        f"<w:p {nsdecls('w', 'r')}><w:r><w:t xml:space='preserve'>one </w:t></w:r>"
        "<w:hyperlink r:id='x'><w:r><w:t>two</w:t></w:r></w:hyperlink>"
        "<w:ins w:id='1' w:author='a'><w:r><w:t xml:space='preserve'> three</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='a'><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>",
    )
    add_xml(
        document,
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>control</w:t></w:r></w:p></w:sdtContent>"
        "</w:sdt>",
    )
    assert read(document).text == "one two three\ncontrol"


def test_a_text_box_follows_its_paragraph_once() -> None:
    document = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p></w:txbxContent>"
    compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    add_xml(
        document,
        f"<w:p {nsdecls('w')} xmlns:mc='{compatibility}'><w:r><w:t>around</w:t></w:r><w:r>"
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )
    assert read(document).text == "around\nin the box"


def test_a_table_within_a_table_is_on_the_row_it_stands_in() -> None:
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "left"
    outer.cell(0, 1).add_table(1, 1).cell(0, 0).text = "inner"
    assert read(document).text == "left\tinner"


def test_the_title_is_taken_where_it_is_set() -> None:
    document = docx.Document()
    document.add_paragraph("x")
    document.core_properties.title = " Council praised "
    assert read(document).meta.title == "Council praised"
    document.core_properties.title = ""
    assert read(document).meta.title is None


def problem(data: bytes) -> IngestError:
    with pytest.raises(IngestError) as caught:
        read_docx(data, "a.docx")
    return caught.value


def archive(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return file.getvalue()


def test_a_cut_file_is_damaged() -> None:
    file = io.BytesIO()
    docx.Document().save(file)
    assert problem(file.getvalue()[:2000]).kind == "damaged"


def test_other_archives_are_named() -> None:
    found = problem(archive(**{"xl/workbook.xml": b"<x/>"}))
    assert found.kind == "unsupported"
    assert "spreadsheet" in str(found)


def test_an_archive_that_unpacks_without_end_is_too_large() -> None:
    assert problem(archive(**{"word/document.xml": bytes(60_000_000)})).kind == "too_large"


def test_old_office_containers_are_encrypted_or_old() -> None:
    with pytest.raises(IngestError) as caught:
        refuse_ole(b"\xd0\xcf" + "EncryptedPackage".encode("utf-16-le"), "a.docx")
    assert caught.value.kind == "encrypted"
    with pytest.raises(IngestError) as caught:
        refuse_ole(b"\xd0\xcf" + "WordDocument".encode("utf-16-le"), "a.doc")
    assert caught.value.kind == "unsupported"


def test_a_style_may_be_its_own_base() -> None:
    document = docx.Document()
    for name in ("One", "Two"):
        document.styles.add_style(name, 1)
    document.styles["One"].base_style = document.styles["Two"]
    document.styles["Two"].base_style = document.styles["One"]
    document.add_paragraph("Turned in a circle", style="One")
    assert lines(read(document)) == [("p", "Turned in a circle")]
