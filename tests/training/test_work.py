from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.errors import TrainingError
from ofsight.training.config import ReaderConfig, parse_reader_config
from ofsight.training.work import Checkpoint, WorkFolder, since_best


def config(work: Path, **top: Any) -> ReaderConfig:
    data = {"train": ["a.jsonl"], "dev": ["b.jsonl"]}
    values = {"kind": "reader", "name": "own", "output": "out", "work": str(work), "data": data, **top}
    return parse_reader_config(values, where="own.toml")


def folder(path: Path) -> WorkFolder:
    return WorkFolder(path, score="eval_score")


RECORDS = {"train": "1", "dev": "2"}


def begun(path: Path) -> WorkFolder:
    work = folder(path)
    work.begin(config(path), RECORDS)
    return work


def put_checkpoint(work: Path, step: int, *scores: tuple[int, float], steps: int = 100) -> Path:
    place = work / f"checkpoint-{step}"
    place.mkdir()
    log = [{"loss": 1.0, "step": 1}, *({"eval_score": score, "step": at} for at, score in scores)]
    state = {"global_step": step, "max_steps": steps, "log_history": log}
    (place / "trainer_state.json").write_text(json.dumps(state), encoding="utf-8")
    return place


def test_a_new_run_removes_what_the_one_before_left_and_nothing_else(tmp_path: Path) -> None:
    put_checkpoint(tmp_path, 5)
    for name in ("adapted", "adapted-unfinished"):
        (tmp_path / name).mkdir()
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    begun(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.json", "notes.txt", "training.json"]


def test_a_run_is_resumed_with_its_own_configuration_and_records(tmp_path: Path) -> None:
    place = tmp_path / "new" / "work"
    begun(place)
    again = folder(place)
    assert again.resume(config(place), RECORDS) is None
    put_checkpoint(place, 5)
    found = again.resume(config(place), RECORDS)
    assert found is not None
    assert found.step == 5
    with pytest.raises(TrainingError, match=r"of other records than .* \(see .*data\.json\); train anew"):
        again.resume(config(place), {"train": "1", "dev": "3"})
    with pytest.raises(TrainingError, match=r"of another configuration \(see .*training\.json\); train anew"):
        again.resume(config(place, seed=2), RECORDS)


def test_what_shapes_only_the_model_directory_may_change_before_a_run_is_resumed(tmp_path: Path) -> None:
    begun(tmp_path)
    put_checkpoint(tmp_path, 5)
    pipeline = {"read": {"quotations": "rules"}}
    other = {"name": "other", "version": "2", "output": "there", "pipeline": pipeline}
    assert folder(tmp_path).resume(config(tmp_path, **other), RECORDS) is not None


def test_a_folder_without_a_run_cannot_be_resumed(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="nothing to resume there; leave --resume out"):
        folder(tmp_path / "nowhere").resume(config(tmp_path), RECORDS)
    begun(tmp_path)
    (tmp_path / "data.json").unlink()
    with pytest.raises(TrainingError, match="nothing to resume there"):
        folder(tmp_path).resume(config(tmp_path), RECORDS)


def test_the_last_checkpoint_is_the_last_whole_one(tmp_path: Path) -> None:
    work = begun(tmp_path)
    assert work.last_checkpoint() is None
    for step in (90, 100):
        put_checkpoint(tmp_path, step, (90, 0.5))
    for step, content in ((110, None), (120, '{"global_step": 120, "max')):
        (tmp_path / f"checkpoint-{step}").mkdir()
        if content:
            (tmp_path / f"checkpoint-{step}" / "trainer_state.json").write_text(content, encoding="utf-8")
    assert work.last_checkpoint() == Checkpoint(tmp_path / "checkpoint-100", 100, 100, [(90, 0.5)])


def test_the_best_checkpoint_is_the_first_with_the_best_score(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint-40"
    scores = [(10, 0.2), (20, 0.6), (30, 0.6), (40, 0.1)]
    assert Checkpoint(path, 40, 100, scores).best == tmp_path / "checkpoint-20"
    assert Checkpoint(path, 40, 100, []).best == path


@pytest.mark.parametrize(
    ("step", "scores", "patience", "ended"),
    [
        (100, [], 0, True),
        (99, [0.1], 0, False),
        (50, [0.5, 0.4, 0.3], 2, True),
        (50, [0.5, 0.4], 2, False),
        (50, [0.5, 0.4, 0.3], 0, False),
        (50, [0.5, 0.4, 0.6], 1, False),
        (50, [0.5, 0.5], 1, True),
        (50, [], 1, False),
    ],
)
def test_a_run_has_ended_at_its_last_step_or_when_patience_was_over(
    step: int, scores: list[float], patience: int, ended: bool
) -> None:
    numbered = [(10 * place, score) for place, score in enumerate(scores, 1)]
    assert Checkpoint(Path("checkpoint-1"), step, 100, numbered).is_last(patience) is ended


@given(st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.3])))
def test_scores_since_the_best_are_those_that_did_not_beat_it(scores: list[float]) -> None:
    count, best = 0, float("-inf")
    for score in scores:
        count, best = (0, score) if score > best else (count + 1, best)
    assert since_best(scores) == count
