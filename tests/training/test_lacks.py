from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="training needs the extra train")

from tests.evaluation import builders as make  # after the check
from tests.training.tiny_run import article, only

from ofsight.record import Record
from ofsight.training.corpus import Corpus
from ofsight.training.documents import Losses, Source, label_sets
from ofsight.training.lacks import FEW, describe_lacks, examples

ALL = frozenset({"entities", "findings", "quotations"})


def corpus(*records: Record, layers: frozenset[str] = ALL, **missing: int) -> Corpus:
    return Corpus([Source(record, layers) for record in records], missing)


def lacks(train: Corpus, dev: Corpus, losses: Losses | None = None) -> list[str]:
    return describe_lacks(train, dev, label_sets(train.sources), losses or Losses())


def many(label: str, count: int) -> Record:
    return make.record(entities=[make.entity(2 * n, 2 * n + 1, label) for n in range(count)])


def test_nothing_is_said_of_data_that_lack_nothing() -> None:
    date = make.entity(0, 1, "DATE").model_copy(update={"text": "y"})
    assert lacks(corpus(many("DATE", FEW)), corpus(make.record(text="y", entities=[date]))) == []


def test_documents_left_out_are_counted() -> None:
    dev = corpus(article(1), news=2)
    said = lacks(corpus(article(0), **{"reports:train": 130, "news:train": 1}), dev)
    reason = "left out: no text at hand, or not the one that was annotated (data.texts)"
    assert said[:3] == [
        f"130 documents of reports:train {reason}",
        f"1 document of news:train {reason}",
        f"2 documents of news {reason}",
    ]


def test_labels_with_few_examples_are_named_with_their_number() -> None:
    record = make.record(
        entities=[make.entity(2 * n, 2 * n + 1, "DATE") for n in range(FEW - 1)],
        findings=[make.finding(0, 9, "workforce", polarity="mixed", source="government")],
    )
    said = lacks(corpus(record), corpus(article(1)))
    assert f"only {FEW - 1} examples of DATE (entities) to learn from" in said
    assert "only 1 example of workforce (themes) to learn from" in said
    assert "no example of mixed (polarities) to score on" in said
    assert "no example of government (sources) to score on" in said
    assert not any("DATE" in line and "score on" in line for line in said)


def test_labels_that_are_only_scored_are_named() -> None:
    said = lacks(
        corpus(only(article(0), "entities"), layers=frozenset({"entities"})), corpus(many("TRUST", 3))
    )
    assert "only to score on, and none to learn from: TRUST (entities)" in said


def test_what_is_not_annotated_in_a_record_does_not_count() -> None:
    """Findings of a file that was read for mentions alone are none."""
    counts = examples(corpus(article(0), layers=frozenset({"entities"})).sources)
    assert counts["entities"]["COUNCIL"] > 0
    assert not counts["themes"]
    assert not counts["polarities"]
    assert not examples(corpus(article(0), layers=frozenset({"findings"})).sources)["entities"]


def test_documents_are_known_by_their_text_not_by_their_id() -> None:
    same = article(0).model_copy(update={"id": "other"})
    said = lacks(corpus(article(0), article(1)), corpus(same, article(2)))
    assert "1 document both trained on and scored on: the figures will flatter" in said


def test_annotations_that_could_not_be_carried_over_are_counted() -> None:
    said = lacks(corpus(article(0)), corpus(article(1)), Losses(sentences=2, findings=0, spans=3))
    left_out = [line for line in said if line.startswith("left out: ")]
    assert left_out == [
        "left out: annotated sentences that are not sentences of the pipeline (2)",
        "left out: spans that begin in no sentence (a byline, a table) or inside a word (3)",
    ]
