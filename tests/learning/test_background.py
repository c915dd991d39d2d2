from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language
from tests.learning.marked import WORDS, records, write_model, write_records

from ofsight.errors import ExtractorError
from ofsight.extractors.features import Words
from ofsight.learning import learn
from ofsight.learning.background import MOST_DOCUMENTS, add_background
from ofsight.learning.config import parse_extractor_config
from ofsight.learning.examples import Examples, Sentence, read_examples
from ofsight.learning.learn import learn_extractor
from ofsight.pipeline import load
from ofsight.read.component import ReadStage
from ofsight.record.io import dumps


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def nlp(model: Path) -> Language:
    loaded = load(str(model))
    for _, stage in loaded.pipeline:
        if isinstance(stage, ReadStage):
            stage.keep_states()
    return loaded


def write_documents(folder: Path, documents: int, sentences: int) -> Path:
    """Write documents of which every sentence has a length of its own."""
    folder.mkdir()
    for number in range(documents):
        lines = [f"The plan was{' again' * place} late." for place in range(sentences)]
        (folder / f"{number:03d}.txt").write_text(f"Plan {number}\n\n" + "\n\n".join(lines) + "\n")
    return folder


def added(nlp: Language, paths: list[Path], sentences: int, examples: Examples | None = None) -> Examples:
    examples = Examples() if examples is None else examples
    add_background(examples, nlp, paths, sentences=sentences, themes=2)
    return examples


def test_sentences_are_evenly_spread_and_have_no_labels(nlp: Language, tmp_path: Path) -> None:
    folder = write_documents(tmp_path / "plain", documents=3, sentences=9)
    found = added(nlp, [folder], 10).sentences
    assert [sentence.document for sentence in found] == [0, 0, 0, 1, 1, 1, 2, 2, 2, 2]
    lengths = [len(sentence.tags) for sentence in found[:3]]
    assert lengths[2] - lengths[1] >= 3 <= lengths[1] - lengths[0]
    for sentence in found:
        assert not sentence.annotated
        assert not sentence.tags.any()
        assert sentence.themes.tolist() == [0, 0]
        assert len(sentence.word_features) == len(sentence.tags) == len(sentence.words.starts)
        assert sentence.features.dtype == np.float32


def test_short_documents_give_all_they_have(nlp: Language, tmp_path: Path) -> None:
    folder = write_documents(tmp_path / "plain", documents=2, sentences=3)
    whole = added(nlp, [folder], 1000).sentences
    assert len(whole) == len(added(nlp, [folder], 1001).sentences) >= 6


def test_of_many_files_some_evenly_spread_are_read(nlp: Language, tmp_path: Path) -> None:
    folder = write_documents(tmp_path / "plain", documents=2 * MOST_DOCUMENTS, sentences=1)
    (folder / "001.txt").write_bytes(b"")  # would be told if it were read
    examples = added(nlp, [folder], 1000)
    assert len({sentence.document for sentence in examples.sentences}) == MOST_DOCUMENTS
    assert examples.lost_background == 0


def test_annotated_documents_are_passed_over(nlp: Language, tmp_path: Path) -> None:
    annotated = records(tmp_path, documents=3)
    examples = read_examples(nlp, annotated[:2], entities=["SYSTEM"], themes=["data_systems", "recording"])
    count = len(examples.sentences)
    path = tmp_path / "all.jsonl"
    path.write_text("".join(dumps(record) for record in annotated))
    added(nlp, [path], 1000, examples)
    assert {sentence.document for sentence in examples.sentences[:count]} == {0, 1}
    assert {sentence.document for sentence in examples.sentences[count:]} == {2}
    assert examples.checksums == [record.text_sha256 for record in annotated[:2]]


def test_what_cannot_be_read_is_counted_or_refused(nlp: Language, tmp_path: Path) -> None:
    folder = write_documents(tmp_path / "plain", documents=2, sentences=3)
    (folder / "001.txt").write_bytes(b"")
    assert added(nlp, [folder], 10).lost_background == 1
    (folder / "000.txt").write_bytes(b"")
    with pytest.raises(ExtractorError, match=r"background: nothing of .*plain can be read; give files"):
        added(nlp, [folder], 10)
    with pytest.raises(ExtractorError, match=r"background: nothing of .*nowhere can be read"):
        added(nlp, [tmp_path / "nowhere"], 10)


def test_an_extractor_learns_from_both_and_is_scored_on_what_is_annotated(
    model: Path, tmp_path: Path
) -> None:
    folder = write_documents(tmp_path / "plain", documents=6, sentences=8)
    (folder / "broken.txt").write_bytes(b"")
    settings = {
        "kind": "extractor",
        "name": "systems",
        "model": str(model),
        "records": [str(write_records(tmp_path))],
        "background": [str(folder)],
        "background_sentences": 30,
        "entities": ["SYSTEM"],
        "themes": ["data_systems"],
        "output": str(tmp_path / "systems"),
        "folds": 3,
        "strengths": [0.3],
    }
    told: list[str] = []
    config = parse_extractor_config(settings, where="test.toml")
    learned = learn_extractor(config, report=told.append)
    assert "learning SYSTEM, data_systems from 56 annotated sentences and 30 of the background" in told
    assert "1 documents of the background cannot be read: left out" in learned.warnings
    assert learned.scores["SYSTEM"].gold == learned.scores["data_systems"].gold == 16
    assert learned.scores["SYSTEM"].f1 > 0.8
    assert learned.scores["data_systems"].f1 > 0.8
    about = json.loads((tmp_path / "systems" / "extractor.json").read_text())["examples"]
    assert (about["documents"], about["sentences"], about["background"]) == (8, 56, 30)


def test_the_words_are_known_to_the_model() -> None:
    assert {"the", "plan", "was", "again", "late"} <= set(WORDS)


def test_each_fold_keeps_back_its_share_of_both() -> None:
    nothing = np.zeros(0, np.int64)
    sentences = [
        Sentence(
            document=document,
            words=Words(nothing, nothing, nothing),
            word_features=np.zeros((0, 1), np.float32),
            tags=nothing,
            features=np.zeros(1, np.float32),
            themes=nothing,
            annotated=document < 10,
        )
        for document in range(30)
        for _ in range(9 if document < 10 else 5 + document)
    ]
    folds = learn.fold_sentences(sentences, 5)
    assert np.bincount(folds[:90]).tolist() == [18] * 5
    background = np.bincount(folds[90:])
    assert background.max() - background.min() < 20
    numbers = np.asarray([sentence.document for sentence in sentences])
    assert all(len(set(folds[numbers == document])) == 1 for document in range(30))
