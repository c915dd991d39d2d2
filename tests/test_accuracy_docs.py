"""The page on accuracy says what the figures beside the model say."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from scripts import accuracy_docs

from ofsight.model_files import find_model

FILES = ("figures.json", "speed.json", "config.cfg", "meta.json")


def test_the_page_is_up_to_date() -> None:
    assert accuracy_docs.main(["--check"]) == 0


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """The facts of the standard model, to be changed."""
    folder = tmp_path / "model"
    folder.mkdir()
    for name in FILES:
        shutil.copy(find_model("standard") / name, folder)
    return folder


def news(figures: dict[str, object]) -> dict[str, dict[str, float]]:
    """Return what the model as it ships reached on the articles of the test split."""
    (corpus,) = (part for part in figures["splits"]["test"]["corpora"] if part["name"] == "news")
    return corpus["groups"]["news"]["systems"]["both"]


def test_other_figures_give_another_page(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = accuracy_docs.page(model)
    figures = json.loads((model / "figures.json").read_text())
    news(figures)["findings.polarity"]["value"] = 0.42
    (model / "figures.json").write_text(json.dumps(figures))
    after = accuracy_docs.page(model)
    assert re.search(r"\| good or bad \| a first guess, 0.42 \|", after)
    assert re.search(r"Weakest in articles are their polarity,", after)
    assert after != before
    assert accuracy_docs.main(["--check", "--model", str(model)]) == 1
    assert "is out of date; run python scripts/accuracy_docs.py" in capsys.readouterr().err


def test_a_model_without_figures_of_test_documents_is_refused(model: Path) -> None:
    figures = json.loads((model / "figures.json").read_text())
    del figures["splits"]["test"]
    (model / "figures.json").write_text(json.dumps(figures))
    with pytest.raises(SystemExit, match="has no figures of test documents"):
        accuracy_docs.page(model)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (1.0, "nearly always right"),
        (0.966, "nearly always right"),
        (0.964, "mostly right"),
        (0.85, "mostly right"),
        (0.75, "often right"),
        (0.74, "a first guess"),
        (0.0, "a first guess"),
    ],
)
def test_grades_go_by_the_figure_as_it_is_shown(value: float, name: str) -> None:
    assert accuracy_docs.grade(value) == name


def test_few_items_are_told() -> None:
    page = accuracy_docs.page(find_model("standard"))
    table = page.partition("## By theme")[2].partition("##")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| `")]
    assert len(rows) == 22
    shown = [(row[place], int(row[place + 1])) for row in rows for place in (1, 3) if len(row) > place + 1]
    assert shown
    assert all(figure.startswith("(") == (count < accuracy_docs.FEW) for figure, count in shown)
