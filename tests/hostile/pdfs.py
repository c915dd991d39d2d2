"""Hostile PDF files, made object by object."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from .hostile import SENTENCE, Hostile

_TEXT = f"BT /F1 12 Tf 72 700 Td ({SENTENCE}) Tj ET".encode()


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object's body."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def objects(**changed: bytes) -> dict[int, bytes]:
    """Return the objects of a whole PDF of one page by their numbers, some changed (``o3=...``)."""
    whole = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        4: stream(_TEXT),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    return whole | {int(name[1:]): body for name, body in changed.items()}


def assembled(parts: Mapping[int, bytes], *, root: int = 1) -> bytes:
    """Return the file with a right table of objects."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in parts.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (max(parts) + 1)
    for number in range(1, max(parts) + 1):
        out += b"%010d 00000 %c \n" % (places.get(number, 0), b"n"[0] if number in places else b"f"[0])
    out += b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (max(parts) + 1, root, table)
    return bytes(out)


def _locked() -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, encrypt=StandardEncryption("x", "y"))
    canvas.drawString(72, 700, SENTENCE)
    canvas.save()
    return target.getvalue()


def pdfs() -> list[Hostile]:
    """Return the files."""
    whole = assembled(objects())
    bomb = zlib.compress(b"(" + b"a" * 30_000_000 + b") Tj", 9)
    twice = zlib.compress(zlib.compress(b"BT /F1 12 Tf " + b"(a) Tj " * 100_000, 9), 9)
    action = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (while\\(1\\);) >> >>"
    launch = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (/bin/sh) >> >>"
    attached = b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(../../x) 6 0 R] >> >> >>"
    page = objects()[3]
    return [
        Hostile("whole.pdf", whole),
        Hostile("cut.pdf", whole[: len(whole) * 2 // 3], "damaged"),
        Hostile("cut-early.pdf", whole[:60], "damaged"),
        Hostile("only-a-head.pdf", b"%PDF-1.7", "damaged"),
        Hostile("late-head.pdf", b"x" * 900 + whole),
        Hostile("wrong-table.pdf", whole.replace(b"0000000", b"9999999")),
        Hostile("no-table.pdf", whole[: whole.index(b"xref")] + b"trailer << /Root 1 0 R >>"),
        Hostile("locked.pdf", _locked(), "encrypted"),
        Hostile("no-pages.pdf", assembled(objects(o2=b"<< /Type /Pages /Kids [] /Count 0 >>")), "damaged"),
        Hostile(
            "many-pages.pdf", assembled(objects(o2=b"<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>"))
        ),
        Hostile(
            "looping-pages.pdf",
            assembled(objects(o2=b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>")),
            "damaged",
        ),
        Hostile(
            "looping-parents.pdf", assembled(objects(o3=page.replace(b"/Parent 2 0 R", b"/Parent 3 0 R")))
        ),
        Hostile("looping-contents.pdf", assembled(objects(o4=b"4 0 R")), "empty"),
        Hostile(
            "looping-form.pdf",
            assembled(
                objects(
                    o4=stream(b"/X Do " + _TEXT),
                    o3=page.replace(b"/Font", b"/XObject << /X 6 0 R >> /Font"),
                    o6=stream(
                        b"/X Do",
                        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
                        b" /Resources << /XObject << /X 6 0 R >> >>",
                    ),
                )
            ),
        ),
        Hostile("javascript.pdf", assembled(objects(o1=action))),
        Hostile("launch.pdf", assembled(objects(o1=launch))),
        Hostile(
            "attachment.pdf",
            assembled(
                objects(
                    o1=attached, o6=b"<< /Type /Filespec /F (../../x) /EF << /F 7 0 R >> >>", o7=stream(b"MZ")
                )
            ),
        ),
        Hostile("huge-page.pdf", assembled(objects(o3=page.replace(b"612 792", b"99999999999 99999999999")))),
        Hostile("no-size.pdf", assembled(objects(o3=page.replace(b"[0 0 612 792]", b"[NaN -1]")))),
        Hostile("bomb.pdf", assembled(objects(o4=stream(bomb, b"/Filter /FlateDecode"))), "empty"),
        Hostile(
            "bomb-in-bomb.pdf", assembled(objects(o4=stream(twice, b"/Filter [/FlateDecode /FlateDecode]")))
        ),
        Hostile("long-stream.pdf", whole.replace(b"/Length", b"/Length 99999999999 %"), "empty"),
        Hostile("deep-array.pdf", assembled(objects(o6=b"[" * 100_000))),
        Hostile("scan.pdf", assembled(objects(o4=stream(b"0 0 9 9 re f"))), "empty"),
        Hostile("not-a-pdf.pdf", b"<!DOCTYPE html><p>" + SENTENCE.encode()),
    ]
