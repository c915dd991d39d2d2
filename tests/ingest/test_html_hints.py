"""Main text by trafilatura, and that it never costs a page."""

from __future__ import annotations

import pytest

from ofsight.ingest import html_hints
from ofsight.ingest.html import read_html

SENTENCE = "Inspectors found that children in the county are now seen by social workers who know them well. "
PAGE = f"""<html><body><nav><ul><li><a href=/>Home</a></ul></nav><main><article><h1>Council praised</h1>
<p>{SENTENCE * 2}</p><p>Short line.</p><h2>What next</h2><p>{SENTENCE}First<br>{SENTENCE}Second</p>
<ul><li>{SENTENCE}</li><li>More of it</li></ul></article></main>
<aside class="related"><h2>Most read</h2><ul>
<li><a href="/b">Bin strike ends after talks in the city</a></ul></aside>
<footer><p>All rights reserved by the owner of the site and its partners.</p></footer></body></html>"""


def main_text(page: str) -> list[str]:
    content = read_html(page.encode(), "")
    return [content.text[hint.start : hint.end] for hint in content.hints if hint.main]


def test_lines_of_the_article_are_main_and_others_are_not() -> None:
    found = main_text(PAGE)
    assert (SENTENCE * 2).strip() in found
    assert f"{SENTENCE}First" in found
    assert f"{SENTENCE}Second" in found
    assert "Short line." in found
    assert not {"Home", "Most read", "Bin strike ends after talks in the city"} & set(found)


@pytest.mark.parametrize("error", [ValueError, AttributeError, RecursionError])
def test_a_failure_of_trafilatura_costs_only_the_hints(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise error("odd page")

    monkeypatch.setattr(html_hints.trafilatura, "bare_extraction", fail)
    monkeypatch.setattr("trafilatura.extract_metadata", fail)
    content = read_html(PAGE.encode(), "")
    assert "Short line." in content.text
    assert content.meta.title == "Council praised"
    assert not any(hint.main for hint in content.hints)


def test_a_page_in_which_trafilatura_finds_nothing_has_no_main_text() -> None:
    assert main_text("<html><body><img alt='Town hall'></body></html>") == []


def test_a_deep_page_is_not_given_to_trafilatura(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_hints.trafilatura, "bare_extraction", lambda *a, **k: pytest.fail("was called"))
    assert main_text(f"{'<div>' * 500}<p>{SENTENCE * 3}</p>") == []
