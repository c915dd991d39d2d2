"""Which council the text is speaking of at each sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ofsight.record import Entity
from ofsight.register.organisations import get_organisation

_MAIN_SHARE = 0.6  # a council with this share of all mentions is the article's own


def _codes(entities: Sequence[Entity]) -> tuple[str, ...]:
    """Return the councils that the entities name, themselves or by the trust that serves them, in order."""
    codes: list[str] = []
    for entity in entities:
        if entity.label == "COUNCIL" and isinstance(entity.value, str):
            codes.append(entity.value)
        elif entity.label == "ORGANISATION" and isinstance(entity.value, str):
            organisation = get_organisation(entity.value)
            codes.extend(organisation.serves if organisation else ())
    return tuple(dict.fromkeys(codes))


class CouncilTracker:
    """Follow the council spoken of from sentence to sentence.

    Parameters
    ----------
    entities : sequence of Entity
        All entities of the document's body, in order.
    own : str or None
        The council that a report is on; it is then spoken of throughout.
    """

    def __init__(self, entities: Sequence[Entity], own: str | None = None) -> None:
        self._own = own
        counts = Counter(e.value for e in entities if e.label == "COUNCIL" and isinstance(e.value, str))
        self._first = next((str(e.value) for e in entities if e.label == "COUNCIL" and e.value), None)
        self._main: str | None = None
        if counts:
            code, count = counts.most_common(1)[0]
            if (count >= _MAIN_SHARE * sum(counts.values()) and count > 1) or len(counts) == 1:
                self._main = code
        if self._first is None:
            served = _codes(entities)
            self._first = served[0] if served else None
        self._topic: tuple[str, ...] = ()
        self._paragraph: tuple[str, ...] = ()

    def enter_block(self, label: str, named: Sequence[Entity]) -> None:
        """Begin a block: a subheading that names a council opens a passage on it."""
        if self._main is None and label != "list_item" and self._paragraph:
            self._topic = self._paragraph[-1:] if len(self._paragraph) == 1 else self._topic
        if label != "list_item":
            self._paragraph = ()
        if label == "subheading":
            codes = _codes(named)
            if codes:
                self._topic = codes

    def councils_of(self, named: Sequence[Entity]) -> tuple[str, ...]:
        """Return the councils that a sentence is about, and remember them for those that follow.

        Parameters
        ----------
        named : sequence of Entity
            The entities of the sentence.
        """
        if self._own is not None:
            return (self._own,)
        codes = _codes(named)
        if codes:
            self._paragraph = codes
            return codes
        if self._paragraph:
            return self._paragraph
        if self._topic:
            return self._topic
        if self._main is not None:
            return (self._main,)
        return (self._first,) if self._first is not None else ()
