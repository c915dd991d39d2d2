from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from tests.read.network.tiny import document

from ofsight import layers
from ofsight.extractors.merging import add_entities, add_themes
from ofsight.findings.assertions import Assertion, set_assertions
from ofsight.record import Entity, Finding

SENTENCES = ["Records in Lantern are late.", "Nobody knows why.", "Staff left."]


def entity(start: int, end: int, label: str = "SYSTEM", score: float | None = 0.9) -> Entity:
    return Entity(start=start, end=end, label=label, text=None, score=score)


def spans(doc: Doc) -> list[tuple[str, str]]:
    return [(doc.text[e.start : e.end], e.label) for e in layers.get_entities(doc)]


def test_entities_are_added_where_no_word_is_taken() -> None:
    doc = document(SENTENCES)
    layers.set_entities(doc, [entity(0, 7, "ROLE")])
    dropped = add_entities(doc, [entity(0, 18), entity(11, 18), entity(48, 53, "GROUP")])
    assert spans(doc) == [("Records", "ROLE"), ("Lantern", "SYSTEM"), ("Staff", "GROUP")]
    assert [(e.start, e.end) for e in dropped] == [(0, 18)]


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [
        (entity(8, 18, score=0.6), entity(11, 18, score=0.7), "Lantern"),
        (entity(8, 18, score=0.7), entity(11, 18, score=0.7), "in Lantern"),
        (entity(8, 18), entity(11, 22), "Lantern are"),
    ],
)
def test_of_those_that_overlap_the_surer_then_the_longer_is_added(
    one: Entity, other: Entity, kept: str
) -> None:
    for pair in ([one, other], [other, one]):
        doc = document(SENTENCES)
        add_entities(doc, pair)
        assert spans(doc) == [(kept, "SYSTEM")]


def test_an_entity_inside_a_word_takes_the_whole_word() -> None:
    doc = document(SENTENCES)
    layers.set_entities(doc, [entity(11, 18, "ROLE")])
    assert len(add_entities(doc, [entity(13, 14)])) == 1
    assert spans(doc) == [("Lantern", "ROLE")]


places = st.tuples(st.integers(0, 53), st.integers(1, 12)).map(lambda p: (p[0], min(p[0] + p[1], 59)))


@given(st.lists(places, max_size=5), st.lists(st.tuples(places, st.floats(0, 1)), max_size=6))
def test_the_entities_that_are_there_stay_as_they_are(
    there: Sequence[tuple[int, int]], added: Sequence[tuple[tuple[int, int], float]]
) -> None:
    doc = document(SENTENCES)
    layers.set_entities(doc, [entity(*place, "ROLE", 0.123456) for place in there])
    before = layers.get_entities(doc)
    dropped = add_entities(doc, [entity(*place, score=score) for place, score in added])
    after = layers.get_entities(doc)
    assert [e for e in after if e.label == "ROLE"] == before
    assert len(after) == len(before) + len(added) - len(dropped)
    assert all(one.end <= other.start for one, other in pairwise(after))


def decided() -> Doc:
    doc = document(SENTENCES)
    layers.set_findings(
        doc,
        [
            Finding(
                start=0,
                end=28,
                themes=("recording",),
                polarity="weakness",
                source="article",
                councils=("E06000006",),
                theme_scores={"recording": 0.8, "caseloads": 0.1},
                score=0.77,
            )
        ],
    )
    set_assertions(
        doc,
        [
            Assertion(0, 28, "weakness", "article", ("E06000006",)),
            Assertion(29, 46, "neutral", "inspectorate", ("E06000007", "E06000008")),
            Assertion(47, 58, "mixed", "council", ()),
        ],
    )
    return doc


def test_a_theme_joins_the_finding_that_is_there() -> None:
    doc = decided()
    add_themes(
        doc, {(0, 28): {"data": 0.6, "alarm": 0.5}}, thresholds={"data": 0.6, "alarm": 0.6}, findings_only=()
    )
    (finding,) = layers.get_findings(doc)
    assert finding.themes == ("recording", "data")
    assert finding.theme_scores == {"alarm": 0.5, "caseloads": 0.1, "data": 0.6, "recording": 0.8}
    assert (finding.polarity, finding.score) == ("weakness", 0.77)


def test_a_theme_makes_a_finding_of_a_sentence_that_is_none() -> None:
    doc = decided()
    scores = {(29, 46): {"data": 0.71234, "alarm": 0.2}, (47, 58): {"data": 0.4}}
    add_themes(doc, scores, thresholds={"data": 0.7, "alarm": 0.5}, findings_only=())
    _, made = layers.get_findings(doc)
    assert made == Finding(
        start=29,
        end=46,
        themes=("data",),
        polarity="neutral",
        source="inspectorate",
        councils=("E06000007", "E06000008"),
        theme_scores={"alarm": 0.2, "data": 0.7123},
        score=0.7123,
    )


def test_a_theme_for_findings_only_makes_none() -> None:
    doc = decided()
    scores = {(0, 28): {"data": 0.9}, (29, 46): {"data": 0.9}}
    add_themes(doc, scores, thresholds={"data": 0.5}, findings_only={"data"})
    (finding,) = layers.get_findings(doc)
    assert finding.themes == ("recording", "data")
