"""The page on formats names them all, and its SQL runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.docs.pages import blocks_of

from ofsight.formats import EXPORTERS, IMPORTERS, convert

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def test_every_format_and_ending_is_in_the_table() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    for name in {*EXPORTERS, *IMPORTERS}:
        assert any(f"`{name}`" in row for row in rows), name
    for exporter in EXPORTERS.values():
        for ending in exporter.endings:
            bare = ending.removesuffix(".gz").removesuffix(".zst")
            assert any(f"`{exporter.name}`" in row and f"`{bare}`" in row for row in rows), ending


def test_every_query_runs_and_finds_something(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    gold = ROOT / "annotations" / "news" / "dev.jsonl"
    convert(gold, tmp_path / "out.duckdb", report=pytest.fail)
    queries = [block for block in blocks_of(PAGE) if block.language == "sql"]
    assert len(queries) >= 5
    with duckdb.connect(str(tmp_path / "out.duckdb"), read_only=True) as base:
        for query in queries:
            assert base.execute(query.content).fetchall(), query.title
