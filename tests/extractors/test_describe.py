from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from tests.extractors.test_stored import DESCRIPTION, WEIGHTS

from ofsight.cli.main import cli
from ofsight.extractors.stored import write_extractor


def told(path: Path) -> dict[str, str]:
    run = CliRunner().invoke(cli, ["info", str(path)], catch_exceptions=False)
    return {line[:12].strip(): line[13:] for line in run.stdout.splitlines()}


def test_patterns_are_described(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("name: agencies\nversion: '2'\nentities: [{label: AGENCY, phrases: [x]}]")
    about = told(path)
    assert about["extractor"] == "agencies 2"
    assert about["entities"] == "AGENCY"
    assert about["in records"] == f"agencies@{about['sha256'][:12]}"


def test_a_learned_extractor_is_described(tmp_path: Path) -> None:
    write_extractor(tmp_path / "systems", DESCRIPTION, WEIGHTS)
    about = told(tmp_path / "systems")
    assert about["themes"] == "data, alarm"
    assert about["learned on"] == "tiny 1.0"
    assert about["learned from"] == "9 sentences of 2 documents"
    assert about["F1 kept back"] == "SYSTEM 0.33 (4 examples)"


def test_a_background_is_told(tmp_path: Path) -> None:
    examples = DESCRIPTION.examples.model_copy(update={"background": 300})
    write_extractor(tmp_path / "systems", DESCRIPTION.model_copy(update={"examples": examples}), WEIGHTS)
    about = told(tmp_path / "systems")
    assert about["learned from"] == "9 sentences of 2 documents, and 300 that nobody annotated"


def test_a_model_is_still_described() -> None:
    assert told(Path("rules"))["model"].startswith("rules ")
