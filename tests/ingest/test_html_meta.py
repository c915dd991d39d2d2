"""Metadata of pages."""

from __future__ import annotations

import pytest

from ofsight.ingest.html import read_html
from ofsight.record import Meta


def meta(head: str, body: str = "<p>Text.</p>") -> Meta:
    return read_html(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "").meta


OG = '<meta property="og:title" content="Council praised over care leavers - Norbury Echo">'
SITE = '<meta property="og:site_name" content="Norbury Echo">'
BODY = "<main><article><h1>Council praised for work with care leavers</h1><p>Text.</p></article></main>"


def test_the_title_is_the_heading_that_the_page_shows() -> None:
    page = (
        "<h1>Norbury Echo</h1><nav><h1>Menu</h1></nav><div><h1>Council praised over care leavers</h1></div>"
    )
    assert meta(OG + SITE, page).title == "Council praised over care leavers"


def test_the_heading_in_the_article_wins_over_a_title_written_for_search_engines() -> None:
    head = '<meta property="og:title" content="Norbury inspection: what you need to know">'
    assert meta(head, BODY).title == "Council praised for work with care leavers"


def test_a_heading_over_two_lines_is_one_title() -> None:
    body = "<main><h1>Council praised<br>over care leavers</h1><p>Text.</p></main>"
    assert meta(OG + SITE, body).title == "Council praised over care leavers"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Council praised | Norbury Echo", "Council praised"),
        ("Council praised | News | Norbury Echo", "Council praised"),
        ("Council praised - Norbury Echo", "Council praised"),
        ("Council praised – leaders thanked - Norbury Echo", "Council praised – leaders thanked"),
        ("Council praised – leaders thanked", "Council praised – leaders thanked"),
        ("Well-led council praised", "Well-led council praised"),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(written: str, title: str) -> None:
    assert meta(f"<title>{written}</title>{SITE}").title == title


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2022-03-04T09:00:00Z",'
        '"dateModified":"2023-01-01"}</script><meta property="article:published_time" content="2022-02-02">',
        '<meta property="article:modified_time" content="2023-01-01T00:00:00Z">'
        '<meta property="article:published_time" content="2022-03-04T00:00:00Z">',
        '<meta name="DC.date.issued" content="2022-03-04">',
        '<meta name="govuk:first-published-at" content="2022-03-04T12:00:00.000+00:00">',
        '<meta itemprop="datePublished" content="4 March 2022">',
    ],
)
def test_published_is_the_date_of_first_publication(head: str) -> None:
    assert meta(head, BODY).published == "2022-03-04"


def test_published_from_a_time_element_of_the_article() -> None:
    body = '<article><time itemprop="datePublished" datetime="2022-03-04T10:00">Friday</time></article>'
    assert meta("", body).published == "2022-03-04"


def test_a_date_in_the_text_is_no_date_of_publication() -> None:
    assert (
        meta("", "<p>Inspectors visited on 4 March 2019.</p><footer>Copyright 2024</footer>").published
        is None
    )


def test_authors_publisher_and_address() -> None:
    head = (
        SITE + '<link rel="canonical" href="https://echo.example/1"><script type="application/ld+json">'
        '{"@type":"NewsArticle","author":[{"name":"Ann O\'Other-Smith"},{"name":"Bo Peep"}]}</script>'
    )
    found = meta(head, BODY)
    assert found.authors == ("Ann O'Other-Smith", "Bo Peep")
    assert found.publisher == "Norbury Echo"
    assert found.url == "https://echo.example/1"


def test_an_author_from_a_meta_tag() -> None:
    assert meta('<meta name="author" content="Ann Other">', BODY).authors == ("Ann Other",)


def test_a_page_that_says_nothing() -> None:
    assert meta("") == Meta()


def test_half_an_emoji_in_the_metadata_costs_that_character_only() -> None:
    facts = r'{"@type": "NewsArticle", "headline": "Praise \ud83d", "url": "https://a.example/\ud83d",'
    facts += r'"author": {"name": "Ann \ud83d"}, "publisher": {"name": "Echo \ud83d"}}'
    found = meta(f'<script type="application/ld+json">{facts}</script>')
    assert (found.title, found.authors, found.publisher) == ("Praise \ufffd", ("Ann \ufffd",), "Echo \ufffd")
    assert found.url == "https://a.example/\ufffd"


def test_what_is_no_title_by_its_length_is_passed_over() -> None:
    bars = "a | " * 50_000
    page = (
        f"<html><title>{bars}</title><h1>{bars}</h1><p>x</p><h1>Inspectors praise council</h1><p>x</p></html>"
    )
    assert read_html(page.encode(), "").meta.title == "Inspectors praise council"
