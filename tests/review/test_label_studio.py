"""The files for Label Studio, looked at by its own library."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest
from tests.review.made import plan_of, record

from ofsight.errors import ReviewError
from ofsight.record.labels import ENTITY_LABELS, THEMES
from ofsight.review.label_studio import labelling_config, write_label_studio_tasks
from ofsight.review.tasks import make_tasks

with warnings.catch_warnings():  # its models are written in the form of an older pydantic
    warnings.simplefilter("ignore")
    from label_studio_sdk.label_interface import LabelInterface


@pytest.fixture
def written(tmp_path: Path) -> tuple[list[dict[str, Any]], LabelInterface]:
    run = record()
    plan = plan_of([run])
    tasks, config = write_label_studio_tasks(make_tasks([run], plan), plan, tmp_path / "tasks.json")
    return json.loads(tasks.read_text()), LabelInterface(config.read_text())


def test_label_studio_takes_configuration_tasks_and_predictions(
    written: tuple[list[dict[str, Any]], LabelInterface],
) -> None:
    tasks, interface = written
    interface.validate()
    for task in tasks:
        assert interface.validate_task({"data": task["data"]})
        for prediction in task["predictions"]:
            assert interface.validate_prediction(prediction, return_errors=True) == []


def test_it_would_not_take_a_theme_that_is_not_offered(
    written: tuple[list[dict[str, Any]], LabelInterface],
) -> None:
    tasks, interface = written
    (prediction,) = tasks[0]["predictions"]
    themes = next(item for item in prediction["result"] if item["from_name"] == "themes")
    themes["value"]["choices"] = ["parking"]
    assert interface.validate_prediction(prediction, return_errors=True)


def test_what_surrounds_the_sentence_is_shown_and_not_labelled(
    written: tuple[list[dict[str, Any]], LabelInterface],
) -> None:
    tasks, interface = written
    assert {control.to_name[0] for control in interface.controls} == {"text"}
    first, second = tasks[0]["data"], tasks[1]["data"]
    assert first["before"] == "[the text begins here]"
    assert second["before"] == first["text"]
    assert second["after"].startswith("Children told inspectors")
    assert tasks[-1]["data"]["after"] == "[the text ends here]"
    assert first["councils"] == "E06000006 Halton"


def test_labels_are_escaped_and_those_xml_cannot_hold_refused() -> None:
    interface = LabelInterface(labelling_config([*ENTITY_LABELS, '<"&'], THEMES))
    assert '<"&' in interface.get_control("label").labels
    with pytest.raises(ReviewError, match="rename it"):
        labelling_config(["a\x00b"], THEMES)
