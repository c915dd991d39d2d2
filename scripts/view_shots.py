"""Make the page of some records and take a picture of every view of it.

    python scripts/view_shots.py out.jsonl /tmp/shots
    python scripts/view_shots.py out.jsonl /tmp/shots --time

Light and dark, on paper and on a telephone. What the browser's console says against the page is printed,
and makes the exit code 1. ``--time`` also prints how long the page takes to open and to filter.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from ofsight.explorer import write_page
from ofsight.formats import import_records
from ofsight.record import Record

ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
DESK = {"width": 1440, "height": 1000}
TELEPHONE = {"width": 390, "height": 844}
VIEWS = {
    "overview": "#/overview",
    "findings": "#/findings",
    "filtered": "#/findings?polarity=weakness&theme=workforce&q=agency",
    "articles": "#/articles",
    "ratings": "#/ratings",
}


def main() -> int:
    """Write the page and its pictures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("records", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--article", help="id of the article to show; by default the one with most findings")
    parser.add_argument("--time", action="store_true", help="also measure size, opening and filtering")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    records = [item for item in import_records(options.records) if isinstance(item, Record)]
    article = options.article or max(records, key=lambda record: len(record.findings)).id
    path = options.folder / "view.html"
    start = time.process_time()
    page = write_page(records, path, title=f"Ofsight: {options.records.name}")
    print(f"{page.articles} articles, {page.findings} findings, {path.stat().st_size / 1e6:.1f} MB,", end=" ")
    print(f"made in {time.process_time() - start:.1f} s of processor time")
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        print("no chromium or google-chrome on the PATH; CHROMIUM=... names one", file=sys.stderr)
        return 2
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS])
        complaints = take_all(browser, path.resolve().as_uri(), article, options.folder)
        if options.time:
            measure(browser, path.resolve().as_uri())
        browser.close()
    for complaint in complaints:
        print(f"console: {complaint}", file=sys.stderr)
    return 1 if complaints else 0


def take_all(browser: Browser, address: str, article: str, folder: Path) -> list[str]:
    """Take the pictures; return what the console said against the page."""
    complaints: list[str] = []
    views = {**VIEWS, "article": f"#/article/{article}"}
    for scheme in ("light", "dark"):
        for name, hash_ in views.items():
            page = opened(browser, address + hash_, complaints, scheme=scheme)
            page.screenshot(path=folder / f"{name}-{scheme}.png", full_page=name in {"overview", "ratings"})
            if name == "article":
                page.keyboard.press("j")
                page.keyboard.press("j")
                page.wait_for_timeout(900)
                page.screenshot(path=folder / f"article-focus-{scheme}.png")
                page.keyboard.press("?")
                page.screenshot(path=folder / f"help-{scheme}.png")
            page.context.close()
    for name, hash_ in views.items():
        page = opened(browser, address + hash_, complaints, size=TELEPHONE)
        page.screenshot(path=folder / f"{name}-telephone.png")
        page.context.close()
        page = opened(browser, address + hash_, complaints)
        page.pdf(path=folder / f"{name}.pdf", format="A4", print_background=True)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 800, "height": 1130})
        page.wait_for_timeout(300)
        page.screenshot(path=folder / f"{name}-print.png")
        page.context.close()
    return complaints


def opened(
    browser: Browser,
    address: str,
    complaints: list[str],
    *,
    scheme: str = "light",
    size: dict[str, int] = DESK,
) -> Page:
    """Open an address of the page and wait until it is drawn."""
    context = browser.new_context(color_scheme=scheme, viewport=size)  # type: ignore[arg-type]
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    page.wait_for_selector("body[data-complete]", timeout=60_000)
    page.wait_for_selector(".plot:not([data-drawn])", state="detached", timeout=60_000)
    page.wait_for_timeout(200)
    return page


def measure(browser: Browser, address: str) -> None:
    """Print how long the page takes to open and to filter, in milliseconds of the clock."""
    page = browser.new_page()
    page.goto(address + "#/findings")
    page.wait_for_selector("body[data-complete] table.data")
    print(f"findings to look at after {page.evaluate('performance.now()'):.0f} ms")
    for name, script in (
        ("a filter", "document.querySelector('#facet-polarity input').click()"),
        ("a sort", "document.querySelectorAll('table.data th button')[3].click()"),
    ):
        took = page.evaluate(
            f"""async () => {{ const before = performance.now(); {script};
            await new Promise((resolve) => setTimeout(resolve)); await new Promise(requestAnimationFrame);
            return performance.now() - before; }}"""
        )
        print(f"{name}: {took:.0f} ms")
    page.goto("about:blank")
    page.goto(address + "#/overview")
    page.wait_for_selector(".plot[data-drawn]", timeout=60_000)
    page.wait_for_selector(".plot:not([data-drawn])", state="detached", timeout=60_000)
    print(f"charts drawn after {page.evaluate('performance.now()'):.0f} ms")
    page.close()


if __name__ == "__main__":
    sys.exit(main())
