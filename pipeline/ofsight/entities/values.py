"""Values of entities: who, when, how much (codebook section 3, ``value`` and ``unit`` of each label)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

from spacy.tokens import Doc

from ofsight import layers
from ofsight.reading import Mention, document_date, reading_text, reading_units
from ofsight.record import Entity
from ofsight.register import find_organisation, load_register
from ofsight.values.calendar import last_day
from ofsight.values.dates import DateMatch, find_dates
from ofsight.values.number_context import labels_something
from ofsight.values.numbers import QuantityMatch, find_quantities, read_quantity
from ofsight.values.ratings import parse_rating

from .inspections import inspection_values

_YEAR_AFTER = re.compile(r"[^.;]{0,40}\b(?:19|20)\d\d")
_TIES = re.compile(
    r"\s+(?:council\s+|had\s+been\s+|was\s+|were\s+)?(?:\w+\s+){0,3}?(?:in|since|of|during|by|until|before)\s+$"
)
VALUED: Final = ("COUNCIL", "RATING", "QUANTITY")
"""Labels that the codebook gives to nothing without a value."""
Value = str | int | float | None


class ValueFinder:
    """Give the mentions of one document their values.

    Parameters
    ----------
    doc : Doc
        The segmented document.
    mentions : sequence of Mention
        All its mentions, in order, not overlapping.
    valued : collection of str
        Labels that are given to nothing without a value.
    """

    def __init__(self, doc: Doc, mentions: Sequence[Mention], valued: Collection[str] = VALUED) -> None:
        self._valued = valued
        self._text = reading_text(doc)
        self._published = document_date(doc)
        self._units = reading_units(doc)
        self._starts = [start for start, _ in self._units]
        self._register = load_register()
        self._dates: dict[int, list[DateMatch]] = {}
        self._quantities: dict[int, list[QuantityMatch]] = {}
        self._inspections = inspection_values(
            self._text, self._units, mentions, report=layers.get_meta(doc).kind == "report"
        )

    def entity(self, mention: Mention) -> Entity | None:
        """Return the mention as an entity with value and unit.

        None for what cannot be what a reader took it for: a council that the register does not know, a
        rating that is on no scale, a quantity in which there is no number.
        """
        value, unit = self._value(mention)
        if mention.label in self._valued and not self._can_be(mention, value):
            return None
        return Entity(
            start=mention.start,
            end=mention.end,
            label=mention.label,
            text=None,
            value=value,
            unit=unit,
            score=mention.score,
        )

    def _value(self, mention: Mention) -> tuple[Value, str | None]:
        surface = self._text[mention.start : mention.end]
        value: Value = None
        unit: str | None = None
        match mention.label:
            case "COUNCIL":
                authority = self._register.resolve(surface, self._spoken_of(mention))
                value = authority.code if authority else None
            case "ORGANISATION":
                value = find_organisation(" ".join(surface.split()))
            case "RATING":
                value = parse_rating(surface)
            case "INSPECTION":
                value = self._inspections.get((mention.start, mention.end), "unspecified")
            case "DATE":
                value = self._date(mention)
            case "QUANTITY":
                value, unit = self._quantity(mention)
        return value, unit

    def _can_be(self, mention: Mention, value: Value) -> bool:
        if mention.label != "QUANTITY":
            return value is not None
        if self._number_in(mention) is not None:
            return True
        # A reader may know a quantity where the words around a number do not tell; but not on "page 24".
        surface = self._text[mention.start : mention.end]
        left, _ = self._unit(mention.start)
        return read_quantity(surface) is not None and not labels_something(self._text[left : mention.start])

    def _unit(self, position: int) -> tuple[int, int]:
        index = bisect_right(self._starts, position) - 1
        if index < 0 or self._units[index][1] <= position:
            return position, position
        return self._units[index]

    def _dates_of(self, unit: tuple[int, int]) -> list[DateMatch]:
        if unit[0] not in self._dates:
            self._dates[unit[0]] = find_dates(self._text, *unit, self._published)
        return self._dates[unit[0]]

    def _date(self, mention: Mention) -> str | None:
        dates = self._dates_of(self._unit(mention.start))
        return next(
            (d.value for d in dates if d.start < mention.end and mention.start < d.end and d.value), None
        )

    def _quantity(self, mention: Mention) -> tuple[Value, str | None]:
        found = self._number_in(mention)
        if found:
            return found.value, found.unit
        return read_quantity(self._text[mention.start : mention.end]) or (None, None)

    def _number_in(self, mention: Mention) -> QuantityMatch | None:
        unit = self._unit(mention.start)
        if unit[0] not in self._quantities:
            spans = [(d.start, d.end) for d in self._dates_of(unit)]
            self._quantities[unit[0]] = find_quantities(self._text, *unit, spans)
        for found in self._quantities[unit[0]]:
            if found.start < mention.end and mention.start < found.end:
                return found
        return None

    def _spoken_of(self, mention: Mention) -> date | None:
        """Return when a council is spoken of: a past time tied to it, else the document's date."""
        _, end = self._unit(mention.start)
        for found in self._dates_of(self._unit(mention.start)) if self._tied(mention, end) else []:
            if (
                found.start >= mention.end
                and found.value
                and _TIES.fullmatch(self._text, mention.end, found.start)
            ):
                when = last_day(found.value)
                return min(when, self._published) if when and self._published else when
        return self._published

    def _tied(self, mention: Mention, end: int) -> bool:
        return _YEAR_AFTER.match(self._text, mention.end, end) is not None
