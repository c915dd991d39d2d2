"""Models over named clues: how they weigh, how they are learned, and that their files say it all."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.clues import ClueModel, Clues
from ofsight.facts.measure_clues import NOTHING
from ofsight.facts.measure_model import load_measure_model
from ofsight.learning.clues import fit_clues, model_text

LABELS = ("sun", "rain")


def weather() -> Iterator[tuple[Clues, str]]:
    for _ in range(10):
        yield {"clouds": 1.0, "warm": 1.0}, "rain"
        yield {"clear": 1.0, "warm": 1.0}, "sun"
    yield {"clear": 1.0, "rarely seen": 1.0}, "sun"


def learned(**settings: float) -> ClueModel:
    held = fit_clues(list(weather()), LABELS, strength=1.0, **settings)  # type: ignore[arg-type]  # counts are numbers
    return ClueModel.from_json(json.loads(model_text({"note": "n"} | held)))


def test_what_was_seen_with_a_label_speaks_for_it() -> None:
    model = learned()
    assert model.log_probabilities({"clouds": 1.0}).argmax() == LABELS.index("rain")
    assert model.log_probabilities({"clear": 1.0}).argmax() == LABELS.index("sun")


def test_rare_and_weak_clues_are_left_out() -> None:
    assert "rarely seen" in learned().weights
    assert "rarely seen" not in learned(least_count=2).weights
    assert set(learned(least_weight=0.5).weights) == {"clear", "clouds"}


def test_each_clue_has_a_line_of_its_own() -> None:
    text = model_text(fit_clues(list(weather()), LABELS, strength=1.0))
    assert text == model_text(json.loads(text))
    assert sum('"clouds"' in line for line in text.splitlines()) == 1


@given(st.dictionaries(st.sampled_from(["clouds", "clear", "warm", "unknown"]), st.floats(-3, 3)))
def test_probabilities_add_up(clues: Clues) -> None:
    model = ClueModel(LABELS, np.array([0.1, -0.1]), {"clouds": np.array([-1.0, 1.0])})
    assert np.exp(model.log_probabilities(clues)).sum() == pytest.approx(1.0)


def test_the_shipped_model_of_measures_knows_what_it_needs() -> None:
    model, doubt = load_measure_model()
    assert NOTHING in model.labels
    assert doubt >= 0
    assert model.weights["no finding"][model.labels.index(NOTHING)] > 0
