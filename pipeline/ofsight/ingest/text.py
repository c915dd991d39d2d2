"""Plain text: bytes to characters, changing nothing."""

from __future__ import annotations

import codecs
import re

from ofsight.errors import IngestError

from .document import Content

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES = 65_536
# Left out: tab, line feed, vertical tab, form feed, carriage return, escape, and the end-of-file mark of DOS.
_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b")) + b"\x7f"
_NOT_ASCII = bytes(range(0x80, 0x100))
_LATIN_1_TO_CP1252 = {
    byte: bytes([byte]).decode("cp1252") for byte in range(0x80, 0xA0) if byte not in b"\x81\x8d\x8f\x90\x9d"
}
_MAX_CONTROL_SHARE = 0.005
_BYTE_SWAP_SHARE = 0.4
_SEEN = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060\ufeff\x00-\x1f\x7f]")

Cp1252Reading = tuple[str, int]


def _read_as_cp1252(error: UnicodeError) -> Cp1252Reading:
    """Read the bytes that are not UTF-8 as Windows-1252, the way a browser does."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return decode_cp1252(error.object[error.start : error.end]), error.end


codecs.register_error("ofsight.cp1252", _read_as_cp1252)


def decode_cp1252(data: bytes) -> str:
    """Decode Windows-1252; its five undefined bytes become the C1 controls of that number, as in browsers."""
    return data.decode("latin-1").translate(_LATIN_1_TO_CP1252)


def utf_mark(data: bytes) -> tuple[str, int] | None:
    """Return the encoding that a byte order mark names and the mark's length, or None without a mark."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    return None


def utf16_without_mark(data: bytes) -> str | None:
    """Tell UTF-16 without a byte order mark by every other byte being NUL, and what that makes being text."""
    sample = data[:_SAMPLE_BYTES]
    half = len(sample) // 2
    if half < 2:
        return None
    even = sample[0::2].count(0) / half
    odd = sample[1::2].count(0) / half
    if max(even, odd) < _BYTE_SWAP_SHARE or min(even, odd) > max(even, odd) / 20:
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    decoded = sample.decode(encoding, "replace").encode("utf-8")
    return encoding if _control_share(decoded) <= _MAX_CONTROL_SHARE else None


def decode(data: bytes) -> str:
    """Decode text of unknown encoding; a byte order mark is no part of the text.

    UTF-8, UTF-16 and UTF-32 are told by their marks, UTF-16 without one by its NULs, then comes UTF-8, then
    Windows-1252.
    Where most of what is not ASCII is valid UTF-8, single bytes that are not are read as Windows-1252 and the
    rest stays UTF-8: a page put together from two sources is not garbled as a whole.
    """
    marked = utf_mark(data)
    if marked:
        encoding, length = marked
        errors = "ofsight.cp1252" if encoding == "utf-8" else "replace"
        return data[length:].decode(encoding, errors)
    encoding_found = utf16_without_mark(data)
    if encoding_found:
        return data.decode(encoding_found, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    ignored = len(data) - len(data.decode("utf-8", "ignore").encode("utf-8"))
    not_ascii = len(data) - len(data.translate(None, _NOT_ASCII))
    if not_ascii - ignored > ignored:
        return data.decode("utf-8", "ofsight.cp1252")
    return decode_cp1252(data)


def looks_binary(data: bytes) -> bool:
    """Tell whether bytes are no text: NULs and control characters that no encoding of text explains."""
    sample = data[:_SAMPLE_BYTES]
    if utf_mark(sample) or utf16_without_mark(sample):
        sample = decode(sample).encode("utf-8")
    return _control_share(sample) > _MAX_CONTROL_SHARE


def _control_share(sample: bytes) -> float:
    return 1 - len(sample.translate(None, _CONTROL_BYTES)) / len(sample) if sample else 0.0


def has_visible_text(text: str) -> bool:
    """Tell whether a text holds anything but white space, invisible characters and controls."""
    return _SEEN.search(text) is not None


def read_text(data: bytes, _name: str) -> Content:
    """Read a plain-text file: the text is the decoded file, unchanged.

    Raises
    ------
    IngestError
        ``binary`` when the bytes are no text.
    """
    if looks_binary(data):
        raise IngestError("binary", "holds control characters as only binary files do; give the text itself")
    return Content(decode(data))
