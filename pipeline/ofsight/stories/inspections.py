"""Which mentions of inspections within a document mean the same one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ofsight.record import Entity, Judgement, Record
from ofsight.register import load_register

from .mentions import Mentioned, Order, read_mentions
from .periods import Period, days_apart, in_words, may_be_one, parse_period

_WORDS: Final = {
    "full": "full inspection",
    "short": "short inspection",
    "sif": "single-framework inspection",
    "focused_visit": "focused visit",
    "monitoring_visit": "monitoring visit",
    "jtai": "joint targeted area inspection",
    "send": "area SEND inspection",
}
_VISITS: Final = frozenset({"focused_visit", "monitoring_visit"})
_KINDS_OF_FULL: Final = frozenset({"full", "sif"})
_UNGRADED: Final = frozenset({*_VISITS, "jtai", "send"})
_UNKNOWN: Final = frozenset({"unspecified", "other", None})


@dataclass(frozen=True, slots=True)
class ToldInspection:
    """One inspection that a document speaks of.

    Attributes
    ----------
    name : str
        Its canonical name: authority, type and date, as far as they are known.
    council : str or None
        GSS code of the authority inspected.
    type : str
        A value of INSPECTION; ``unspecified`` where no mention tells.
    date : str or None
        When it was (ISO), as exact as the document tells.
    is_own : bool
        Whether it is the inspection whose report the document is.
    mentions : tuple of Entity
        The INSPECTION mentions that mean it, in order.
    judgements : tuple of Judgement
        The grades that it gave.
    """

    name: str
    council: str | None
    type: str
    date: str | None
    is_own: bool
    mentions: tuple[Entity, ...]
    judgements: tuple[Judgement, ...]


@dataclass(slots=True)
class _Event:
    """An inspection in the making: what has been read of it so far."""

    council: str | None
    type: str
    is_visit: bool | None
    date: str | None
    order: Order
    is_own: bool = False
    mentions: list[Entity] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)

    @property
    def period(self) -> Period | None:
        return parse_period(self.date)

    def learn(self, mentioned: Mentioned) -> None:
        self.mentions.append(mentioned.entity)
        self.council = self.council or mentioned.council
        if self.type in _UNKNOWN and mentioned.type not in _UNKNOWN:
            self.type, self.is_visit = mentioned.type, mentioned.is_visit
        self.date = _more_exact(self.date, mentioned.date)


def told_inspections(record: Record) -> list[ToldInspection]:
    """Tell which inspections a document speaks of, each once.

    Parameters
    ----------
    record : Record
        With or without its text; without it, order words ("the previous inspection") go unread.

    Returns
    -------
    list of ToldInspection
        A report's own first, then in the order of their first mention, then those that only a grade tells of.
        Plural nouns ("focused visits"), inspections to come and in general ("any inspection") are none.
    """
    events = _own_event(record)
    for mentioned in read_mentions(record):
        event = _find(events, mentioned)
        if event is None:
            event = _begin(events, mentioned)
        event.learn(mentioned)
    for judgement in record.judgements:
        _event_of(events, judgement).judgements.append(judgement)
    return [
        ToldInspection(
            name=_name(event),
            council=event.council,
            type=event.type,
            date=event.date,
            is_own=event.is_own,
            mentions=tuple(event.mentions),
            judgements=tuple(event.judgements),
        )
        for event in events
        if event.mentions or event.judgements or event.is_own
    ]


def _own_event(record: Record) -> list[_Event]:
    inspection = record.meta.inspection
    if inspection is None:
        return []
    date = inspection.start or inspection.end
    if inspection.start and inspection.end and inspection.start != inspection.end:
        date = f"{inspection.start}/{inspection.end}"
    is_visit = None if inspection.type in _UNKNOWN else inspection.type in _VISITS
    return [_Event(inspection.council, inspection.type, is_visit, date, Order.NOW, is_own=True)]


def _begin(events: list[_Event], mentioned: Mentioned) -> _Event:
    """Open a new event; in a report, what was before its own inspection is an earlier one."""
    order, when = mentioned.order, parse_period(mentioned.date)
    own = next((event.period for event in events if event.is_own), None)
    if own and when and when.last < own.first:
        order = Order.EARLIER
    event = _Event(mentioned.council, mentioned.type, mentioned.is_visit, mentioned.date, order)
    events.append(event)
    return event


def _find(events: Sequence[_Event], mentioned: Mentioned) -> _Event | None:
    """Return the inspection spoken of before that a mention means: the dated one, else the last."""
    fitting = [event for event in events if _fits(event, mentioned)]
    when = parse_period(mentioned.date)
    if when is not None:
        dated = [event for event in fitting if event.period is not None]
        if dated:
            return min(dated, key=lambda event: days_apart(event.period or when, when))
        fitting = [event for event in fitting if not event.is_own]
    elif mentioned.order is Order.ANOTHER:
        return None
    same = [event for event in fitting if event.order is mentioned.order]
    if mentioned.order in {Order.BARE, Order.NOW}:
        present = [event for event in fitting if event.order in {Order.BARE, Order.NOW}]
        own = [event for event in present if event.is_own]
        same = own or present or (fitting if mentioned.order is Order.BARE else [])
    typed = [event for event in same if event.type == mentioned.type]
    candidates = typed or same
    return candidates[-1] if candidates else None


def _fits(event: _Event, mentioned: Mentioned) -> bool:
    if event.council and mentioned.council and event.council != mentioned.council:
        return False
    if not _same_type(event, mentioned):
        return False
    one, other = event.period, parse_period(mentioned.date)
    return one is None or other is None or may_be_one(one, other)


def _same_type(event: _Event, mentioned: Mentioned) -> bool:
    if event.type in _UNKNOWN or mentioned.type in _UNKNOWN:
        return event.is_visit is None or mentioned.is_visit is None or event.is_visit == mentioned.is_visit
    return event.type == mentioned.type or {event.type, mentioned.type} == _KINDS_OF_FULL


def _event_of(events: list[_Event], judgement: Judgement) -> _Event:
    """Return the inspection that gave a grade: the one of its date, else the one its sentence speaks of."""
    when = parse_period(judgement.date)
    graded = [
        event
        for event in events
        if event.council in {None, judgement.council} and event.type not in _UNGRADED
    ]
    if when is not None:
        dated = [event for event in graded if event.period and may_be_one(event.period, when)]
        if dated:
            return min(dated, key=lambda event: days_apart(event.period or when, when))
    start, end = judgement.evidence
    named = [
        event
        for event in graded
        if (event.period is None or when is None)
        and (event.order is Order.EARLIER or not judgement.previous)
        and any(start <= mention.start < end for mention in event.mentions)
    ]
    event = named[0] if named else _undated(graded, judgement)
    if event is None:
        kind = judgement.inspection or "unspecified"
        event = _Event(judgement.council, kind, False, judgement.date, Order.EARLIER)
        events.append(event)
    event.council = event.council or judgement.council
    event.date = event.date or judgement.date
    return event


def _undated(graded: Sequence[_Event], judgement: Judgement) -> _Event | None:
    """Return the inspection of a grade without a date: the one reported, or that of other such grades."""
    if judgement.date is not None:
        return None
    for event in graded:
        if event.council not in {None, judgement.council} or event.date is not None:
            continue
        is_news = event.order in {Order.BARE, Order.NOW} and not judgement.previous
        if is_news or (event.judgements and event.judgements[0].previous == judgement.previous):
            return event
    return None


def _more_exact(one: str | None, other: str | None) -> str | None:
    first, second = parse_period(one), parse_period(other)
    if first is None or second is None:
        return one or other
    return other if second.days < first.days and first.first <= second.first <= first.last else one


def _name(event: _Event) -> str:
    authority = load_register().by_code(event.council) if event.council else None
    noun = _WORDS.get(event.type) or ("visit" if event.is_visit else "inspection")
    parts = [authority.short_name if authority else event.council, noun, event.date and in_words(event.date)]
    return ", ".join(part for part in parts if part)
