from __future__ import annotations

import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.formats.articles import article

from ofsight.errors import ConversionError, RecordError
from ofsight.formats import EXPORTERS, export
from ofsight.record import Record
from ofsight.record.io import dumps


@pytest.mark.parametrize(
    "name", ["out.csv", "out.xlsx", "OUT.XLSX", "out.jsonl", "out.json", "out.spacy", "out.conll", "out.qdpx"]
)
def test_the_format_is_told_from_the_ending(tmp_path: Path, name: str) -> None:
    assert export([article()], tmp_path / name)[0] == tmp_path / name


def test_a_format_that_is_given_wins_over_the_ending(tmp_path: Path) -> None:
    export([article()], str(tmp_path / "out.txt"), "csv")
    assert (tmp_path / "out.txt").read_bytes().startswith(b"\xef\xbb\xbfarticle")
    assert (tmp_path / "out.judgements.txt").exists()


def test_unknown_formats_are_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ConversionError, match=r"'out\.ods'.*csv \(\.csv\), excel \(\.xlsx\)"):
        export([], tmp_path / "out.ods")
    with pytest.raises(ConversionError, match=r"no format 'ods'.*csv.*excel"):
        export([], tmp_path / "out.csv", "ods")


@pytest.mark.parametrize("fmt", sorted(EXPORTERS))
def test_places_that_cannot_be_written_are_named(tmp_path: Path, fmt: str) -> None:
    with pytest.raises(ConversionError, match="is a folder"):
        export([], tmp_path, fmt)
    with pytest.raises(ConversionError, match="there is no folder"):
        export([], tmp_path / "none" / "out", fmt)


def failing() -> Iterator[Record]:
    yield article()
    raise RecordError("in.jsonl:2: text: is missing")


@pytest.mark.parametrize(
    "name",
    ["out.csv", "out.xlsx", "out.jsonl", "out.jsonl.gz", "out.json", "out.spacy", "out.conll", "out.qdpx"],
)
def test_an_error_leaves_what_was_there(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("before")
    with pytest.raises(RecordError):
        export(failing(), tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "before"


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx", "out.jsonl", "out.json", "out.conll"])
def test_memory_does_not_grow_with_the_number_of_records(tmp_path: Path, name: str) -> None:
    # Without an address: a workbook keeps its links, up to a number.
    record = article(meta={"kind": "news", "title": "Leaders"})
    export([record] * 5, tmp_path / name)

    def peak(number: int) -> int:
        tracemalloc.start()
        export((record for _ in range(number)), tmp_path / name)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(120) < 1.5 * peak(12)


def test_what_needs_no_spacy_does_not_wait_for_it(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(dumps(article()), encoding="utf-8")
    code = (
        "import os, sys; from ofsight.formats import convert; os.chdir(sys.argv[1]); "
        "convert('in.jsonl', 'out.xlsx', report=print); convert('in.jsonl', 'out.qdpx', report=print); "
        "convert('out.qdpx', 'back.jsonl', report=print); "
        "print(sorted({'spacy', 'thinc', 'duckdb', 'pyarrow', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
