"""What a run would do is told, and nothing is done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ofsight.engine.options import RunOptions
from ofsight.engine.plan import make_plan
from ofsight.engine.run import run
from ofsight.errors import EngineError, ModelError


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"Inspectors visited Ambleford. {name}")
    (folder / "c.jsonl").write_text("\n".join(json.dumps({"text": f"Line {n}."}) for n in range(3)))
    (folder / "gone.html").symlink_to(folder / "nowhere")
    return folder


def test_inputs_are_counted_and_nothing_is_written(inputs: Path, tmp_path: Path) -> None:
    options = RunOptions((str(inputs),), tmp_path / "out.jsonl", model="rules", workers=2)
    plan = make_plan(options)
    assert plan.documents == 6
    assert plan.kinds == {"txt": 2, "lines of jsonl": 3}
    assert [problem.partition(":")[0] for problem in plan.problems] == ["gone.html"]
    assert "broken symbolic link" in plan.as_text()
    assert "out.jsonl: new" in plan.as_text()
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_what_an_earlier_run_left_is_told(inputs: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    options = RunOptions((str(inputs),), output, model="rules")
    run(options)
    assert "would be overwritten" in make_plan(options).output
    again = RunOptions((str(inputs),), output, model="rules", resume=True)
    assert "complete, 6 documents done" in make_plan(again).output
    (inputs / "a.txt").write_text("Changed.")
    assert "inputs have changed" in make_plan(again).output
    before = output.read_bytes()
    with pytest.raises(EngineError, match="another choice of --no-text"):
        make_plan(RunOptions((str(inputs),), output, model="rules", resume=True, keep_text=False))
    assert output.read_bytes() == before


def test_a_model_that_is_missing_is_told(inputs: Path) -> None:
    with pytest.raises(ModelError, match="nonesuch"):
        make_plan(RunOptions((str(inputs),), model="nonesuch"))
