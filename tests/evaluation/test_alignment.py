"""Carrying offsets over to another form of the same text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.errors import EvaluationError
from ofsight.evaluation import Options, evaluate
from ofsight.evaluation.alignment import OffsetMap, align

from . import builders as make

GOLD = "Halton council was rated ‘inadequate’. Jo Marsh said: “We act.”"
PREDICTED = (
    "Home | News\nHalton  council was\nrated 'inadequate'.\nAdvert: holidays\nJo Marsh said: \"We act.\""
)


def carried(part: str) -> str:
    start = PREDICTED.index(part)
    first, last = OffsetMap(PREDICTED, GOLD).span(start, start + len(part))
    return GOLD[first:last]


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("Halton  council", "Halton council"),
        ("council was\nrated", "council was rated"),
        ("'inadequate'", "‘inadequate’"),
        ("inadequate'.\nAdvert: holidays\nJo", "inadequate’. Jo"),
        ('Marsh said: "We act."', "Marsh said: “We act.”"),
        ("alto", "alto"),
    ],
)
def test_spans_are_carried_over_by_their_tokens(part: str, found: str) -> None:
    assert carried(part) == found


@pytest.mark.parametrize("part", ["Home | News", "holidays"])
def test_words_that_the_gold_lacks_become_empty_spans(part: str) -> None:
    assert carried(part) == ""


@given(st.text("ab1 .’\n", max_size=30))
def test_the_same_text_keeps_spans_that_touch_no_space(text: str) -> None:
    offsets = OffsetMap(text, text)
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            if text[start:end].strip() == text[start:end]:
                assert offsets.span(start, end) == (start, end)


@given(st.text("ab1 .’\n", max_size=30), st.text("ab1 .'\n", max_size=30), st.data())
def test_spans_stay_in_the_text_and_in_order(source: str, target: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    first, last = OffsetMap(source, target).span(start, end)
    assert 0 <= first <= last <= len(target)


def mention(text: str, part: str) -> object:
    start = text.index(part)
    return make.entity(start, start + len(part), value=make.HALTON).model_copy(update={"text": part})


def test_aligned_documents_are_scored_and_counted() -> None:
    gold = make.record(text=GOLD, entities=[mention(GOLD, "Halton council")])
    predicted = make.record(
        text=PREDICTED, entities=[mention(PREDICTED, "Halton  council"), mention(PREDICTED, "holidays")]
    )
    report = evaluate([gold], [predicted], Options(align=True, draws=0))
    assert report.aligned == 1
    figures = report.group().figures()
    assert figures["entities.strict.micro.recall"].value == 1.0
    assert figures["entities.strict.micro.precision"].value == 1 / 2
    assert figures["entities.value.COUNCIL"].value == 1.0


def test_every_layer_is_carried_over() -> None:
    shift = len("Home | ")
    spans = {
        "blocks": [make.block(0, 10)],
        "sentences": make.sentences((0, 10)),
        "findings": [make.finding(0, 10)],
        "judgements": [make.judgement(evidence=(0, 10))],
        "roles": [make.role("A", "b", evidence=(0, 10))],
        "measures": [make.measure("staff", 2, evidence=(0, 10))],
    }
    gold = make.record(text="Home | xxxxx xxxx")
    moved = align(gold, make.record(text="xxxxx xxxx", **spans))
    for layer in ("blocks", "sentences", "findings"):
        (item,) = getattr(moved, layer)
        assert (item.start, item.end) == (shift, shift + 10), layer
    for layer in ("judgements", "roles", "measures"):
        assert getattr(moved, layer)[0].evidence == (shift, shift + 10)
    assert moved.text == gold.text


def test_quotations_are_carried_over_with_their_speakers() -> None:
    speaker = PREDICTED.index("Jo Marsh")
    quoted = make.quotation(PREDICTED.index("We"), len(PREDICTED) - 1, speaker=(speaker, speaker + 8))
    assert quoted.speaker is not None
    quoted = quoted.model_copy(update={"speaker": quoted.speaker.model_copy(update={"text": "Jo Marsh"})})
    (found,) = align(make.record(text=GOLD), make.record(text=PREDICTED, quotations=[quoted])).quotations
    assert GOLD[found.start : found.end] == "We act."
    assert found.speaker is not None
    assert GOLD[found.speaker.start : found.speaker.end] == "Jo Marsh"


def test_stand_off_records_with_another_text_cannot_be_aligned() -> None:
    gold = make.stand_off(make.record(text=GOLD))
    with pytest.raises(EvaluationError, match="the gold is stand-off"):
        evaluate([gold], [make.record(text=PREDICTED)], Options(align=True))
