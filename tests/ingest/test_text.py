"""Plain text: encodings, and telling text from binary."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.errors import IngestError
from ofsight.ingest.text import decode, has_visible_text, looks_binary, read_text

SAMPLE = "“Good” – said Ofsted’s inspector, £5m\r\n\tnext line\n"


@pytest.mark.parametrize(
    "data",
    [
        SAMPLE.encode("utf-8"),
        codecs.BOM_UTF8 + SAMPLE.encode("utf-8"),
        codecs.BOM_UTF16_LE + SAMPLE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + SAMPLE.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + SAMPLE.encode("utf-32-le"),
        SAMPLE.encode("utf-16-le"),
        SAMPLE.encode("utf-16-be"),
        SAMPLE.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 mark", "utf-16-le", "utf-16-be", "utf-32", "le, no mark", "be, no mark", "cp1252"],
)
def test_the_text_is_the_decoded_file_unchanged(data: bytes) -> None:
    assert read_text(data, "a.txt").text == SAMPLE


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_comes_back_unchanged(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode("utf-8")) == text


@given(st.binary())
def test_any_bytes_decode_to_what_can_be_written_again(data: bytes) -> None:
    decode(data).encode("utf-8")


def test_bytes_undefined_in_windows_1252_become_the_controls_of_their_number() -> None:
    assert decode(b"caf\xe9 \x81\x8d\x8f\x90\x9d") == "café \x81\x8d\x8f\x90\x9d"


def test_a_stray_byte_in_utf8_garbles_only_itself() -> None:
    assert decode("“quoted” – twice £".encode() + b"\x92s") == "“quoted” – twice £’s"


@pytest.mark.parametrize("data", [b"\0\1\2\3" * 50, b"abc" + bytes(20), b"\x01\x02 some text"])
def test_binary_is_refused(data: bytes) -> None:
    assert looks_binary(data)
    with pytest.raises(IngestError) as caught:
        read_text(data, "a.txt")
    assert caught.value.kind == "binary"


def test_a_form_feed_and_a_dos_end_of_file_mark_are_text() -> None:
    assert not looks_binary(b"page one\n\fpage two\x1a")


@pytest.mark.parametrize("text", ["", " \n\t", "\ufeff\u200b\u00a0", "\u00ad\x0c"])
def test_nothing_visible(text: str) -> None:
    assert not has_visible_text(text)


def test_one_letter_is_visible() -> None:
    assert has_visible_text("\n\n x \n")
