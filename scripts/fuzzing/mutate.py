"""Small mutations of bytes, and of the structures of the formats: JSON, markup, zip archives, PDF objects."""

from __future__ import annotations

import gzip
import html
import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any, Final

from backports import zstd
from tests.hostile import pdfs

LARGEST: Final = 200_000
"""Bytes of an input; what is slow shows in less."""
_NUMBERS: Final = (b"0", b"-1", b"65536", b"2147483648", b"99999999999999999999", b"1e999", b"NaN")
_MARKUP: Final = re.compile(rb"<[^<>]*>")
_TEXT: Final = re.compile(rb">([^<>]+)<")
_DIGITS: Final = re.compile(rb"\d+")
_NASTY: Final[tuple[Any, ...]] = (
    None,
    True,
    0,
    -1,
    10**18,
    1e300,
    float("nan"),
    "",
    " ",
    "\0",
    "\ud800",
    "../../x",
    "a" * 5000,
    "1 May 2020",
    [],
    [[]],
    {},
    {"": None},
    ["a", 1, None],
    "\u202etxt",
    "\ufeff",
    "2020-13-45",
    "“",
    "inadequate",
)
TOKENS: Final = {
    "text": (
        b"\xff",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\0",
        b"\x1b[2J",
        b"\r",
        b"\f",
        b"\n\n",
        b"\xe2\x80\xae",
        b"\xe2\x80\x8b",
        b"\xef\xbf\xbe",
        b"\xcc\x81",
        "“".encode(),
        "”".encode(),
        "’".encode(),
        b'"',
        b"1 May 2020",
        b" and ",
        b"1,000",
        b"\xc2\xa31m ",
        b"inadequate",
        b"requires improvement to be good",
        b"Reading",
        b" council",
        b"Ofsted said",
        b"director of children's services",
        b"Inspection dates: 1 to 5 May 2020\n",
        b"Lead inspector: ",
        b"\t",
        b"(",
        b")",
        b"Anna Smith",
        b"10 per cent",
        b" of ",
        b"Dear ",
        b"Yours sincerely",
        b"Judgement\tGrade\n",
        b". ",
        b"- ",
        b"HMI ",
    ),
    "html": (
        b"<div>",
        b"</div>",
        b"<p>",
        b"<table>",
        b"<tr>",
        b"<td>",
        b"</table>",
        b"<h1>",
        b"<script>",
        b"</script>",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"&#0;",
        b"&#xD800;",
        b"&amp;",
        b"<!DOCTYPE html [<!ENTITY a 'b'>]>",
        b"<?xml version='1.0'?>",
        b"<meta charset=utf-16>",
        b"<q>",
        b"<br>",
        b"<svg>",
        b"<textarea>",
        b"<select>",
        b"<option>",
        b"<time datetime=9>",
        b"<base href='//x'>",
        b" class='byline comments'",
        b" hidden",
        b" style='display:none'",
        b"\0",
        b"<a ",
        b"'>",
        b'<script type="application/ld+json">{"@type":"NewsArticle","headline":[1]}</script>',
    ),
    "pdf": (
        b"<<",
        b">>",
        b"[",
        b"]",
        b"stream\n",
        b"endstream",
        b"endobj",
        b"1 0 R",
        b"2 0 R",
        b"99 0 R",
        b"/Kids",
        b"/Parent",
        b"/Filter /FlateDecode",
        b"/Filter [/ASCIIHexDecode /LZWDecode]",
        b"/Encrypt 1 0 R",
        b"/Count -1",
        b"/Length 0",
        b"/MediaBox [0 0 1e9 1e9]",
        b"xref",
        b"trailer",
        b"startxref\n0",
        b"%%EOF",
        b"(",
        b")",
        b"Tj",
        b"/ToUnicode 4 0 R",
        b"/Type /ObjStm",
        b"/FontMatrix [0 0 0 0 0 0]",
        b"9999999 Tf",
        b"BT",
        b"ET",
        b"q",
        b"Do",
    ),
    "json": (
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b'"',
        b"\\ud800",
        b"\\u0000",
        b"null",
        b"1e999",
        b"NaN",
        b"\n",
        b'{"text":',
        b'"html":',
        b'"schema":"ofsight/1"',
        b'"meta":{}',
        b"\\",
        b"-",
        b"true",
        b"\xef\xbb\xbf",
    ),
    "yaml": (
        b"!!python/object/apply:os.system ['x']",
        b"&a [*a]",
        b"*a",
        b"- ",
        b"? ",
        b"!!binary x",
        b"entities:",
        b"regex: '(a+)+$'",
        b"tokens: [[{REGEX: a}]]",
        b"phrases: [a]",
        b"terms: [a ..]",
        b": ",
        b"\t",
        b"|",
        b">",
        b"---\n",
        b"{",
        b"[",
    ),
}
TOKENS["docx"] = TOKENS["html"] + (
    b"<w:p>",
    b"</w:p>",
    b"<w:tbl>",
    b"<w:t>",
    b"<w:txbxContent>",
    b"<w:del>",
    b"<w:r>",
)


class Mutator:
    """Mutations that a seed of the random generator decides.

    Parameters
    ----------
    draw : random.Random
        Decides everything.
    """

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw

    def some(self, data: bytes, tokens: Sequence[bytes], others: Sequence[bytes]) -> bytes:
        """Return bytes after a few mutations; ``others`` are spliced in."""
        for _ in range(self.draw.choice((1, 1, 2, 3, 8))):
            data = self._one(data, tokens, others)[:LARGEST]
        return data

    def _one(  # noqa: PLR0911  # one return a mutation
        self, data: bytes, tokens: Sequence[bytes], others: Sequence[bytes]
    ) -> bytes:
        draw = self.draw
        first, last = sorted((draw.randint(0, len(data)), draw.randint(0, len(data))))
        last = min(last, first + draw.choice((1, 4, 60, 4000)))
        kind = draw.randrange(9)
        if kind == 0 and data:
            changed = bytearray(data)
            for _ in range(draw.choice((1, 1, 5, 40))):
                changed[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
            return bytes(changed)
        if kind == 1:
            return data[:first] + data[last:]
        if kind == 2:
            return data[:last] + data[first:last] * draw.choice((1, 2, 30, 500)) + data[last:]
        if kind == 3:
            return data[:first]
        if kind == 4:
            other = draw.choice(others)
            return data[:first] + other[draw.randint(0, len(other)) :]
        if kind == 5:
            numbers = list(_DIGITS.finditer(data))
            if numbers:
                found = draw.choice(numbers)
                return data[: found.start()] + draw.choice(_NUMBERS) + data[found.end() :]
        if kind == 6:
            return data[:first] + bytes(draw.randrange(256) for _ in range(last - first)) + data[last:]
        token = draw.choice(tokens)
        return data[:first] + token * draw.choice((1, 1, 1, 2, 40, 1000)) + data[first:]

    def markup(self, data: bytes, tokens: Sequence[bytes], others: Sequence[bytes]) -> bytes:
        """Return a page with its tags moved, lost, doubled or filled with other tags."""
        tags = list(_MARKUP.finditer(data))
        if not tags or self.draw.random() < 0.3:
            return self.some(data, tokens, others)
        for _ in range(self.draw.choice((1, 2, 6))):
            found, other = self.draw.choice(tags), self.draw.choice(tags)
            new = self.draw.choice((b"", other.group(), found.group() * 300, self.draw.choice(tokens)))
            data = data[: found.start()] + new + data[found.end() :]
            tags = list(_MARKUP.finditer(data)) or tags
        return data[:LARGEST]

    def between_tags(self, data: bytes, tokens: Sequence[bytes]) -> bytes:
        """Return XML with the text between two of its tags mutated, and fit to stand there."""
        found = self.draw.choice(list(_TEXT.finditer(data)) or [None])
        if found is None:
            return data
        text = self.some(found[1], tokens, [found[1]]).decode("utf-8", "replace")
        shown = "".join(letter for letter in text if letter >= " " or letter in "\t\n")
        return data[: found.start(1)] + html.escape(shown).encode() + data[found.end(1) :]

    def json(self, data: bytes, tokens: Sequence[bytes], others: Sequence[bytes]) -> bytes:
        """Return JSON, or lines of it, with values, keys or types changed."""
        lines = data.splitlines() or [b""]
        number = self.draw.randrange(len(lines))
        try:
            value = json.loads(lines[number])
        except (ValueError, RecursionError):
            return self.some(data, tokens, others)
        if self.draw.random() < 0.3:
            return self.some(data, tokens, others)
        for _ in range(self.draw.choice((1, 1, 3))):
            value = self._changed(value)
        lines[number] = json.dumps(value).encode()
        return b"\n".join(lines)[:LARGEST] + b"\n"

    def _changed(self, value: Any) -> Any:  # noqa: PLR0911  # one return a kind of change
        if isinstance(value, dict) and value and self.draw.random() < 0.85:
            key = self.draw.choice(list(value))
            kind = self.draw.random()
            if kind < 0.1:
                return {k: v for k, v in value.items() if k != key}
            if kind < 0.2:
                return {**value, self.draw.choice(("", "text", "x" * 99, "\ud800", "id")): value[key]}
            return {**value, key: self._changed(value[key])}
        if isinstance(value, list) and value and self.draw.random() < 0.8:
            place = self.draw.randrange(len(value))
            if self.draw.random() < 0.2:
                return value * self.draw.choice((0, 2, 50))
            return [*value[:place], self._changed(value[place]), *value[place + 1 :]]
        if isinstance(value, str) and self.draw.random() < 0.4:
            changed = self.some(value.encode("utf-8", "replace"), TOKENS["text"], [b"x"])
            return changed.decode("utf-8", "replace")
        if isinstance(value, int | float) and self.draw.random() < 0.5:
            return self.draw.choice((value + 1, -value, value * 10**9, 0.1, str(value)))
        return self.draw.choice(_NASTY)

    def archive(
        self,
        data: bytes,
        change: Callable[[str, bytes], bytes],
        tokens: Sequence[bytes],
        others: Sequence[bytes],
        *,
        favourite: str = "",
    ) -> bytes:
        """Return a zip archive with a file changed, lost or named otherwise, or its own bytes mutated."""
        if self.draw.random() < 0.25:
            return self.some(data, tokens, others)
        with zipfile.ZipFile(io.BytesIO(data)) as found:
            files = {name: found.read(name) for name in found.namelist()}
        name = favourite if favourite in files and self.draw.random() < 0.6 else self.draw.choice(list(files))
        kind = self.draw.random()
        if kind < 0.08:
            del files[name]
        elif kind < 0.14:
            files[self.draw.choice(("../../x", "/x", name.upper(), name + "\0x", "x" * 300))] = files.pop(
                name
            )
        else:
            files[name] = change(name, files[name])
        return zipped(files)

    def pdf(self, data: bytes, tokens: Sequence[bytes], others: Sequence[bytes]) -> bytes:
        """Return a PDF with an object changed and a right table, or with its bytes mutated."""
        if self.draw.random() < 0.4:
            return self.some(data, tokens, others)
        parts = pdfs.objects()
        for _ in range(self.draw.choice((1, 1, 3))):
            number = self.draw.choice([*parts, 6])
            parts[number] = self.some(parts.get(number, b"<< >>"), tokens, list(parts.values()))
        return pdfs.assembled(parts)[:LARGEST]

    def packed(self, data: bytes, tokens: Sequence[bytes], others: Sequence[bytes]) -> bytes:
        """Return a compressed file whose content, or whose own bytes, are mutated."""
        pack = gzip.compress if data.startswith(b"\x1f\x8b") else zstd.compress
        if self.draw.random() < 0.6:
            return self.some(data, tokens, others)
        unpack = gzip.decompress if pack is gzip.compress else zstd.decompress
        inner = self.some(unpack(data), tokens, [unpack(other) for other in others if other[:1] == data[:1]])
        return pack(inner) * self.draw.choice((1, 1, 2))


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a zip archive of files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()
