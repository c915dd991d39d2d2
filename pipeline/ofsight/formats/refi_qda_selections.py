"""What of a record is a selection in a REFI-QDA project: a stretch of its text with codes and a comment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from ofsight.record import Entity, Judgement, Record

from .label_studio_regions import read_value, value_of, written_value
from .refi_qda_codes import COUNCIL, ENTITY, JUDGEMENT, POLARITY, SOURCE, THEME, Code


class Selection(NamedTuple):
    """A stretch of text with its codes and a comment; ``key`` tells it from others in the same place."""

    start: int
    end: int
    key: str
    codes: list[Code]
    comment: str = ""


def selections(record: Record) -> Iterator[Selection]:
    """Give the selections of a record: findings, entities and judgements."""
    for finding in record.findings:
        codes = [Code(THEME, theme) for theme in finding.themes]
        codes += [Code(POLARITY, finding.polarity), Code(SOURCE, finding.source)]
        codes += [Code(COUNCIL, council) for council in finding.councils]
        yield Selection(finding.start, finding.end, "finding", codes)
    for entity in record.entities:
        yield Selection(
            entity.start, entity.end, "entity", [Code(ENTITY, entity.label)], _entity_comment(entity)
        )
    for number, judgement in enumerate(record.judgements):
        codes = [Code(JUDGEMENT, f"{judgement.area}: {judgement.rating}")]
        yield Selection(*judgement.evidence, f"judgement {number}", codes, _judgement_comment(judgement))


def _entity_comment(entity: Entity) -> str:
    said = {"value": entity.value, "unit": entity.unit}
    return "\n".join(f"{name}: {_one_line_value(value)}" for name, value in said.items() if value is not None)


def _one_line_value(value: str | float) -> str:
    written = written_value(value)
    return json.dumps(value, ensure_ascii=False) if len(written.splitlines()) > 1 else written


def _judgement_comment(judgement: Judgement) -> str:
    said = {
        "council": "" if judgement.council is None else Code(COUNCIL, judgement.council).name,
        "date": judgement.date,
        "inspection": judgement.inspection,
        "previous": "yes" if judgement.previous else "",
    }
    return "\n".join(f"{name}: {value}" for name, value in said.items() if value)


def read_entity_comment(comment: str, label: str) -> tuple[str | int | float | None, str | None]:
    """Return value and unit of an entity, as the writer puts them in the comment of its selection."""
    told = dict(line.split(": ", 1) for line in comment.split("\n") if ": " in line)
    unit = read_value(told["unit"]) if "unit" in told else None
    value = value_of([told["value"]], label) if "value" in told else None
    return value, unit if unit is None or isinstance(unit, str) else told["unit"]
