from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from scripts.docsite.hooks import PAGES, ROOT, on_page_content, put_links_right


@pytest.mark.parametrize(
    ("page", "link", "there"),
    [
        ("training.md", "../models/standard/README.md", "models/standard/README.md"),
        ("api/index.md", "../../SECURITY.md#what-we-promise", "../SECURITY.md#what-we-promise"),
        ("api/index.md", "../archives.md", "../archives.md"),
        ("tutorials/patterns.md", "../formats.md#spacy", "../formats.md#spacy"),
        ("annotations/README.md", "GUIDELINES.md", "GUIDELINES.md"),
        ("CHANGELOG.md", "docs/formats.md", "formats.md"),
        ("CHANGELOG.md", "models/standard/README.md", "models/standard/README.md"),
        ("models/standard/README.md", "../../docs/evaluate.md#x", "../../evaluate.md#x"),
        ("licence.md", "../NOTICE", "NOTICE"),
        ("index.md", "#here", "#here"),
        ("index.md", "https://example.org/a.md", "https://example.org/a.md"),
        ("index.md", "../scripts/gate.py", "../scripts/gate.py"),
    ],
)
def test_links_lead_to_the_same_file_in_the_site(page: str, link: str, there: str) -> None:
    assert put_links_right(f"see [it]({link}), and", page) == f"see [it]({there}), and"


def test_code_is_left_alone() -> None:
    text = "`[a](../NOTICE)`\n\n```text\n[a](../NOTICE)\n```\n\n[a](../NOTICE)\n"
    assert put_links_right(text, "licence.md") == text.removesuffix("[a](../NOTICE)\n") + "[a](NOTICE)\n"


def test_all_pages_from_outside_are_there() -> None:
    assert [path for path in PAGES if not (ROOT / path).is_file()] == []


def test_drawings_are_put_into_the_page(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.svg").write_text('<?xml version="1.0"?>\n<svg><title>A</title></svg>\n')
    html = on_page_content(
        '<p><img alt="A" src="../images/a.svg" /> <img src="../images/b.png"></p>',
        page=SimpleNamespace(file=SimpleNamespace(dest_uri="api/index.html")),
        config=SimpleNamespace(docs_dir=str(tmp_path)),
    )
    assert "<svg><title>A</title></svg>" in html
    assert "<?xml" not in html
    assert '<img src="../images/b.png">' in html
