"""Where a run may write."""

from __future__ import annotations

from pathlib import Path

import pytest

from ofsight.engine.places import is_stream, locked
from ofsight.errors import EngineError


def test_one_run_at_a_time(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    with locked(output), pytest.raises(EngineError, match="another run writes"):
        locked(output)
    with locked(output):
        pass


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"no folder .*make it first"):
        locked(tmp_path / "none" / "out.jsonl")
    assert not (tmp_path / "none").exists()


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs a device")
def test_devices_keep_nothing(tmp_path: Path) -> None:
    assert is_stream(Path("/dev/null"))
    assert not is_stream(tmp_path)
    assert not is_stream(tmp_path / "new.jsonl")
