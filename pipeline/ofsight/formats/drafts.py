"""From what annotation tools say of a text to a record: spans checked, trimmed and freed of overlap.

A reader makes a :class:`Draft` of each document it finds, with offsets as its file gives them, or a
:class:`BadEntryError` where it can make nothing of an entry; :func:`records_of` does the rest.

Imported records list no blocks and no sentences, which means that they are annotated throughout: whoever
trains or scores cuts sentences for themselves.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from ofsight.errors import ConversionError
from ofsight.ingest.document import InputFailure
from ofsight.ingest.ids import UniqueIds
from ofsight.record import AnnotatorInfo, Entity, Finding, Meta, Record, Source
from ofsight.record.labels import POLARITIES, SOURCES
from ofsight.record.location import field_path, plain_location
from ofsight.record.rules import sort_key, text_checksum

from .inputs import AnnotationFile
from .notes import Notes

UNKNOWN_ANNOTATOR: Final = "unknown"
STAGE: Final = "convert"
_BAD_ENTRY: Final = "bad_entry"
_HALF_PAIR: Final = re.compile("[\ud800-\udfff]")

OVERLAPPING: Final = "spans that overlap a longer one, left out"
REPEATED: Final = "second findings in the same span, left out"
BLANK: Final = "spans without a character, left out"
NO_POLARITY: Final = "findings without a polarity, taken as neutral"
NO_THEME: Final = "polarities, sources or councils without a theme, left out"


class BadEntryError(ConversionError):
    """One entry of a file cannot be made a record; the others can."""


class EntityMark(NamedTuple):
    """``text[start:end]`` with a label; value and unit where a record was written and read back."""

    start: int
    end: int
    label: str
    value: Any = None
    unit: str | None = None


class FindingMark(NamedTuple):
    """``text[start:end]`` with what is said about it; empty strings where the file says nothing."""

    start: int
    end: int
    themes: tuple[str, ...]
    polarity: str = ""
    source: str = ""
    councils: tuple[str, ...] = ()


@dataclass(slots=True)
class Draft:
    """One document as an annotation tool has it; ``place`` says where in the file, for messages."""

    place: str
    id: str
    text: str
    annotator: str = UNKNOWN_ANNOTATOR
    meta: Meta = field(default_factory=Meta)
    entities: list[EntityMark] = field(default_factory=list)
    findings: list[FindingMark] = field(default_factory=list)


class Unreadable(NamedTuple):
    """An entry that is not one document of which something is known."""

    place: str
    id: str
    error: BadEntryError


def records_of(
    file: AnnotationFile, found: Iterable[Draft | Record | Unreadable], notes: Notes, *, media_type: str
) -> Iterator[Record | InputFailure]:
    """Make a record of each draft, or say why there is none; what is a record already is handed on.

    Parameters
    ----------
    file : AnnotationFile
        Where they are from.
    found : iterable of Draft, Record or Unreadable
        What its reader made of the entries.
    notes : Notes
        Counts what is left out or assumed.
    media_type : str
        Of the file.

    Yields
    ------
    Record or InputFailure
        In the order of the entries; ids are made unique.
    """
    ids = UniqueIds()
    for item in found:
        unique = ids.assign(item.id)
        try:
            if isinstance(item, Unreadable):
                raise item.error
            if isinstance(item, Draft):
                yield _record(item, unique, file, notes, media_type)
            else:
                yield item if item.id == unique else item.model_copy(update={"id": unique})
        except BadEntryError as error:
            place = "" if isinstance(item, Record) else f", {item.place}"
            yield InputFailure(unique, file.path, STAGE, _BAD_ENTRY, f"{file.name}{place}: {error}")


def _record(draft: Draft, unique: str, file: AnnotationFile, notes: Notes, media_type: str) -> Record:
    text = draft.text
    try:
        return Record(
            id=unique,
            source=Source(path=file.path, media_type=media_type, sha256=file.sha256),
            meta=draft.meta,
            text=text,
            text_sha256=text_checksum(text),
            entities=tuple(sorted(_entities(draft, notes), key=sort_key)),
            findings=tuple(sorted(_findings(draft, notes), key=sort_key)),
            model=AnnotatorInfo(annotator=draft.annotator),
        )
    except ValidationError as error:
        raise BadEntryError(f"makes no valid record: {first_fault(error)}") from error


def first_fault(error: ValidationError) -> str:
    """Return field and message of the first thing that a record's models object to."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{field_path(plain_location(first['loc']))}: {first['msg']}"


def _entities(draft: Draft, notes: Notes) -> Iterator[Entity]:
    """Give the entities, the longer of two that overlap."""
    text = draft.text
    kept: list[tuple[int, int]] = []
    marks = {
        mark._replace(start=a, end=b) for mark in draft.entities for a, b in _trimmed(mark, draft, notes)
    }
    for mark in sorted(marks, key=lambda m: (m.start - m.end, m.start, m.label, repr(m))):
        place = bisect_left(kept, (mark.start, mark.end))
        before, after = kept[max(place - 1, 0) : place], kept[place : place + 1]
        if (before and before[0][1] > mark.start) or (after and after[0][0] < mark.end):
            notes.add(OVERLAPPING, draft.place)
            continue
        insort(kept, (mark.start, mark.end))
        words = text[mark.start : mark.end]
        yield Entity(
            start=mark.start, end=mark.end, label=mark.label, text=words, value=mark.value, unit=mark.unit
        )


def _findings(draft: Draft, notes: Notes) -> Iterator[Finding]:
    seen: set[tuple[int, int]] = set()
    for mark in draft.findings:
        for start, end in _trimmed(mark, draft, notes):
            if not mark.themes:
                notes.add(NO_THEME, draft.place)
                continue
            if (start, end) in seen:
                notes.add(REPEATED, draft.place)
                continue
            seen.add((start, end))
            if not mark.polarity:
                notes.add(NO_POLARITY, draft.place)
            yield Finding.model_validate(
                {
                    "start": start,
                    "end": end,
                    "themes": tuple(dict.fromkeys(mark.themes)),
                    "polarity": _one_of("polarity", mark.polarity or "neutral", POLARITIES),
                    "source": _one_of("source", mark.source or default_source(draft.meta), SOURCES),
                    "councils": tuple(dict.fromkeys(mark.councils)),
                }
            )


def default_source(meta: Meta) -> str:
    """Return whose assertion a finding is where nothing is said: an inspector's in a report."""
    return "inspectorate" if meta.kind == "report" else "article"


def _one_of(what: str, found: str, known: Sequence[str]) -> str:
    if found.lower() not in known:
        raise BadEntryError(f"the {what} {found!r} is none of {', '.join(known)}; rename it in the export")
    return found.lower()


def _trimmed(mark: EntityMark | FindingMark, draft: Draft, notes: Notes) -> Iterator[tuple[int, int]]:
    """Give the span without white space at its ends, or nothing when nothing is left."""
    start, end, text = mark.start, mark.end, draft.text
    if not 0 <= start <= end <= len(text):
        raise BadEntryError(
            f"a span from {start} to {end} does not lie in the text, which has {len(text)} characters;"
            " export text and annotations together"
        )
    words = text[start:end]
    bare = words.strip()
    if not bare:
        notes.add(BLANK, draft.place)
        return
    start += len(words) - len(words.lstrip())
    yield start, start + len(bare)


def split_labels(labels: Iterable[str]) -> tuple[tuple[str, ...], str, str]:
    """Tell the labels of a text or sentence into themes, polarity and source.

    A polarity of the record, bare or after ``polarity:``, is the polarity; what follows ``source:`` is the
    source; whatever else is a theme.

    Examples
    --------
    >>> split_labels(["staffing", "weakness", "source:council"])
    (('staffing',), 'weakness', 'council')
    """
    themes: list[str] = []
    polarity = source = ""
    for label in labels:
        kind, colon, name = label.partition(":")
        if colon and kind == "source":
            source = name
        elif colon and kind == "polarity":
            polarity = name
        elif label in POLARITIES:
            polarity = label
        else:
            themes.append(label)
    return tuple(themes), polarity, source


def whole_text(text: str) -> tuple[int, int]:
    """Return the span of all the text but the white space at its ends."""
    start = len(text) - len(text.lstrip())
    return start, max(start, len(text.rstrip()))


def mended(text: str) -> str:
    """Replace halves of surrogate pairs, which JSON can write and no file hold, by U+FFFD."""
    return _HALF_PAIR.sub("\ufffd", text)


def meta_of(given: object) -> Meta:
    """Return what an entry's ``meta`` says in the record's words; :func:`.tasks.stated_meta` writes it."""
    if not isinstance(given, dict):
        return Meta()
    try:
        return Meta.model_validate({key: given[key] for key in Meta.model_fields if key in given})
    except ValidationError:
        return Meta()


def as_strings(value: object) -> list[str]:
    """Return a string, a number or a list of them as strings; others are passed over."""
    if isinstance(value, list):
        return [text for item in value for text in as_strings(item)]
    if isinstance(value, str):
        return [value] if value.strip() else []
    return [str(value)] if isinstance(value, int | float) and not isinstance(value, bool) else []
