"""Finding the records of a corpus, and putting texts back into stand-off ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.corpus.folders import REPORT, REPORT_TEXT, make_annotations, write_texts

import ofsight.data
from ofsight.corpus.build import build, write
from ofsight.corpus.layout import Annotations
from ofsight.data import records as records_module
from ofsight.errors import DataError


@pytest.fixture
def annotations(tmp_path: Path) -> Annotations:
    """A compiled folder of annotations; splits that have nothing are empty files."""
    made = make_annotations(tmp_path)
    write(made, build(made))
    for pattern in ofsight.data.CORPORA.values():
        for split in ofsight.data.SPLITS:
            (made.root / pattern.format(split=split)).touch()
    return made


def test_splits_come_one_by_one_or_all_together(annotations: Annotations) -> None:
    load = ofsight.data.load_records
    assert [r.id for r in load("news", "train", annotations=annotations.root)] == ["n900", "n901"]
    assert list(load("news", "dev", annotations=annotations.root)) == []
    assert [r.id for r in load("news", annotations=annotations.root)] == ["n900", "n901"]
    assert [r.id for r in load("reports", annotations=annotations.root)] == [REPORT]
    (record,) = load("report_entities", "dev", annotations=annotations.root)
    assert (len(record.entities), len(record.findings)) == (3, 0)


def test_a_file_of_records_will_do(annotations: Annotations) -> None:
    path = annotations.news / "train.jsonl"
    assert len(list(ofsight.data.load_records(path))) == 2
    with pytest.raises(DataError, match="has no splits"):
        list(ofsight.data.load_records(path, "train"))


def test_texts_are_put_back(annotations: Annotations, tmp_path: Path) -> None:
    texts = write_texts(tmp_path / "texts")
    (record,) = ofsight.data.load_records("report_entities", "dev", texts=texts, annotations=annotations.root)
    assert record.text == REPORT_TEXT
    assert [entity.text for entity in record.entities] == ["Halton", "Two", "2019"]
    assert ofsight.data.with_text(record, tmp_path) is record


def test_only_the_text_that_was_annotated_is_put_back(annotations: Annotations, tmp_path: Path) -> None:
    (record,) = ofsight.data.load_records("reports", "dev", annotations=annotations.root)
    with pytest.raises(DataError, match="cannot be read"):
        ofsight.data.with_text(record, tmp_path)
    (tmp_path / f"{REPORT}.txt").write_bytes(REPORT_TEXT.replace("\n", "\r\n").encode())
    with pytest.raises(DataError, match="its checksum differs"):
        ofsight.data.with_text(record, tmp_path)


@pytest.mark.parametrize(
    ("name", "split", "message"),
    [
        ("papers", None, "neither a file nor one of the corpora news, reports, report_entities"),
        ("news", "training", "unknown split 'training'"),
    ],
)
def test_what_is_not_there_is_named(
    annotations: Annotations, name: str, split: str | None, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        list(ofsight.data.load_records(name, split, annotations=annotations.root))


def test_a_split_that_is_not_compiled_is_named(annotations: Annotations) -> None:
    (annotations.news / "test.jsonl").unlink()
    with pytest.raises(DataError, match=r"test\.jsonl: is missing; make it with"):
        list(ofsight.data.load_records("news", annotations=annotations.root))


def test_an_installed_package_has_no_annotations(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(records_module, "ANNOTATIONS", tmp_path / "annotations")
    with pytest.raises(DataError, match="run from a checkout"):
        list(ofsight.data.load_records("news"))


def test_the_folder_of_the_checkout_is_found() -> None:
    assert (records_module.ANNOTATIONS / "GUIDELINES.md").is_file()
