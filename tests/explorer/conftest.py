"""Pages that several tests open: made once, looked at with a fresh context each time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from tests.browser import Visit, visit
from tests.explorer.made import leeds, news, report

from ofsight.explorer import write_page


@pytest.fixture(scope="session")
def page_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page of 122 documents: an article, a report, and 120 short ones."""
    path = tmp_path_factory.mktemp("page") / "view.html"
    write_page([news(), report(), *map(leeds, range(120))], path, title="Ofsight: test")
    return path.as_uri()


@pytest.fixture(scope="session")
def small_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page of four documents, for what looks at every element."""
    path = tmp_path_factory.mktemp("small") / "view.html"
    write_page([news(), report(), leeds(1), leeds(2)], path, title="Ofsight: test")
    return path.as_uri()


@pytest.fixture(scope="module")
def visited(browser: Browser, page_address: str) -> Iterator[Visit]:
    """The page, opened once for the tests of a module."""
    with visit(browser, f"{page_address}#/articles") as seen:
        ready(seen.page)
        yield seen


@pytest.fixture
def page(visited: Visit) -> Iterator[Page]:
    """The page at its list of articles; it may ask for nothing but itself, and complain of nothing."""
    visited.page.evaluate("localStorage.clear(); document.activeElement.blur()")
    go(visited.page, "#/articles", "articles")
    yield visited.page
    assert [url for url in visited.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert sum(url.startswith("file:") for url in visited.requests) == 1
    assert visited.complaints == []
    assert visited.dialogs == []


def ready(page: Page, view: str | None = None) -> None:
    """Wait until all is read and a view is drawn."""
    page.wait_for_selector("body[data-complete]" + (f"[data-ready={view}]" if view else "[data-ready]"))


def unfold(page: Page) -> None:
    """Open everything in the view that can be opened."""
    page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")


def go(page: Page, address: str, view: str) -> None:
    """Follow an address within the page, as somebody who was sent it."""
    page.evaluate(
        """(hash) => {
          if (location.hash === hash) location.hash = '#/overview?q=elsewhere';
          delete document.body.dataset.ready;
          location.hash = hash;
        }""",
        address,
    )
    ready(page, view)
