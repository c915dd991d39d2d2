from __future__ import annotations

from pathlib import Path

import pytest
from scripts.tutorial_records import PUBLISHER, read_documents

from ofsight.record.io import dumps, read_records

DATA = Path(__file__).resolve().parents[2] / "docs/tutorials/data/job-systems"


@pytest.mark.parametrize("name", ["train", "heldout"])
def test_the_records_are_those_of_the_marked_sentences(name: str) -> None:
    written = (DATA / f"{name}.jsonl").read_text(encoding="utf-8")
    assert written == "".join(dumps(record) for record in read_documents(DATA / f"{name}.txt"))


def test_they_are_marked_as_fiction_and_enough_to_learn_from() -> None:
    records = list(read_records(DATA / "train.jsonl"))
    assert {record.meta.publisher for record in records} == {PUBLISHER}
    assert 40 <= sum(len(record.sentences) for record in records) <= 100


def test_nothing_held_out_is_learned_from() -> None:
    learned, held = (
        {
            record.text[sentence.start : sentence.end]
            for record in read_records(DATA / f"{name}.jsonl")
            for sentence in record.sentences
            if record.text is not None
        }
        for name in ("train", "heldout")
    )
    assert not learned & held
