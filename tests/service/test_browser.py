"""The service in a real browser: paste, see, go back, keep; and nothing leaves the machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.util import find_spec
from typing import Any

import pytest
import uvicorn
from tests.service.fakes import fake_labels, fake_page

from ofsight.engine.annotator import Annotator
from ofsight.engine.outcome import Outcome
from ofsight.engine.settings import WorkSettings
from ofsight.ingest.units import InputUnit
from ofsight.service.app import create_app
from ofsight.service.pages import build_page
from ofsight.service.server import listen, page_address
from ofsight.service.settings import ServiceSettings

if find_spec("tests.browser") is None:
    pytest.skip("needs the browser of tests/browser.py, which is not there", allow_module_level=True)

TEXT = "Ofsted rates Medway council good\n\nMedway council has been rated good by Ofsted last month.\n"


class InThisProcess:
    """Annotates with the pipeline of rules without a process of its own."""

    alive = 1

    def __init__(self) -> None:
        self._annotator = Annotator(WorkSettings(model="rules"))
        self._thread = ThreadPoolExecutor(1)
        self.info = self._annotator.info

    def submit(self, unit: InputUnit) -> Future[Outcome]:
        return self._thread.submit(self._annotator.annotate, unit)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A service in a thread, with the page of the explorer where there is one."""
    show = build_page if find_spec("ofsight.explorer") else fake_page
    app = create_app(InThisProcess(), ServiceSettings(), build_page=show, describe=fake_labels)
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None, ws="none", http="h11"))
    with listen("127.0.0.1", 0) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        ends = time.monotonic() + 20
        while not server.started:
            assert time.monotonic() < ends
            time.sleep(0.01)
        yield page_address(listening)
        server.should_exit = True
        thread.join(20)


def open_page(browser: Any, address: str, path: str = "") -> tuple[Any, list[str]]:
    """Return a page of the service, and all that it asks others for or complains of."""
    page = browser.new_context(accept_downloads=True).new_page()
    page.set_default_timeout(20_000)
    complaints: list[str] = []

    def on_request(request: Any) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            complaints.append(request.url)

    def on_console(line: Any) -> None:
        if line.type in ("error", "warning"):
            complaints.append(line.text)

    page.on("request", on_request)
    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address + path)
    return page, complaints


def test_paste_see_go_back_and_keep(browser: Any, address: str) -> None:
    page, complaints = open_page(browser, address)
    page.get_by_label("Text of the article").fill(TEXT)
    page.get_by_label("Published").fill("26 November 2021")
    page.get_by_role("button", name="Annotate").click()
    page.get_by_text("has been rated good by").first.wait_for()
    assert page.evaluate("window.origin") == "null", "the page of records has no origin"
    assert complaints == []
    page.go_back()
    assert page.get_by_label("Text of the article").input_value() == TEXT
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as JSONL").click()
    assert download.value.suggested_filename == "records.jsonl"
    assert '"published":"2021-11-26"' in download.value.path().read_text(encoding="utf-8")
    assert complaints == []


def test_what_is_wrong_is_led_to(browser: Any, address: str) -> None:
    page, _ = open_page(browser, address)
    page.get_by_label("Published").fill("soon")
    page.get_by_role("button", name="Annotate").click()
    page.get_by_role("alert").get_by_role("link", name="Paste a text").click()
    assert page.evaluate("document.activeElement.id") == "text"
    assert page.get_by_label("Published").input_value() == "soon"


def test_the_interface_is_described_and_tried_out(browser: Any, address: str) -> None:
    page, complaints = open_page(browser, address, "docs")
    page.get_by_role("button", name="/health").first.click()
    page.get_by_role("button", name="Execute").first.click()
    page.get_by_text('"status": "ok"').first.wait_for()
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_is_for_everybody(browser: Any, address: str, scheme: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page, _ = open_page(browser, address)
    page.emulate_media(color_scheme=scheme)
    page.get_by_label("Published").fill("soon")
    for _ in range(2):
        results = axe.Axe().run(page, options={"resultTypes": ["violations"]})
        assert results.violations_count == 0, results.generate_report()
        page.get_by_role("button", name="Annotate").click()
        page.get_by_role("alert").wait_for()
