"""The table of readers."""

from __future__ import annotations

import pytest

from ofsight.errors import IngestError
from ofsight.ingest import detect, readers


@pytest.mark.parametrize("media_type", sorted(readers.READERS))
def test_every_reader_of_the_table_can_be_found(media_type: str) -> None:
    assert callable(readers.find_reader(media_type))


@pytest.mark.parametrize(("media_type", "kind"), [("image/png", "unsupported"), (detect.BINARY, "binary")])
def test_other_types_are_refused_by_name(media_type: str, kind: str) -> None:
    with pytest.raises(IngestError, match="looks like a") as caught:
        readers.find_reader(media_type)
    assert caught.value.kind == kind


def test_an_unexpected_exception_of_a_parser_means_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(data: bytes, name: str) -> None:
        raise ZeroDivisionError("inside the parser")

    monkeypatch.setattr(readers, "find_reader", lambda media_type: fail)
    with pytest.raises(IngestError, match="ZeroDivisionError: inside the parser") as caught:
        readers.read_content(detect.PDF, b"", "a.pdf")
    assert caught.value.kind == "damaged"
