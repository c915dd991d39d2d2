"""The tutorials do what they say, in the order in which they say it."""

from __future__ import annotations

from pathlib import Path

from tests.docs.pages import run_page

ROOT = Path(__file__).resolve().parents[2]
LINKS = (ROOT / "docs", ROOT / "samples")


def test_patterns(tmp_path: Path) -> None:
    run_page(ROOT / "docs/tutorials/patterns.md", tmp_path, links=LINKS)
