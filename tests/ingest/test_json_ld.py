"""Article facts in JSON-LD."""

from __future__ import annotations

import json

import pytest

from ofsight.ingest.html import parse_page
from ofsight.ingest.json_ld import ArticleFacts, article_facts


def facts(*blocks: object) -> ArticleFacts:
    scripts = "".join(
        f'<script type="application/ld+json">{written}</script>'
        for written in (block if isinstance(block, str) else json.dumps(block) for block in blocks)
    )
    root = parse_page(f"<html><head>{scripts}</head><body><p>x</p></body></html>")
    assert root is not None
    return article_facts(root)


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Council &amp; trust praised",
    "datePublished": "2022-03-04T10:00:00Z",
    "dateModified": "2022-03-09",
    "author": [{"@type": "Person", "name": "Ann Other"}, "Bo Peep"],
    "publisher": {"@type": "Organization", "name": "Norbury Echo"},
    "mainEntityOfPage": {"@id": "https://echo.example/1#top"},
}
EXPECTED = ArticleFacts(
    headline="Council & trust praised",
    published="2022-03-04T10:00:00Z",
    publisher="Norbury Echo",
    authors=("Ann Other", "Bo Peep"),
    url="https://echo.example/1",
)


def test_an_article() -> None:
    assert facts(ARTICLE) == EXPECTED


def test_an_article_in_a_list_in_a_graph_after_other_things() -> None:
    site = {"@type": "WebSite", "name": "Echo"}
    assert (
        facts(site, [{"@graph": [{"@type": ["WebPage"], "datePublished": "2001-01-01"}, ARTICLE]}])
        == EXPECTED
    )


def test_authors_and_publisher_by_reference() -> None:
    graph = {
        "@graph": [
            {"@type": "Article", "author": {"@id": "#a"}, "publisher": {"@id": "#p"}},
            {"@type": "Person", "@id": "#a", "name": "Ann Other"},
            {"@type": "Organization", "@id": "#p", "name": "Echo"},
        ]
    }
    found = facts(graph)
    assert (found.authors, found.publisher) == (("Ann Other",), "Echo")


def test_a_page_without_an_article_gives_its_date_but_no_headline() -> None:
    found = facts({"@type": "WebPage", "headline": "x", "datePublished": "2020-01-01", "author": "y"})
    assert found == ArticleFacts(published="2020-01-01")


@pytest.mark.parametrize(
    "block",
    [
        "{broken",
        "",
        "null",
        '"text"',
        '{"@type": 5}',
        '{"@type": "Article", "author": 3, "headline": ["x"], "publisher": [null], "datePublished": {}}',
        "[" * 5_000,
    ],
)
def test_broken_blocks_say_nothing_and_hide_no_other(block: str) -> None:
    assert facts(block) == ArticleFacts()
    if '"Article"' not in block:
        assert facts(block, ARTICLE) == EXPECTED
