from __future__ import annotations

from pathlib import Path

import pytest
from tests.duplicates.made import words

from ofsight.duplicates.shingles import make_shingles
from ofsight.duplicates.store import ShingleStore
from ofsight.errors import DuplicatesError


def test_shingles_come_back_in_any_order(tmp_path: Path) -> None:
    kept = [make_shingles(words(seed, seed)) for seed in (50, 0, 3, 200)]
    with ShingleStore(tmp_path) as store:
        for shingles in kept:
            store.add(shingles)
        assert store.sizes().tolist() == [len(shingles) for shingles in kept]
        for index in (3, 0, 2, 1, 3):
            found = store[index]
            assert found.digest == kept[index].digest
            assert (found.hashes == kept[index].hashes).all()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(DuplicatesError, match=r"none: cannot hold .*No such file"),
        ShingleStore(tmp_path / "none"),
    ):
        pass
