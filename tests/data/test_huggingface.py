"""Corpora as Hugging Face datasets; what needs that package is skipped where it is not installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.corpus.folders import REPORT, REPORT_TEXT, make_annotations, write_texts

import ofsight.data
from ofsight.corpus.build import build, write
from ofsight.data.huggingface import row
from ofsight.errors import DataError


def test_a_row_holds_every_layer_with_values_of_one_type_a_column(tmp_path: Path) -> None:
    article = build(make_annotations(tmp_path)).articles[0].record
    values = row(article, "train")
    assert (values["id"], values["split"], values["annotator"]) == ("n900", "train", "somebody")
    assert [(e["value"], e["number"]) for e in values["entities"]] == [
        ("E06000006", None),
        (None, None),
        (None, 2),
    ]
    assert values["findings"][0]["theme_scores"] == []
    assert values["quotations"][0]["speaker"]["text"] == "the leader"
    assert not {"schema", "model"} & set(values)


def test_without_the_package_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasets", None)
    with pytest.raises(DataError, match=r"pip install \"ofsight\[data\]\""):
        ofsight.data.load("news")


def test_a_dataset_has_typed_features_and_every_row(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets", reason="needs the extra data")
    made = make_annotations(tmp_path)
    write(made, build(made))
    news = ofsight.data.load("news", "train", annotations=made.root)
    assert isinstance(news, datasets.Dataset)
    assert news["id"][:] == ["n900", "n901"]
    assert news.features["text"] == datasets.Value("string")
    assert news[0]["entities"][2]["number"] == 2.0
    assert news[0]["findings"][1]["themes"] == ["workforce"]
    assert news[0]["judgements"] == []


def test_a_stand_off_dataset_has_text_where_it_is_given(tmp_path: Path) -> None:
    pytest.importorskip("datasets", reason="needs the extra data")
    made = make_annotations(tmp_path)
    write(made, build(made))
    without = ofsight.data.load("reports", "dev", annotations=made.root)
    assert (without[0]["id"], without[0]["text"]) == (REPORT, None)
    texts = write_texts(tmp_path / "texts")
    assert ofsight.data.load("reports", "dev", texts=texts, annotations=made.root)[0]["text"] == REPORT_TEXT
