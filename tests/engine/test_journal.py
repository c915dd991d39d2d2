"""The journal tells how far a run came, whatever was torn at its end."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.engine.journal import Checkpoint, Journal, Progress, read_progress
from ofsight.errors import EngineError

HEAD = {"model": {"name": "m"}, "keep_text": True}


def checkpoint(number: int) -> Checkpoint:
    return Checkpoint(number, {"bytes": number * 10}, {"bytes": 0}, f"{number:064x}", {"documents": number})


def test_no_journal(tmp_path: Path) -> None:
    assert read_progress(tmp_path / "none") is None


def test_the_last_checkpoint_counts(tmp_path: Path) -> None:
    path = tmp_path / "j"
    journal = Journal(path, HEAD)
    assert read_progress(path) == Progress(HEAD, None)
    journal.add(checkpoint(1))
    journal.add(checkpoint(2))
    journal.close()
    assert read_progress(path) == Progress(HEAD, checkpoint(2))


def test_a_journal_is_begun_anew_with_what_was_done(tmp_path: Path) -> None:
    path = tmp_path / "j"
    Journal(path, HEAD).close()
    journal = Journal(path, HEAD, checkpoint(7))
    assert read_progress(path) == Progress(HEAD, checkpoint(7))
    journal.close()
    assert [each.name for each in tmp_path.iterdir()] == ["j"]


@given(cut=st.integers(0, 200))
def test_a_torn_end_is_passed_over(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    path = tmp_path_factory.mktemp("journal") / "j"
    journal = Journal(path, HEAD)
    for number in (1, 2, 3):
        journal.add(checkpoint(number))
    journal.close()
    data = path.read_bytes()
    head = data.index(b"\n") + 1
    path.write_bytes(data[: max(head, len(data) - cut)])
    found = read_progress(path)
    assert found is not None
    whole = path.read_bytes()[head:].count(b"\n")
    assert found.checkpoint == (checkpoint(whole) if whole else None)


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "j"
    path.write_text('{"some": "json"}\n')
    with pytest.raises(EngineError, match="no journal of a run"):
        read_progress(path)
