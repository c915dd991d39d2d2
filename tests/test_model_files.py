"""Models from strangers: what their configuration may ask for, and what is read of their files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from spacy.util import load_config

import ofsight
from ofsight.errors import ModelError
from ofsight.model_files import check_config, find_model

RAN: list[str] = []
"""What foreign code would have left."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(find_model("rules"), tmp_path / "model"))


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "config.cfg"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def register(name: str) -> None:
    """Register a function as any installed package may."""
    from spacy.util import registry

    @registry.misc(name)  # type: ignore[untyped-decorator]  # spaCy's registry has no types
    def run() -> str:
        RAN.append(name)
        return "rules"

    @registry.callbacks(name)  # type: ignore[untyped-decorator]
    def make() -> object:
        RAN.append(name)
        return lambda nlp: nlp


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (
            "batch_size = 16",
            'batch_size = 16\n[nlp.before_creation]\n@callbacks = "FOREIGN"',
            "before_creation",
        ),
        (
            "batch_size = 16",
            'batch_size = 16\n[nlp.after_creation]\n@callbacks = "FOREIGN"',
            "after_creation",
        ),
        (
            'factory = "ofsight_read"',
            'factory = "ofsight_read"\n[components.ofsight_read.reader]\n@misc = "FOREIGN"',
            "reader",
        ),
        ('factory = "ofsight_facts"', 'factory = "sentencizer"', "ofsight_facts"),
        ('factory = "ofsight_facts"', 'factory = "${paths.x}"\n[paths]\nx = "sentencizer"', "ofsight_facts"),
        ('factory = "ofsight_facts"', 'source = "../elsewhere"', "ofsight_facts"),
        ('lang = "en"', 'lang = "tests.foreign"', "nlp.lang"),
        ("ofsight.tokenizer.v1", "spacy.Tokenizer.v1", "nlp.tokenizer"),
        (
            "[components]",
            '[initialize]\n[initialize.before_init]\n@callbacks = "FOREIGN"\n[components]',
            "before_init",
        ),
        (
            "[components]",
            '[corpora]\n[corpora.train]\n@readers = "srsly.read_json.v1"\n[components]',
            "corpora.train",
        ),
    ],
)
def test_a_config_runs_nothing_but_our_stages(folder: Path, old: str, new: str, place: str) -> None:
    register("tests.foreign.v1")
    change(folder, old, new.replace("FOREIGN", "tests.foreign.v1"))
    RAN.clear()
    with pytest.raises(ModelError, match=rf"asks for .* at \S*{place}\S*, which is no part of Ofsight"):
        ofsight.load(folder)
    assert RAN == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0\1",
        "[nlp]\nlang = 3\n",
        "x",
        '[nlp]\nlang = "en"\n[components]\na = 3\n',
        '[paths]\nx = ${paths.x}\n[nlp]\nlang = "en"\n',
    ],
)
def test_a_broken_config_is_named(folder: Path, text: str) -> None:
    (folder / "config.cfg").write_text(text)
    with pytest.raises(ModelError, match="model in"):
        ofsight.load(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": 3, "version": "1"}', "[" * 100_000, "\ufeff"])
def test_broken_metadata_are_named(folder: Path, text: str) -> None:
    (folder / "meta.json").write_text(text)
    with pytest.raises(ModelError, match=r"the model in"):
        ofsight.load(folder)


def test_the_shipped_models_ask_for_nothing_else() -> None:
    for name in ("rules", "standard"):
        directory = find_model(name)
        check_config(load_config(directory / "config.cfg"), directory)


def test_words_and_vectors_of_a_model_are_not_read(folder: Path) -> None:
    (folder / "vocab").mkdir()
    for name in ("vectors", "key2row", "lookups.bin", "strings.json"):
        (folder / "vocab" / name).write_bytes(b"\x93NUMPY\x01\x00 no array")
    assert ofsight.load(folder).pipe_names[0] == "ofsight_segment"
