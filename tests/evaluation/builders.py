"""Small records to score; texts are made of the letter x unless a test needs words."""

from __future__ import annotations

from typing import Any

from ofsight.record import (
    AnnotatorInfo,
    Block,
    Entity,
    Finding,
    Judgement,
    Measure,
    Meta,
    Quotation,
    Record,
    Role,
    Sentence,
    Source,
    Speaker,
)
from ofsight.record.io import without_text
from ofsight.record.rules import sort_key, text_checksum

HALTON = "E06000006"
MEDWAY = "E06000035"


def block(start: int, end: int, label: str = "paragraph") -> Block:
    return Block(start=start, end=end, label=label)


def entity(
    start: int, end: int, label: str = "COUNCIL", value: Any = None, unit: str | None = None
) -> Entity:
    return Entity(start=start, end=end, label=label, text="x" * (end - start), value=value, unit=unit)


def sentences(*spans: tuple[int, int]) -> tuple[Sentence, ...]:
    return tuple(Sentence(start=start, end=end) for start, end in spans)


def finding(
    start: int,
    end: int,
    *themes: str,
    polarity: Any = "weakness",
    source: Any = "inspectorate",
    councils: tuple[str, ...] = (HALTON,),
) -> Finding:
    return Finding(
        start=start,
        end=end,
        themes=themes or ("leadership",),
        polarity=polarity,
        source=source,
        councils=councils,
    )


def quotation(
    start: int, end: int, source: Any = "council", speaker: tuple[int, int] | None = None
) -> Quotation:
    named = None
    if speaker is not None:
        named = Speaker(start=speaker[0], end=speaker[1], text="x" * (speaker[1] - speaker[0]))
    return Quotation(start=start, end=end, source=source, speaker=named)


def judgement(area: str = "overall", rating: Any = "good", **changes: Any) -> Judgement:
    fields = {"council": HALTON, "previous": False, "date": None, "inspection": None, "evidence": (0, 10)}
    return Judgement(area=area, rating=rating, **{**fields, **changes})


def role(official: str, post: str, organisation: str | None = HALTON, evidence: Any = (0, 10)) -> Role:
    return Role(official=official, role=post, organisation=organisation, evidence=evidence)


def measure(metric: str, value: float, **changes: Any) -> Measure:
    fields = {"council": HALTON, "unit": "percent", "comparator": None, "as_of": None, "evidence": (0, 10)}
    return Measure(metric=metric, value=value, **{**fields, **changes})


def record(
    document: str = "a",
    *,
    text: str = "x" * 400,
    kind: Any = "news",
    unchecked: bool = False,
    **layers: Any,
) -> Record:
    """Make a record; ``unchecked`` allows what no valid record has: crossing and repeated entities."""
    fields = {
        "id": document,
        "source": Source(path=f"{document}.txt", media_type="text/plain", sha256="0" * 64),
        "meta": Meta(kind=kind),
        "text": text,
        "text_sha256": text_checksum(text),
        "model": AnnotatorInfo(annotator="tester"),
        **{layer: tuple(sorted(items, key=sort_key)) for layer, items in layers.items()},
    }
    return Record.model_construct(**fields) if unchecked else Record(**fields)


def stand_off(full: Record) -> Record:
    return without_text(full, keep_title=False)
