"""Hostile compressed files: bombs, cut ones, one in another."""

from __future__ import annotations

import gzip
import zlib

from backports import zstd

from .hostile import SENTENCE, Hostile

_MEGABYTE = 1_000_000


def _gzip_zeros(megabytes: int, filler: bytes = b"a") -> bytes:
    """Return a gzip file of many equal bytes without holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    part = filler * _MEGABYTE
    return b"".join(packer.compress(part) for _ in range(megabytes)) + packer.flush()


def _zstd_zeros(megabytes: int, filler: bytes = b"a") -> bytes:
    packer = zstd.ZstdCompressor()
    part = filler * _MEGABYTE
    return b"".join(packer.compress(part) for _ in range(megabytes)) + packer.flush()


def packed() -> list[Hostile]:
    """Return the files; those for whom size matters unpack to more than ten times the tests' limit."""
    text = SENTENCE.encode() * 20
    zipped, squeezed = gzip.compress(text), zstd.compress(text)
    return [
        Hostile("bomb.txt.gz", _gzip_zeros(200), "too_large"),
        Hostile("bomb.txt.zst", _zstd_zeros(200), "too_large"),
        Hostile("bomb.html.gz", _gzip_zeros(50, b"<"), "too_large"),
        Hostile("bomb-of-lines.jsonl.gz", _gzip_zeros(300, b"\n"), "too_large"),
        Hostile("bomb-of-lines.jsonl.zst", _zstd_zeros(300, b"\n"), "too_large"),
        Hostile("bomb-of-a-line.jsonl.gz", gzip.compress(b'{"text": "') + _gzip_zeros(50), "too_large"),
        Hostile("nested.txt.gz", gzip.compress(gzip.compress(zipped)), "unsupported"),
        Hostile("nested-bomb.txt.zst", zstd.compress(_gzip_zeros(200)), "unsupported"),
        Hostile("cut.txt.gz", zipped[:-20], "damaged"),
        Hostile("cut.txt.zst", squeezed[:-5], "damaged"),
        Hostile("cut.jsonl.gz", gzip.compress(b'{"text": "whole"}\n' * 9)[:-12], "damaged"),
        Hostile("wrong-checksum.txt.gz", zipped[:-8] + b"\0\0\0\0" + zipped[-4:], "damaged"),
        Hostile("garbage-after.txt.gz", zipped + b"garbage", "damaged"),
        Hostile("only-a-head.txt.gz", b"\x1f\x8b", "damaged"),
        Hostile("only-a-head.txt.zst", b"\x28\xb5\x2f\xfd", "damaged"),
        Hostile("huge-window.txt.zst", b"\x28\xb5\x2f\xfd\x00\xff" + b"\x01\x00\x00", "damaged"),
        Hostile("nothing-packed.txt.gz", gzip.compress(b""), "empty"),
        Hostile("members.txt.gz", zipped * 20),
        Hostile("named-gz.txt.gz", text),
    ]
