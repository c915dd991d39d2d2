"""What one document tells of one judgement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ofsight.record import InspectionMeta, Judgement, Meta, Record
from ofsight.register import Authority, load_register

from .periods import Period, parse_period

_UNGRADED = frozenset({"focused_visit", "monitoring_visit", "jtai", "send"})


@dataclass(frozen=True, slots=True)
class Telling:
    """A judgement as one document tells it.

    Attributes
    ----------
    document : str
        Id of the record.
    number : int
        Its place among the records, from 0.
    judgement : Judgement
        As it stands in the record.
    council : str
        GSS code of the authority that was judged: the record's, but for bodies that did not exist then.
    published : str or None
        When the document was published (ISO).
    latest : date or None
        The last day on which the inspection can have begun: a report recalls what was before its own
        inspection, anything else what was before its publication.
    inspection : InspectionMeta or None
        Where the document is the very report that makes the judgement: that inspection.
    """

    document: str
    number: int
    judgement: Judgement
    council: str
    published: str | None
    latest: date | None
    inspection: InspectionMeta | None

    @property
    def period(self) -> Period | None:
        """The days of the inspection, as exact as this document tells them."""
        return parse_period(self.judgement.date)

    @property
    def is_own(self) -> bool:
        """Whether the document makes the judgement, and does not only tell of it."""
        return self.inspection is not None


def tellings(record: Record, number: int = 0) -> Iterator[Telling]:
    """Give what a record tells of judgements; those of an unknown council are left out.

    Parameters
    ----------
    record : Record
        With or without its text.
    number : int
        Its place among the records.
    """
    inspection = record.meta.inspection
    for judgement in record.judgements:
        if judgement.council is None:
            continue
        yield Telling(
            document=record.id,
            number=number,
            judgement=judgement,
            council=council_then(judgement.council, parse_period(judgement.date)),
            published=record.meta.published,
            latest=_latest(record.meta, judgement),
            inspection=inspection if inspection and _makes(inspection, judgement) else None,
        )


def _latest(meta: Meta, judgement: Judgement) -> date | None:
    inspection = meta.inspection
    begun = parse_period(inspection.start or inspection.end) if inspection else None
    if judgement.previous and begun:
        return begun.first - timedelta(days=1)
    published = parse_period(meta.published) or begun
    return published.last if published else None


def _makes(inspection: InspectionMeta, judgement: Judgement) -> bool:
    """Tell whether a judgement in a report is the report's own."""
    if judgement.previous or judgement.council != inspection.council or inspection.type in _UNGRADED:
        return False
    first, last = parse_period(inspection.start), parse_period(inspection.end)
    told = parse_period(judgement.date)
    if told is None or not (first or last):
        return told is None
    start, end = (first or last), (last or first)
    return bool(start and end and told.first <= end.last and start.first <= told.last)


def council_then(code: str, when: Period | None) -> str:
    """Return the code of the authority that a judgement is about, given the time of the inspection.

    A code that the ONS replaced becomes the present one of the same body. A body that was not there yet, or
    not any more, gives way to the only one for children's services that it replaced or was replaced by: an
    inspection of 2018 was not of a council founded in 2023, though a text may name that one.

    Examples
    --------
    >>> council_then("E06000065", parse_period("2018-07"))
    'E10000023'
    """
    register = load_register()
    authority = register.by_code(code)
    if authority is None:
        return code
    if when is not None and authority.start is not None and when.last < authority.start:
        return _only(register.predecessors(authority), authority).code
    if when is not None and authority.end is not None and when.first > authority.end:
        return _only(register.successors(authority), authority).code
    return authority.code


def _only(others: list[Authority], authority: Authority) -> Authority:
    responsible = [other for other in others if other.childrens_services]
    return responsible[0] if len(responsible) == 1 else authority
