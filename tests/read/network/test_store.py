from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.read.network.tiny import document
from tests.read.network.tiny_onnx import LABELS, SIZE, tiny_onnx, tiny_reader
from tests.read.network.tiny_words import TERMS, table

from ofsight.errors import ModelError
from ofsight.read.network.runtime import OnnxNetwork
from ofsight.read.network.scores import Calibration, Line
from ofsight.read.network.store import ReaderFiles, load_reader, save_reader
from ofsight.read.network.words import Words
from ofsight.reading import Reading

NETWORK = tiny_onnx()
CALIBRATION = Calibration(finding_line=Line(0.5, 0.25))
READER = replace(tiny_reader(NETWORK), calibration=CALIBRATION)
NOTHING = Reading([], [])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_reader(tmp_path / "reader", READER, NETWORK, trained_from={"seed": "1"})
    return tmp_path / "reader"


def test_a_stored_reader_reads_the_same(folder: Path) -> None:
    doc = document(("The council moored 3 vessels.", "Ofsted objected."), ("Reading the tides.",))
    again = load_reader(folder)
    assert again.calibration == CALIBRATION
    assert again.size == SIZE
    assert again.read(doc, NOTHING) == READER.read(doc, NOTHING)
    assert sorted(path.name for path in folder.iterdir()) == ["network.onnx", "reader.json", "tokenizer.json"]


def test_files_read_and_written_again_are_the_same(folder: Path, tmp_path: Path) -> None:
    files = ReaderFiles.read(folder)
    files.write(tmp_path / "copy")
    for path in folder.iterdir():
        assert (tmp_path / "copy" / path.name).read_bytes() == path.read_bytes()
    assert ReaderFiles.from_contents(files.contents()) == files
    assert files.spec.trained_from == {"seed": "1"}


@pytest.mark.parametrize("name", ["network.onnx", "reader.json", "tokenizer.json"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    contents = ReaderFiles.read(folder).contents()
    (folder / name).unlink()
    with pytest.raises(ModelError, match=name):
        load_reader(folder)
    del contents[name]
    with pytest.raises(ModelError, match=name):
        ReaderFiles.from_contents(contents)


@pytest.mark.parametrize("name", ["network.onnx", "tokenizer.json"])
def test_a_changed_file_is_named(folder: Path, name: str) -> None:
    path = folder / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelError, match=f"{name} has checksum") as caught:
        load_reader(folder)
    assert str(folder) in str(caught.value)


def test_a_damaged_description_is_named(folder: Path) -> None:
    path = folder / "reader.json"
    path.write_text(path.read_text().replace('"total": 48', '"total": "48"'))
    with pytest.raises(ModelError, match=r"reader\.json: size\.total"):
        load_reader(folder)


def test_a_file_that_nobody_lists_is_refused(folder: Path) -> None:
    files = ReaderFiles.read(folder)
    with pytest.raises(ModelError, match="lists"):
        ReaderFiles(
            replace(files.spec, files={"network.onnx": files.spec.files["network.onnx"]}),
            files.network,
            files.tokenizer,
        )


def test_what_cannot_be_loaded_is_not_stored(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="at most 40 pieces"):
        save_reader(tmp_path / "reader", READER, tiny_onnx(longest=40), trained_from={})
    with pytest.raises(ModelError, match="features"):
        save_reader(tmp_path / "reader", READER, tiny_onnx(features=("shape",)), trained_from={})
    assert not (tmp_path / "reader").exists()


def test_threads_change_nothing(folder: Path) -> None:
    doc = document(("The council moored 3 vessels.", "Ofsted objected."))
    one, two = load_reader(folder, threads=1), load_reader(folder, threads=2)
    assert isinstance(two.network, OnnxNetwork)
    assert one.read(doc, NOTHING) == two.read(doc, NOTHING)


WORDS = Words(table(*TERMS, outputs=5), {"themes": 1.5, "polarity": 0.5})
BOATS = document(("The boats sank. The boats", "Ofsted objected."), ("Reading the tides.",))


@pytest.fixture
def with_words(tmp_path: Path) -> Path:
    save_reader(tmp_path / "words", replace(READER, words=WORDS), NETWORK, trained_from={})
    return tmp_path / "words"


def test_words_are_stored_beside_the_network(with_words: Path, tmp_path: Path) -> None:
    again = load_reader(with_words)
    read = again.read(BOATS, NOTHING)
    assert read == replace(READER, words=WORDS).read(BOATS, NOTHING)
    plain = READER.read(BOATS, NOTHING)
    assert (read.mentions, read.quotations) == (plain.mentions, plain.quotations)
    (first, *_), (before, *_) = read.sentences, plain.sentences
    assert (first.finding, first.source) == (before.finding, before.source)
    assert first.themes != before.themes
    assert first.polarity != before.polarity
    files = ReaderFiles.read(with_words)
    files.write(tmp_path / "copy")
    names = sorted(path.name for path in (tmp_path / "copy").iterdir())
    assert names == ["network.onnx", "reader.json", "tokenizer.json", "words.safetensors"]
    assert ReaderFiles.from_contents(files.contents()) == ReaderFiles.read(tmp_path / "copy") == files


def test_what_was_learned_on_the_states_holds_with_words(folder: Path, with_words: Path) -> None:
    assert load_reader(with_words).states_checksum == load_reader(folder).states_checksum != ""


def test_a_reader_without_words_is_stored_as_it_was(folder: Path, with_words: Path) -> None:
    """And removes those that another one left in its folder."""
    assert "words" not in (folder / "reader.json").read_text()
    ReaderFiles.read(folder).write(with_words)
    assert {path.name: path.read_bytes() for path in with_words.iterdir()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }


def test_words_that_are_missing_or_changed_are_named(with_words: Path) -> None:
    path = with_words / "words.safetensors"
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(ModelError, match=r"words\.safetensors has checksum"):
        load_reader(with_words)
    path.unlink()
    with pytest.raises(ModelError, match=r"words\.safetensors is missing"):
        load_reader(with_words)


def test_words_of_another_network_are_not_stored(tmp_path: Path) -> None:
    words = Words(table(*TERMS, outputs=len(LABELS.themes) + 1), {"themes": 1.0})
    with pytest.raises(ModelError, match=r"words\.safetensors: words give 4 logits"):
        save_reader(tmp_path / "reader", replace(READER, words=words), NETWORK, trained_from={})
    assert not (tmp_path / "reader").exists()
