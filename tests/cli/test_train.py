"""``ofsight train`` as a user meets it; the runs themselves are tested with training."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ofsight.cli.main import cli
from ofsight.errors import TrainingError
from ofsight.training.config import ReaderConfig

CONFIG = """
kind = "reader"
name = "own"
output = "model"
work = "work"
[data]
train = ["train.jsonl"]
dev = ["dev.jsonl"]
"""
WITHOUT_TORCH = "import sys; sys.modules['torch'] = sys.modules['onnxscript'] = None; "


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


def ofsight(*arguments: object, before: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", f"{before}from ofsight.cli.main import main; main()"]
    return subprocess.run(
        [*command, *map(str, arguments)], capture_output=True, check=False, text=True, encoding="utf-8"
    )


def test_a_wrong_configuration_is_one_line_and_exit_code_2(config: Path) -> None:
    result = ofsight("train", config, "--set", "optimisation.passes=few", "--set", "seeds=3")
    assert (result.returncode, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"ofsight: {config}: optimisation.passes: ")
    assert line.endswith("; seeds: there is no such key")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("kind =", "cannot be read as a configuration"),
        ("", "kind must be 'reader' or 'extractor'; it is None"),
        ('kind = "cook"', "kind must be 'reader' or 'extractor'; it is 'cook'"),
        ('kind = "reader"', "name: is missing; output: is missing"),
        ('kind = "extractor"', "name: "),
    ],
)
def test_a_file_that_is_no_configuration_is_told(tmp_path: Path, content: str, fault: str) -> None:
    (tmp_path / "own.toml").write_text(content, encoding="utf-8")
    result = ofsight("train", tmp_path / "own.toml")
    assert result.returncode == 2
    assert f"own.toml: {fault}" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["none.toml"], "does not exist"),
        ([], "Missing argument 'CONFIG'"),
        (["own.toml", "--set", "seed"], "--set 'seed': give it as key=value"),
    ],
)
def test_wrong_usage_has_exit_code_2(
    config: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], fault: str
) -> None:
    monkeypatch.chdir(config.parent)
    result = ofsight("train", *arguments)
    assert result.returncode == 2
    assert fault in result.stderr


@pytest.mark.parametrize(
    ("kind", "arguments", "fault"),
    [
        ("reader", ["--resume", "--network", "standard"], "give one"),
        ("extractor", ["--network", "standard"], "the model that its configuration names"),
    ],
)
def test_the_network_of_a_model_is_for_readers_that_are_not_trained(
    config: Path, kind: str, arguments: list[str], fault: str
) -> None:
    result = CliRunner().invoke(cli, ["train", str(config), "--set", f"kind={kind}", *arguments])
    assert result.exit_code == 2
    assert fault in result.output


def test_without_the_extra_the_message_says_how_to_get_it(config: Path) -> None:
    result = ofsight("train", config, before=WITHOUT_TORCH)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == (
        "ofsight: training needs what is not installed here, torch, onnxscript:"
        ' pip install "ofsight[train]"\n'
    )


def test_help_needs_no_extra_and_faults_are_told_before_it_is_asked_for(config: Path) -> None:
    result = ofsight("train", "--help", before=WITHOUT_TORCH)
    assert result.returncode == 0
    assert "--set KEY=VALUE" in result.stdout
    result = ofsight("train", config, "--set", "seed=x", before=WITHOUT_TORCH)
    assert "seed: " in result.stderr
    assert "ofsight[train]" not in result.stderr


class TestWithTraining:
    """What the command hands over, and shows of what comes back."""

    @pytest.fixture(autouse=True)
    def given(self, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
        pytest.importorskip("torch", reason="training needs the extra train")
        from ofsight.training import run  # after the check

        given: list[dict[str, Any]] = []

        def train(config: ReaderConfig, **options: Any) -> run.TrainedModel:
            given.append({"config": config, **options})
            return run.TrainedModel(config.output, {"entities": 0.91, "score": 0.8}, {"entities": 0.92})

        monkeypatch.setattr(run, "train_reader", train)
        return given

    def test_settings_take_the_place_of_what_the_file_says(
        self, config: Path, given: list[dict[str, Any]]
    ) -> None:
        settings = ["--set", "optimisation.passes=4", "--set", "output=../elsewhere", "--set", "seed=7"]
        result = CliRunner().invoke(cli, ["train", str(config), *settings])
        assert result.exit_code == 0, result.output
        ((called),) = given
        assert called["config"].optimisation.passes == 4
        assert (called["config"].output, called["config"].seed) == (Path("../elsewhere"), 7)
        assert (called["resume"], called["progress"]) == (False, False)

    def test_resuming_is_asked_for(self, config: Path, given: list[dict[str, Any]]) -> None:
        assert CliRunner().invoke(cli, ["train", str(config), "--resume"]).exit_code == 0
        assert given[0]["resume"] is True

    def test_figures_go_to_stdout_and_the_folder_last(self, config: Path) -> None:
        result = CliRunner().invoke(cli, ["train", str(config)])
        entities, score, written = result.stdout.splitlines()
        assert entities.split() == ["entities", "0.9100", "before", "quantising", "0.9200"]
        assert score.split()[:2] == ["score", "0.8000"]
        assert written == "written: model"

    def test_the_network_of_a_model_is_taken(self, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from ofsight.training import refit  # needs the extra

        given: list[tuple[Path, str]] = []

        def take(config: ReaderConfig, model: str) -> refit.RefittedModel:
            given.append((config.output, model))
            return refit.RefittedModel(config.output, {"themes_micro": 0.77}, {"themes_micro": 0.75})

        monkeypatch.setattr(refit, "refit_reader", take)
        result = CliRunner().invoke(cli, ["train", str(config), "--network", "standard"])
        assert result.exit_code == 0, result.output
        assert given == [(Path("model"), "standard")]
        themes, written = result.stdout.splitlines()
        assert themes.split() == ["themes_micro", "0.7700", "without", "words", "0.7500"]
        assert written == "written: model"

    def test_what_cannot_be_trained_is_told_and_nothing_is_made(
        self, config: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.undo()  # this time the library is asked
        monkeypatch.chdir(config.parent)
        with pytest.raises(TrainingError, match=r"data 'train\.jsonl'"):
            CliRunner().invoke(cli, ["train", str(config)], catch_exceptions=False)
        assert list(config.parent.iterdir()) == [config]
