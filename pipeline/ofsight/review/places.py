"""The unit of review: one sentence of one document, and what a record says of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple

from ofsight.errors import ReviewError
from ofsight.record import Entity, Finding, Record

_TASK: Final = re.compile(r"(?P<document>.*):(?P<start>\d+)-(?P<end>\d+)(?:~\d+)?", re.DOTALL)


class Place(NamedTuple):
    """A sentence: ``text[start:end]`` of the document with this id."""

    document: str
    start: int
    end: int

    @property
    def task(self) -> str:
        """The id of its task in annotation tools, such as ``halton-2021:97-184``."""
        return f"{self.document}:{self.start}-{self.end}"


def place_of_task(task: str) -> Place | None:
    """Return the sentence that a task is on; None for an id that is none of ours.

    Readers number the second and third pass over a task (``~2``): the number is passed over.

    Examples
    --------
    >>> place_of_task("halton~2:97-184~2")
    Place(document='halton~2', start=97, end=184)
    """
    found = _TASK.fullmatch(task)
    return Place(found["document"], int(found["start"]), int(found["end"])) if found else None


class Marks(NamedTuple):
    """What is said of one sentence, in offsets of its document."""

    finding: Finding | None
    entities: tuple[Entity, ...]


class Sentences:
    """The sentences of a record with what it says of each.

    Parameters
    ----------
    record : Record
        A prediction or gold. Entities that cross a sentence's border belong to none.

    Raises
    ------
    ReviewError
        When the record has findings or entities and lists no sentences.
    """

    def __init__(self, record: Record) -> None:
        if not record.sentences and (record.findings or record.entities):
            raise ReviewError(
                f"record {record.id!r} lists no sentences to review; give what ofsight annotate wrote"
            )
        self.record = record
        self._findings = {(finding.start, finding.end): finding for finding in record.findings}
        self._starts = [entity.start for entity in record.entities]

    def __iter__(self) -> Iterator[Place]:
        return (Place(self.record.id, item.start, item.end) for item in self.record.sentences)

    def marks(self, place: Place) -> Marks:
        """Return what the record says of a sentence."""
        entities = self.record.entities
        inside = range(bisect_left(self._starts, place.start), bisect_left(self._starts, place.end))
        return Marks(
            self._findings.get((place.start, place.end)),
            tuple(entities[number] for number in inside if entities[number].end <= place.end),
        )
