"""Opening inputs: limits, gzip, lines."""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Callable

import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from ofsight.errors import IngestError
from ofsight.ingest.streams import InputStream
from ofsight.packing import is_packed


def stream(data: bytes, max_bytes: int = 1_000_000) -> InputStream:
    return InputStream(io.BytesIO(data), max_bytes)


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 300_000])
def test_all_bytes_come_back_with_the_checksum_of_the_file(size: int) -> None:
    data = bytes(i % 251 for i in range(size))
    plain = stream(data)
    assert plain.read_all() == data
    assert plain.sha256() == hashlib.sha256(data).hexdigest()


def test_gzip_is_unpacked_and_the_checksum_is_of_the_packed_file() -> None:
    packed = gzip.compress(b"text " * 50_000)
    unpacked = stream(packed)
    assert unpacked.head.startswith(b"text ")
    assert unpacked.read_all() == b"text " * 50_000
    assert unpacked.sha256() == hashlib.sha256(packed).hexdigest()


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_input_over_the_limit_is_too_large(pack: type[bytes]) -> None:
    assert len(stream(pack(b"x" * 100_000), 100_000).read_all()) == 100_000
    with pytest.raises(IngestError, match="limit of 100,000 bytes") as caught:
        stream(pack(b"x" * 100_001), 100_000).read_all()
    assert caught.value.kind == "too_large"


def test_a_gzip_bomb_is_not_unpacked_beyond_the_limit() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    with pytest.raises(IngestError, match="unpacked"):
        stream(bomb, 100_000).read_all()


def test_cut_gzip_is_damaged() -> None:
    packed = gzip.compress(bytes(i * i % 251 for i in range(500_000)))
    with pytest.raises(IngestError) as caught:
        stream(packed[: len(packed) // 2]).read_all()
    assert caught.value.kind == "damaged"


@given(st.lists(st.binary(max_size=12)), st.booleans())
def test_lines_are_those_of_the_file(parts: list[bytes], ended: bool) -> None:
    data = b"\n".join(parts) + (b"\n" if ended else b"")
    expected = data.split(b"\n")
    expected = expected[:-1] if not expected[-1] else expected
    lines = list(stream(data).lines()) if not is_packed(data) else []
    if lines:
        wanted = [(n, piece.removesuffix(b"\r")) for n, piece in enumerate(expected, start=1) if piece]
        assert [(line.number, line.data) for line in lines] == wanted


def test_lines_longer_than_what_is_read_at_once() -> None:
    long = b"a" * 200_000
    lines = list(stream(b"short\n" + long + b"\n" + long).lines())
    assert [line.data for line in lines] == [b"short", long, long]


@pytest.mark.parametrize("end", [b"\n", b""])
def test_a_line_over_the_limit_fails_alone(end: bytes) -> None:
    lines = list(stream(b"a\n" + b"b" * 200_000 + b"\nc\n" + b"d" * 200_000 + end, 1_000).lines())
    assert [(line.number, line.data) for line in lines] == [(1, b"a"), (2, None), (3, b"c"), (4, None)]


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
def test_a_bomb_of_lines_is_left_while_it_unfolds(pack: Callable[[bytes], bytes]) -> None:
    bomb = pack(b'{"text": "a"}\n' + b"\n" * 20_000_000)
    lines = stream(bomb, 100_000).lines()
    assert next(lines).number == 1
    with pytest.raises(IngestError, match="times its size") as caught:
        next(lines)
    assert caught.value.kind == "too_large"


def test_an_archive_that_packs_well_is_no_bomb() -> None:
    row = b'{"text": "Ofsted inspectors judged services at Northmoor."}\n'
    whole = b"".join(row.replace(b"at", b"%d" % number) for number in range(5000))
    assert sum(1 for _ in stream(gzip.compress(whole), 1000).lines()) == 5000
