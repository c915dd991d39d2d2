from __future__ import annotations

import json
from pathlib import Path

import pytest

from ofsight.errors import ModelError
from ofsight.model_card.facts import (
    ABLATIONS,
    FIGURES,
    Ablations,
    ModelFigures,
    read_ablations,
    read_figures,
    read_json,
    write_figures,
)


def test_figures_are_read_as_they_were_written(tmp_path: Path, figures: ModelFigures) -> None:
    write_figures(tmp_path, figures)
    assert read_figures(tmp_path) == figures
    text = (tmp_path / FIGURES).read_text()
    assert json.loads(text) == figures.model_dump(mode="json")
    assert text.endswith("}\n")


def test_every_estimate_stands_on_a_line_of_its_own(tmp_path: Path, figures: ModelFigures) -> None:
    write_figures(tmp_path, figures)
    lines = (tmp_path / FIGURES).read_text().splitlines()
    estimates = [line for line in lines if '"value"' in line]
    assert estimates
    assert all(line.count('"value"') == 1 for line in estimates)
    assert max(len(line) for line in lines) < 2000


def test_a_model_without_facts_has_none(tmp_path: Path) -> None:
    assert read_figures(tmp_path) is None
    assert read_ablations(tmp_path) is None
    assert read_json(tmp_path / "speed.json") == {}


@pytest.mark.parametrize("content", ["{", "{}", '{"format": 2}', "[]"])
def test_facts_that_are_not_what_they_should_be_are_named(tmp_path: Path, content: str) -> None:
    (tmp_path / FIGURES).write_text(content)
    with pytest.raises(ModelError, match=r"figures\.json"):
        read_figures(tmp_path)


def test_an_unknown_key_is_named(tmp_path: Path) -> None:
    variant = {"name": "a", "figures": {"themes": 0.5}, "score": 1}
    (tmp_path / ABLATIONS).write_text(json.dumps({"note": "", "variants": [variant]}))
    with pytest.raises(ModelError, match=r"variants\.0\.score"):
        read_ablations(tmp_path)


def test_ablations_need_little(tmp_path: Path) -> None:
    content = {
        "note": "Two passes.",
        "variants": [{"name": "base", "figures": {"themes": 0.5, "polarity": None}}],
    }
    (tmp_path / ABLATIONS).write_text(json.dumps(content))
    assert read_ablations(tmp_path) == Ablations.model_validate(content)


@pytest.mark.parametrize("content", ["{", "[1]"])
def test_other_json_must_be_an_object(tmp_path: Path, content: str) -> None:
    (tmp_path / "speed.json").write_text(content)
    with pytest.raises(ModelError, match=r"speed\.json"):
        read_json(tmp_path / "speed.json")
