from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from ofsight.errors import ExtractorError
from ofsight.extractors.stored import (
    Description,
    EntityPart,
    Examples,
    LabelScore,
    LearnedOn,
    ThemePart,
    read_extractor,
    write_extractor,
)
from ofsight.read.network.scores import Line

DESCRIPTION = Description(
    name="systems",
    version="1",
    description="",
    learned_on=LearnedOn(model="tiny 1.0", states_sha256="a" * 64),
    entities=EntityPart(labels=("SYSTEM",), calibration=Line(1.5, -0.25)),
    themes=ThemePart(labels=("data", "alarm"), calibrations=(Line(), Line(2.0)), thresholds=(0.5, 0.4)),
    scores={"SYSTEM": LabelScore(precision=0.5, recall=0.25, f1=0.3333, gold=4)},
    examples=Examples(documents=2, sentences=9, background=0, sha256="b" * 64),
    strengths={"entities": 0.01},
    files={},
)
RANDOM = np.random.default_rng(0)
WEIGHTS = {
    "entities.weight": RANDOM.normal(size=(3, 7)).astype(np.float32),
    "entities.bias": RANDOM.normal(size=3).astype(np.float32),
    "themes.weight": RANDOM.normal(size=(2, 5)).astype(np.float32),
    "themes.bias": RANDOM.normal(size=2).astype(np.float32),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_extractor(tmp_path / "systems", DESCRIPTION, WEIGHTS)
    return tmp_path / "systems"


def test_what_is_read_is_what_was_written(folder: Path, tmp_path: Path) -> None:
    found = read_extractor(folder)
    assert found.description.model_copy(update={"files": {}}) == DESCRIPTION
    assert set(found.weights) == set(WEIGHTS)
    for name, array in WEIGHTS.items():
        np.testing.assert_array_equal(found.weights[name], array)
    again = write_extractor(tmp_path / "again", DESCRIPTION, dict(reversed(WEIGHTS.items())))
    assert again.sha256 == found.sha256


def changed(key: str, value: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / "extractor.json"
        about = json.loads(path.read_text())
        about[key] = value
        path.write_text(json.dumps(about))

    return change


def without_a_key(folder: Path) -> None:
    path = folder / "extractor.json"
    about = json.loads(path.read_text())
    del about["themes"]
    path.write_text(json.dumps(about))


def damage(folder: Path) -> None:
    path = folder / "weights.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def other_weights(folder: Path) -> None:
    few = {name: array[:1] for name, array in WEIGHTS.items()}
    write_extractor(folder, DESCRIPTION, few)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (damage, r"weights\.safetensors: has checksum \w+, which is not what extractor\.json says"),
        (other_weights, r"weights\.safetensors: has no weights for 3 entities"),
        (without_a_key, r"extractor\.json: themes: Field required"),
        (changed("format", 2), r"extractor\.json: format: Input should be 1"),
        (changed("more", 1), r"extractor\.json: more: Extra inputs"),
        (changed("files", {}), r"has checksum"),
        (
            lambda folder: (folder / "extractor.json").write_text("{"),
            r"extractor\.json: as a whole: Invalid JSON",
        ),
        (lambda folder: (folder / "weights.safetensors").unlink(), r"weights\.safetensors: cannot be read"),
        (lambda folder: (folder / "extractor.json").unlink(), r"extractor\.json: cannot be read"),
    ],
)
def test_what_is_damaged_is_named(folder: Path, spoil: Callable[[Path], None], message: str) -> None:
    spoil(folder)
    with pytest.raises(ExtractorError, match=message):
        read_extractor(folder)


def test_other_bytes_than_safetensors_are_refused(folder: Path) -> None:
    content = b"no weights"
    (folder / "weights.safetensors").write_bytes(content)
    changed("files", {"weights.safetensors": hashlib.sha256(content).hexdigest()})(folder)
    with pytest.raises(ExtractorError, match=r"weights\.safetensors: cannot be read: .*learn it anew"):
        read_extractor(folder)


def test_a_calibration_that_is_missing_is_named(tmp_path: Path) -> None:
    themes = ThemePart(labels=("data", "alarm"), calibrations=(Line(),), thresholds=(0.5, 0.4))
    write_extractor(tmp_path, DESCRIPTION.model_copy(update={"themes": themes}), WEIGHTS)
    with pytest.raises(ExtractorError, match="a calibration or a threshold is missing"):
        read_extractor(tmp_path)


def test_weights_are_plain_safetensors(folder: Path, tmp_path: Path) -> None:
    save_file(WEIGHTS, tmp_path / "same.safetensors")
    assert (folder / "weights.safetensors").read_bytes() == (tmp_path / "same.safetensors").read_bytes()
