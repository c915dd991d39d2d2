"""Whole evaluations against figures worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from ofsight.errors import EvaluationError
from ofsight.evaluation import Options, Report, evaluate
from ofsight.record import Record

from . import builders as make

FAST = Options(draws=20)


def figure(report: Report, name: str, group: str = "all") -> float | None:
    return report.group(group).figures()[name].value


def score(gold: Record, predicted: Record, **options: Any) -> Report:
    return evaluate([gold], [predicted], Options(**{"draws": 20, **options}))


def mistakes(report: Report, layer: str) -> dict[str, int]:
    return {errors.outcome: errors.count for errors in report.errors if errors.layer == layer}


def test_a_block_is_right_if_the_predicted_block_it_overlaps_most_has_its_label() -> None:
    gold = make.record(
        blocks=[
            make.block(0, 10, "headline"),
            make.block(10, 100),
            make.block(100, 200),
            make.block(200, 300),
        ]
    )
    predicted = make.record(
        blocks=[
            make.block(0, 40, "headline"),
            make.block(40, 100),
            make.block(100, 120),
            make.block(120, 200, "caption"),
        ]
    )
    report = score(gold, predicted)
    # Right: 0-10, and 10-100 (60 characters of it are paragraph). Wrong: 100-200; 200-300 meets nothing.
    assert figure(report, "blocks.accuracy") == 0.5
    assert figure(report, "blocks.label.paragraph.recall") == pytest.approx(1 / 3)
    # From the other side 0-40 overlaps 10-100 most, so no predicted headline is right.
    assert figure(report, "blocks.label.headline.precision") == 0.0
    assert figure(report, "blocks.label.paragraph.precision") == 1.0
    assert figure(report, "blocks.label.paragraph.f1") == pytest.approx(0.5)
    table = next(part for part in report.group().confusions if part.task == "blocks.label")
    assert table.predicted_labels == ("caption", "headline", "paragraph", "(none)")
    assert table.table[table.gold_labels.index("paragraph")] == (1, 0, 1, 1)
    assert mistakes(report, "blocks") == {"missed": 1, "wrong label": 1}


def test_entities_strict_partial_span_and_values() -> None:
    gold = make.record(
        entities=[
            make.entity(0, 10, value=make.HALTON),
            make.entity(20, 30, value=make.MEDWAY),
            make.entity(40, 50, "DATE", "2021-11"),
            make.entity(60, 70, "QUANTITY", 33.33, "percent"),
            make.entity(80, 90, "ROLE"),
        ]
    )
    predicted = make.record(
        entities=[
            make.entity(0, 10, value=make.HALTON),
            make.entity(20, 30, value=make.HALTON),
            make.entity(42, 50, "DATE", "2021-11"),
            make.entity(60, 70, "QUANTITY", 33.3333, "percent"),
            make.entity(80, 90, "OFFICIAL"),
            make.entity(95, 99, "DATE"),
        ]
    )
    report = score(gold, predicted)
    assert figure(report, "entities.strict.micro.precision") == 3 / 6
    assert figure(report, "entities.strict.micro.recall") == 3 / 5
    assert figure(report, "entities.strict.micro.f1") == pytest.approx(6 / 11)
    assert figure(report, "entities.strict.macro.f1") == pytest.approx((1 + 0 + 1 + 0) / 4)
    assert figure(report, "entities.partial.micro.recall") == 4 / 5
    assert figure(report, "entities.partial.DATE.precision") == 1 / 2
    assert figure(report, "entities.span.precision") == 4 / 6
    assert figure(report, "entities.value.COUNCIL") == 1 / 2
    assert figure(report, "entities.value.QUANTITY") == 1.0
    assert figure(report, "entities.value.micro") == 2 / 3
    assert mistakes(report, "entities") == {
        "wrong value": 1,
        "wrong borders": 1,
        "wrong label": 1,
        "spurious": 1,
    }


def test_crossing_and_repeated_entities_count_once() -> None:
    gold = make.record(entities=[make.entity(0, 10), make.entity(12, 20)])
    predicted = make.record(
        unchecked=True,
        entities=[make.entity(0, 10), make.entity(0, 10), make.entity(5, 14), make.entity(0, 20)],
    )
    report = score(gold, predicted)
    assert figure(report, "entities.strict.micro.precision") == 1 / 4
    assert figure(report, "entities.strict.micro.recall") == 1 / 2
    assert figure(report, "entities.partial.micro.precision") == 2 / 4
    assert figure(report, "entities.partial.micro.recall") == 1.0
    assert figure(report, "entities.span.recall") == 1 / 2


FINDINGS_GOLD = make.record(
    sentences=make.sentences((0, 50), (50, 100), (100, 150), (150, 200)),
    findings=[
        make.finding(0, 50, "leadership", "workforce"),
        make.finding(50, 100, "caseloads", polarity="strength", councils=(make.HALTON, make.MEDWAY)),
        make.finding(100, 150, "workforce"),
    ],
)


def test_findings_themes_and_labels() -> None:
    predicted = make.record(
        sentences=make.sentences((0, 60), (60, 100), (150, 200)),
        findings=[
            make.finding(0, 60, "leadership"),
            make.finding(
                60, 100, "caseloads", "resources", source="council", councils=(make.MEDWAY, make.HALTON)
            ),
            make.finding(150, 200, "caseloads"),
        ],
    )
    report = score(FINDINGS_GOLD, predicted)
    assert figure(report, "findings.detection.precision") == 2 / 3
    assert figure(report, "findings.detection.recall") == 2 / 3
    # Gold themes: 2 + 1 + 1; predicted 1 + 2 + 1; in common leadership and caseloads.
    assert figure(report, "findings.themes.micro.precision") == 2 / 4
    assert figure(report, "findings.themes.micro.recall") == 2 / 4
    assert figure(report, "findings.themes.workforce.recall") == 0.0
    assert figure(report, "findings.themes.caseloads.f1") == pytest.approx(2 / 3)
    assert "findings.themes.macro.f1" not in report.group().figures()  # no theme has three gold findings
    assert figure(report, "findings.theme_set") == 0.0
    assert figure(report, "findings.polarity") == 1 / 2
    assert figure(report, "findings.source") == 1 / 2
    assert figure(report, "findings.councils") == 1.0
    tables = {table.task: table for table in report.group().confusions}
    assert tables["findings.detection"].table == ((2, 1), (1, 0))
    # Observed agreement 1/2, by chance 3/4 * 3/4 + 1/4 * 1/4 = 10/16.
    assert tables["findings.detection"].kappa == pytest.approx((0.5 - 0.625) / (1 - 0.625))
    assert mistakes(report, "findings") == {
        "missed": 1,
        "spurious": 1,
        "wrong themes": 2,
        "wrong polarity": 1,
        "wrong source": 1,
    }


def test_the_macro_average_takes_themes_with_three_gold_findings() -> None:
    spans = [(start, start + 10) for start in range(0, 70, 10)]
    themes = ["leadership"] * 4 + ["recording"] * 3
    gold = make.record(
        sentences=make.sentences(*spans),
        findings=[make.finding(*span, theme) for span, theme in zip(spans, themes, strict=True)],
    )
    predicted = make.record(
        sentences=make.sentences(*spans),
        findings=[make.finding(*span, "leadership") for span in spans[:5]]
        + [make.finding(*spans[5], "supervision")],
    )
    report = score(gold, predicted)
    # leadership: precision 4/5, recall 1; recording: nothing; supervision has no gold finding.
    assert figure(report, "findings.themes.macro.f1") == pytest.approx((8 / 9 + 0) / 2)


def test_quotations_strict_partial_source_and_speaker() -> None:
    gold = make.record(
        quotations=[
            make.quotation(0, 50, "council", (60, 70)),
            make.quotation(100, 150, "government", None),
            make.quotation(200, 250, "other", (260, 270)),
        ]
    )
    predicted = make.record(
        quotations=[
            make.quotation(0, 50, "council", (65, 70)),
            make.quotation(100, 148, "council", None),
            make.quotation(300, 320, "other", None),
        ]
    )
    report = score(gold, predicted)
    assert figure(report, "quotations.strict.f1") == pytest.approx(1 / 3)
    assert figure(report, "quotations.partial.f1") == pytest.approx(2 / 3)
    assert figure(report, "quotations.source") == 1 / 2
    assert figure(report, "quotations.speaker") == 1 / 2
    assert figure(report, "quotations.speaker_overlap") == 1.0


def test_facts_are_multisets_by_document() -> None:
    gold = make.record(
        judgements=[
            make.judgement(date="2021"),
            make.judgement("leadership", "good"),
            make.judgement("leadership", "inadequate", previous=True),
        ],
        roles=[make.role("Jo Marsh", "director of\nservices"), make.role("Kim Dale", "chair")],
        measures=[make.measure("caseload", 17.5), make.measure("staff", 8)],
    )
    predicted = make.record(
        judgements=[
            make.judgement(date="2021-05"),
            make.judgement(date="2021"),
            make.judgement("leadership", "inadequate"),
        ],
        roles=[make.role("Jo Marsh", "director of services", None), make.role("Kim Dale", "leader")],
        measures=[
            make.measure("caseload", 17.5, unit="count"),
            make.measure("staff", 8, council=make.MEDWAY),
        ],
    )
    report = score(gold, predicted)
    assert figure(report, "judgements.strict.micro.precision") == 1 / 3
    assert figure(report, "judgements.strict.overall.precision") == 1 / 2
    assert figure(report, "judgements.without_previous.micro.recall") == 2 / 3
    assert (
        figure(report, "judgements.date") == 1.0
    )  # of two equal grades the one with the right date is taken
    assert figure(report, "roles.strict.f1") == 1 / 2
    assert figure(report, "roles.official_only.f1") == 1.0
    assert figure(report, "roles.organisation") == 0.0
    assert figure(report, "measures.strict.micro.f1") == 1 / 2
    assert figure(report, "measures.without_council.micro.f1") == 1.0
    assert figure(report, "measures.unit") == 0.0


def test_sentence_borders_count_singly() -> None:
    gold = make.record(sentences=make.sentences((0, 50), (51, 100)))
    predicted = make.record(sentences=make.sentences((0, 100)))
    report = score(gold, predicted)
    assert figure(report, "sentences.exact.f1") == 0.0
    assert figure(report, "sentences.borders.precision") == 1.0
    assert figure(report, "sentences.borders.recall") == 2 / 4


def test_documents_are_matched_by_id_then_by_text_and_the_missing_named() -> None:
    layers = {"entities": [make.entity(0, 10)]}
    gold = [
        make.record("a", **layers),
        make.record("b", text="y" * 50, entities=[make.entity(0, 3).model_copy(update={"text": "yyy"})]),
        make.record("c", text="x" * 300, **layers),
    ]
    predicted = [
        make.record("z", text="x" * 300, **layers),
        make.record("q", text="q"),
        make.record("a", **layers),
    ]
    report = evaluate(gold, predicted, FAST)
    assert report.missing == ("b",)
    assert report.unused == 1
    assert figure(report, "entities.strict.micro.recall") == 2 / 3
    assert figure(report, "entities.strict.micro.precision") == 1.0


def test_another_text_is_refused_unless_aligned() -> None:
    gold, predicted = make.record(text="x" * 20), make.record(text="x" * 21)
    with pytest.raises(EvaluationError, match=r"'a'.*--align"):
        score(gold, predicted)


def test_an_id_that_stands_twice_is_refused() -> None:
    with pytest.raises(EvaluationError, match="two predicted records have the id 'a'"):
        evaluate([make.record()], [make.record(), make.record()], FAST)


def test_nothing_to_score_is_an_error() -> None:
    with pytest.raises(EvaluationError, match="no gold document of kind report"):
        score(make.record(), make.record(), kind="report")


def test_unknown_layers_are_an_error() -> None:
    with pytest.raises(EvaluationError, match=r"unknown layer.*known: blocks"):
        Options(layers=["entity"])


def test_empty_documents_have_no_figures() -> None:
    report = score(make.record(text=""), make.record(text=""))
    assert report.group().figures() == {}
    assert report.layers == ()


def test_stand_off_records_are_matched_on_offsets() -> None:
    full = make.record(entities=[make.entity(0, 10)], quotations=[make.quotation(20, 40, speaker=(50, 60))])
    for gold, predicted in ((make.stand_off(full), full), (full, make.stand_off(full))):
        report = score(gold, predicted)
        assert figure(report, "entities.strict.micro.f1") == 1.0
        assert figure(report, "quotations.speaker") == 1.0


def test_mistakes_without_any_text_have_no_context() -> None:
    gold = make.stand_off(make.record(entities=[make.entity(0, 10)]))
    example = score(gold, make.stand_off(make.record())).errors[0].examples[0]
    assert (example.context, example.start, example.end, example.gold) == (None, 0, 10, "COUNCIL")


def test_mistakes_stand_in_their_sentence_and_the_rest_is_counted() -> None:
    text = "First one. The second names Halton here. Third."
    start = text.index("Halton")
    gold = make.record(
        text=text,
        sentences=make.sentences((0, 10), (11, 40), (41, 47)),
        entities=[make.entity(start, start + 6).model_copy(update={"text": "Halton"})],
    )
    example = score(gold, make.record(text=text)).errors[0].examples[0]
    assert example.context == "The second names Halton here."
    assert example.context[example.mark_start : example.mark_end] == "Halton"
    many = make.record(entities=[make.entity(n, n + 1) for n in range(0, 100, 2)])
    (errors,) = score(many, make.record(), examples=3).errors
    assert (errors.outcome, errors.count, len(errors.examples)) == ("missed", 50, 3)


def test_groups_by_kind_and_the_choice_of_one() -> None:
    right = {"entities": [make.entity(0, 10)]}
    gold = [make.record("n", **right), make.record("r", kind="report", **right)]
    predicted = [make.record("n", **right), make.record("r", kind="report")]
    report = evaluate(gold, predicted, FAST)
    assert [group.name for group in report.groups] == ["all", "news", "report"]
    assert figure(report, "entities.strict.micro.recall", "news") == 1.0
    assert figure(report, "entities.strict.micro.recall", "report") == 0.0
    only = evaluate(gold, predicted, Options(draws=0, kind="report"))
    assert [group.name for group in only.groups] == ["all"]
    assert only.documents == 1
