"""What the service says of its model is what the command says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.engine.fakes import fake_model

from ofsight.engine.settings import WorkSettings
from ofsight.errors import EngineError
from ofsight.pipeline import describe
from ofsight.service import labels
from ofsight.service.labels import describe_service_model, look_up

PATTERNS = """
name: agencies
version: "2.1"
entities:
  - label: AGENCY
    phrases: {Northmoor Staffing: northmoor}
  - label: COUNCIL
    phrases: {Northmoor Borough: null}
themes:
  - theme: unregistered
    terms: [unregistered]
"""


def test_extractors_add_their_labels(tmp_path: Path) -> None:
    path = tmp_path / "agencies.yaml"
    path.write_text(PATTERNS, encoding="utf-8")
    about = describe("rules")
    found = look_up(WorkSettings("rules", (str(path),)))
    assert found["licence"] == about["licence"]
    assert found["labels"] == {
        "blocks": about["blocks"].split(", "),
        "entities": [*about["entities"].split(", "), "AGENCY"],
        "themes": [*about["themes"].split(", "), "unregistered"],
    }


def test_a_process_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "_COMMAND", (sys.executable, "-c", "raise SystemExit(3)"))
    with pytest.raises(EngineError, match="cannot be looked up"):
        describe_service_model(WorkSettings("rules"), fake_model())
