from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ofsight.model_card.checking import with_split
from ofsight.model_card.facts import ModelFigures
from ofsight.model_card.measuring import Places, measure
from ofsight.model_files import find_model

from .corpora import make_corpora


@pytest.fixture(scope="package")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Small corpora; tests that change them take a copy."""
    return make_corpora(tmp_path_factory.mktemp("corpora"))


@pytest.fixture(scope="package")
def figures(places: Places) -> ModelFigures:
    """The figures of the rules on the development part of the small corpora."""
    return with_split(None, "dev", measure("rules", "dev", places, draws=20), places.annotations)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A copy of the rules as a model of one's own, without card and figures."""
    folder = tmp_path / "own"
    folder.mkdir()
    for name in ("config.cfg", "meta.json"):
        shutil.copy(find_model("rules") / name, folder)
    return folder
