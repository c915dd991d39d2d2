"""What counts where gold covers only part of a document or only some layers."""

from __future__ import annotations

from pathlib import Path

import pytest

from ofsight.evaluation import Options, RecordFiles, evaluate
from ofsight.evaluation.coverage import Region, annotated_layers, region_of
from ofsight.evaluation.tally import Extent
from ofsight.record.io import RecordWriter

from . import builders as make

FAST = Options(draws=0)


def test_a_region_holds_spans_that_lie_in_it_by_half() -> None:
    region = Region(((10, 20), (30, 40)))
    assert region.holds(Extent(10, 20))
    assert region.holds(Extent(15, 25))
    assert not region.holds(Extent(16, 25))
    assert region.holds(Extent(12, 40))
    assert not region.holds(Extent(0, 5))
    assert not region.holds(Extent(50, 60))
    assert not region.holds(Extent(15, 15))


def test_gold_with_blocks_covers_the_whole_text_and_without_them_its_sentences() -> None:
    spans = make.sentences((0, 10), (5, 20), (30, 40))
    assert region_of(make.record(sentences=spans)).spans == ((0, 20), (30, 40))
    assert region_of(make.record(sentences=spans, blocks=[make.block(0, 100)])).spans is None
    assert region_of(make.record(entities=[make.entity(0, 5)])).spans is None


def test_predictions_outside_the_annotated_sentences_are_left_out() -> None:
    gold = make.stand_off(
        make.record(
            sentences=make.sentences((100, 150), (200, 250)),
            findings=[make.finding(100, 150)],
            entities=[make.entity(100, 110)],
        )
    )
    predicted = make.record(
        blocks=[make.block(0, 400)],
        sentences=make.sentences((0, 50), (100, 150), (200, 250), (300, 350)),
        findings=[
            make.finding(0, 50),
            make.finding(100, 150),
            make.finding(200, 250),
            make.finding(300, 350),
        ],
        entities=[make.entity(0, 10), make.entity(100, 110), make.entity(205, 210), make.entity(310, 320)],
        quotations=[make.quotation(100, 140)],
    )
    report = evaluate([gold], [predicted], FAST)
    figures = report.group().figures()
    assert report.layers == ("sentences", "entities", "findings")
    assert figures["findings.detection.precision"].value == 1 / 2
    assert figures["entities.strict.micro.precision"].value == 1 / 2
    assert figures["sentences.exact.f1"].value == 1.0


def test_a_matched_prediction_counts_even_if_most_of_it_is_outside() -> None:
    gold = make.record(sentences=make.sentences((100, 150)), findings=[make.finding(100, 150)])
    predicted = make.record(sentences=make.sentences((100, 300)), findings=[make.finding(100, 300)])
    figures = evaluate([gold], [predicted], FAST).group().figures()
    assert figures["findings.detection.f1"].value == 1.0


def test_sentences_read_for_findings_alone_say_nothing_of_entities() -> None:
    read_for_both = make.record(
        "a", sentences=make.sentences((0, 50)), findings=[make.finding(0, 50)], entities=[make.entity(0, 5)]
    )
    read_for_findings = make.record("b", sentences=make.sentences((0, 50)))
    predicted = [
        make.record("a", entities=[make.entity(0, 5), make.entity(10, 15)]),
        make.record(
            "b",
            sentences=make.sentences((0, 50)),
            findings=[make.finding(0, 50)],
            entities=[make.entity(0, 5)],
        ),
    ]
    gold = [read_for_both, read_for_findings]
    figures = evaluate(gold, predicted, FAST).group().figures()
    assert figures["entities.strict.micro.precision"].value == 1 / 2
    # That nothing in the second document is a finding was decided: the prediction is spurious.
    assert figures["findings.detection.precision"].value == 0.0
    asked = evaluate(gold, predicted, Options(draws=0, layers=["entities"]))
    assert asked.layers == ("entities",)
    assert asked.group().figures()["entities.strict.micro.precision"].value == 1 / 3


def test_a_layer_is_annotated_in_whole_documents_if_their_file_has_it(tmp_path: Path) -> None:
    blocks = [make.block(0, 100)]
    files = {
        "with.jsonl": [
            make.record("a", blocks=blocks, entities=[make.entity(0, 5)]),
            make.record("b", blocks=blocks),
        ],
        "without.jsonl.gz": [make.record("c", blocks=blocks)],
    }
    for name, records in files.items():
        with RecordWriter(tmp_path / name) as writer:
            for record in records:
                writer.write(record)
    predicted = [make.record(name, blocks=blocks, entities=[make.entity(0, 5)]) for name in "abc"]
    report = evaluate(RecordFiles(str(tmp_path)), predicted, FAST)
    assert report.documents == 3
    assert report.group().figures()["entities.strict.micro.precision"].value == 1 / 2
    assert [(errors.outcome, errors.count) for errors in report.errors] == [("spurious", 1)]


def test_blocks_count_only_in_documents_that_have_them() -> None:
    gold = [make.record("a", blocks=[make.block(0, 9)]), make.record("b", entities=[make.entity(0, 9)])]
    report = evaluate(gold, gold, Options(draws=0, layers=["blocks"]))
    assert report.group().figures()["blocks.accuracy"].value == 1.0
    assert {score.task for score in report.group().scores} == {"blocks.label"}
    assert report.group().scores[0].gold == 1


@pytest.mark.parametrize(
    ("present", "in_file", "whole", "asked_for", "scored"),
    [
        ({"entities"}, {"entities", "findings"}, True, None, {"entities", "findings"}),
        (set(), {"entities", "findings", "blocks"}, True, None, {"entities", "findings"}),
        ({"sentences"}, {"sentences", "entities", "findings"}, False, None, {"sentences", "findings"}),
        ({"sentences"}, {"sentences"}, False, None, {"sentences"}),
        ({"sentences"}, {"sentences"}, False, ["entities", "blocks"], {"entities"}),
    ],
)
def test_which_layers_are_annotated(
    present: set[str], in_file: set[str], whole: bool, asked_for: list[str] | None, scored: set[str]
) -> None:
    assert annotated_layers(present, in_file, whole=whole, asked_for=asked_for) == scored
