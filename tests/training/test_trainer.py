from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs the extra train")

import torch  # after the check
from tests.training.tiny import LABELS, in_torch, random_window, tiny_network
from transformers import TrainerControl, TrainerState, TrainingArguments

from ofsight.read.network.inputs import WindowInputs
from ofsight.training.network import IGNORED, LossWeights
from ofsight.training.schedule import Example, collate
from ofsight.training.trainer import Patience, ReaderTrainer, WeightedReader, torch_network


def targets(window: WindowInputs) -> dict[str, np.ndarray]:
    pieces, sentences = len(window.ids), len(window.membership)
    return {
        "entities": np.where(window.membership.any(axis=0), 1, IGNORED),
        "quotations": np.full(pieces, IGNORED),
        "finding": np.ones(sentences, np.float32),
        "themes": np.zeros((sentences, len(LABELS.themes)), np.float32),
        "polarity": np.zeros(sentences, np.int64),
        "source": np.full(sentences, IGNORED),
    }


class Windows(torch.utils.data.Dataset[Example]):
    """In the place of a schedule: windows, and in which order they were asked for."""

    def __init__(self, count: int) -> None:
        self.windows = [random_window(8 + place % 5, 2) for place in range(count)]
        self.asked: list[int] = []

    def __len__(self) -> int:
        return len(self.windows)

    def __getitem__(self, place: int) -> Example:
        self.asked.append(place)
        return Example(self.windows[place], targets(self.windows[place]))


def trainer(folder: Path, windows: Any, scores: list[float] | None = None, **settings: Any) -> ReaderTrainer:
    left = list(scores or [])
    options: dict[str, Any] = {
        "output_dir": str(folder),
        "use_cpu": True,
        "per_device_train_batch_size": 2,
        "num_train_epochs": 1,
        "learning_rate": 1e-2,
        "weight_decay": 0.1,
        "report_to": [],
        "disable_tqdm": True,
        "save_strategy": "no",
        "label_names": [],
    }
    torch.manual_seed(1)
    return ReaderTrainer(
        WeightedReader(tiny_network(), LossWeights(), decay=0.9),
        TrainingArguments(**options | settings),
        schedule=windows,
        pad=0,
        score=lambda network: {"score": left.pop(0)},
        head_rate=4.0,
    )


def test_what_is_minimised_is_the_weighted_sum_of_the_answers() -> None:
    weights = LossWeights(entities=2.0, quotations=0.0, finding=1.0, themes=0.5, polarity=3.0, source=7.0)
    model = WeightedReader(tiny_network(), weights, decay=0.9).eval()
    window = random_window(12, 3)
    losses = model(**collate([Example(window, targets(window))], 0))
    wanted = 2 * losses["entities"] + losses["finding"] + 0.5 * losses["themes"] + 3 * losses["polarity"]
    torch.testing.assert_close(losses["loss"], wanted)
    assert losses["source"] == losses["quotations"] == 0  # none of them has a target
    assert all(losses[name] > 0 for name in ("entities", "finding", "themes", "polarity"))


def test_the_average_follows_the_weights_quickly_first_and_slowly_later() -> None:
    model = WeightedReader(tiny_network(), LossWeights(), decay=0.9)
    (name, mean), (_, now) = (next(iter(part.named_parameters())) for part in (model.average, model.network))
    before = mean.clone()
    with torch.no_grad():
        now += 1.0
    for step, decay in ((1, 2 / 11), (21, 22 / 31), (10_000, 0.9**8), (10_001, 1.0)):
        with torch.no_grad():
            mean.copy_(before)
        model.update_average(step)
        torch.testing.assert_close(mean, before + (1 - decay), msg=f"{name} at step {step}")


def test_without_averaging_the_average_is_the_network() -> None:
    model = WeightedReader(tiny_network(), LossWeights(), decay=0.0)
    with torch.no_grad():
        for parameter in model.network.parameters():
            parameter.add_(torch.rand_like(parameter))
    model.update_average(5)
    pairs = zip(model.average.parameters(), model.network.parameters(), strict=True)
    assert all(torch.equal(mean, now) for mean, now in pairs)


def test_the_average_is_no_part_of_what_is_trained() -> None:
    model = WeightedReader(tiny_network(), LossWeights(), decay=0.9)
    window = random_window(12, 3)
    model(**collate([Example(window, targets(window))], 0))["loss"].backward()
    assert all(parameter.grad is None for parameter in model.average.parameters())
    assert any(parameter.grad is not None for parameter in model.network.parameters())


def test_windows_are_seen_in_their_order_and_once(tmp_path: Path) -> None:
    windows = Windows(7)
    trainer(tmp_path, windows).train()
    assert windows.asked == list(range(7))


def test_what_is_new_learns_faster_and_biases_do_not_decay(tmp_path: Path) -> None:
    made = trainer(tmp_path, Windows(2))
    rates = {}
    for group in made.create_optimizer().param_groups:
        for parameter in group["params"]:
            rates[id(parameter)] = (group["lr"], group["weight_decay"])
    network = made.model.network
    assert len(rates) == len(list(network.parameters()))
    for name, parameter in network.named_parameters():
        rate = 1e-2 if name.startswith("encoder.") else 4e-2
        assert rates[id(parameter)] == (rate, 0.1 if parameter.dim() > 1 else 0.0), name


def test_evaluations_score_the_average_and_are_logged(tmp_path: Path) -> None:
    seen = []
    made = trainer(tmp_path, Windows(6), eval_strategy="steps", eval_steps=2)

    def score(network: Any) -> dict[str, float]:
        window = random_window(8, 2)
        seen.append(
            np.allclose(network(window).pieces, in_torch(made.model.average, window).pieces, atol=1e-5)
        )
        assert not np.allclose(network(window).pieces, in_torch(made.model.network, window).pieces, atol=1e-5)
        return {"score": 0.1 * len(seen), "entities": 0.5}

    made._score = score
    made.train()
    assert seen == [True, True]  # after the second step and at the end
    logged = [entry for entry in made.state.log_history if "eval_score" in entry]
    assert [(entry["step"], entry["eval_score"], entry["eval_entities"]) for entry in logged] == (
        [(2, 0.1, 0.5), (3, 0.2, 0.5)]
    )


def test_a_network_under_training_reads_as_it_will_without_dropout() -> None:
    network = tiny_network().train()
    window = random_window(12, 3)
    read = torch_network(network)
    one, two = read(window), read(window)
    assert np.array_equal(one.pieces, two.pieces)
    np.testing.assert_allclose(one.sentences, in_torch(network, window).sentences, atol=1e-5)
    assert one.pieces.dtype == np.float32


def test_bf16_is_near_float32() -> None:
    network, window = tiny_network(), random_window(12, 3)
    exact, rough = (torch_network(network, bf16=bf16)(window) for bf16 in (False, True))
    assert rough.pieces.dtype == np.float32
    assert not np.array_equal(exact.pieces, rough.pieces)
    np.testing.assert_allclose(exact.pieces, rough.pieces, atol=0.2)


def test_patience_counts_in_the_log() -> None:
    patience, arguments = Patience(2, "eval_score"), TrainingArguments(report_to=[], use_cpu=True)
    state = TrainerState()
    stopped = []
    for score in (0.5, 0.4, 0.6, 0.6, 0.1):
        control = TrainerControl()
        state.log_history += [{"loss": 1.0}, {"eval_score": score}]
        patience.on_evaluate(arguments, state, control)
        stopped.append(control.should_training_stop)
    assert stopped == [False, False, False, False, True]


def test_progress_is_told_on_the_log_and_never_on_stdout(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    for silent in (True, False):
        often = {"eval_strategy": "steps", "eval_steps": 1, "logging_steps": 1}
        made = trainer(tmp_path, Windows(6), [0.25] * 3, disable_tqdm=silent, **often)
        caplog.clear()
        with caplog.at_level("INFO", "ofsight"):
            made.train()
        lines = [record.getMessage() for record in caplog.records if record.name.startswith("ofsight")]
        assert len(lines) == 6
        assert lines[0].startswith("step 1 of 3: loss ")
        assert lines[1] == "step 1 of 3: score 0.250"
        shown = capsys.readouterr()
        assert shown.out == ""
        assert ("3/3" in shown.err) is not silent  # the bar
