from __future__ import annotations

import pytest

from ofsight.errors import ModelError
from ofsight.read.combine import Division, answered, combine, divide, network_alone
from ofsight.read.network.labels import LabelSets
from ofsight.read.rules.sections import Place
from ofsight.reading import Mention, Reading, SentenceReading
from ofsight.record.labels import ENTITY_LABELS, THEMES

SENTENCES = [(10, 50), (51, 90)]
PLACES = [Place(0, "paragraph", "findings", None), Place(1, "paragraph", "findings", None)]
LABELS = LabelSets(("COUNCIL", "VESSEL"), True, True, ("moorings",), ("strength",), ("other",))
BYLINE = Mention(0, 6, "OFFICIAL", 0.9)
BY_RULES = Reading(
    mentions=[
        Mention(0, 4, "COUNCIL", 0.9),
        BYLINE,
        Mention(12, 20, "COUNCIL", 0.9),
        Mention(30, 36, "DATE", 0.9),
    ],
    sentences=[SentenceReading(10, 50, 0.8), SentenceReading(51, 90, 0.1)],
    quotations=[Mention(60, 80, "quotation", 0.9)],
)
BY_NETWORK = Reading(
    mentions=[
        Mention(12, 20, "COUNCIL", 0.6),
        Mention(22, 28, "COUNCIL", 0.7),
        Mention(40, 44, "VESSEL", 0.8),
    ],
    sentences=[SentenceReading(10, 50, 0.3), SentenceReading(51, 90, 0.7)],
    quotations=[Mention(61, 79, "quotation", 0.8)],
)


def combined(division: Division) -> Reading:
    return combine(BY_RULES, BY_NETWORK, division, SENTENCES, PLACES)


def test_the_network_tags_sentences_and_the_rules_what_stands_outside_them() -> None:
    found = combined(Division({"COUNCIL": "network", "OFFICIAL": "network"}))
    assert found.mentions == [
        Mention(0, 4, "COUNCIL", 0.9),
        BYLINE,
        Mention(12, 20, "COUNCIL", 0.6),
        Mention(22, 28, "COUNCIL", 0.7),
    ]


def test_labels_are_divided_one_by_one_and_the_rest_is_left_out() -> None:
    found = combined(Division({"COUNCIL": "rules", "VESSEL": "network"}))
    assert found.mentions == [
        Mention(0, 4, "COUNCIL", 0.9),
        Mention(12, 20, "COUNCIL", 0.9),
        Mention(40, 44, "VESSEL", 0.8),
    ]


def test_what_both_find_is_there_once_with_the_better_score() -> None:
    found = combined(Division({"COUNCIL": "both"}))
    assert found.mentions == [
        Mention(0, 4, "COUNCIL", 0.9),
        Mention(12, 20, "COUNCIL", 0.9),
        Mention(22, 28, "COUNCIL", 0.7),
    ]


def test_quotations_and_sentences_come_from_one_of_them() -> None:
    assert combined(Division({})).sentences == BY_RULES.sentences
    assert combined(Division({})).quotations == BY_RULES.quotations
    by_network = combined(Division({}, quotations="network", sentences="network"))
    assert by_network.sentences == BY_NETWORK.sentences
    assert by_network.quotations == BY_NETWORK.quotations


def test_sections_bound_what_the_network_says_of_sentences_unless_it_is_alone() -> None:
    standing = [PLACES[0], Place(1, "paragraph", "excluded", None)]
    bounded = combine(BY_RULES, BY_NETWORK, Division({}, sentences="network"), SENTENCES, standing)
    assert [reading.finding for reading in bounded.sentences] == [0.3, 0.01]
    alone = combine(BY_RULES, BY_NETWORK, network_alone(LABELS), SENTENCES, standing)
    assert alone.sentences == BY_NETWORK.sentences


def test_a_document_may_have_no_sentences() -> None:
    found = combine(BY_RULES, Reading([], []), Division({"COUNCIL": "network"}), [], [])
    assert [mention.label for mention in found.mentions] == ["COUNCIL", "COUNCIL"]


def test_whatever_is_not_said_is_the_networks_if_it_can() -> None:
    division = divide(LABELS)
    assert division.entities == {
        label: "network" if label == "COUNCIL" else "rules" for label in ENTITY_LABELS
    } | {"VESSEL": "network"}
    assert (division.quotations, division.sentences) == ("network", "network")
    tags_only = divide(LabelSets(("COUNCIL",)), entities={"COUNCIL": "both"})
    assert tags_only.entities["COUNCIL"] == "both"
    assert (tags_only.quotations, tags_only.sentences) == ("rules", "rules")


def test_the_network_alone_answers_nothing_but_what_it_was_trained_on() -> None:
    division = network_alone(LABELS)
    assert division.entities == {"COUNCIL": "network", "VESSEL": "network"}
    assert answered(division, LABELS) == LABELS


def test_what_is_answered_together() -> None:
    labels = answered(divide(LABELS, sentences="rules"), LABELS)
    assert labels.entities == (*ENTITY_LABELS, "VESSEL")
    assert labels.themes == THEMES
    assert answered(divide(LABELS), LABELS).themes == ("moorings",)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"entities": {"VESSEL": "rules"}}, "'VESSEL' cannot be had from 'rules'"),
        ({"entities": {"VESSEL": "both"}}, "'VESSEL' cannot be had from 'both'"),
        ({"entities": {"DATE": "network"}}, "'DATE' cannot be had from 'network'"),
        ({"entities": {"COUNCILS": "rules"}}, "'COUNCILS'"),
    ],
)
def test_nobody_is_asked_for_what_he_cannot_do(settings: dict[str, dict[str, str]], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        divide(LABELS, **settings)


@pytest.mark.parametrize("answer", ["quotations", "sentences"])
def test_a_network_that_only_tags_is_not_asked_for_more(answer: str) -> None:
    with pytest.raises(ModelError, match=answer):
        divide(LabelSets(("COUNCIL",)), **{answer: "network"})
