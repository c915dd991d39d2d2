"""PDF: the text layer of every page, by the recipe with which the corpus of reports was made."""

from __future__ import annotations

from contextlib import closing

import pypdfium2 as pdfium

from ofsight.errors import IngestError

from .document import Content
from .text import has_visible_text

PAGE_BREAK = "\n\f"
_MAX_CHARACTERS = 20_000_000


def read_pdf(data: bytes, _name: str) -> Content:
    r"""Read a PDF: each page's text with CRLF as LF, pages joined by ``"\n\f"``.

    U+FFFE stands where a word was hyphenated at a line's end. The title of a PDF's properties says more about
    the template than about the document, so nothing of them is taken.

    Raises
    ------
    IngestError
        ``encrypted``, ``damaged``, ``too_large`` (packed text that unfolds without end), or ``empty`` where
        the pages are pictures without a text layer.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        # PDFium may still speak of the file before: only what is locked says so itself.
        if "password" in str(error).lower() and b"/Encrypt" in data:
            raise IngestError(
                "encrypted", "is a PDF that needs a password; save a copy without one"
            ) from error
        raise IngestError("damaged", f"is a damaged or incomplete PDF ({error}); fetch it again") from error
    with closing(document):
        text = PAGE_BREAK.join(_page_texts(document))
        pages = len(document)
    if not has_visible_text(text):
        raise IngestError(
            "empty",
            f"is a PDF of {pages} pages without a text layer, as scans are; run text recognition (OCR) on it",
        )
    return Content(text)


def _page_texts(document: pdfium.PdfDocument) -> list[str]:
    texts: list[str] = []
    characters = 0
    for number in range(len(document)):
        try:
            with closing(document[number]) as page, closing(page.get_textpage()) as text_page:
                text = text_page.get_text_range()
        except pdfium.PdfiumError as error:
            raise IngestError(
                "damaged", f"is a PDF whose page {number + 1} cannot be read ({error}); fetch it again"
            ) from error
        characters += len(text)
        if characters > _MAX_CHARACTERS:
            raise IngestError(
                "too_large", f"is a PDF with more than {_MAX_CHARACTERS:,} characters of text; split it"
            )
        texts.append(text.replace("\r\n", "\n"))
    return texts
