from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ofsight.model_card.checking import card_notes, card_problems, with_split
from ofsight.model_card.facts import ModelFigures, write_figures
from ofsight.model_card.measuring import Places, measure
from ofsight.model_card.rendering import render_card
from ofsight.model_files import find_model

from .corpora import NEWS, annotated, write

MODELS = Path(__file__).resolve().parents[2] / "models"
ANNOTATIONS = MODELS.parent / "annotations"


@pytest.mark.parametrize("name", sorted(path.parent.name for path in MODELS.glob("*/README.md")) or ["none"])
def test_the_cards_that_ship_are_what_the_command_makes(name: str) -> None:
    """``python scripts/model_card.py NAME --check`` says the same; ``--score dev`` mends it."""
    if name == "none":
        pytest.skip("no model has a card yet")
    assert card_problems(MODELS / name, ANNOTATIONS) == []


@pytest.fixture
def annotations(places: Places, tmp_path: Path) -> Path:
    """A copy of the small corpora that may be changed."""
    return shutil.copytree(places.annotations, tmp_path / "annotations")


@pytest.fixture
def card(model: Path, figures: ModelFigures) -> Path:
    """A model with its card; its files are those of the rules, so that the figures are on it."""
    write_figures(model, figures)
    (model / "README.md").write_text(render_card(model))
    return model


def test_a_card_on_its_own_model_and_gold_has_no_problems(card: Path, annotations: Path) -> None:
    assert card_problems(card, annotations) == []
    assert card_notes(card, annotations) == []


def test_a_card_that_was_edited_is_found(card: Path, annotations: Path) -> None:
    (card / "README.md").write_text((card / "README.md").read_text().replace("0.", "0.9", 1))
    (problem,) = card_problems(card, annotations)
    assert problem.startswith("README.md is not what the command makes")
    (card / "README.md").unlink()
    assert len(card_problems(card, annotations)) == 1


def test_a_model_that_changed_is_found(card: Path, annotations: Path) -> None:
    (card / "meta.json").write_text((card / "meta.json").read_text() + "\n")
    (card / "weights.onnx").write_text("new")
    found = [problem for problem in card_problems(card, annotations) if "measured" in problem]
    assert found == [
        "dev: meta.json is not the file that was measured",
        "dev: weights.onnx is not the file that was measured",
    ]


def test_gold_that_changed_is_found(card: Path, annotations: Path) -> None:
    write(annotations / "news" / "dev.jsonl", annotated("n-dev", NEWS))
    (annotations / "reports" / "dev.findings.jsonl").unlink()
    assert card_problems(card, annotations) == [
        "dev: news/dev.jsonl is not the gold that was scored against",
        "dev: reports/dev.findings.jsonl is not the gold that was scored against",
    ]


def test_new_training_data_is_worth_a_note_only(card: Path, annotations: Path) -> None:
    write(annotations / "news" / "train.jsonl", annotated("n-train", NEWS), annotated("n-more", NEWS))
    assert card_problems(card, annotations) == []
    assert card_notes(card, annotations) == [
        "the corpora, or the agreement measured on them, have changed since"
    ]


def test_changed_word_lists_are_worth_a_note(
    card: Path, annotations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ofsight.model_card.checking.model_checksum", lambda folder: "0" * 64)
    (note,) = card_notes(card, annotations)
    assert note.startswith("dev: the data files of the stages")


def test_a_model_without_figures_is_said_to_have_none(model: Path, annotations: Path) -> None:
    assert card_problems(model, annotations) == ["figures.json is missing"]
    assert card_notes(model, annotations) == []


def test_figures_of_another_split_stay_if_they_are_on_the_same_model(
    figures: ModelFigures, places: Places, model: Path
) -> None:
    dev = figures.splits["dev"]
    both = with_split(figures, "test", dev, places.annotations)
    assert list(both.splits) == ["dev", "test"]
    (model / "meta.json").write_text((model / "meta.json").read_text() + "\n")
    anew = measure(model, "dev", places, draws=0)
    assert list(with_split(both, "dev", anew, places.annotations).splits) == ["dev"]
    assert anew.model.files["config.cfg"] == dev.model.files["config.cfg"]
    assert find_model("rules") != model
