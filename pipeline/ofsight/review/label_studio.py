"""Tasks for Label Studio: the sentence to be labelled, its surroundings above and below, answers filled in.

Entities are spans; what the sentence says as a whole is answered once for the task, by controls that
:mod:`ofsight.formats.label_studio` reads back: no theme means no finding.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from lxml import etree

from ofsight.errors import ReviewError
from ofsight.formats.label_studio_regions import written_value
from ofsight.formats.staging import staged
from ofsight.record import Entity, Finding
from ofsight.record.labels import POLARITIES, SOURCES

from .plan import Plan
from .tasks import Task

_TO: Final = "text"
_GREY: Final = "color: #595959; white-space: pre-wrap; margin: 0.3em 0"
_HELP: Final = (
    "Correct the labels of the words. Then choose every theme that fits the sentence, its polarity and"
    " whose words it is; a sentence without a theme is no finding."
)


def write_label_studio_tasks(tasks: Sequence[Task], plan: Plan, out: Path) -> list[Path]:
    """Write the tasks, and beside them ``<stem>.config.xml``, the labelling configuration of the project.

    Returns
    -------
    list of Path
        Both files.
    """
    config = out.with_name(f"{out.stem}.config.xml")
    with staged([out, config]) as (part, config_part):
        lines = ",\n".join(json.dumps(_task(task), ensure_ascii=False) for task in tasks)
        part.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
        config_part.write_text(labelling_config(plan.entities, plan.themes), encoding="utf-8")
    return [out, config]


def _task(task: Task) -> dict[str, Any]:
    data = {
        "id": task.id,
        "text": task.text,
        "before": task.before.strip() or "[the text begins here]",
        "after": task.after.strip() or "[the text ends here]",
        "title": str(task.meta.get("title") or task.id.rpartition(":")[0]),
        "councils": ", ".join(f"{code} {name}" for code, name in task.councils.items()) or "none is named",
        "meta": task.meta,
    }
    results = [result for number, entity in enumerate(task.entities) for result in _entity(number, entity)]
    if task.finding is not None:
        results += _finding(task.finding)
    return {"data": data, "predictions": [{"model_version": task.model, "result": results}]}


def _entity(number: int, entity: Entity) -> Iterator[dict[str, Any]]:
    place = {"start": entity.start, "end": entity.end, "text": entity.text}

    def result(control: str, kind: str, key: str, given: str) -> dict[str, Any]:
        value = {**place, key: [given]}
        return {
            "id": f"entity-{number}",
            "from_name": control,
            "to_name": _TO,
            "type": kind,
            "value": value,
        }

    yield result("label", "labels", "labels", entity.label)
    if entity.value is not None:
        yield result("value", "textarea", "text", written_value(entity.value))
    if entity.unit is not None:
        yield result("unit", "textarea", "text", entity.unit)


def _finding(finding: Finding) -> Iterator[dict[str, Any]]:
    answers = {"themes": list(finding.themes), "polarity": [finding.polarity], "source": [finding.source]}
    for control, chosen in answers.items():
        yield {
            "id": f"finding-{control}",
            "from_name": control,
            "to_name": _TO,
            "type": "choices",
            "value": {"choices": chosen},
        }
    if finding.councils:
        yield {
            "id": "finding-councils",
            "from_name": "councils",
            "to_name": _TO,
            "type": "textarea",
            "value": {"text": list(finding.councils)},
        }


def labelling_config(entities: Sequence[str], themes: Sequence[str]) -> str:
    """Return the labelling configuration.

    Raises
    ------
    ReviewError
        When a label has a character that XML cannot hold.
    """
    view = etree.Element("View")

    def add(parent: Any, tag: str, **attributes: str) -> Any:
        try:
            return etree.SubElement(parent, tag, attributes)
        except ValueError as error:
            value = next(iter(attributes.values()))
            raise ReviewError(
                f"the label {value!r} has a character that XML, and so Label Studio, cannot hold; rename it"
            ) from error

    def choices(name: str, title: str, values: Sequence[str], how: str) -> None:
        add(view, "Header", value=title, size="5")
        control = add(view, "Choices", name=name, toName=_TO, choice=how, showInline="true")
        for value in values:
            add(control, "Choice", value=value)

    add(view, "Header", value="$title", size="4")
    add(view, "Header", value=_HELP, size="6")
    add(add(view, "View", style=_GREY), "Text", name="before", value="$before")
    labels = add(view, "Labels", name="label", toName=_TO)
    for label in entities:
        add(labels, "Label", value=label)
    add(add(view, "View", style="font-size: 115%; margin: 0.3em 0"), "Text", name=_TO, value="$text")
    for name in ("value", "unit"):
        add(view, "TextArea", name=name, toName=_TO, perRegion="true", placeholder=name)
    add(add(view, "View", style=_GREY), "Text", name="after", value="$after")
    choices("themes", "Themes (none: no finding)", themes, "multiple")
    choices("polarity", "Polarity", POLARITIES, "single")
    choices("source", "Whose assertion", SOURCES, "single")
    add(view, "Header", value="Councils it is about (codes)", size="5")
    add(add(view, "View", style=_GREY), "Text", name="known", value="$councils")
    add(view, "TextArea", name="councils", toName=_TO, placeholder="one code, then Enter", editable="true")
    written: str = etree.tostring(view, pretty_print=True, encoding="unicode")
    return written
