"""Text of documents is shown and never runs; the page asks nobody for anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page
from tests.browser import Visit, visit
from tests.explorer.conftest import go, ready, unfold
from tests.explorer.hostile import PAYLOADS, hostile_records

from ofsight.explorer import write_page

FORBIDDEN = "main :is(img, iframe, object, script, style, form, svg a, [href^='javascript' i])"
WATCH = """() => {
  window.ran = [];
  window.alert = (words) => window.ran.push(String(words));
}"""


@pytest.fixture(scope="module")
def hostile_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("hostile") / "view.html"
    write_page(hostile_records(), path, title=PAYLOADS[0])
    return path.as_uri()


@pytest.fixture(scope="module")
def seen(browser: Browser, hostile_address: str) -> Iterator[Visit]:
    with visit(browser, f"{hostile_address}#/articles") as opened:
        ready(opened.page)
        opened.page.evaluate(WATCH)
        yield opened


@pytest.fixture
def page(seen: Visit) -> Iterator[Page]:
    yield seen.page
    assert seen.complaints == []
    assert seen.dialogs == []
    assert [url for url in seen.requests if not url.startswith(("file:", "data:image/png", "blob:"))] == []
    assert seen.page.evaluate("window.ran") == []
    assert seen.page.locator(FORBIDDEN).count() == 0


@pytest.mark.parametrize("view", ["findings", "articles", "ratings"])
def test_tables_show_what_was_written(page: Page, view: str) -> None:
    go(page, f"#/{view}", view)
    words = page.locator("main").inner_text()
    assert "</script><script>alert(1)</script>" in words
    assert "<img src=x onerror=alert(2)>" in words
    assert "&lt;script&gt;alert(7)&lt;/script&gt;" in words


def test_charts_show_what_was_written(page: Page) -> None:
    go(page, "#/overview", "overview")
    page.wait_for_selector(".plot:not([data-drawn])", state="detached")
    labels = page.locator(".plot .ytick text").all_text_contents()
    assert any("<img src=x onerror=alert(2)>" in each for each in labels)
    assert any("&lt;script&gt;" in each for each in labels), "an entity is not read as markup either"
    page.locator(".plot .nsewdrag").first.hover()
    unfold(page)
    assert "<svg/onload=alert(3)>" in page.locator("figure.chart table").first.inner_text()


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_an_article_shows_what_was_written(page: Page, number: int) -> None:
    record = hostile_records()[number]
    go(page, f"#/article/{quote(record.id, safe='')}", "article")
    unfold(page)
    page.keyboard.press("j")
    page.keyboard.press("e")
    assert page.locator("#tip").count() == 1
    if PAYLOADS[number].isprintable():
        assert PAYLOADS[number] in page.locator("h1").inner_text()
        assert page.locator("#text .finding.first").count() == 2
        assert "".join(page.locator("#text .entity").all_text_contents()) == PAYLOADS[number]


def test_an_address_that_is_none_is_no_link(page: Page) -> None:
    number = PAYLOADS.index("javascript:alert(5)")
    record = hostile_records()[number]
    assert record.meta.url == "javascript:alert(5)"
    go(page, f"#/article/{quote(record.id, safe='')}", "article")
    assert page.locator("a", has_text="original").count() == 0


def test_filters_take_labels_that_javascript_has_a_meaning_for(page: Page) -> None:
    for theme in ("__proto__", "constructor"):
        go(page, f"#/findings?theme={theme}", "findings")
        assert page.locator(".tally").inner_text() == f"2 of {2 * len(PAYLOADS)} findings"


def test_a_hostile_address_only_names_what_is_not_there(page: Page) -> None:
    go(page, "#/article/<img src=x onerror=alert(9)>", "article")
    assert "holds no document called <img src=x onerror=alert(9)>" in page.locator("main").inner_text()
    go(page, "#/findings?q=<img src=x onerror=alert(9)>&sort=__proto__&page=NaN&size=-1", "findings")
    assert "<img src=x onerror=alert(9)>" in page.locator(".chips").inner_text()


def test_an_export_holds_no_formula(page: Page) -> None:
    go(page, "#/findings", "findings")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Export CSV").click()
    rows = list(csv.reader(io.StringIO(Path(waiting.value.path()).read_text("utf-8-sig"), newline="")))
    assert len(rows) == 1 + 2 * len(PAYLOADS)
    assert not [cell for row in rows for cell in row if cell.lstrip()[:1] in {"=", "+", "@", "-"} and cell]
    assert any(cell.startswith("'=cmd|") for row in rows for cell in row)


def test_nothing_can_be_fetched_even_if_somebody_tried(seen: Visit) -> None:
    outcome = seen.page.evaluate(
        "() => fetch('https://example.org/').then(() => 'fetched', (error) => String(error))"
    )
    assert "fetched" not in outcome
    assert any("Content Security Policy" in line for line in seen.complaints)
    seen.complaints.clear()
