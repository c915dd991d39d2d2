"""What must hold between the parts of a record: spans in the text, order, overlap, copies of text, values.

A rule that is broken is a location (the keys and indexes that lead to the field) and a message. All broken
rules are given, not only the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from .labels import INSPECTION_VALUES, QUANTITY_UNITS, RATINGS
from .location import Location
from .models import AnnotatorInfo, Block, Entity, Finding, Judgement, Measure, RecordShape, Role, Spanned
from .types import is_date_or_interval, is_gss_code


class BrokenRule(NamedTuple):
    """Where in the record, and what is wrong there."""

    location: Location
    message: str


SPAN_LAYERS: Final = ("blocks", "sentences", "entities", "findings", "quotations")
FACT_LAYERS: Final = ("judgements", "roles", "measures")
_FLAT_LAYERS: Final = ("blocks", "entities")

_ORDER: Final = {
    "blocks": "start, end, label",
    "sentences": "start, end",
    "entities": "start, end, label",
    "findings": "start, end",
    "quotations": "start, end",
    "judgements": "evidence, council, area, rating",
    "roles": "evidence, organisation",
    "measures": "evidence, council, metric, value",
}


def sort_key(item: Any) -> tuple[Any, ...]:
    """Return what the lists of a record are sorted by; missing councils and organisations come first."""
    if isinstance(item, Block | Entity):
        return (item.start, item.end, item.label)
    if isinstance(item, Spanned):
        return (item.start, item.end)
    if isinstance(item, Judgement):
        return (item.evidence, item.council or "", item.area, item.rating)
    if isinstance(item, Measure):
        return (item.evidence, item.council or "", item.metric, item.value)
    if isinstance(item, Role):
        return (item.evidence, item.organisation or "")
    raise TypeError(f"{type(item).__name__} is not kept in a list of a record")


def text_checksum(text: str) -> str:
    """Return the SHA-256 of the UTF-8 bytes of ``text`` in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def broken_rules(record: RecordShape, *, all_sentences: bool = True) -> Iterator[BrokenRule]:
    """Give every rule between fields that ``record`` breaks.

    Parameters
    ----------
    record : RecordShape
        The fields, each sound by itself.
    all_sentences : bool
        False when sentences may be missing, so that a finding need not be one of those that are there.
    """
    yield from _document_rules(record)
    for layer in SPAN_LAYERS:
        items: Sequence[Spanned] = getattr(record, layer)
        yield from _span_rules(layer, items, record.text)
        yield from _order_rules(layer, items)
        if layer in _FLAT_LAYERS:
            yield from _overlap_rules(layer, items)
    yield from _copy_rules(record)
    for index, entity in enumerate(record.entities):
        yield from _value_rules(index, entity)
    yield from _finding_rules(record, all_sentences=all_sentences)
    for layer in FACT_LAYERS:
        yield from _evidence_rules(layer, getattr(record, layer), record.text)
        yield from _order_rules(layer, getattr(record, layer))
    if isinstance(record.model, AnnotatorInfo):
        yield from _gold_rules(record)


def _document_rules(record: RecordShape) -> Iterator[BrokenRule]:
    if record.meta.kind == "news" and record.meta.inspection is not None:
        yield BrokenRule(("meta", "inspection"), "should be null: only a report has an inspection of its own")
    if record.text is not None and (right := text_checksum(record.text)) != record.text_sha256:
        yield BrokenRule(("text_sha256",), f"is not the checksum of the text, which is {right}")


def _span_rules(layer: str, items: Sequence[Spanned], text: str | None) -> Iterator[BrokenRule]:
    length = None if text is None else len(text)
    for index, item in enumerate(items):
        for name, message in _span_faults(item.start, item.end, length):
            yield BrokenRule((layer, index, name), message)


def _span_faults(start: int, end: int, length: int | None) -> Iterator[tuple[str, str]]:
    if start >= end:
        yield "start", f"start {start} is not before end {end}"
    if length is not None and end > length:
        yield "end", f"end {end} is beyond the text, which has {length} characters"


def _order_rules(layer: str, items: Sequence[Any]) -> Iterator[BrokenRule]:
    keys = [sort_key(item) for item in items]
    for index in range(1, len(keys)):
        if keys[index] < keys[index - 1]:
            yield BrokenRule((layer, index), f"should stand before the one above: sorted by {_ORDER[layer]}")


def _overlap_rules(layer: str, items: Sequence[Spanned]) -> Iterator[BrokenRule]:
    reach = -1
    farthest = 0
    for index in sorted(range(len(items)), key=lambda i: (items[i].start, items[i].end)):
        if items[index].start < reach:
            yield BrokenRule((layer, index), f"overlaps {layer}[{farthest}]")
        if items[index].end > reach:
            reach, farthest = items[index].end, index


def _copy_rules(record: RecordShape) -> Iterator[BrokenRule]:
    """Check the copies of parts of the text: equal to it, or absent from a stand-off record."""
    for index, entity in enumerate(record.entities):
        if message := _copy_fault(entity.start, entity.end, entity.text, record.text):
            yield BrokenRule(("entities", index, "text"), message)
    length = None if record.text is None else len(record.text)
    for index, quotation in enumerate(record.quotations):
        speaker = quotation.speaker
        if speaker is None:
            continue
        for name, message in _span_faults(speaker.start, speaker.end, length):
            yield BrokenRule(("quotations", index, "speaker", name), message)
        if message := _copy_fault(speaker.start, speaker.end, speaker.text, record.text):
            yield BrokenRule(("quotations", index, "speaker", "text"), message)
    if record.text is None:
        for index, measure in enumerate(record.measures):
            if measure.comparator is not None:
                yield BrokenRule(("measures", index, "comparator"), _NO_COPY)


_NO_COPY: Final = "should be null: the record is stand-off, its text is null"


def _copy_fault(start: int, end: int, copy: str | None, text: str | None) -> str:
    if text is None:
        return "" if copy is None else _NO_COPY
    if copy == text[start:end]:
        return ""
    return f"is {_shown(copy)}, but text[{start}:{end}] is {_shown(text[start:end])}"


def _shown(text: str | None) -> str:
    if text is None:
        return "null"
    return repr(text if len(text) <= 60 else text[:57] + "...")


def _value_rules(index: int, entity: Entity) -> Iterator[BrokenRule]:
    """Check value and unit of the codebook's entity labels; other labels are free to hold what they like."""
    value, label = entity.value, entity.label
    right = _VALUES.get(label)
    if right is None:
        return
    if value is not None and not right.holds(value):
        yield BrokenRule(("entities", index, "value"), f"should be {right.what} or null for {label}")
    if label == "QUANTITY":
        if entity.unit is not None and entity.unit not in QUANTITY_UNITS:
            yield BrokenRule(("entities", index, "unit"), f"should be null or of {', '.join(QUANTITY_UNITS)}")
    elif entity.unit is not None:
        yield BrokenRule(("entities", index, "unit"), f"should be null: a {label} has no unit")


class _Right(NamedTuple):
    what: str
    holds: Any


_VALUES: Final[dict[str, _Right]] = {
    "COUNCIL": _Right("a GSS code such as E06000006", is_gss_code),
    "ORGANISATION": _Right("a key of the register", lambda value: isinstance(value, str) and value != ""),
    "OFFICIAL": _Right("a string", lambda value: isinstance(value, str)),
    "ROLE": _Right("a string", lambda value: isinstance(value, str)),
    "RATING": _Right("one of " + ", ".join(RATINGS), lambda value: value in RATINGS),
    "INSPECTION": _Right("one of " + ", ".join(INSPECTION_VALUES), lambda value: value in INSPECTION_VALUES),
    "DATE": _Right(
        "an ISO date, month, year or interval",
        lambda value: isinstance(value, str) and is_date_or_interval(value),
    ),
    "QUANTITY": _Right("a number", lambda value: not isinstance(value, str)),
}


def _finding_rules(record: RecordShape, *, all_sentences: bool) -> Iterator[BrokenRule]:
    sentences = {(sentence.start, sentence.end) for sentence in record.sentences}
    first: dict[tuple[int, int], int] = {}
    for index, finding in enumerate(record.findings):
        span = (finding.start, finding.end)
        if all_sentences and sentences and span not in sentences:
            yield BrokenRule(("findings", index), f"is none of the sentences: {span[0]} to {span[1]}")
        earlier = first.setdefault(span, index)
        if earlier != index:
            yield BrokenRule(
                ("findings", index), f"is a second finding in the sentence of findings[{earlier}]"
            )
        yield from _repetition_rules(index, finding)


def _repetition_rules(index: int, finding: Finding) -> Iterator[BrokenRule]:
    for name in ("themes", "councils"):
        labels = getattr(finding, name)
        if len(set(labels)) != len(labels):
            yield BrokenRule(("findings", index, name), "names one twice")


def _evidence_rules(
    layer: str, facts: Sequence[Judgement | Role | Measure], text: str | None
) -> Iterator[BrokenRule]:
    length = None if text is None else len(text)
    for index, fact in enumerate(facts):
        for _, message in _span_faults(*fact.evidence, length):
            yield BrokenRule((layer, index, "evidence"), message)


def _gold_rules(record: RecordShape) -> Iterator[BrokenRule]:
    message = "should be null: an annotator gives no scores"
    scored: Iterator[tuple[str, Sequence[Block | Entity | Finding]]] = iter(
        (("blocks", record.blocks), ("entities", record.entities), ("findings", record.findings))
    )
    for layer, items in scored:
        for index, item in enumerate(items):
            if item.score is not None:
                yield BrokenRule((layer, index, "score"), message)
    for index, finding in enumerate(record.findings):
        for theme, score in (finding.theme_scores or {}).items():
            if score is not None:
                yield BrokenRule(("findings", index, "theme_scores", theme), message)
