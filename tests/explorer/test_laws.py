"""Whatever valid records hold, the page shows it, with every mark on its words, and complains of nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser
from tests.browser import visit
from tests.explorer.conftest import go, ready, unfold
from tests.explorer.unpacking import index
from tests.record.strategies import records

from ofsight.explorer import write_page
from ofsight.record import Record

MARKS = """() => {
  const words = new Map();
  for (const element of document.querySelectorAll('#text .mark')) {
    const { kind, start, end } = element.span;
    const key = `${kind} ${start} ${end}`;
    words.set(key, (words.get(key) ?? '') + element.textContent);
  }
  return Object.fromEntries(words);
}"""


def letters(text: str) -> str:
    """What is left of a text on the page: white space between blocks and what cannot be seen may go."""
    return "".join(filter(str.isalnum, text))


def expected(record: Record) -> dict[str, str]:
    """The letters of each span that has any."""
    layers: dict[str, Any] = {
        "finding": record.findings,
        "entity": record.entities,
        "quotation": record.quotations,
    }
    text = record.text or ""
    found: dict[str, str] = {}
    for kind, items in layers.items():
        for item in items:
            key = f"{kind} {item.start} {item.end}"
            found[key] = found.get(key, "") + letters(text[item.start : item.end])
    return {key: words for key, words in found.items() if words}


# A page is made and opened for each example, so there are few of them, each of several records.
@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(records(), min_size=4, max_size=6))
def test_every_record_is_shown(browser: Browser, tmp_path: Path, several: list[Record]) -> None:
    page = write_page(several, tmp_path / "view.html")
    with visit(browser, (tmp_path / "view.html").as_uri()) as seen:
        ready(seen.page)
        for view in ("findings", "articles", "ratings", "overview"):
            go(seen.page, f"#/{view}", view)
            seen.page.wait_for_selector(".plot:not([data-drawn])", state="detached")
            unfold(seen.page)
        for row, record in zip(index(page.html)["articles"], several, strict=True):
            go(seen.page, f"#/article/{quote(row[0], safe='')}", "article")
            assert seen.page.locator(".article-head").count() == 1
            if record.text:
                unfold(seen.page)
                marks = seen.page.evaluate(MARKS)
                shown = {key: letters(words) for key, words in marks.items()}
                assert {key: words for key, words in shown.items() if words} == expected(record)
        assert seen.complaints == []
