"""Hostile Word documents, made part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from .hostile import SENTENCE, Hostile
from .pages import BILLION_LAUGHS, external_entity

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN = "word/document.xml"
STYLES = "word/styles.xml"


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph as WordprocessingML."""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def document_part(body: str, kind: str = "") -> bytes:
    """Return the main part of a document."""
    return (
        f'<?xml version="1.0"?>{kind}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'.encode()
    )


def parts(body: str = paragraph(SENTENCE), kind: str = "", styles: str = "") -> dict[str, bytes]:
    """Return the parts of a whole document by their names."""
    types = (
        f'<Types xmlns="{_TYPES}"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{MAIN}" ContentType="{_WORD}.document.main+xml"/>'
        f'<Override PartName="/{STYLES}" ContentType="{_WORD}.styles+xml"/></Types>'
    )
    relations = '<Relationships xmlns="{}"><Relationship Id="rId1" Type="{}" Target="{}"/></Relationships>'
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relations.format(_RELATIONS, f"{_OFFICE}/officeDocument", MAIN).encode(),
        MAIN: document_part(body, kind),
        "word/_rels/document.xml.rels": relations.format(
            _RELATIONS, f"{_OFFICE}/styles", "styles.xml"
        ).encode(),
        STYLES: f'<w:styles xmlns:w="{_W}">{styles}</w:styles>'.encode(),
    }


def packed(files: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def _with_flag(data: bytes) -> bytes:
    """Set the mark of encryption on every file of an archive."""
    changed = bytearray(data)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(magic)
        while place >= 0:
            changed[place + offset] |= 1
            place = changed.find(magic, place + 4)
    return bytes(changed)


def office(secret: str, web: str) -> list[Hostile]:
    """Return the documents; see :func:`.pages.pages`."""
    whole = packed(parts())
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{i}"><w:name w:val="s{i}"/>'
        f'<w:basedOn w:val="s{i + 1}"/></w:style>'
        for i in range(3000)
    )
    loop = '<w:style w:type="paragraph" w:styleId="s0"><w:name w:val="x"/><w:basedOn w:val="s0"/></w:style>'
    styled = paragraph(SENTENCE, '<w:pPr><w:pStyle w:val="s0"/></w:pPr>')
    relations = parts()["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rId2" Type="{_OFFICE}/image" Target="file://{secret}" TargetMode="External"/>'
        f'<Relationship Id="rId3" Type="{_OFFICE}/attachedTemplate" Target="{web}" TargetMode="External"/>'
        "</Relationships>".encode(),
    )
    table = "<w:tbl><w:tr><w:tc>"
    return [
        Hostile("whole.docx", whole),
        Hostile("no-zip.docx", b"PK\x03\x04 this is no archive", "damaged"),
        Hostile("cut.docx", whole[: len(whole) // 2], "damaged"),
        Hostile("no-document.docx", packed({"[Content_Types].xml": b"<Types/>"}), "unsupported"),
        Hostile("only-a-document.docx", packed({MAIN: document_part(paragraph(SENTENCE))}), "damaged"),
        Hostile("no-xml.docx", packed(parts() | {MAIN: b"\x00\x01 not XML"}), "damaged"),
        Hostile("unclosed.docx", packed(parts() | {MAIN: document_part(paragraph("x"))[:-30]}), "damaged"),
        Hostile(
            "bomb.docx", packed(parts() | {MAIN: document_part(paragraph(" " * 60_000_000))}), "too_large"
        ),
        Hostile(
            "bomb-of-pictures.docx",
            packed(parts() | {f"word/media/{i}.png": b"\0" * 30_000_000 for i in range(8)}),
            "too_large",
        ),
        Hostile("entities.docx", packed(parts(paragraph("&l9;"), BILLION_LAUGHS)), "damaged"),
        Hostile(
            "file-entity.docx",
            packed(parts(paragraph(f"{SENTENCE}&x;"), external_entity(f"file://{secret}"))),
        ),
        Hostile("web-entity.docx", packed(parts(paragraph(f"{SENTENCE}&x;"), external_entity(web)))),
        Hostile("outside-parts.docx", packed(parts() | {"word/_rels/document.xml.rels": relations})),
        Hostile(
            "path-tricks.docx",
            packed(
                parts()
                | {"../../escaped.txt": b"x", "/escaped/absolute.txt": b"x", "word/../../escaped.txt": b"x"}
            ),
        ),
        Hostile("same-part-twice.docx", _twice(MAIN)),
        Hostile("macro.docx", packed(parts() | {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"\0" * 600})),
        Hostile("password.docx", _with_flag(whole), "encrypted"),
        Hostile("style-chain.docx", packed(parts(styled * 9, styles=chain))),
        Hostile("style-loop.docx", packed(parts(styled, styles=loop))),
        Hostile("many-styles.docx", packed(parts(styles=chain * 10))),
        Hostile(
            "deep-tables.docx",
            packed(parts(table * 80 + paragraph(SENTENCE) + "</w:tc></w:tr></w:tbl>" * 80)),
        ),
        Hostile(
            "deeper-tables.docx",
            packed(parts(table * 9000 + paragraph(SENTENCE) + "</w:tc></w:tr></w:tbl>" * 9000)),
            "damaged",
        ),
        Hostile(
            "many-cells.docx",
            packed(
                parts(
                    f"<w:tbl>{('<w:tr>' + '<w:tc><w:p/></w:tc>' * 20 + '</w:tr>') * 1000}</w:tbl>"
                    + paragraph(SENTENCE)
                )
            ),
        ),
        Hostile("many-parts.docx", packed(parts() | {f"word/x{i}.xml": b"" for i in range(5000)})),
        Hostile("odd-method.docx", packed(parts(), method=zipfile.ZIP_LZMA)),
        Hostile("a-spreadsheet.docx", packed({"xl/workbook.xml": b"<x/>"}), "unsupported"),
        Hostile("old-word.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unsupported"),
    ]


def _twice(name: str) -> bytes:
    """Return a document with one of its parts in it again, and other content."""
    target = io.BytesIO(packed(parts()))
    with zipfile.ZipFile(target, "a") as archive:
        archive.filelist = [entry for entry in archive.filelist if entry.filename != name]
        archive.NameToInfo.pop(name)
        archive.writestr(name, document_part(paragraph("Another content.")))
    return target.getvalue()
