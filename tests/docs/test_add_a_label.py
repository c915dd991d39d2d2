"""The tutorial on extractors does what it says, and what it learns is worth having."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from tests.docs.pages import run_page

from ofsight.errors import ModelError
from ofsight.model_files import find_model
from ofsight.record.io import read_records

ROOT = Path(__file__).resolve().parents[2]
LINKS = [ROOT / name for name in ("docs", "samples", "annotations")]
LONGEST = 300
"""Seconds; it takes less than one minute on two cores that do nothing else."""
# Floors of the F1, well below what was measured: the states of one processor are not quite those of another.
KEPT_BACK = {"SYSTEM": 0.6, "data_systems": 0.6}
HELD_OUT = {("entities.strict", "SYSTEM"): 0.55, ("findings.themes", "data_systems"): 0.6}


def test_add_a_label(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="extractors are learned with scikit-learn")
    try:
        find_model("standard")
    except ModelError:
        pytest.skip("needs the standard model, which is not there yet")
    started = time.monotonic()
    run_page(ROOT / "docs/tutorials/add-a-label.md", tmp_path, links=LINKS)
    assert time.monotonic() - started < LONGEST
    learned = json.loads((tmp_path / "build/job-systems/extractor.json").read_text())
    for label, least in KEPT_BACK.items():
        assert learned["scores"][label]["f1"] >= least
    found = f1(tmp_path / "build/figures.json")
    for row, least in HELD_OUT.items():
        assert found[row] >= least
    # A background makes what is found rarer, in ordinary documents far rarer, and does not silence it.
    alone, taught = (count_new(tmp_path / f"build/{name}.jsonl") for name in ("samples", "samples-2"))
    assert taught <= alone
    assert all(f1(tmp_path / "build/figures-2.json")[row] > 0.2 for row in HELD_OUT)


def f1(path: Path) -> dict[tuple[str, str], float]:
    """Read the F1 of each task and label."""
    figures = json.loads(path.read_text())["groups"][0]["scores"]
    return {(score["task"], score["label"]): score["f1"]["value"] for score in figures}


def count_new(path: Path) -> int:
    """Count the findings with the new theme."""
    return sum(
        "data_systems" in finding.themes for record in read_records(path) for finding in record.findings
    )
