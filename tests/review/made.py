"""Runs to review, small and invented, and what annotation tools give back of their tasks."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from tests.formats.annotated import labels
from tests.record.strategies import gss_codes, periods, texts

from ofsight.record import Block, Entity, Finding, Meta, ModelInfo, Record, Sentence, Source
from ofsight.record.io import RecordWriter
from ofsight.record.labels import POLARITIES, SOURCES
from ofsight.record.rules import text_checksum
from ofsight.review.plan import Plan, PlannedTask

MODEL = ModelInfo(name="invented", version="1", sha256="0" * 64)
SENTENCES = (
    "Larkfield council’s social workers carry 31 cases each.",
    "Inspectors found that managers rarely check plans.",
    "Children told inspectors that they feel safe.",
    "The council said it had hired 12 people.",
    "A spokesman declined to comment on <b>the figures</b>.",
)


def _finding(start: int, end: int, theme: str, polarity: Any, source: Any, score: float) -> Finding:
    return Finding(
        start=start,
        end=end,
        themes=(theme,),
        polarity=polarity,
        source=source,
        councils=("E06000006",),
        theme_scores={theme: score, "leadership": 0.2},
        score=score,
    )


def record(id_: str = "larkfield", sentences: Sequence[str] = SENTENCES, score: float = 0.8) -> Record:
    """Return an article in which every sentence but the last is a finding."""
    text = " ".join(sentences)
    spans = []
    for sentence in sentences:
        start = text.index(sentence, spans[-1][1] if spans else 0)
        spans.append((start, start + len(sentence)))
    kinds = [("caseloads", "weakness", "article"), ("management_oversight", "weakness", "inspectorate")]
    kinds += [("direct_work_and_voice", "strength", "inspectorate"), ("workforce", "strength", "council")]
    numbers = [(text.find(number), number) for number in ("31", "12") if number in text]
    return Record(
        id=id_,
        source=Source(path=f"{id_}.txt", media_type="text/plain", sha256="1" * 64),
        meta=Meta(kind="news", title="Pressure at Larkfield", published="2024-03-01"),
        text=text,
        text_sha256=text_checksum(text),
        blocks=(Block(start=0, end=len(text), label="paragraph", score=1.0),),
        sentences=tuple(Sentence(start=start, end=end) for start, end in spans),
        entities=tuple(
            Entity(
                start=at,
                end=at + 2,
                label="QUANTITY",
                text=number,
                value=int(number),
                unit="count",
                score=0.9,
            )
            for at, number in numbers
        ),
        findings=tuple(
            _finding(*span, *kinds[number % 4], score) for number, span in enumerate(spans) if number % 5 != 4
        ),
        model=MODEL,
    )


def write_run(path: Path, records: Sequence[Record]) -> Path:
    """Write a file of records."""
    with RecordWriter(path) as writer:
        for item in records:
            writer.write(item)
    return path


def plan_of(
    records: Sequence[Record], random: Callable[[int], bool] = lambda number: number % 2 == 0
) -> Plan:
    """Return a plan of every sentence of the records."""
    tasks = [
        PlannedTask(item.id, sentence.start, sentence.end, item.text_sha256, random(number), 1.0, ("doubt",))
        for item in records
        for number, sentence in enumerate(item.sentences)
    ]
    entities = sorted({entity.label for item in records for entity in item.entities})
    themes = sorted({theme for item in records for finding in item.findings for theme in finding.themes})
    return Plan(
        run="out.jsonl",
        model="invented 1",
        documents=len(records),
        sentences=len(tasks),
        seed=0,
        entities=tuple(entities),
        themes=tuple(themes),
        tasks=tuple(tasks),
    )


def label_studio_export(tasks: Path, annotator: str = "ann") -> list[dict[str, Any]]:
    """Return what Label Studio exports where each prediction was submitted as it was."""
    return [
        {
            "id": 100 + number,
            "data": task["data"],
            "annotations": [
                {"result": task["predictions"][0]["result"], "completed_by": {"email": annotator}}
            ],
            "predictions": task["predictions"],
        }
        for number, task in enumerate(json.loads(tasks.read_text(encoding="utf-8")))
    ]


def prodigy_export(tasks: Path, annotator: str = "ann") -> list[dict[str, Any]]:
    """Return what ``prodigy db-out`` gives where each task was accepted as it was."""
    lines = tasks.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) | {"answer": "accept", "_annotator_id": annotator} for line in lines if line]


def write_export(path: Path, export: list[dict[str, Any]]) -> Path:
    """Write an export: a list as Label Studio does, or lines as Prodigy does, by the name's ending."""
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(task) + "\n" for task in export), encoding="utf-8")
    else:
        path.write_text(json.dumps(export), encoding="utf-8")
    return path


def _is_trim(words: str) -> bool:
    return bool(words) and words == words.strip()


_values = st.none() | st.text("ab 7.", max_size=4) | st.integers(-(2**53), 2**53)
_ids = st.text("aé:-~0123 <", min_size=1, max_size=8).filter(str.strip)


@st.composite
def marked(draw: st.DrawFn, text: str, spans: Sequence[tuple[int, int]], id_: str) -> Record:
    """A prediction on a text with these sentences: findings and entities lie in them."""
    entities = []
    for start, end in spans:
        cuts = sorted(draw(st.sets(st.integers(start, end), max_size=4)))
        for a, b in pairwise(cuts):
            if _is_trim(text[a:b]) and draw(st.booleans()):
                label = draw(labels)
                value = draw(st.none() | periods) if label == "DATE" else draw(_values.filter(_is_whole))
                entities.append(Entity(start=a, end=b, label=label, text=text[a:b], value=value, score=0.5))
    return Record(
        id=id_,
        source=Source(path="in.txt", media_type="text/plain", sha256="0" * 64),
        meta=Meta(kind=draw(st.sampled_from(["news", "report", None]))),
        text=text,
        text_sha256=text_checksum(text),
        sentences=tuple(Sentence(start=start, end=end) for start, end in spans),
        entities=tuple(entities),
        findings=tuple(
            Finding(
                start=start,
                end=end,
                themes=tuple(draw(st.lists(labels, min_size=1, max_size=3, unique=True))),
                polarity=draw(st.sampled_from(POLARITIES)),
                source=draw(st.sampled_from(SOURCES)),
                councils=tuple(draw(st.lists(gss_codes, max_size=2, unique=True))),
                score=0.5,
            )
            for start, end in spans
            if draw(st.booleans())
        ),
        model=MODEL,
    )


def _is_whole(value: object) -> bool:
    return not isinstance(value, str) or bool(value.strip())


@st.composite
def predictions(draw: st.DrawFn) -> tuple[Record, Record]:
    """Two predictions on one text with the same sentences: what a run says, and what a reviewer would."""
    text = draw(texts.filter(str.strip))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)) | {0, len(text)})
    spans = [(a, b) for a, b in pairwise(cuts) if _is_trim(text[a:b])]
    id_ = draw(_ids)
    return draw(marked(text, spans, id_)), draw(marked(text, spans, id_))
