"""A network that is there already, with words, scores and thresholds of its own."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="training needs the extra train")

from tests.training.tiny_run import article, tiny_values, write  # after the check

import ofsight
from ofsight.errors import OfsightError
from ofsight.model_files import model_files
from ofsight.training import refit_reader, train_reader
from ofsight.training.config import ReaderConfig, parse_reader_config, set_keys

WITH_WORDS = ("words.answers=['themes', 'polarity']", "words.fewest=1", "output=again")


def config_here() -> ReaderConfig:
    train, dev = (
        [write(f"{name}.jsonl", (article(number) for number in numbers))]
        for name, numbers in (("train", range(16)), ("dev", range(16, 24)))
    )
    return parse_reader_config(tiny_values(Path(), train=train, dev=dev), where="here")


def changed(*settings: str) -> ReaderConfig:
    return parse_reader_config(set_keys(config_here().model_dump(mode="json"), settings), where="here")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model without words."""
    folder = tmp_path_factory.mktemp("trained")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        train_reader(changed("words.answers=[]", "optimisation.passes=3"))
    return folder


@pytest.fixture(autouse=True)
def here(trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files_of(folder: Path) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in model_files(folder).items()}


def test_words_are_put_beside_a_network_that_stays_as_it_is(trained: Path, here: Path) -> None:
    before = files_of(trained / "model")
    fitted = refit_reader(changed(*WITH_WORDS), trained / "model")
    assert fitted.folder == Path("again")
    after = files_of(here / "again")
    assert set(after) - set(before) == {"ofsight_read/words.safetensors"}
    assert files_of(trained / "model") == before
    for name in ("network.onnx", "tokenizer.json"):
        assert after[f"ofsight_read/{name}"] == before[f"ofsight_read/{name}"]
    old, new = (json.loads(files["ofsight_read/reader.json"]) for files in (before, after))
    assert new["words"]["themes"] > 0
    assert old["trained_from"].items() < new["trained_from"].items()
    assert set(new["trained_from"]) - set(old["trained_from"]) == {
        "fitted_data",
        "fitted_train_sha256",
        "fitted_dev_sha256",
    }
    assert fitted.figures["entities"] == fitted.without_words["entities"]
    assert fitted.figures["themes_micro"] >= fitted.without_words["themes_micro"]
    unseen = article(40).text or ""
    nlp, plain = ofsight.load("again"), ofsight.load(trained / "model")
    assert [str(entity) for entity in nlp(unseen).ents] == [str(entity) for entity in plain(unseen).ents]
    stage = nlp.get_pipe("ofsight_read")
    assert stage.network.states_checksum == plain.get_pipe("ofsight_read").network.states_checksum


def test_it_comes_out_the_same_each_time_and_when_it_is_done_to_its_own_result(trained: Path) -> None:
    refit_reader(changed(*WITH_WORDS), trained / "model")
    first = files_of(Path("again"))
    refit_reader(changed(*WITH_WORDS), trained / "model")
    assert files_of(Path("again")) == first
    refit_reader(changed(*WITH_WORDS), "again")
    assert files_of(Path("again")) == first


def test_without_words_it_is_the_model_that_training_left(trained: Path) -> None:
    config = changed("words.answers=[]", "optimisation.passes=3")
    fitted = refit_reader(config, trained / "model")
    assert fitted.figures == fitted.without_words
    found, wanted = files_of(Path("model")), files_of(trained / "model")
    assert [name for name in wanted if found[name] != wanted[name]] == ["ofsight_read/reader.json"]
    reader, expected = (
        json.loads((folder / "model/ofsight_read/reader.json").read_text()) for folder in (Path(), trained)
    )
    assert {**reader, "trained_from": 0} == {**expected, "trained_from": 0}


def test_what_the_data_lack_is_said(trained: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "ofsight"):
        refit_reader(changed(*WITH_WORDS), trained / "model")
    assert "examples of leadership (themes) to learn from" in caplog.text


@pytest.mark.parametrize(
    ("model", "settings", "fault"),
    [
        ("nowhere", [], "no model 'nowhere'"),
        ("rules", [], "has no network"),
        (None, ["windows.before=7"], "windows is WindowSize(total=64, before=7"),
        (None, ["encoder.features=['shape']"], "encoder.features is ('shape',); the network of"),
        (None, ["data.train=['other.jsonl']"], "answers other labels than other.jsonl teach"),
        (None, ["pipeline.findings.theme_thresholds={moorings=0.5}"], "no moorings in the training data"),
        (None, ["pipeline.read.entities={TRUST='network'}"], "'TRUST' cannot be had from 'network'"),
    ],
)
def test_what_does_not_go_together_is_refused(
    trained: Path, model: str | None, settings: list[str], fault: str
) -> None:
    other = article(3)
    write("other.jsonl", [other.model_copy(update={"findings": ()})])
    with pytest.raises(OfsightError, match=re.escape(fault)):
        refit_reader(changed(*WITH_WORDS, *settings), model or trained / "model")
    assert not Path("again").exists()
