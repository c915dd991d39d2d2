"""What the pages of the site show is what happens: their blocks are run, and every page is known here."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from scripts.docsite.hooks import PAGES
from tests.docs.pages import blocks_of, run_page

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
LINKS = [ROOT / name for name in ("docs", "samples", "annotations")]
RUN_HERE = (
    "README.md",
    "docs/index.md",
    "docs/start.md",
    "docs/annotate.md",
    "docs/view.md",
    "docs/service.md",
    "docs/review.md",
    "docs/evaluate.md",
    "docs/record.md",
    "docs/recipes.md",
    "docs/api/index.md",
    "docs/api/pipeline.md",
    "docs/api/files.md",
    "docs/api/evaluation.md",
    "docs/api/stories.md",
)
RUN_ELSEWHERE = ("add-a-label.md", "patterns.md", "own-labels.md")
"""Tutorials, which have tests of their own."""

WORKBOOK = "ofsight convert out.jsonl out.xlsx"
RUN_BEFORE = {"docs/start.md": {WORKBOOK: "true"}, "docs/annotate.md": {WORKBOOK: "true"}}
"""Commands that docs/index.md runs on the same file, and that take seconds."""


@pytest.mark.parametrize("path", RUN_HERE)
def test_the_blocks_of_a_page_do_what_it_says(path: str, tmp_path: Path) -> None:
    run_page(ROOT / path, tmp_path, links=LINKS, instead=RUN_BEFORE.get(path))


def test_what_is_run_before_is_run() -> None:
    (block, *_) = blocks_of((DOCS / "index.md").read_text(encoding="utf-8"))
    assert block.content.splitlines() == ["ofsight annotate samples -o out.jsonl", WORKBOOK]


def test_every_other_page_has_nothing_to_run() -> None:
    pages = [path for path in DOCS.rglob("*.md") if "data" not in path.parts]
    pages += [ROOT / path for path in PAGES if path.endswith(".md")]
    others = {path for path in pages if path.name not in RUN_ELSEWHERE} - {ROOT / path for path in RUN_HERE}
    assert DOCS / "archives.md" in others
    for path in others:
        for block in blocks_of(path.read_text(encoding="utf-8")):
            runs = block.language in {"sh", "python"} and block.not_run is None
            assert not runs, f"{path}, line {block.line}: list the page in RUN_HERE, or say why it is not run"


def test_every_extra_is_told() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    table = (
        (DOCS / "start.md").read_text(encoding="utf-8").partition("| extra | for |")[2].partition("\n\n")[0]
    )
    assert set(re.findall(r"`(\w+)`", table)) == set(project["optional-dependencies"])
