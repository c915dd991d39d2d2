"""The page as its readers use it, in a real browser."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.explorer.conftest import go
from tests.explorer.made import FIRST, SECOND, news

from ofsight.formats.article import Article

ROWS = "table.data tbody tr"


@pytest.fixture
def overview(page: Page) -> Page:
    go(page, "#/overview", "overview")
    page.wait_for_selector(".plot:not([data-drawn])", state="detached")
    return page


def test_the_overview_counts_and_draws(overview: Page) -> None:
    page = overview
    figures = page.locator(".figures").inner_text()
    assert "122" in figures
    assert "245" in figures
    assert page.locator(".plot .main-svg").count() >= 4
    assert page.locator("figure h2").all_inner_texts() == [
        "Themes and polarity",
        "Themes by council",
        "Themes over time",
        "Ratings over time",
    ]


def test_every_chart_has_its_table(overview: Page) -> None:
    page = overview
    for number in range(4):
        figure = page.locator("figure.chart").nth(number)
        figure.locator("summary").click()
        expect(figure.locator("table")).to_be_visible()
    table = page.locator("figure.chart").nth(1).locator("table").inner_text()
    assert "Leeds" in table
    assert "120" in table
    page.locator("figure.chart").nth(1).get_by_role("link", name="120").first.click()
    expect(page.locator(".tally")).to_have_text("120 of 245 findings")
    page.go_back()
    page.wait_for_selector("body[data-ready=overview]")
    page.locator("figure.chart").nth(3).locator("summary").click()
    assert "Halton" in page.locator("figure.chart").nth(3).locator("table").inner_text()


def test_a_bar_opens_its_findings(overview: Page) -> None:
    page = overview
    # The overlay that takes the pointer lies above the bars: click where the longest one is.
    boxes = [path.bounding_box() for path in page.locator(".plot .bars path").all()]
    rightmost = max((box for box in boxes if box), key=lambda box: (box["x"] + box["width"], box["width"]))
    page.mouse.click(rightmost["x"] + rightmost["width"] / 2, rightmost["y"] + rightmost["height"] / 2)
    page.wait_for_selector("body[data-ready=findings]")
    assert "theme=leadership" in page.url
    assert "polarity=strength" in page.url
    assert page.locator(".tally").inner_text() == "120 of 245 findings"


def test_a_choice_of_the_chart_stands_in_the_address(overview: Page) -> None:
    page = overview
    page.locator("figure.chart").nth(1).get_by_label("Show").select_option("share")
    assert "heat=share" in page.url
    page.locator("figure.chart").nth(1).locator("summary").click()
    assert "100%" in page.locator("figure.chart").nth(1).locator("table").inner_text()


def test_filters_narrow_and_the_counts_of_others_follow(page: Page) -> None:
    page.get_by_role("link", name="Findings").click()
    expect(page.locator(".tally")).to_have_text("245 findings")
    page.get_by_label("Halton").check()
    expect(page.locator(".tally")).to_have_text("4 of 245 findings")
    assert "council=E06000006" in page.url
    assert page.locator("#facet-polarity li").all_inner_texts() == [
        "−Weakness\n3",
        "+Strength\n1",
        "±Mixed\n0",
        "○Neutral\n0",
    ]
    assert "Leeds\n240" in page.locator("#facet-council").inner_text(), (
        "what choosing Leeds as well would add"
    )
    page.locator("#facet-polarity").get_by_label("Strength").check()
    expect(page.locator(".tally")).to_have_text("1 of 245 findings")
    page.get_by_role("button", name="Remove filter Council: Halton").click()
    expect(page.locator(".tally")).to_have_text("121 of 245 findings")
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator(".tally")).to_have_text("245 findings")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("theme=supervision&theme=care_leavers", 2),
        ("source=council&council=E06000006", 1),
        ("year=2020", 1),
        ("kind=report", 1),
        ("inspection=full", 1),
        ("polarity=mixed&year=2023", 120),
        ("council=none", 1),
        ("theme=nothing", 0),
    ],
)
def test_an_address_holds_the_filters(page: Page, query: str, shown: int) -> None:
    go(page, f"#/findings?{query}", "findings")
    assert page.locator(".tally").inner_text() == f"{shown} of 245 findings"


def test_the_search_finds_words_and_marks_them(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type('"supervision is" RARE')
    expect(page).to_have_url(re.compile(r"[?&]q=.*rare", re.IGNORECASE))
    page.get_by_role("link", name="Findings").click()
    expect(page.locator(".tally")).to_have_text("1 of 245 findings")
    assert page.locator(f"{ROWS} mark").all_inner_texts() == ["supervision is", "rare"]


def test_headings_sort_both_ways(page: Page) -> None:
    go(page, "#/findings?council=E06000006", "findings")
    page.get_by_role("columnheader", name="Finding").get_by_role("button").click()
    words = page.locator(f"{ROWS} .row-link").all_inner_texts()
    assert words == sorted(words)
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Finding")
    page.get_by_role("columnheader", name="Finding").get_by_role("button").click()
    assert page.locator(f"{ROWS} .row-link").all_inner_texts() == sorted(words, reverse=True)
    assert page.evaluate("document.activeElement.textContent").startswith("Finding"), "the focus stays"
    page.get_by_role("columnheader", name="Score").get_by_role("button").click()
    assert page.locator(f"{ROWS} td.number").all_inner_texts() == ["0.61", "0.88", "0.97", "0.99"]


def test_pages_go_on_and_back(page: Page) -> None:
    go(page, "#/findings", "findings")
    assert page.locator(ROWS).count() == 50
    page.get_by_role("button", name="Next page").click()
    expect(page.locator(".pager .where")).to_have_text("51–100 of 245")
    page.get_by_role("button", name="Last page").click()
    expect(page.locator(ROWS)).to_have_count(45)
    page.go_back()
    expect(page.locator(".pager .where")).to_have_text("51–100 of 245")
    page.locator(".pager select").select_option("1000")
    expect(page.locator(ROWS)).to_have_count(245)


def test_what_is_shown_is_exported_all_pages_of_it_and_no_formula(page: Page) -> None:
    go(page, "#/findings?theme=workforce&sort=date", "findings")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Export CSV").click()
    assert waiting.value.suggested_filename == "findings.csv"
    raw = Path(waiting.value.path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len(rows) == 121
    first = rows[0]
    record = news()
    finding = record.findings[3]
    assert first["article"] == "halton-2021"
    assert first["finding"] == Article(record).quote(finding.start, finding.end)
    assert (first["themes"], first["polarity"], first["source"]) == ("workforce", "neutral", "article")
    assert (int(first["start"]), int(first["end"])) == (finding.start, finding.end)
    assert rows[1]["finding"].startswith("'=1+1 social workers")
    assert rows[1]["councils"] == "Leeds; Somerset"
    assert [row["published"] for row in rows] == sorted(row["published"] for row in rows)


def test_a_finding_leads_to_its_place_in_the_article(page: Page) -> None:
    go(page, "#/findings?theme=supervision", "findings")
    page.locator(".row-link").click()
    page.wait_for_selector("body[data-ready=article]")
    assert "at=" in page.url
    flashed = page.locator(".flash").all_text_contents()
    assert "".join(flashed) == SECOND


def test_who_comes_back_from_an_article_goes_on_where_they_were(page: Page) -> None:
    go(page, "#/findings?source=council", "findings")
    for _ in range(30):
        page.keyboard.press("j")
    top = page.evaluate("window.scrollY")
    words = page.evaluate("document.activeElement.textContent")
    assert top > 0
    page.keyboard.press("Enter")
    page.wait_for_selector("body[data-ready=article]")
    page.go_back()
    page.wait_for_selector("body[data-ready=findings]")
    assert page.evaluate("window.scrollY") == top
    assert page.evaluate("document.activeElement.textContent") == words


def test_articles_are_listed_searched_in_full_and_exported(page: Page) -> None:
    go(page, "#/articles?q=rights", "articles")
    assert page.locator(".tally").inner_text() == "1 of 122 documents", "words of no finding"
    go(page, "#/articles?kind=report", "articles")
    assert page.locator(".row-link").all_inner_texts() == ["Halton: inspection of children’s services"]
    assert page.locator(f"{ROWS} .stack").get_attribute("aria-label") == "1 weakness"
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Export CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text("utf-8-sig"))))
    assert [(row["article"], row["inspection_type"], row["judgements"]) for row in rows] == [
        ("halton-report", "full", "1")
    ]


def test_ratings_are_told_once_with_their_documents(page: Page) -> None:
    go(page, "#/ratings", "ratings")
    assert page.locator(".tally").inner_text() == "1 rating"
    row = page.locator(ROWS)
    assert "Halton" in row.inner_text()
    assert row.locator(".sources a").all_inner_texts() == [
        "Halton: inspection of children’s services",
        "Halton rated inadequate",
    ]
    row.locator(".sources a").nth(1).click()
    page.wait_for_selector("body[data-ready=article]")
    assert "".join(page.locator(".flash").all_text_contents()) == FIRST
