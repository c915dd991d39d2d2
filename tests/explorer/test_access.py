"""Everybody can read the page: by keyboard, by screen reader, in the dark, on paper and on a telephone."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.browser import visit
from tests.explorer.conftest import go, ready, unfold
from tests.explorer.made import news

from ofsight.explorer import write_page
from ofsight.record.io import without_text

VIEWS = {
    "overview": "#/overview",
    "findings": "#/findings?council=E06000006",
    "articles": "#/articles",
    "ratings": "#/ratings",
    "article": "#/article/halton-2021",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_screen_readers_meet_no_serious_fault(browser: Browser, small_address: str, scheme: str) -> None:
    axe = Axe()
    with visit(browser, f"{small_address}#/articles", color_scheme=scheme, bypass_csp=True) as seen:
        for view, address in VIEWS.items():
            go(seen.page, address, view)
            seen.page.wait_for_selector(".plot:not([data-drawn])", state="detached")
            unfold(seen.page)
            found = axe.run(seen.page).response["violations"]
            serious = [
                (view, each["id"], each["nodes"][0]["html"][:200], each["nodes"][0].get("failureSummary"))
                for each in found
                if each["impact"] in {"serious", "critical"}
            ]
            assert serious == []


def test_keys_lead_through_the_views(page: Page) -> None:
    for key, view in (("2", "findings"), ("3", "articles"), ("4", "ratings")):
        page.keyboard.press(key)
        ready(page, view)
    page.keyboard.press("2")
    ready(page, "findings")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator(".row-link").nth(1)
    expect(second).to_be_focused()
    words = second.inner_text()
    page.keyboard.press("Enter")
    ready(page, "article")
    assert "".join(page.locator(".flash").all_text_contents()) == words
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("j?")
    assert page.locator("#search").input_value() == "j?", "keys are letters where somebody types"
    assert not page.locator("#help").is_visible()


def test_help_opens_with_its_key_and_closes_with_escape(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    assert "Next and previous finding" in page.locator("#help").inner_text()
    page.locator("#help summary", has_text="Themes").click()
    assert "Audits, performance data, self-evaluation" in page.locator("#help").inner_text()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()


def test_single_keys_can_be_switched_off(page: Page) -> None:
    page.keyboard.press("?")
    page.get_by_label("Switch the single keys off").check()
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    assert page.evaluate("document.body.dataset.ready") == "articles"


def test_the_first_stop_skips_to_the_content(browser: Browser, small_address: str) -> None:
    with visit(browser, f"{small_address}#/articles") as seen:
        ready(seen.page)
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.id") == "skip"
        seen.page.keyboard.press("Enter")
        assert seen.page.evaluate("document.activeElement.id") == "main"
        assert seen.page.url.endswith("#/articles")


def test_a_change_is_told_to_screen_readers(page: Page) -> None:
    go(page, "#/findings?polarity=neutral", "findings")
    assert page.locator("#live").inner_text() == "1 of 245 findings"


def test_colours_follow_the_system_and_the_switch(browser: Browser, page_address: str) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    with visit(browser, f"{page_address}#/articles", color_scheme="dark") as seen:
        ready(seen.page)
        dark = seen.page.evaluate(ground)
        seen.page.get_by_role("button", name="Light colours").click()
        light = seen.page.evaluate(ground)
        assert sum(map(int, dark[4:-1].split(","))) < 120
        assert sum(map(int, light[4:-1].split(","))) > 650
        seen.page.keyboard.press("t")
        assert seen.page.evaluate(ground) == dark
        seen.page.reload()
        ready(seen.page)
        assert seen.page.evaluate(ground) == dark
        assert seen.complaints == []


@pytest.mark.parametrize("view", list(VIEWS))
def test_nothing_is_wider_than_a_telephone(browser: Browser, small_address: str, view: str) -> None:
    with visit(browser, small_address + VIEWS[view], viewport={"width": 380, "height": 800}) as seen:
        ready(seen.page, view)
        seen.page.wait_for_selector(".plot:not([data-drawn])", state="detached")
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 380


def test_paper_has_the_text_and_not_the_tools(page: Page) -> None:
    go(page, "#/article/halton-2021", "article")
    page.emulate_media(media="print")
    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator(".steps")).to_be_hidden()
    expect(page.locator("#text h2")).to_be_visible()
    expect(page.locator("#findings .card").first).to_be_visible()
    page.emulate_media(media="screen")


def test_one_article_opens_as_itself_and_without_its_text_says_so(browser: Browser, tmp_path: Path) -> None:
    write_page([without_text(news())], tmp_path / "one.html")
    with visit(browser, (tmp_path / "one.html").as_uri()) as seen:
        ready(seen.page, "article")
        assert "This record is stand-off" in seen.page.locator(".text").inner_text()
        assert seen.page.locator("#findings .card").count() == 4
        assert "Characters" in seen.page.locator("#findings").inner_text()
        go(seen.page, "#/findings", "findings")
        assert "--texts FOLDER" in seen.page.locator(".notice").inner_text()
        assert seen.complaints == []
