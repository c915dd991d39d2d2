"""PDF files, made here and real."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ofsight.errors import IngestError
from ofsight.ingest.pdf import read_pdf


def make_pdf(*pages: list[str], title: str = "", user: str | None = None, owner: str | None = None) -> bytes:
    file = io.BytesIO()
    encryption = StandardEncryption(user or "", owner) if user or owner else None
    canvas = Canvas(file, encrypt=encryption)
    canvas.setTitle(title)
    for lines in pages:
        for number, line in enumerate(lines):
            canvas.drawString(72, 760 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def problem(data: bytes) -> IngestError:
    with pytest.raises(IngestError) as caught:
        read_pdf(data, "a.pdf")
    return caught.value


def test_pages_are_joined_by_a_form_feed_and_lines_end_in_line_feeds() -> None:
    content = read_pdf(make_pdf(["One", "two"], ["Three"], title="Template 7"), "a.pdf")
    assert content.text == "One\ntwo\n\fThree"
    assert content.meta.title is None


def test_a_page_without_text_among_others_stays_a_page() -> None:
    assert read_pdf(make_pdf(["One"], [], ["Three"]), "a.pdf").text == "One\n\f\n\fThree"


def test_a_password_is_asked_for() -> None:
    found = problem(make_pdf(["Secret"], user="x", owner="y"))
    assert found.kind == "encrypted"
    assert "password" in str(found)


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    assert read_pdf(make_pdf(["Open"], owner="y"), "a.pdf").text == "Open"


def test_a_scan_needs_text_recognition() -> None:
    found = problem(make_pdf([], []))
    assert found.kind == "empty"
    assert "2 pages" in str(found)
    assert "OCR" in str(found)


@pytest.mark.parametrize("share", [0.02, 0.2])
def test_a_cut_pdf_is_damaged(share: float) -> None:
    whole = make_pdf(["One"] * 20)
    assert problem(whole[: int(len(whole) * share)]).kind == "damaged"


@pytest.mark.shared
def test_text_of_all_real_reports_equals_that_of_the_corpus(shared_dir: Path) -> None:
    corpus = shared_dir / "corpus"
    compared = 0
    for path in sorted((corpus / "pdf").glob("*.pdf")):
        text = corpus / "reports" / f"{path.stem}.txt"
        if text.exists():
            assert read_pdf(path.read_bytes(), path.stem).text == text.read_bytes().decode("utf-8"), path.stem
            compared += 1
    assert compared == 59


def test_what_one_file_is_called_does_not_depend_on_the_one_before() -> None:
    broken = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj trailer << /Root 1 0 R >>"
    before = problem(broken).kind
    problem(make_pdf(["Secret"], user="x", owner="y"))
    assert problem(broken).kind == before == "damaged"
