"""How the options of ``ofsight annotate`` reach the run."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from ofsight.cli import annotate as command
from ofsight.engine.options import RunOptions, default_workers
from ofsight.engine.summary import RunSummary


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, ("local", default_workers(), None)),
        (["--workers", "0"], {}, ("local", 0, None)),
        (["--engine", "ray"], {}, ("ray", 0, None)),
        (["--engine", "ray", "--workers", "7", "--ray-address", "h:1"], {}, ("ray", 7, "h:1")),
        (["--engine", "ray"], {"RAY_ADDRESS": "auto"}, ("ray", 0, "auto")),
    ],
)
def test_the_engine(
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environment: dict[str, str],
    expected: tuple[str, int, str | None],
) -> None:
    seen: list[RunOptions] = []

    def run(options: RunOptions, *_more: object, **_named: object) -> RunSummary:
        seen.append(options)
        return RunSummary()

    monkeypatch.setattr(command, "run", run)
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    result = CliRunner().invoke(command.annotate, ["x.txt", "-q", *arguments], env=environment)
    assert result.exit_code == 0, result.output
    assert [(options.engine, options.workers, options.ray_address) for options in seen] == [expected]
