"""Take the picture of ``ofsight view`` that README.md and docs/index.md show: docs/images/view.png.

python scripts/docs_picture.py

The samples are annotated, the page is made of them, and headless Chromium opens their first article.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "view.png"
PLACE = "#/article/1-calder-valley-gazette"
SIZE = {"width": 1280, "height": 800}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update"]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Take it."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        print("Chromium is needed to take the picture; none was found", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        records, page = Path(folder, "samples.jsonl"), Path(folder, "view.html")
        ofsight = str(Path(sys.executable).with_name("ofsight"))
        subprocess.run([ofsight, "annotate", ROOT / "samples", "-o", records, "--quiet"], check=True)
        subprocess.run([ofsight, "view", records, "-o", page], check=True)
        take(program, page, PICTURE)
    print(f"written: {PICTURE}")
    return 0


def take(program: str, page: Path, picture: Path) -> None:
    """Open a page in light colours and write what is seen of it first."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        tab = browser.new_page(viewport=SIZE, color_scheme="light")
        tab.goto(page.as_uri() + PLACE)
        tab.wait_for_timeout(1000)
        tab.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
