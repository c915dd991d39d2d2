"""The command that makes the card of a model."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from scripts import model_card
from tests.model_card.corpora import make_corpora

from ofsight.model_card.facts import read_figures
from ofsight.model_files import find_model


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    shutil.copytree(find_model("rules"), folder, ignore=shutil.ignore_patterns("README.md", "*ures.json"))
    return folder


@pytest.fixture
def arguments(model: Path, tmp_path: Path) -> list[str]:
    places = make_corpora(tmp_path)
    (texts,) = map(str, places.texts)
    return [str(model), "--annotations", str(places.annotations), "--texts", texts, "--draws", "10"]


def call(*arguments: str) -> int:
    return model_card.run(model_card.parse(arguments))


def test_scoring_then_rendering_then_checking(
    model: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*arguments, "--check") == 1
    assert "figures.json is missing" in capsys.readouterr().out
    assert call(*arguments, "--score", "dev") == 0
    assert call(*arguments, "--check") == 0
    before = (model / "README.md").read_text()
    assert call(*arguments) == 0
    assert (model / "README.md").read_text() == before
    (model / "README.md").write_text("edited")
    assert call(*arguments, "--check") == 1


def test_development_scorings_are_not_logged(arguments: list[str]) -> None:
    log = Path(arguments[2]) / "SCORINGS.md"
    before = log.read_text()
    call(*arguments, "--score", "dev")
    assert log.read_text() == before


def test_a_scoring_of_the_test_documents_is_logged_in_the_table(model: Path, arguments: list[str]) -> None:
    call(*arguments, "--score", "dev")
    call(*arguments, "--score", "test", "--why", "the first release")
    lines = (Path(arguments[2]) / "SCORINGS.md").read_text().splitlines()
    assert lines[4] == "| then | that |"
    assert "model `rules` 0.1.0 (sha256 " in lines[5]
    assert lines[5].endswith("| the first release |")
    assert lines[6:] == ["", "End."]
    found = read_figures(model)
    assert found is not None
    assert list(found.splits) == ["dev", "test"]
    assert found.splits["test"].corpora[0].gold.keys() == {"news/test.jsonl"}


def test_the_test_documents_are_not_scored_without_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        model_card.parse(["rules", "--score", "test"])
    assert "--why" in capsys.readouterr().err


def test_corpora_without_texts_are_said_to_be_skipped(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(arguments[4])
    assert call(*arguments, "--score", "dev") == 0
    assert "SKIPPED reports: 1 texts are not at hand" in capsys.readouterr().err
