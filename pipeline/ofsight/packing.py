"""Compressed files, gzip and Zstandard: told by their first bytes when read, by their names when written."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from io import BufferedIOBase
from typing import IO, Final, cast

from backports import zstd

ENDINGS: Final = (".gz", ".zst")
"""What the names of compressed files end in."""
MAGIC_BYTES: Final = 4
"""How many first bytes tell whether a file is compressed."""
DAMAGED: Final = (zlib.error, EOFError, gzip.BadGzipFile, zstd.ZstdError)
"""What reading raises when a compressed file is broken or cut off."""
_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_GZIP_LEVEL: Final = 6
_ZSTD_LEVEL: Final = 6


def is_packed(head: bytes) -> bool:
    """Tell from a file's first bytes whether it is compressed."""
    return head.startswith((_GZIP, _ZSTD))


def unpack(stream: IO[bytes], head: bytes) -> BufferedIOBase:
    """Return the unpacked bytes of a stream; reading them unpacks no more than is asked for.

    Parameters
    ----------
    stream : binary stream
        Compressed, at its beginning.
    head : bytes
        Its first :data:`MAGIC_BYTES` bytes.
    """
    if head.startswith(_ZSTD):
        return cast("BufferedIOBase", zstd.ZstdFile(stream, "rb"))
    return gzip.GzipFile(fileobj=stream, mode="rb")


def without_packing(name: str) -> str:
    """Return a file's name without the ending of compressed ones.

    Examples
    --------
    >>> without_packing("a.jsonl.zst"), without_packing("a.jsonl")
    ('a.jsonl', 'a.jsonl')
    """
    lowered = name.lower()
    return next((name[: -len(ending)] for ending in ENDINGS if lowered.endswith(ending)), name)


def packer(name: str) -> Callable[[bytes], bytes] | None:
    """Return what compresses a part of a file of this name; None for one that is not compressed.

    Parts in a row are one compressed file. The same bytes give the same part: it bears no name and no time.
    """
    if name.lower().endswith(".gz"):
        return _gzip
    return _zstd if name.lower().endswith(".zst") else None


def open_packed(stream: IO[bytes], name: str) -> IO[bytes]:
    """Return a stream that compresses into another, by the name of the file; closing it leaves that open."""
    if name.lower().endswith(".zst"):
        return cast("IO[bytes]", zstd.ZstdFile(stream, "wb", level=_ZSTD_LEVEL))
    return cast("IO[bytes]", gzip.GzipFile(filename="", fileobj=stream, mode="wb", mtime=0))


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, compresslevel=_GZIP_LEVEL, mtime=0)


def _zstd(data: bytes) -> bytes:
    return zstd.compress(data, level=_ZSTD_LEVEL)
