"""The tutorials do what they say, in the order in which they say it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.docs.pages import run_page

from ofsight.record import ModelInfo
from ofsight.record.io import read_records

ROOT = Path(__file__).resolve().parents[2]
LINKS = (ROOT / "docs", ROOT / "samples")


def test_patterns(tmp_path: Path) -> None:
    run_page(ROOT / "docs/tutorials/patterns.md", tmp_path, links=LINKS)


def test_own_labels(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="a reader is trained with torch")
    command = "ofsight train docs/tutorials/own-labels.toml"
    # One pass in the place of many: what it learns is not worth much, but every step is taken.
    quicker = f"{command} --set optimisation.passes=1 --set optimisation.evaluations=1"
    run_page(ROOT / "docs/tutorials/own-labels.md", tmp_path, links=LINKS, instead={command: quicker})
    read = list(read_records(tmp_path / "build/own-labels/read.jsonl"))
    assert len(read) == 7
    assert {record.model.name for record in read if isinstance(record.model, ModelInfo)} == {"care_homes"}
    labels = {entity.label for record in read for entity in record.entities}
    assert labels <= {"HOME", "PROVIDER", "REGULATION", "RATING", "DATE", "STAFF_ROLE"}
