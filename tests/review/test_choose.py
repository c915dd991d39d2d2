from __future__ import annotations

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ofsight.duplicates.shingles import make_shingles
from ofsight.review.choose import NEAR_COPY, Candidate, Choice, choose
from ofsight.review.places import Place
from ofsight.review.worth import Weights

WEIGHTS = Weights(base=0.1, signals={"finding": 1.0, "entities": 2.0}, themes={"staffing": 0.9, "rare": 0.1})
WORDS = [f"w{number}" for number in range(50)]


def candidate(
    document: str, number: int, doubt: float, words: str | None = None, **chances: float
) -> Candidate:
    text = words if words is not None else f"{document}{number} {number}{document}"
    shingles = make_shingles(text.split())
    return Candidate(Place(document, number, number + 1), "0" * 64, {"finding": doubt}, chances, shingles)


candidates = st.lists(
    st.builds(
        candidate,
        st.sampled_from("abcde"),
        st.integers(0, 30),
        st.floats(0, 1),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join),
        rare=st.floats(0, 1),
    ),
    max_size=40,
    unique_by=lambda item: item.place,
)
choices = st.builds(
    Choice,
    sentences=st.integers(1, 50),
    random=st.floats(0, 1),
    seed=st.integers(0, 3),
    per_document=st.none() | st.integers(1, 5),
)


@given(candidates, choices, st.randoms(use_true_random=False))
def test_the_choice_is_whole_without_repetition_and_free_of_order(
    given_: list[Candidate], choice: Choice, shuffle: random.Random
) -> None:
    chosen = choose(given_, choice, WEIGHTS)
    places = [item.candidate.place for item in chosen]
    assert len(places) == len(set(places)) == min(choice.sentences, len(given_))
    assert set(places) <= {item.place for item in given_}
    assert sum(item.random for item in chosen) == round(len(places) * choice.random)
    other = list(given_)
    shuffle.shuffle(other)
    assert choose(other, choice, WEIGHTS) == chosen


@given(candidates, st.integers(0, 5))
def test_the_random_share_does_not_depend_on_worth(given_: list[Candidate], seed: int) -> None:
    choice = Choice(sentences=10, random=0.5, seed=seed)
    doubtless = [Candidate(c.place, c.text_sha256, {}, {}, c.shingles) for c in given_]
    drawn = [
        {item.candidate.place for item in choose(each, choice, WEIGHTS) if item.random}
        for each in (given_, doubtless)
    ]
    assert drawn[0] == drawn[1]


def test_every_sentence_has_the_same_chance_in_the_random_share() -> None:
    run = [candidate(document, number, number / 10) for document in "abcdefghij" for number in range(10)]
    counts: Counter[Place] = Counter()
    for seed in range(2000):
        choice = Choice(sentences=10, random=1.0, seed=seed)
        counts.update(item.candidate.place for item in choose(run, choice, WEIGHTS))
    # 2000 draws of a chance of 0.1: five standard deviations are 67.
    assert all(abs(counts[item.place] - 200) < 67 for item in run)


def test_the_most_doubtful_come_first_and_rare_themes_before_them() -> None:
    run = [
        candidate("a", 1, 0.5, staffing=1.0),
        candidate("b", 2, 0.9, staffing=1.0),
        candidate("c", 3, 0.5, rare=1.0),
        candidate("d", 4, 0.1, staffing=1.0),
    ]
    chosen = choose(run, Choice(sentences=3, random=0), WEIGHTS)
    assert [item.candidate.place.document for item in chosen] == ["b", "c", "a"]
    assert chosen[0].worth > chosen[1].worth > chosen[2].worth


def test_no_document_gives_more_than_its_share_unless_others_have_none_left() -> None:
    run = [candidate("a", number, 1.0) for number in range(10)] + [candidate("b", 50, 0.0)]
    few = choose(run, Choice(sentences=4, random=0, per_document=3), WEIGHTS)
    assert Counter(item.candidate.place.document for item in few) == {"a": 3, "b": 1}
    all_ = choose(run, Choice(sentences=11, random=0, per_document=3), WEIGHTS)
    assert len(all_) == 11


def test_what_was_reviewed_before_is_not_chosen_again_but_may_be_drawn() -> None:
    run = [candidate("a", number, number / 10) for number in range(10)]
    skipped = frozenset(item.place for item in run[5:])
    chosen = choose(run, Choice(sentences=8, random=0, skipped=skipped), WEIGHTS)
    assert {item.candidate.place for item in chosen} == {item.place for item in run[:5]}
    drawn = choose(run, Choice(sentences=10, random=1, skipped=skipped), WEIGHTS)
    assert {item.candidate.place for item in drawn} == {item.place for item in run}


def test_near_copies_of_what_is_taken_come_last() -> None:
    words = "the number of children in care has risen again this year says the council"
    run = [
        candidate("a", 1, 1.0, words),
        candidate("b", 2, 0.9, words + " today"),
        candidate("c", 3, 0.2, "something else altogether is said here"),
    ]
    shared = run[0].shingles.shared_with(run[1].shingles)
    assert shared / (len(run[0].shingles) + len(run[1].shingles) - shared) >= NEAR_COPY
    chosen = choose(run, Choice(sentences=2, random=0), WEIGHTS)
    assert [item.candidate.place.document for item in chosen] == ["a", "c"]


def test_random_ones_are_spread_among_the_chosen() -> None:
    run = [candidate(document, number, number / 20) for document in "abcde" for number in range(20)]
    chosen = choose(run, Choice(sentences=80, random=0.5), WEIGHTS)
    halves = [sum(item.random for item in half) for half in (chosen[:40], chosen[40:])]
    assert min(halves) >= 10
    worth = [item.worth for item in chosen if not item.random]
    assert worth == sorted(worth, reverse=True)
