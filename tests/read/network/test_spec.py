from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ofsight.errors import ModelError
from ofsight.read.network.features import FEATURES
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.scores import Calibration, Line
from ofsight.read.network.spec import ReaderSpec, feature_values
from ofsight.read.network.windows import WindowSize

SPEC = ReaderSpec(
    labels=LabelSets(("COUNCIL", "VESSEL"), True, True, ("moorings",), ("strength",), ()),
    features=feature_values(["hint", "shape"]),
    size=WindowSize(128, 24, 12, 16),
    calibration=Calibration(finding_line=Line(1.25, -0.5), source_temperature=1.5),
    files={"network.onnx": "ab" * 32, "tokenizer.json": "cd" * 32},
    trained_from={"base": "minilm", "seed": "1"},
)


def test_what_is_written_is_read_again() -> None:
    again = ReaderSpec.from_json(SPEC.to_json())
    assert again == SPEC
    assert list(again.features) == ["hint", "shape"]
    assert again.to_json() == SPEC.to_json()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda spec: spec.update(format=2), "format"),
        (lambda spec: spec.pop("files"), "files"),
        (lambda spec: spec["calibration"]["theme_line"].pop("bias"), r"calibration\.theme_line\.bias"),
        (lambda spec: spec["calibration"].update(source_temperature="1"), r"calibration\.source_temperature"),
        (lambda spec: spec["calibration"].update(source_temperature=float("nan")), "finite"),
        (lambda spec: spec["labels"].update(actions=["run"]), r"labels\.actions"),
        (lambda spec: spec["labels"].update(entities=["COUNCIL", "COUNCIL"]), "twice in COUNCIL"),
        (lambda spec: spec["labels"].update(entities="COUNCIL"), r"labels\.entities"),
        (lambda spec: spec["size"].update(total=20), "window of 20"),
        (lambda spec: spec["features"].update(shape=["round"]), "feature 'shape'"),
        (lambda spec: spec["features"].update(colour=["red"]), "feature 'colour'"),
        (lambda spec: spec["files"].update({"network.onnx": "abc"}), r"files\.network\.onnx"),
    ],
)
def test_what_is_wrong_is_named(spoil: Callable[[dict[str, Any]], object], message: str) -> None:
    spec = json.loads(SPEC.to_json())
    spoil(spec)
    with pytest.raises(ModelError, match=message):
        ReaderSpec.from_json(json.dumps(spec))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", b"\xff"])
def test_what_is_no_json_object_is_refused(text: str | bytes) -> None:
    with pytest.raises(ModelError):
        ReaderSpec.from_json(text)


def test_features_are_those_that_there_are() -> None:
    assert feature_values(["place"]) == {"place": FEATURES["place"]}
    with pytest.raises(ModelError, match="shape"):
        feature_values(["smell"])


def test_words_are_in_the_file_only_where_there_are_any() -> None:
    assert "words" not in SPEC.to_json()
    spec = replace(SPEC, words={"themes": 0.75}, files={**SPEC.files, "words.safetensors": "ef" * 32})
    assert ReaderSpec.from_json(spec.to_json()) == spec
    assert spec.states_checksum == SPEC.states_checksum
