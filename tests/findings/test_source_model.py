"""The chain of sources over an article."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.findings.source_model import SourceModel, likeliest_chain, load_source_model
from ofsight.reading import SentenceReading
from ofsight.record.labels import SOURCES

NOTHING = np.zeros((len(SOURCES), len(SOURCES)))
SCORES = st.floats(-5, 5, allow_nan=False)


def model(**changes: object) -> SourceModel:
    held: dict[str, object] = {
        "labels": SOURCES,
        "intercept": [0.0] * 5,
        "weights": {"says: council": {"council": 3}, "last: other": {"other": 1}},
        "going_on": NOTHING.tolist(),
        "moving_on": NOTHING.tolist(),
        "powers": {"reader": 1.0, "clues": 1.0, "chain": 1.0},
    }
    return SourceModel.from_json(json.loads(json.dumps(held | changes)))


def reading(**source: float) -> SentenceReading:
    return SentenceReading(0, 10, 0.9, source=source)


def test_clues_are_weighed_and_unknown_ones_weigh_nothing() -> None:
    likely = model().weighing.log_probabilities({"says: council": 1.0, "last: other": 0.5, "never seen": 1.0})
    assert np.exp(likely).sum() == pytest.approx(1.0)
    assert [SOURCES[place] for place in likely.argsort()[::-1][:2]] == ["council", "other"]
    assert likely[1] - likely[3] == pytest.approx(2.5)


def test_the_reader_joins_where_it_is_heard() -> None:
    clues = [{"last: other": 1.0}]
    heard = [reading(article=0.9, other=0.1)]
    assert model().decide(clues, [0]) == ["other"]
    assert model().decide(clues, [0], heard) == ["article"]
    assert model().decide(clues, [0], [reading()]) == ["other"]


def test_who_spoke_last_speaks_on_within_a_paragraph() -> None:
    stays = (4 * np.eye(5)).tolist()
    clues = [{"says: council": 1.0}, {"last: other": 1.0}]
    assert model(going_on=stays).decide(clues, [0, 0]) == ["council", "council"]
    assert model(going_on=stays).decide(clues, [0, 1]) == ["council", "other"]


def test_an_article_without_sentences_has_no_sources() -> None:
    assert model().decide([], []) == []


def test_in_the_shipped_model_every_source_goes_on_and_is_told_by_its_words() -> None:
    shipped = load_source_model()
    assert np.diag(shipped.going_on).min() > 0
    for place, source in enumerate(SOURCES[:4]):
        assert shipped.weighing.weights[f"says: {source}"].argmax() == place


TABLE = st.lists(st.lists(SCORES, min_size=3, max_size=3), min_size=3, max_size=3)


@st.composite
def chains(draw: st.DrawFn) -> tuple[np.ndarray, list[np.ndarray]]:
    places = draw(st.integers(1, 5))
    row = st.lists(SCORES, min_size=3, max_size=3)
    likely = draw(st.lists(row, min_size=places, max_size=places))
    steps = draw(st.lists(TABLE, min_size=places - 1, max_size=places - 1))
    return np.array(likely), [np.array(step) for step in steps]


@given(chains())
def test_no_chain_scores_higher(made: tuple[np.ndarray, list[np.ndarray]]) -> None:
    likely, steps = made

    def score(chain: Sequence[int]) -> float:
        here = sum(float(likely[place, state]) for place, state in enumerate(chain))
        pairs = zip(steps, itertools.pairwise(chain), strict=True)
        return here + sum(float(step[one, other]) for step, (one, other) in pairs)

    best = max(score(chain) for chain in itertools.product(range(3), repeat=len(likely)))
    assert score(likeliest_chain(likely, steps)) == pytest.approx(best)
