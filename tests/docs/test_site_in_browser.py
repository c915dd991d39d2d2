"""The site opens from disk in a real browser: it fetches nothing, can be searched, and has no barriers."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

SEEN = ["index.html", "how-it-works.html", "accuracy.html", "commands.html", "api/index.html"]
OPTIONS = {
    "resultTypes": ["violations"],
    "preload": False,  # style sheets cannot be loaded from disk by a script
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
}
PHONE = 390
"""Pixels across."""


def open_page(browser: Browser, path: Path, *, scheme: str = "light", width: int = 1300) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(path.as_uri())
    return page


def test_it_is_searched_from_disk_and_asks_nobody(site: Path, browser: Browser) -> None:
    page = browser.new_page()
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.goto((site / "index.html").as_uri())
    page.get_by_placeholder("Search").first.click()
    page.keyboard.type("stand-off")
    page.wait_for_selector(".md-search-result__item a")
    results = page.locator(".md-search-result__item").all_inner_texts()
    assert any("stand-off" in text.lower() for text in results)
    assert any(address.endswith(".css") for address in asked)
    assert {address.partition(":")[0] for address in asked} <= {"file", "data", "about"}
    assert failed == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barriers_that_axe_knows(site: Path, browser: Browser, scheme: str) -> None:
    for name in SEEN:
        page = open_page(browser, site / name, scheme=scheme)
        found = Axe().run(page, options=OPTIONS)
        assert found.violations_count == 0, f"{name}, {scheme}:\n{found.generate_report()}"
        page.context.close()


def test_no_page_is_wider_than_a_phone(site: Path, browser: Browser) -> None:
    for name in SEEN:
        page = open_page(browser, site / name, width=PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE, name
        page.context.close()
