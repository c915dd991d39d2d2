"""What the words around a mention of an inspection say of it: whose it was, when, and which of several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from ofsight.record import Entity, Record
from ofsight.record.models import Spanned

_PLURAL: Final = re.compile(r"(?:inspections|visits|reviews|jtais)$", re.I)
_VISIT: Final = re.compile(r"\bvisits?\b", re.I)
_THEN: Final = r"\s+(?:(?!(?:the|this|an?)\b)[\w'’]+[\s-]+){0,2}$"
"""What may stand between an order word and its noun: "the last *full* inspection"."""


def _after(words: str, or_else: str = "") -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words}){_THEN}{or_else}", re.I)


_GENERAL: Final = _after(
    "any|every|each|all|no|most|many|some|next|future|forthcoming|upcoming|planned", r"|\bor\s+$"
)
_ANOTHER: Final = _after("another|separate|further|subsequent")
_NOW: Final = _after(r"this|latest|new|most\s+recent|recent|current")
_EARLIER: Final = _after("last|previous|earlier|prior|first|original|initial")
_BEFORE: Final = 48
_AFTER: Final = 60
_NAMED_AFTER: Final = len(" of services for children in ")
_OF: Final = re.compile(r"\s+(?:[\w'’]+\s+){0,4}?(?:of|to|into|in|at|for)\s+(?:the\s+)?")
_ITS: Final = re.compile(r"['’]s\s+(?:[\w'’-]+\s+){0,2}")
_DATED_BEFORE: Final = re.compile(
    r"(?:['’]s)?,?\s*(?:(?!(?:after|before|since|until|and|but|while|following|published|said|says)\b)"
    r"[\w'’-]+\s+){0,4}"
)
_DATED_AFTER: Final = re.compile(
    r"(?:,?\s+(?:report|of|by|to|at|for|into|in|on|from|during|carried\s+out|held|conducted|was|took\s+place|began|the|its"
    r"|[A-Z][\w'’-]*|council|authority|services|children['’]?s?|local|early|late|mid))*[\s,(]*"
)
"""What may stand between an inspection and its date: whose it was, who held it."""


class Order(Enum):
    """Which of several inspections a noun phrase means."""

    BARE = "the inspection"
    NOW = "this inspection"
    EARLIER = "the last inspection"
    ANOTHER = "another inspection"


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A mention of one inspection with what its sentence says of it."""

    entity: Entity
    type: str
    is_visit: bool | None
    council: str | None
    date: str | None
    order: Order


def read_mentions(record: Record) -> Iterator[Mentioned]:
    """Give the mentions of single inspections in a record, in order.

    Parameters
    ----------
    record : Record
        With or without its text.
    """
    own = record.meta.inspection.council if record.meta.inspection else None
    spoken_of: str | None = own
    units: Sequence[Spanned] = sorted((*record.sentences, *record.blocks), key=lambda s: s.end - s.start)
    councils = [entity for entity in record.entities if entity.label == "COUNCIL" and entity.value]
    dates = [entity for entity in record.entities if entity.label == "DATE" and entity.value]
    for entity in record.entities:
        if entity.label == "COUNCIL" and isinstance(entity.value, str) and own is None:
            spoken_of = entity.value
        if entity.label != "INSPECTION" or _PLURAL.search(entity.text or ""):
            continue
        unit = next((unit for unit in units if unit.start <= entity.start < unit.end), entity)
        order = _order(record.text, unit, entity)
        if order is None:
            continue
        yield Mentioned(
            entity=entity,
            type=str(entity.value or "unspecified"),
            is_visit=None if entity.text is None else _VISIT.search(entity.text) is not None,
            council=_council(record, unit, entity, councils) or spoken_of,
            date=_date(record.text, unit, entity, dates),
            order=order,
        )


def _order(text: str | None, unit: Spanned, entity: Entity) -> Order | None:
    """Return which inspection the words before a noun mean; None for one to come or any."""
    if text is None:
        return Order.BARE
    before = text[max(unit.start, entity.start - _BEFORE) : entity.start]
    if _GENERAL.search(before):
        return None
    orders = ((_ANOTHER, Order.ANOTHER), (_NOW, Order.NOW), (_EARLIER, Order.EARLIER))
    return next((order for pattern, order in orders if pattern.search(before)), Order.BARE)


def _council(record: Record, unit: Spanned, entity: Entity, councils: Sequence[Entity]) -> str | None:
    """Return the council a sentence names: after "visit to", else the nearest before, else its finding's.

    A report speaks of its own council's inspections, unless another is named right beside the noun.
    """
    named = [each for each in councils if unit.start <= each.start < unit.end]
    text, is_report = record.text, record.meta.inspection is not None
    after = [
        each
        for each in named
        if 0 <= each.start - entity.end <= _NAMED_AFTER
        and (text is None or _OF.fullmatch(text, entity.end, each.start))
    ]
    before = [
        each
        for each in named
        if each.end <= entity.start
        and not (is_report and (text is None or not _ITS.fullmatch(text, each.end, entity.start)))
    ]
    if after or before:
        return str((after[0] if after else before[-1]).value)
    if is_report:
        return None
    if named:
        return str(named[0].value)
    span = (unit.start, unit.end)
    about = {code for each in record.findings if (each.start, each.end) == span for code in each.councils}
    return about.pop() if len(about) == 1 else None


def _date(text: str | None, unit: Spanned, entity: Entity, dates: Sequence[Entity]) -> str | None:
    """Return the date that belongs to a mention: "a visit to Leeds in May", "the March 2020 inspection"."""
    if text is None:
        return None
    near = [date for date in dates if unit.start <= date.start < unit.end]
    for date in near:
        distance = date.start - entity.end
        if 0 <= distance <= _AFTER and _DATED_AFTER.fullmatch(text, entity.end, date.start):
            return str(date.value)
    for date in reversed(near):
        distance = entity.start - date.end
        if 0 <= distance <= _BEFORE and _DATED_BEFORE.fullmatch(text, date.end, entity.start):
            return str(date.value)
    return None
