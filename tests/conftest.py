"""Fixtures that all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of real documents beside the checkout; tests that need it are skipped aloud without it."""
    if not (_SHARED / "corpus" / "reports").is_dir():
        pytest.skip(f"needs the real documents, which are not at {_SHARED}")
    return _SHARED
