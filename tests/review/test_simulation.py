"""The reviewer of the scripts, who knows the gold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lxml import etree
from scripts.review_coverage import coverage
from scripts.review_curve import Material
from scripts.review_training import Pool, reviews, table
from scripts.reviewing.chart import Line, line_chart
from scripts.reviewing.simulate import annotated_places, mistakes_by_sentence, review_all, true_marks
from tests.review.made import record

from ofsight.duplicates.shingles import make_shingles
from ofsight.record import Record
from ofsight.review.choose import Candidate
from ofsight.review.estimate import counts_of
from ofsight.review.gold import corrected_record, plain
from ofsight.review.places import Sentences
from ofsight.training.corpus import load_corpus

GOLD = record()
FIRST, SECOND, THIRD, *_, LAST = Sentences(GOLD)


def wrong() -> Record:
    """The gold with a wrong polarity, a missed entity and a missed finding."""
    findings = [
        finding.model_copy(update={"polarity": "mixed"}) if finding.start == SECOND.start else finding
        for finding in GOLD.findings
        if finding.start != THIRD.start
    ]
    return GOLD.model_copy(update={"findings": tuple(findings), "entities": GOLD.entities[1:]})


def test_mistakes_lie_in_their_sentences() -> None:
    assert mistakes_by_sentence(GOLD, wrong(), entities=True) == {FIRST: 1, SECOND: 1, THIRD: 1}
    assert mistakes_by_sentence(GOLD, wrong(), entities=False) == {SECOND: 1, THIRD: 1}
    assert not mistakes_by_sentence(GOLD, GOLD, entities=True)


def test_a_review_of_all_sentences_makes_the_run_right() -> None:
    run = wrong()
    done = review_all(GOLD, run, annotated_places(GOLD, run), entities=True)
    after = corrected_record(run, done.predicted, done.gold)
    assert not mistakes_by_sentence(GOLD, after, entities=True)
    assert [plain(Sentences(after).marks(place)) for place in Sentences(after)] == [
        plain(Sentences(GOLD).marks(place)) for place in Sentences(GOLD)
    ]


def test_entities_of_gold_that_has_none_stay_as_they_are() -> None:
    predicted = Sentences(GOLD).marks(FIRST)
    gold = GOLD.model_copy(update={"entities": ()})
    assert true_marks(gold, FIRST, predicted, entities=False).entities == predicted.entities
    assert true_marks(gold, FIRST, predicted, entities=True).entities == ()


def test_only_annotated_sentences_can_be_reviewed() -> None:
    part = GOLD.model_copy(update={"blocks": (), "sentences": GOLD.sentences[:2], "findings": ()})
    assert annotated_places(part, GOLD) == [FIRST, SECOND]


def test_the_more_is_reviewed_the_more_accurate_is_the_run() -> None:
    run = wrong()
    candidates = [
        Candidate(place, GOLD.text_sha256, {}, {}, make_shingles([place.task])) for place in Sentences(run)
    ]
    mistakes = mistakes_by_sentence(GOLD, run, entities=True)
    material = Material({GOLD.id: GOLD}, {run.id: run}, mistakes, candidates, entities=True)
    none, one, everything = (material.after(places) for places in ((), [SECOND], material.drawn(5, 0)))
    assert none["mistakes found"] == 0
    assert one["mistakes found"] == 1 / 3
    assert (none["findings.polarity"], one["findings.polarity"]) == (2 / 3, 1)
    assert set(everything.values()) == {1}
    assert material.drawn(3, 1) == material.drawn(3, 1) != material.drawn(3, 2)


def test_a_chart_is_well_formed_and_escapes_its_titles() -> None:
    line = Line("chosen <b>", [0, 50], [0.90, 0.92], [0.90, 0.91], [0.90, 0.93])
    root = etree.fromstring(line_chart("F1 & more", "sentences", "F1", [line]).encode())
    texts = root.xpath("//*[local-name()='text']/text()")
    assert {"chosen <b>", "F1 & more", "0.900", "0.930", "50"} <= set(texts)


def test_training_sets_hold_the_gold_of_the_sentences_reviewed(tmp_path: Path) -> None:
    candidates = [
        Candidate(place, GOLD.text_sha256, {"finding": number / 10}, {}, make_shingles([place.task]))
        for number, place in enumerate(Sentences(GOLD))
    ]
    pool = Pool({GOLD.id: GOLD}, {GOLD.id: wrong()}, candidates, frozenset({GOLD.id}))
    named = dict(reviews(pool, 2, 2))
    assert list(named) == ["chosen", "random 0", "random 1", "whole pool"]
    assert [len(places) for places in named.values()] == [2, 2, 2, 5]
    assert named["chosen"][0] == LAST
    pool.write([FIRST, SECOND], tmp_path / "gold.jsonl")
    (gold,) = load_corpus([str(tmp_path / "gold.jsonl")], texts=None).sources
    assert gold.record.sentences == GOLD.sentences[:2]
    assert [finding.polarity for finding in gold.record.findings] == ["weakness", "weakness"]
    assert [entity.text for entity in gold.record.entities] == ["31"]
    replace(pool, entities=frozenset()).write([FIRST], tmp_path / "gold.jsonl")
    (gold,) = load_corpus([str(tmp_path / "gold.jsonl")], texts=None).sources
    assert gold.record.entities == ()


def test_the_table_of_trainings_gives_random_ones_as_mean_and_spread() -> None:
    found = {
        "nothing": {"themes": 0.5},
        "chosen": {"themes": 0.6},
        "random 0": {"themes": 0.5},
        "random 1": {"themes": 0.6},
        "whole pool": {"themes": 0.7},
    }
    assert list(table(found))[-1] == "| themes | 0.5000 | 0.6000 | 0.5500 ± 0.0707 | 0.7000 |"


def test_coverage_is_told_of_every_figure() -> None:
    run = wrong()
    done = review_all(GOLD, run, annotated_places(GOLD, run), entities=True)
    counts = [counts_of(done.predicted[place], done.gold[place]) for place in done.gold] * 8
    found = {title: (value, held, width) for title, value, held, width in coverage(counts, 10, 50)}
    assert found["Polarity, accuracy"][0] == 2 / 3
    assert all(0.7 <= held <= 1 and 0 < width < 1 for _, held, width in found.values())
    whole = {title: (held, width) for title, _, held, width in coverage(counts, len(counts), 2)}
    assert set(whole.values()) == {(1, 0)}
