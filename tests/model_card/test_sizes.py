from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ofsight.errors import DataError
from ofsight.model_card.measuring import Places
from ofsight.model_card.sizes import article_files, describe_data

from .corpora import NEWS, annotated, write


def test_every_split_of_every_corpus_is_counted(places: Places) -> None:
    found = describe_data(places.annotations)
    assert [(size.corpus, size.split) for size in found.sizes] == [
        (corpus, split)
        for corpus in ("news", "reports", "report_entities")
        for split in ("train", "dev", "test")
    ]
    news, report = annotated("x", NEWS), found.sizes[3]
    assert found.sizes[0].counts["entities"] == len(news.entities) - 1
    assert found.sizes[0].counts["findings"] == len(news.findings)
    assert found.sizes[0].counts["documents"] == 1
    assert set(report.counts) == {"documents", "sentences", "findings"}
    assert found.annotators == 1


def test_agreement_is_that_of_the_main_figures(places: Places) -> None:
    assert describe_data(places.annotations).agreement == {"news": {"findings.polarity": 0.9}}


def test_real_articles_are_counted_where_there_are_any(places: Places, tmp_path: Path) -> None:
    annotations = tmp_path / "annotations"
    shutil.copytree(places.annotations, annotations)
    assert article_files(annotations) == []
    write(annotations / "articles" / "a.jsonl", annotated("a", NEWS))
    last = describe_data(annotations).sizes[-1]
    assert (last.corpus, last.split, last.counts["documents"]) == ("articles", "dev", 1)


def test_a_missing_corpus_is_named(places: Places, tmp_path: Path) -> None:
    annotations = tmp_path / "annotations"
    shutil.copytree(places.annotations, annotations)
    (annotations / "news" / "train.jsonl").unlink()
    with pytest.raises(DataError, match=r"train\.jsonl"):
        describe_data(annotations)
