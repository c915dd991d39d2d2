"""Counting the corpora."""

from __future__ import annotations

from pathlib import Path

from tests.corpus.folders import make_annotations

from ofsight.corpus.build import build
from ofsight.corpus.statistics import counted_records, statistics, warnings
from ofsight.corpus.tables import markdown_table


def row(text: str, section: str, label: str) -> list[str]:
    lines = text.split(f"## {section}\n")[1].splitlines()
    line = next(line for line in lines if line.startswith(f"| {label} "))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_counts_by_corpus_split_and_label(tmp_path: Path) -> None:
    text = statistics(counted_records(build(make_annotations(tmp_path))), {})
    # Columns: all, then every corpus and split that has the layer: news train, reports dev.
    assert row(text, "Findings by theme", "workforce") == ["2", "1", "1"]
    assert row(text, "Findings by polarity", "weakness") == ["3", "2", "1"]
    assert row(text, "Entities by label", "QUANTITY") == ["2", "1", "1"]
    assert row(text, "Articles by outlet kind", "local") == ["2", "2", "0", "0", "2"]
    assert row(text, "Documents by year", "2020") == ["1", "0", "1", "0", "2"]


def test_what_is_thin_and_where_splits_touch_is_named(tmp_path: Path) -> None:
    lines = warnings(counted_records(build(make_annotations(tmp_path))), {"E06000006": "dev"})
    assert "theme `workforce` has 2 findings over both corpora, fewer than 150" in lines
    never = next(line for line in lines if "of today that no authored article names" in line)
    assert "Wigan (E08000010)" in never
    assert "Halton" not in never
    assert lines[-1].endswith("about authorities of other splits as well: n900")


def test_tables_are_even() -> None:
    assert markdown_table(["", "n"], [["a label", 1234], ["b", None], ["c", 0.5]]) == (
        "|         |     n |\n"
        "| ------- | ----: |\n"
        "| a label | 1,234 |\n"
        "| b       |     – |\n"
        "| c       | 0.500 |\n"
    )
