"""Label Studio's JSON and JSON-MIN exports to records, and records to tasks that Label Studio imports.

Spans of ``labels`` are entities. What a span or a whole task is found to say comes from controls that bear
these names, whatever their type: ``themes`` (or ``theme``), ``polarity``, ``source``, ``councils``; a span
with a theme is a finding and no entity. The controls ``value`` and ``unit`` belong to entities. Each
annotation of a task is a record, unless one is marked as the ground truth: then only that.

In the tasks that are written, gold is an annotation and a model's output a prediction; a labelling
configuration with all their labels lies beside them (:mod:`.label_studio_config`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from ofsight.errors import ConversionError
from ofsight.ingest.document import InputFailure
from ofsight.record import AnnotatorInfo, Entity, Finding, Record

from .drafts import BadEntryError, Draft, Unreadable, as_strings, mended, meta_of, records_of
from .inputs import AnnotationFile
from .label_studio_config import LabelSets, config
from .label_studio_regions import THEME_CONTROLS, Region, marks, regions_of, written_value
from .notes import Notes
from .staging import staged
from .tasks import FINDING, stated_meta, text_of

MEDIA_TYPE: Final = "application/json"
_JSON_SPACE: Final = frozenset(" \t\n\r")
_MIN_KEYS: Final = frozenset(
    {"id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "meta", "text"}
)
_CONTROLS: Final = frozenset({*THEME_CONTROLS, "polarity", "source", "council", "councils"})


def read_label_studio(file: AnnotationFile, notes: Notes) -> Iterator[Record | InputFailure]:
    """Read an export; see :func:`ofsight.formats.import_records`."""
    return records_of(file, _drafts(_tasks(file), file.stem, notes), notes, media_type=MEDIA_TYPE)


def _tasks(file: AnnotationFile) -> Iterator[Any]:
    """Give the tasks of an export one at a time: objects take ten times the room of their text."""
    text, decoder = file.text, json.JSONDecoder()
    try:
        place = _after_space(text, 0)
        if not text.startswith("[", place):
            yield json.loads(text)
            return
        place = _after_space(text, place + 1)
        while not text.startswith("]", place):
            task, place = decoder.raw_decode(text, place)
            yield task
            place = _after_space(text, place)
            if text.startswith(",", place):
                place = _after_space(text, place + 1)
            elif not text.startswith("]", place):
                raise ValueError(f"no comma at character {place}")  # noqa: TRY301  # damage ends in one way
        if _after_space(text, place + 1) < len(text):
            raise ValueError(f"more after its end at character {place}")  # noqa: TRY301  # as above
    except (ValueError, RecursionError) as error:
        raise ConversionError(
            f"{file.name}: is no JSON ({error}); export it from Label Studio as JSON or JSON-MIN"
        ) from error


def _after_space(text: str, place: int) -> int:
    while text[place : place + 1] in _JSON_SPACE:
        place += 1
    return place


def _drafts(tasks: Iterable[Any], stem: str, notes: Notes) -> Iterator[Draft | Unreadable]:
    for number, task in enumerate(tasks, start=1):
        place, name = f"entry {number}", f"{stem}-{number}"
        if not isinstance(task, dict):
            error = BadEntryError("is no JSON object; export it from Label Studio as JSON or JSON-MIN")
            yield Unreadable(place, name, error)
            continue
        data = task.get("data")
        about = data if isinstance(data, dict) else task
        given = as_strings(about.get("id")) or as_strings(task.get("id"))
        name = given[0] if given else name
        place += f" (task {name})"
        try:
            if isinstance(data, dict):
                yield from _passes(task, data, name, place, notes)
            else:
                yield _from_min(task, name, place, notes)
        except BadEntryError as error:
            yield Unreadable(place, name, error)


def _passes(task: dict[str, Any], data: dict[str, Any], name: str, place: str, notes: Notes) -> list[Draft]:
    """Return a draft of each annotation of a task of a JSON export."""
    annotations = task.get("annotations", task.get("completions"))
    if not isinstance(annotations, list) or not all(isinstance(item, dict) for item in annotations):
        raise BadEntryError("has no list of annotations; export the project as JSON, not as a task list")
    done = [item for item in annotations if not item.get("was_cancelled") and not item.get("skipped")]
    notes.add("annotations that were skipped or cancelled, left out", place, len(annotations) - len(done))
    true = [item for item in done if item.get("ground_truth")]
    if true:
        notes.add("annotations beside a ground truth, left out", place, len(done) - len(true))
    elif not done:
        notes.add("tasks without an annotation, left out", place)
    drafts = []
    for item in true or done:
        results = [result for result in item.get("result") or [] if isinstance(result, dict)]
        text = _text(data, {to for result in results for to in as_strings(result.get("to_name"))})
        annotator = _annotator(item.get("completed_by")) or _annotator(data.get("annotator")) or "unknown"
        drafts.append(_draft(data, name, place, text, annotator, regions_of(results, place, notes), notes))
    return drafts


def _from_min(task: dict[str, Any], name: str, place: str, notes: Notes) -> Draft:
    """Return the draft of a line of a JSON-MIN export: controls are keys beside those of the data."""
    results: list[dict[str, Any]] = []
    data = dict(task)
    for key, value in task.items():
        found = [] if key in _MIN_KEYS else list(_min_results(key, value))
        if found:
            results += found
            del data[key]
    text = _text({key: value for key, value in data.items() if key == "text" or key not in _MIN_KEYS}, set())
    annotator = _annotator(task.get("annotator")) or "unknown"
    return _draft(data, name, place, text, annotator, regions_of(results, place, notes), notes)


def _min_results(key: str, value: Any) -> Iterator[dict[str, Any]]:
    """Give what stands under a key of a JSON-MIN export as results of a JSON export."""
    if (
        isinstance(value, list)
        and value
        and all(isinstance(item, dict) and "start" in item for item in value)
    ):
        for item in value:
            kind = next(
                (kind for kind in ("choices", "labels", "hypertextlabels") if kind in item), "textarea"
            )
            yield {"from_name": key, "type": kind, "value": item}
    elif isinstance(value, dict) and "choices" in value:
        yield {"from_name": key, "type": "choices", "value": value}
    elif key in _CONTROLS and as_strings(value):
        yield {"from_name": key, "type": "choices", "value": {"choices": as_strings(value)}}


def _draft(  # noqa: PLR0917  # what a draft is made of, all of it needed
    data: dict[str, Any],
    name: str,
    place: str,
    text: str,
    annotator: str,
    regions: list[Region],
    notes: Notes,
) -> Draft:
    draft = Draft(place, name, text, annotator, meta_of(data.get("meta")))
    draft.entities, draft.findings = marks(regions, text, place, notes)
    return draft


def _text(data: dict[str, Any], shown: set[str]) -> str:
    """Return the text that was annotated: under ``text``, under its tag's name, or the only one there."""
    for key in ("text", *sorted(shown)):
        if isinstance(data.get(key), str):
            return mended(data[key])
    texts = {key: value for key, value in data.items() if isinstance(value, str) and key != "id"}
    if len(texts) == 1:
        return mended(next(iter(texts.values())))
    raise BadEntryError(
        f"it is not clear which of its data is the text ({', '.join(texts) or 'none is a string'});"
        " name it 'text'"
    )


def _annotator(given: object) -> str:
    if isinstance(given, dict):
        given = given.get("email") or given.get("id")
    found = as_strings(given)
    return (f"user {found[0]}" if isinstance(given, int) else found[0]) if found else ""


def write_label_studio(records: Iterable[Record], out: Path) -> list[Path]:
    """Write tasks and their labelling configuration; see :func:`ofsight.formats.export`."""
    config_path = out.with_name(f"{out.stem}.config.xml")
    labels = LabelSets()
    with staged([out, config_path]) as (part, config_part):
        with part.open("w", encoding="utf-8", newline="\n") as stream:
            before = "[\n"
            for record in records:
                labels.add(record)
                stream.write(before + json.dumps(_task(record), ensure_ascii=False))
                before = ",\n"
            stream.write("[]\n" if before == "[\n" else "\n]\n")
        config_part.write_text(config(labels), encoding="utf-8")
    return [out, config_path]


def _task(record: Record) -> dict[str, Any]:
    text = text_of(record)
    data: dict[str, Any] = {"id": record.id, "text": text, "meta": stated_meta(record.meta)}
    results = [result for number, entity in enumerate(record.entities) for result in _entity(number, entity)]
    for number, finding in enumerate(record.findings):
        results += _finding(number, finding, text)
    if isinstance(record.model, AnnotatorInfo):
        data["annotator"] = record.model.annotator
        return {"data": data, "annotations": [{"result": results}]}
    version = f"{record.model.name} {record.model.version}".strip()
    return {"data": data, "predictions": [{"model_version": version, "result": results}]}


def _result(region: str, control: str, kind: str, place: dict[str, Any], given: list[str]) -> dict[str, Any]:
    key = "text" if kind == "textarea" else kind
    value = {**place, key: given}
    return {"id": region, "from_name": control, "to_name": "text", "type": kind, "value": value}


def _entity(number: int, entity: Entity) -> Iterator[dict[str, Any]]:
    region, place = f"entity-{number}", {"start": entity.start, "end": entity.end, "text": entity.text}
    yield _result(region, "label", "labels", place, [entity.label]) | _score(entity)
    if entity.value is not None:
        yield _result(region, "value", "textarea", place, [written_value(entity.value)])
    if entity.unit is not None:
        yield _result(region, "unit", "textarea", place, [entity.unit])


def _finding(number: int, finding: Finding, text: str) -> Iterator[dict[str, Any]]:
    region = f"finding-{number}"
    words = text[finding.start : finding.end]
    place = {"start": finding.start, "end": finding.end, "text": words}
    yield _result(region, "label", "labels", place, [FINDING]) | _score(finding)
    yield _result(region, "themes", "choices", place, list(finding.themes))
    yield _result(region, "polarity", "choices", place, [finding.polarity])
    yield _result(region, "source", "choices", place, [finding.source])
    if finding.councils:
        yield _result(region, "councils", "textarea", place, list(finding.councils))


def _score(item: Entity | Finding) -> dict[str, float]:
    return {} if item.score is None else {"score": item.score}
