"""Every path of ingestion under mutated inputs: a text with sound hints, or a refusal by name."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st
from scripts.fuzzing.mutate import TOKENS, Mutator
from tests.hostile import office, pdfs
from tests.hostile.hostile import SENTENCE
from tests.hostile.test_catalogue import KEYS
from tests.record.examples import example, line

from ofsight.errors import IngestError, RecordError
from ofsight.ingest.units import InputUnit, Reading, read_unit
from ofsight.record.io import loads
from ofsight.record.validate import check_line

PAGE = f"<!DOCTYPE html><html><title>A</title><body><h1>A</h1><table><tr><td>{SENTENCE}</table></html>"
ROW = b'{"id": "a", "text": "' + SENTENCE.encode() + b'", "authors": ["Anna Smith"], "published": 2020}\n'
SEEDS = st.integers(0, 2**32)
_FEW = settings(max_examples=150, deadline=None, derandomize=True)


def mutator(seed: int) -> Mutator:
    return Mutator(random.Random(seed))  # noqa: S311  # inputs, no secrets


def read(name: str, data: bytes) -> Reading:
    return read_unit(InputUnit(name, "x", data=data), max_bytes=1_000_000)


def assert_named(reading: Reading) -> None:
    """A refusal has a known key and says what to do; a text is one that a record can hold."""
    if isinstance(reading.result, IngestError):
        assert reading.result.kind in KEYS
        assert len(str(reading.result)) > 20
        return
    source, content = reading.result
    content.text.encode()
    assert content.text.strip()
    assert len(source.sha256) == 64
    for hint in content.hints:
        assert 0 <= hint.start <= hint.end <= len(content.text)


@given(SEEDS)
@_FEW
def test_text(seed: int) -> None:
    assert_named(read("a.txt", mutator(seed).some(SENTENCE.encode() * 3, TOKENS["text"], [ROW])))


@given(SEEDS)
@_FEW
def test_pages(seed: int) -> None:
    assert_named(read("a.html", mutator(seed).markup(PAGE.encode(), TOKENS["html"], [ROW])))


@given(SEEDS)
@_FEW
def test_pdf(seed: int) -> None:
    assert_named(read("a.pdf", mutator(seed).pdf(pdfs.assembled(pdfs.objects()), TOKENS["pdf"], [ROW])))


@given(SEEDS)
@_FEW
def test_word(seed: int) -> None:
    change = mutator(seed)
    data = change.archive(
        office.packed(office.parts()),
        lambda _name, part: change.markup(part, TOKENS["docx"], [part]),
        TOKENS["docx"],
        [ROW],
    )
    assert_named(read("a.docx", data))


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
@given(seed=SEEDS)
@_FEW
def test_compressed(pack: object, seed: int) -> None:
    data = pack(SENTENCE.encode() * 3)  # type: ignore[operator]
    assert_named(read("a.txt.gz", mutator(seed).packed(data, TOKENS["text"], [data])))


@given(SEEDS)
@_FEW
def test_lines_of_json(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    from ofsight.ingest.units import find_units

    path: Path = tmp_path_factory.getbasetemp() / "lines.jsonl"
    path.write_bytes(mutator(seed).json(ROW * 3, TOKENS["json"], [ROW]))
    for unit in find_units([path], max_bytes=1_000_000):
        assert_named(read_unit(unit, max_bytes=1_000_000))


@given(SEEDS)
@_FEW
def test_the_reader_of_records_refuses_what_validation_finds(seed: int) -> None:
    data = mutator(seed).json(line(example()), TOKENS["json"], [ROW]).splitlines()[0]
    problems, _ = check_line(data)
    try:
        loads(data)
    except RecordError:
        assert problems
