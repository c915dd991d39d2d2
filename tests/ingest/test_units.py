"""Units read where their files are, and where only their bytes are: the same comes of both."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest

from ofsight.engine.frames import as_bytes, from_bytes
from ofsight.errors import IngestError
from ofsight.ingest.streams import Line
from ofsight.ingest.units import InputUnit, Reading, find_units, read_unit, with_content
from ofsight.record import Meta

MOST = 1_000
FILES = {
    "a.txt": b"Halton council was rated good.",
    "b.html": b"<!DOCTYPE html><html><body><h1>T</h1><p>One</p></body></html>",
    "c.txt.gz": gzip.compress(b"packed"),
    "d.txt": b"",
    "e.txt": b"x" * (MOST + 1),
    "f.txt": b"x" * 200_000,
    "g.txt.gz": gzip.compress(b"x" * 200_000),
    "h.txt.gz": gzip.compress(b"cut off, " * 50)[:-9],
    "i.txt.gz": gzip.compress(b"small") + b"".join(gzip.compress(b"") for _ in range(5_000)),
    "j.pdf": b"%PDF-1.4 cut off",
    "k.jsonl": b'{"text": "line"}\n\nbad',
}


def units(folder: Path) -> list[InputUnit]:
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    return list(find_units([folder, "-nonesuch.txt"], max_bytes=MOST))


def shown(reading: Reading) -> object:
    result = reading.result
    return reading.wanted_id, (result.kind, str(result)) if isinstance(result, IngestError) else result


def test_a_unit_reads_the_same_without_its_file(tmp_path: Path) -> None:
    found = units(tmp_path)
    here = [shown(read_unit(unit, max_bytes=MOST)) for unit in found]
    sent = [with_content(unit, max_bytes=MOST) for unit in found]
    for name in FILES:
        (tmp_path / name).unlink()
    messages = [as_bytes(unit.as_message(), unit.content) for unit in sent]
    there = [InputUnit.from_message(*from_bytes(message)) for message in messages]
    assert [shown(read_unit(unit, max_bytes=MOST)) for unit in there] == here
    kinds = [item[1][0] for item in here if isinstance(item[1][0], str)]  # type: ignore[index]
    assert kinds == [
        "empty",
        "too_large",
        "too_large",
        "too_large",
        "damaged",
        "too_large",
        "damaged",
        "bad_json",
        "missing",
    ]


def test_little_more_is_read_than_may_be(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(10**12)
    sent = with_content(InputUnit("a.txt", "a", path=path), max_bytes=MOST)
    assert sent.content is None
    assert sent.problem is not None
    assert sent.problem.kind == "too_large"


@pytest.mark.skipif(sys.platform == "win32", reason="permissions")
def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    unit = InputUnit("a.txt", "a", path=tmp_path / "a.txt")
    folder = InputUnit("b.txt", "b", path=tmp_path)
    for one in (unit, folder):
        sent = with_content(one, max_bytes=MOST)
        assert sent.path is None
        assert shown(read_unit(sent, max_bytes=MOST)) == shown(read_unit(one, max_bytes=MOST))


def test_what_bears_its_bytes_stays_as_it_is() -> None:
    unit = InputUnit("-", "stdin", data=b"text")
    assert with_content(unit, max_bytes=MOST) is unit


def test_what_its_sender_says_wins_over_the_document() -> None:
    page = b'<!DOCTYPE html><head><meta name="author" content="Ruth Acker"><title>T</title></head><p>One</p>'
    given = Meta(published="2021-11", title="Mine")
    line = Line(1, b'{"text": "One", "published": "2020", "publisher": "P"}')
    for unit, authors, publisher in (
        (InputUnit("a.html", "a", data=page, meta=given), ("Ruth Acker",), None),
        (InputUnit("a.jsonl", "a-1", line=line, meta=given), (), "P"),
    ):
        there = InputUnit.from_message(*from_bytes(as_bytes(unit.as_message(), unit.content)))
        assert there == unit
        reading = read_unit(there, max_bytes=MOST)
        assert not isinstance(reading.result, IngestError)
        meta = reading.result[1].meta
        assert (meta.published, meta.title) == ("2021-11", "Mine")
        assert (meta.authors, meta.publisher) == (authors, publisher)
    failed = read_unit(InputUnit("a.txt", "a", data=b"", meta=given), max_bytes=MOST)
    assert isinstance(failed.result, IngestError)
