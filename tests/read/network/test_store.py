from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.read.network.tiny import document
from tests.read.network.tiny_onnx import SIZE, tiny_onnx, tiny_reader

from ofsight.errors import ModelError
from ofsight.read.network.runtime import OnnxNetwork
from ofsight.read.network.scores import Calibration, Line
from ofsight.read.network.store import ReaderFiles, load_reader, save_reader
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
