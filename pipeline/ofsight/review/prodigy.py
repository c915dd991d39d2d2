"""Tasks for Prodigy: the sentence in its surroundings, its spans to correct, and what it says to choose.

Beside the tasks lies a configuration with which ``prodigy mark`` shows them as blocks: the surroundings, the
spans, the choices. Choices are written as ``theme:staffing``, ``polarity:weakness``, ``source:council`` and
``council:E06000006``, which no label of anybody's can be mistaken for.
"""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from ofsight.formats.staging import staged
from ofsight.record.labels import POLARITIES, SOURCES

from .plan import Plan
from .tasks import Task, tokens_of

THEME: Final = "theme:"
COUNCIL: Final = "council:"


def write_prodigy_tasks(tasks: Sequence[Task], plan: Plan, out: Path) -> list[Path]:
    """Write the tasks, a line each, and ``<stem>.prodigy.json``, the configuration that shows them.

    Returns
    -------
    list of Path
        Both files.
    """
    config = out.with_name(f"{out.stem}.prodigy.json")
    with staged([out, config]) as (part, config_part):
        lines = [json.dumps(_task(task, plan), ensure_ascii=False) + "\n" for task in tasks]
        part.write_text("".join(lines), encoding="utf-8")
        config_part.write_text(_config(plan), encoding="utf-8")
    return [out, config]


def _config(plan: Plan) -> str:
    blocks = [
        {"view_id": "html"},
        {"view_id": "spans_manual", "labels": list(plan.entities)},
        {"view_id": "choice", "text": None},
    ]
    content = {"blocks": blocks, "choice_style": "multiple", "labels": list(plan.entities)}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _task(task: Task, plan: Plan) -> dict[str, Any]:
    borders = [border for entity in task.entities for border in (entity.start, entity.end)]
    tokens = tokens_of(task.text, borders)
    starts = {start: number for number, (start, _) in enumerate(tokens)}
    ends = {end: number for number, (_, end) in enumerate(tokens)}
    spans = [
        {
            **entity.model_dump(mode="json", exclude={"text", "score"}, exclude_none=True),
            "token_start": starts[entity.start],
            "token_end": ends[entity.end],
        }
        for entity in task.entities
        if entity.start in starts and entity.end in ends
    ]
    names = [
        *(THEME + theme for theme in plan.themes),
        *(f"polarity:{polarity}" for polarity in POLARITIES),
        *(f"source:{source}" for source in SOURCES),
    ]
    options = [{"id": name, "text": name} for name in names]
    options += [{"id": COUNCIL + code, "text": f"{COUNCIL}{name}"} for code, name in task.councils.items()]
    return {
        "id": task.id,
        "text": task.text,
        "html": _surroundings(task),
        "tokens": [_token(task.text, number, *token) for number, token in enumerate(tokens)],
        "spans": spans,
        "options": options,
        "accept": _accepted(task),
        "meta": task.meta,
    }


def _token(text: str, number: int, start: int, end: int) -> dict[str, Any]:
    return {
        "text": text[start:end],
        "start": start,
        "end": end,
        "id": number,
        "ws": text[end : end + 1].isspace(),
    }


def _accepted(task: Task) -> list[str]:
    finding = task.finding
    if finding is None:
        return []
    return [
        *(THEME + theme for theme in finding.themes),
        f"polarity:{finding.polarity}",
        f"source:{finding.source}",
        *(COUNCIL + code for code in finding.councils),
    ]


def _surroundings(task: Task) -> str:
    before, text, after = (html.escape(part) for part in (task.before, task.text, task.after))
    return f'<div style="text-align: left; white-space: pre-wrap">{before}<mark>{text}</mark>{after}</div>'
