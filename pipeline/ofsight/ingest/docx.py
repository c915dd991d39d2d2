"""DOCX: paragraphs and tables in document order, with the styles as layout hints."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from ofsight.errors import IngestError
from ofsight.record import Meta

from .document import Content, LineHint

_MAX_PART_BYTES = 50_000_000
_MAX_UNPACKED_BYTES = 200_000_000
_MOST_BASE_STYLES = 20  # each is looked up among all; a style may name itself as its base
_WORD_PART = "word/document.xml"
_ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_LIST = re.compile(r"list\b", re.IGNORECASE)
_QUOTE = re.compile(r"(?:intense )?quote", re.IGNORECASE)

_P, _TBL, _TR, _TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT_BOX = qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Properties hold no text; deleted and moved-away text is not shown.
_NOT_SHOWN = {
    qn(f"w:{name}") for name in ("pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "del", "moveFrom")
}
_CHARACTERS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "\u2011",
}
_OTHER_FORMATS = {
    "xl/workbook.xml": "a spreadsheet (.xlsx)",
    "ppt/presentation.xml": "a presentation (.pptx)",
    "content.xml": "an OpenDocument file (.odt)",
}

_Line = tuple[str, str, str]


def refuse_ole(data: bytes, _name: str) -> Content:
    """Say of an old Office container whether it is an encrypted .docx or a .doc.

    Raises
    ------
    IngestError
        Always: ``encrypted`` or ``unsupported``.
    """
    if _ENCRYPTED_MARK in data:
        raise IngestError("encrypted", "is an Office file that needs a password; save a copy without one")
    raise IngestError(
        "unsupported", "looks like an old Word file (.doc), which is not read; save it as .docx"
    )


def read_docx(data: bytes, _name: str) -> Content:
    """Read a Word document: one line a paragraph, one a table row with its cells set apart by tabs.

    A manual line break starts another line. Headers, footers and footnotes are left out; text boxes follow
    their paragraph.

    Raises
    ------
    IngestError
        ``damaged``, ``unsupported`` (another kind of zip archive) or ``too_large`` (an archive that would
        unpack to more than any document).
    """
    _check_archive(data)
    document = docx.Document(io.BytesIO(data))
    tags = _StyleTags(document)
    position = 0
    texts: list[str] = []
    hints: list[LineHint] = []
    for text, tag, within in _lines(document.element.body, tags):
        if not text.strip():
            continue
        texts.append(text)
        hints.append(LineHint(position, position + len(text), tag, within, True))
        position += len(text) + 1
    title = (document.core_properties.title or "").strip() or None
    return Content("\n".join(texts), Meta(title=title), tuple(hints))


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise IngestError("damaged", f"is a damaged or incomplete .docx ({error}); fetch it again") from error
    names = {part.filename for part in parts}
    if _WORD_PART not in names and "word/document2.xml" not in names:
        what = next((said for name, said in _OTHER_FORMATS.items() if name in names), "a zip archive")
        raise IngestError("unsupported", f"looks like {what}, which is not read; save it as .docx or .txt")
    if any(part.flag_bits & 1 for part in parts):
        raise IngestError("encrypted", "is a .docx packed with a password; save a copy without one")
    # The sizes of the directory bind: zipfile never unpacks more than they say.
    largest = max(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if largest > _MAX_PART_BYTES or sum(part.file_size for part in parts) > _MAX_UNPACKED_BYTES:
        raise IngestError(
            "too_large",
            "is a .docx that unpacks to far more than a document holds; remove its pictures or split it",
        )


class _StyleTags:
    """What a paragraph's style says of it, as an HTML tag."""

    def __init__(self, document: Any) -> None:
        self._styles = {style.style_id: style for style in document.styles}
        self._tags: dict[str | None, str] = {None: "p"}

    def tag(self, paragraph: Any) -> str:
        """Return "h1" to "h6", "li", "blockquote" or "p"."""
        properties = paragraph.pPr
        style_id = paragraph.style
        if style_id not in self._tags:
            self._tags[style_id] = self._style_tag(style_id)
        tag = self._tags[style_id]
        return "li" if tag == "p" and properties is not None and properties.numPr is not None else tag

    def _style_tag(self, style_id: str) -> str:
        style = self._styles.get(style_id)
        for _ in range(_MOST_BASE_STYLES):
            if style is None:
                break
            name = style.name or ""
            if heading := _HEADING.match(name):
                return f"h{min(max(int(heading[1]), 1), 6)}"
            if name.lower() == "title":
                return "h1"
            if _LIST.match(name):
                return "li"
            if _QUOTE.fullmatch(name):
                return "blockquote"
            style = getattr(style, "base_style", None)
        return "p"


def _lines(body: Any, tags: _StyleTags) -> Iterator[_Line]:
    """Yield text, tag and landmarks of each line of the body, whatever wrappers stand around paragraphs."""
    todo = [iter(body)]
    while todo:
        element = next(todo[-1], None)
        if element is None:
            todo.pop()
        elif element.tag == _P:
            yield from _paragraph_lines(element, tags)
        elif element.tag == _TBL:
            for row in _own(element, _TR):
                cells = [_flat(cell) for cell in _own(row, _TC)]
                yield "\t".join(cells).rstrip(), "tr", "table"
        elif element.tag not in _NOT_SHOWN:
            todo.append(iter(element))


def _own(element: Any, tag: str) -> Iterator[Any]:
    """Yield the rows of a table (the cells of a row), not those of tables nested in it."""
    todo = [iter(element)]
    while todo:
        child = next(todo[-1], None)
        if child is None:
            todo.pop()
        elif child.tag == tag:
            yield child
        elif child.tag not in {_TBL, _P} and child.tag not in _NOT_SHOWN:
            todo.append(iter(child))


def _flat(cell: Any) -> str:
    """Return the text of a cell on one line."""
    paragraphs = (" ".join(_shown(p)[0].split()) for p in cell.iter(_P))
    return " ".join(text for text in paragraphs if text)


def _paragraph_lines(paragraph: Any, tags: _StyleTags) -> Iterator[_Line]:
    tag = tags.tag(paragraph)
    text, boxes = _shown(paragraph)
    for line in text.split("\n"):
        yield line.strip(), tag, ("ul" if tag == "li" else "")
    for box in boxes:
        yield from _lines(box, tags)


def _shown(paragraph: Any) -> tuple[str, list[Any]]:
    """Return the text that a reader of the paragraph sees, and the text boxes that hang on it."""
    parts: list[str] = []
    boxes: list[Any] = []
    todo = [iter(paragraph)]
    while todo:
        element = next(todo[-1], None)
        if element is None:
            todo.pop()
        elif element.tag == qn("w:t"):
            parts.append(element.text or "")
        elif element.tag in _CHARACTERS:
            parts.append(_CHARACTERS[element.tag])
        elif element.tag == _TEXT_BOX:
            boxes.append(element)
        elif element.tag not in _NOT_SHOWN and element.tag != _FALLBACK and not _is_hidden(element):
            todo.append(iter(element))
    return "".join(parts), boxes


def _is_hidden(element: Any) -> bool:
    """Return whether a run is hidden text."""
    properties = element.find(qn("w:rPr"))
    hidden = properties.find(qn("w:vanish")) if properties is not None else None
    return hidden is not None and hidden.get(qn("w:val"), "true") not in {"0", "false", "off"}
