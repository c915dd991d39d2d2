from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="training needs the extra train")

from tests.training.tiny_run import article, in_parts, only, write  # after the check

from ofsight.data import records as data_records
from ofsight.errors import TrainingError
from ofsight.record import Record
from ofsight.record.io import without_text
from ofsight.training.corpus import Corpus, load_corpus
from ofsight.training.documents import label_sets


def stand_off(*numbers: int) -> list[Record]:
    return [without_text(article(number), keep_title=False) for number in numbers]


def put_text(folder: Path, record: Record) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{record.id}.txt").write_bytes((record.text or "").encode())


def ids(corpus: Corpus) -> list[str]:
    return [source.record.id for source in corpus.sources]


def test_records_with_their_text_are_taken_as_they_are(tmp_path: Path) -> None:
    name = write(tmp_path / "a.jsonl", [article(1), article(2)])
    corpus = load_corpus([name], texts=None)
    assert [source.record for source in corpus.sources] == [article(1), article(2)]
    assert corpus.missing == {}


def test_texts_are_put_back_and_what_has_none_is_counted_by_name(tmp_path: Path) -> None:
    one = write(tmp_path / "one.jsonl", stand_off(1, 2, 3))
    two = write(tmp_path / "two.jsonl", stand_off(4))
    put_text(tmp_path / "texts", article(2))
    put_text(tmp_path / "texts", article(4).model_copy(update={"text": "Another text."}))
    corpus = load_corpus([one, two], texts=tmp_path / "texts")
    assert [source.record for source in corpus.sources] == [
        article(2).model_copy(update={"meta": stand_off(2)[0].meta})
    ]
    assert corpus.missing == {one: 2, two: 1}


@pytest.mark.parametrize("texts", [None, "elsewhere"])
def test_nothing_at_hand_is_an_error_that_names_the_key(tmp_path: Path, texts: str | None) -> None:
    name = write(tmp_path / "one.jsonl", stand_off(1))
    with pytest.raises(TrainingError, match=r"one\.jsonl can be used: .*not at hand.*data\.texts"):
        load_corpus([name], texts=None if texts is None else tmp_path / texts)


def test_a_file_without_records_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"empty\.jsonl can be used: there is no record"):
        load_corpus([write(tmp_path / "empty.jsonl", [])], texts=None)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("none.jsonl", r"data 'none\.jsonl': .*neither a file nor one of the corpora news, reports"),
        ("news:summer", r"data 'news:summer': unknown split 'summer'"),
        ("novels:train", r"data 'novels:train': .*neither a file nor"),
    ],
)
def test_names_that_are_nothing_are_told(name: str, fault: str) -> None:
    with pytest.raises(TrainingError, match=fault):
        load_corpus([name], texts=None)


def test_corpora_of_the_project_go_by_name_and_split(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "news").mkdir()
    write(tmp_path / "news" / "train.jsonl", [article(1)])
    write(tmp_path / "news" / "dev.jsonl", [article(2)])
    monkeypatch.setattr(data_records, "ANNOTATIONS", tmp_path)
    assert ids(load_corpus(["news:train"], texts=None)) == ["a01"]
    assert ids(load_corpus(["news:train", "news:dev"], texts=None)) == ["a01", "a02"]


def test_what_a_file_lacks_is_not_taken_for_not_being_there(tmp_path: Path) -> None:
    """Sentences that were read for findings may hold mentions that nobody marked, and the other way round."""
    both = in_parts(article(1))
    findings = write(tmp_path / "f.jsonl", [only(both, "sentences", "findings"), only(both, "sentences")])
    mentions = write(tmp_path / "m.jsonl", [only(both, "sentences", "entities")])
    for_findings = load_corpus([findings], texts=None).sources
    assert [source.layers for source in for_findings] == [frozenset({"sentences", "findings"})] * 2
    (for_mentions,) = load_corpus([mentions], texts=None).sources
    assert for_mentions.layers == frozenset({"sentences", "entities"})


def test_a_document_annotated_throughout_has_all_layers_of_its_file(tmp_path: Path) -> None:
    """That nothing was found in it is known there."""
    bare = only(article(2), "blocks", "sentences")
    (_, source) = load_corpus([write(tmp_path / "a.jsonl", [article(1), bare])], texts=None).sources
    assert source.layers == {"blocks", "sentences", "entities", "findings", "quotations"}


def test_several_records_may_be_on_one_document(tmp_path: Path) -> None:
    record = in_parts(article(1))
    names = [
        write(tmp_path / f"{layer}.jsonl", [only(record, "sentences", layer)])
        for layer in ("findings", "entities")
    ]
    corpus = load_corpus([*names, write(tmp_path / "other.jsonl", [article(2)])], texts=None)
    assert [len(sources) for sources in corpus.by_document().values()] == [2, 1]
    assert label_sets(corpus.sources).themes


def test_the_checksum_is_of_what_is_learned_not_of_where_it_lies(tmp_path: Path) -> None:
    def checksum(name: str, *records: Record) -> str:
        return load_corpus([write(tmp_path / name, records)], texts=None).checksum()

    one = checksum("a.jsonl", article(1), article(2))
    assert checksum("b.jsonl", article(1), article(2)) == one
    fewer = article(2).model_copy(update={"entities": article(2).entities[1:]})
    assert (
        len({one, checksum("c.jsonl", article(1), fewer), checksum("d.jsonl", article(2), article(1))}) == 3
    )
