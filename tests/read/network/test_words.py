from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.read.network.tiny_words import TERMS, key, table

from ofsight.errors import ModelError
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.words import Words, WordTable, count_terms, sentence_terms, weigh_terms

LABELS = LabelSets(
    finding=True, themes=("moorings", "tides"), polarities=("strength", "weakness"), sources=("council",)
)
texts_of_boats = st.lists(st.text("the boats sank. 3", max_size=40), max_size=8)


def test_terms_are_words_and_pairs_without_case_numbers_and_punctuation() -> None:
    terms = sentence_terms("The boats: 1,200 sank?")
    assert terms == [*map(key, ("the", "boats", "0", "sank", "the boats", "boats 0", "0 sank"))]
    assert sentence_terms("THE “boats” 3.5 sank") == terms
    assert sentence_terms(" … ") == []


def test_counts_are_of_the_vocabulary_alone() -> None:
    keys = np.array(sorted(map(key, TERMS)), np.uint32)
    found = count_terms(["Nothing of it.", "The boats, the boats, the ships.", ""], keys)
    terms = {int(keys[term]): count for term, count in zip(found.terms, found.values, strict=True)}
    assert terms == {key("the"): 3, key("boats"): 2, key("the boats"): 2}
    assert set(found.sentences.tolist()) == {1}
    assert len(count_terms(["The boats"], keys[:0]).terms) == 0


def test_weighted_sentences_are_of_length_one_and_rare_words_count_more() -> None:
    keys = np.array(sorted(map(key, ("the", "boats"))), np.uint32)
    rarity = np.where(keys == key("boats"), 3.0, 1.0)
    found = weigh_terms(count_terms(["the boats", "the the the", "x"], keys), rarity, 3)
    lengths = np.bincount(found.sentences, found.values**2, minlength=3)
    assert lengths == pytest.approx([1, 1, 0])
    first = found.sentences == 0
    assert dict(zip(keys[found.terms[first]].tolist(), found.values[first], strict=True)) == {
        key("boats"): pytest.approx(3 / np.sqrt(10)),
        key("the"): pytest.approx(1 / np.sqrt(10)),
    }


def test_logits_are_the_weighted_sum_and_the_bias() -> None:
    words = table(*TERMS)
    one, other = words(["boats", "The SHIPS float"])
    place = int(np.flatnonzero(words.keys == key("boats"))[0])
    assert one == pytest.approx(words.weights[place] * words.scales + words.biases)
    place = int(np.flatnonzero(words.keys == key("the"))[0])
    assert other == pytest.approx(words.weights[place] * words.scales + words.biases)
    assert words(["nothing known"])[0] == pytest.approx(words.biases)
    assert words([]).shape == (0, 4)


@given(texts_of_boats)
def test_a_sentence_does_not_depend_on_those_around_it(texts: list[str]) -> None:
    words = table(*TERMS)
    assert words(texts).tolist() == [words([text])[0].tolist() for text in texts]


def test_a_table_is_stored_and_read_again() -> None:
    words = table(*TERMS)
    again = WordTable.from_bytes(words.to_bytes())
    assert again.to_bytes() == words.to_bytes()
    assert again(["The boats sank"]).tolist() == words(["The boats sank"]).tolist()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"weights": np.zeros((5, 3), np.int8)}, r"weights is of shape \(5, 3\), expected \(5, 4\)"),
        ({"rarity": np.zeros(4, np.float32)}, "rarity is of shape"),
        ({"biases": np.zeros(4)}, "no table of words"),
        ({"keys": np.arange(5, dtype=np.uint32)[::-1]}, "ascending"),
        ({"keys": np.zeros(5, np.uint32)}, "ascending"),
        ({"scales": np.full(4, np.inf, np.float32)}, "not finite"),
    ],
)
def test_a_table_that_does_not_fit_together_is_refused(changes: dict[str, Any], message: str) -> None:
    words = table(*TERMS)
    parts = {name: getattr(words, name) for name in ("keys", "rarity", "weights", "scales", "biases")}
    with pytest.raises(ModelError, match=message):
        WordTable.from_bytes(WordTable(**{**parts, **changes}).to_bytes())


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        WordTable.from_bytes(b"no table")


def test_words_join_the_answers_that_have_a_share_and_no_others() -> None:
    words = Words(table(*TERMS), {"polarity": 0.5, "themes": 2.0})
    words.check(LABELS)
    logits = np.ones((2, LABELS.sentence_width), np.float32)
    logits[1] = np.nan  # not read
    said = words.table(["The boats sank"])[0]
    joined = words.join(logits, ["The boats sank", "The boats"], LABELS)
    assert joined[0] == pytest.approx(
        [1, *(1 + 2 * said[:2]), *(1 + 0.5 * said[2:]), 1]  # themes, then polarity, as the network has them
    )
    assert np.isnan(joined[1]).all()
    assert logits[0].tolist() == [1] * LABELS.sentence_width


@pytest.mark.parametrize(
    ("shares", "message"),
    [
        ({"themes": 1.0}, "words give 4 logits, the network's labels need 2"),
        ({"themes": 1.0, "polarity": 1.0, "mood": 1.0}, "words answer mood, which the network does not"),
    ],
)
def test_words_for_other_labels_are_refused(shares: dict[str, float], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        Words(table(*TERMS), shares).check(LABELS)
