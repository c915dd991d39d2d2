"""Checks of values against the words they stand for, and of facts against their evidence."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from ofsight.corpus.checks.suspicion import Checked, Suspicion
from ofsight.record import Entity
from ofsight.register import load_register
from ofsight.values.dates import parse_date
from ofsight.values.numbers import find_quantities

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b", re.IGNORECASE)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = re.compile(rf"\b({'|'.join(_DAYS)})\b", re.IGNORECASE)
_RATING_WORDS = {
    "outstanding": re.compile(r"\boutstanding\b", re.IGNORECASE),
    "good": re.compile(r"\bgood\b|\bperform\w*\s+well\b", re.IGNORECASE),
    "requires_improvement": re.compile(r"\brequir\w*[\s-]+improvement\b|\bRI\b", re.IGNORECASE),
    "inadequate": re.compile(r"\binadequate\b", re.IGNORECASE),
    "adequate": re.compile(r"\badequate(?:ly)?\b|\bsatisfactory\b", re.IGNORECASE),
    "poor": re.compile(r"\bpoor\b", re.IGNORECASE),
}
_CLOSE = 0.01
# Numbers that only a person can read as one.
_BEYOND_READING = re.compile(
    r"\b(?:all but|out of|point|and a (?:half|quarter)|of a (?:million|billion))\b", re.IGNORECASE
)
# A bare month or day may lie before or after publication; these words say which.
_RELATIVE = re.compile(r"\b(?:last|this|next|ago|previous|yesterday|today|tomorrow)\b", re.IGNORECASE)


def entity_values(checked: Checked) -> Iterator[Suspicion]:
    """Find values that the words of their mention contradict."""
    for entity in checked.record.entities:
        words = checked.words(entity.start, entity.end)
        for check, message in _value_faults(entity, words, checked):
            yield checked.suspicion(check, entity.start, entity.end, message)


def _value_faults(entity: Entity, words: str, checked: Checked) -> Iterator[tuple[str, str]]:
    match entity.label:
        case "QUANTITY":
            yield from _quantity_faults(entity, words)
        case "DATE":
            published = checked.record.meta.published
            yield from _date_faults(entity, words, published)
        case "COUNCIL":
            yield from _council_faults(entity, checked.record.meta.published)


def _quantity_faults(entity: Entity, words: str) -> Iterator[tuple[str, str]]:
    if _BEYOND_READING.search(words):
        return
    found = find_quantities(words, 0, len(words))
    if len(found) != 1 or found[0].value is None or not isinstance(entity.value, int | float):
        return
    read = found[0]
    if read.value is not None and abs(read.value - entity.value) > _CLOSE * max(1, abs(read.value)):
        yield "quantity-value", f"value {entity.value}, but the words say {read.value}"
    elif read.unit in {"gbp", "percent"} and read.unit != entity.unit:
        yield "quantity-value", f"unit {entity.unit}, but the words say {read.unit}"


def _date_faults(entity: Entity, words: str, published: str | None) -> Iterator[tuple[str, str]]:
    if not isinstance(entity.value, str):
        return
    first, _, last = entity.value.partition("/")
    last = last or first
    for year in _YEAR.findall(words):
        if not first[:4] <= year <= last[:4]:
            yield "date-value", f"value {entity.value}, but the words say {year}"
            return
    months = {_MONTHS.index(name.lower()) + 1 for name in _MONTH.findall(words)}
    edges = {int(edge[5:7]) for edge in (first, last) if len(edge) >= 7}
    if months and edges and first[:7] == last[:7] and not months & edges:
        yield "date-value", f"value {entity.value}, but the words name another month"
        return
    days = {_DAYS.index(name.lower()) for name in _DAY.findall(words)}
    if len(days) == 1 and first == last and len(first) == 10:
        weekday = datetime.date.fromisoformat(first).weekday()
        if weekday not in days:
            yield "date-value", f"value {entity.value} is a {_DAYS[weekday].title()}"
            return
    if published is None or len(published) < 10 or not _RELATIVE.search(words):
        return
    read = parse_date(words, datetime.date.fromisoformat(published))
    if read is not None and not _within(entity.value, read) and not _within(read, entity.value):
        yield "date-reading", f"value {entity.value}, but counted from {published} it reads {read}"


def _within(inner: str, outer: str) -> bool:
    """Tell whether one period lies in another."""
    first, last = _days(inner)
    low, high = _days(outer)
    return low <= first and last <= high


def _days(period: str) -> tuple[str, str]:
    """Return the first and last day of a period; the last of a month is at most its 31st."""
    first, _, last = period.partition("/")
    return (first + "-01-01")[:10], ((last or first) + "-12-31"[len(last or first) - 4 :])[:10]


def _council_faults(entity: Entity, published: str | None) -> Iterator[tuple[str, str]]:
    authority = load_register().by_code(entity.value) if isinstance(entity.value, str) else None
    if authority is None:
        yield "council-value", f"no authority has the code {entity.value}"
        return
    if published is None or len(published) < 10:
        return
    when = datetime.date.fromisoformat(published)
    if not authority.existed(when):
        span = f"{authority.start or ''}–{authority.end or ''}"
        yield "council-date", f"{authority.official_name} ({span}) did not exist on {published}"


def fact_evidence(checked: Checked) -> Iterator[Suspicion]:
    """Find judgements, measures and roles of which the evidence shows no trace."""
    record = checked.record
    for judgement in record.judgements:
        start, end = judgement.evidence
        if not _RATING_WORDS[judgement.rating].search(checked.text, start, end):
            yield checked.suspicion(
                "rating-evidence",
                start,
                end,
                f"judgement {judgement.area} = {judgement.rating}: not said here",
            )
    for measure in record.measures:
        start, end = measure.evidence
        figures = [
            entity.value
            for entity in record.entities
            if entity.label == "QUANTITY" and start <= entity.start < end
        ]
        if not any(
            isinstance(value, int | float) and abs(value - measure.value) < _CLOSE for value in figures
        ):
            yield checked.suspicion(
                "measure-evidence",
                start,
                end,
                f"measure {measure.metric} = {measure.value}: no QUANTITY of that value here",
            )
    named = {
        label: {checked.words(e.start, e.end) for e in record.entities if e.label == label}
        for label in ("OFFICIAL", "ROLE")
    }
    for role in record.roles:
        start, end = role.evidence
        for label, words in (("OFFICIAL", role.official), ("ROLE", role.role)):
            if words is not None and " ".join(words.split()) not in named[label]:
                yield checked.suspicion(
                    "role-words", start, end, f"role: {words!r} is no {label} of the document"
                )
