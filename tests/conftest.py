"""Fixtures that all tests share."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from tests.browser import find_chromium, running_browser

import ofsight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from spacy.language import Language

# How long an example takes depends on what else the machine does: speed is the benchmark's business.
# On CI the examples are the same each time, so that a change is judged by what it changes.
settings.register_profile("ofsight", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("ofsight")

# `make test-fast` leaves training out, as does an environment without torch; either is said at the end.
_TORCH = importlib.util.find_spec("torch") is not None and "OFSIGHT_WITHOUT_TORCH" not in os.environ
collect_ignore_glob = [] if _TORCH else ["training/*"]

ROOT = Path(__file__).resolve().parents[1]
_SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of real documents beside the checkout; tests that need it are skipped aloud without it."""
    if not (_SHARED / "corpus" / "reports").is_dir():
        pytest.skip(f"needs the real documents, which are not at {_SHARED}")
    return _SHARED


@pytest.fixture(scope="session")
def samples_dir() -> Path:
    """The sample documents written for the project."""
    return ROOT / "samples"


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The pipeline of rules, loaded once: most tests are of its stages, which a network would hide."""
    return ofsight.load("rules")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, started once; tests that need it are skipped aloud where there is none."""
    with running_browser() as running:
        yield running


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever uses the real documents, so that ``-m "not shared"`` leaves it out."""
    for item in items:
        if "shared_dir" in getattr(item, "fixturenames", ()):
            item.add_marker("shared")
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Count the tests on real documents, so that a run without them cannot pass for a full one."""
    if not _TORCH:
        terminalreporter.write_line("tests of training left out: torch is not installed, or not wanted")
    ran, skipped = _counted(terminalreporter, "shared")
    terminalreporter.write_line(f"tests on the real documents of ../shared: {ran} ran, {skipped} skipped")
    ran, skipped = _counted(terminalreporter, "browser")
    why = "" if find_chromium() else " (no chromium or google-chrome on the PATH)"
    terminalreporter.write_line(f"tests in a real browser: {ran} ran, {skipped} skipped{why}")


def _counted(terminalreporter: pytest.TerminalReporter, marker: str) -> tuple[int, int]:
    """Return how many tests of a mark ran, and how many were skipped."""
    reports = [
        (outcome, report)
        for outcome in ("passed", "failed", "skipped")
        for report in terminalreporter.stats.get(outcome, [])
        if marker in getattr(report, "keywords", {})
    ]
    ran = sum(outcome != "skipped" for outcome, _ in reports)
    return ran, len(reports) - ran
