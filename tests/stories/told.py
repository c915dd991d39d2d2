"""Records for the stories: reports and articles with the judgements that they tell, in few words."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from ofsight.record import Record

_MARK = re.compile(r"\[(?P<words>[^\[\]|]+)\|(?P<label>[A-Z]+)(?:=(?P<value>[^\]]*))?\]")
HALTON = "E06000006"


def grade(
    words: str, *, council: str | None = HALTON, date: str | None = None, previous: bool = False
) -> Any:
    """A judgement from "overall good" or "overall good full"."""
    area, rating, *kind = words.split()
    return {
        "council": council,
        "area": area,
        "rating": rating,
        "previous": previous,
        "date": date,
        "inspection": kind[0] if kind else None,
    }


def told(name: str, *judgements: Any, meta: Any = None, marked: str = "They said so.") -> Record:
    """A document of one paragraph; lines are sentences, mentions stand in ``[words|LABEL=value]``.

    Every judgement has the first sentence for its evidence, unless it says ``sentence``.
    """
    text = ""
    sentences: list[tuple[int, int]] = []
    entities = []
    for line in marked.splitlines():
        start, position = len(text), 0
        for mark in _MARK.finditer(line):
            text += line[position : mark.start()]
            entities.append(
                {
                    "start": len(text),
                    "end": len(text) + len(mark["words"]),
                    "label": mark["label"],
                    "text": mark["words"],
                    "value": mark["value"],
                }
            )
            text += mark["words"]
            position = mark.end()
        text += line[position:]
        sentences.append((start, len(text)))
        text += "\n"
    facts = [{"evidence": sentences[each.pop("sentence", 0)], **each} for each in map(dict, judgements)]
    return Record.model_validate(
        {
            "id": name,
            "source": {"path": f"{name}.txt", "media_type": "text/plain", "sha256": "0" * 64},
            "meta": {"kind": "news"} | (meta or {}),
            "text": text,
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
            "blocks": [{"start": 0, "end": len(text) - 1, "label": "paragraph"}],
            "sentences": [{"start": start, "end": end} for start, end in sentences],
            "entities": entities,
            "judgements": sorted(
                facts, key=lambda j: (j["evidence"], j["council"] or "", j["area"], j["rating"])
            ),
            "model": {"name": "rules", "version": "1", "sha256": "", "extractors": []},
        }
    )


def news(name: str, published: str | None, *judgements: Any, marked: str = "They said so.") -> Record:
    """An article."""
    return told(name, *judgements, meta={"published": published}, marked=marked)


def report(
    name: str,
    days: str,
    *judgements: Any,
    council: str = HALTON,
    published: str | None = None,
    type: str = "full",
    marked: str = "The grades are these.",
) -> Record:
    """A report of an inspection of ``days`` ("2020-03-02/2020-03-13"); undated judgements are its own."""
    start, _, end = days.partition("/")
    own = [
        {**each, "date": days, "council": council} if each["date"] is None and not each["previous"] else each
        for each in judgements
    ]
    inspection = {
        "council": council,
        "framework": "ilacs",
        "type": type,
        "start": start,
        "end": end or start,
        "lead_inspector": None,
    }
    meta = {"kind": "report", "published": published, "inspection": inspection}
    return told(name, *own, meta=meta, marked=marked)
