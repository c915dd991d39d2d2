"""Which council the text is speaking of at each sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ofsight.record import Entity
from ofsight.register.organisations import get_organisation

_MAIN_SHARE = 0.6  # a council with this share of all mentions is the article's own
_IN_PASSING = re.compile(  # what stands before a council that somebody comes from, or is compared with
    r"\b(?:from|formerly\s+(?:of|at)|neighbou?ring|next[\s-]door|(?:un)?like|than(?:\s+in)?|compared\s+with"
    r"|travel(?:s|led|ling)?\s+to|outside|bordering|borders|mov(?:e[sd]?|ing)\s+to|lost\s+to|left\s+for)"
    r"\s+(?:the\s+|its\s+|a\s+)?$",
    re.IGNORECASE,
)
_BEFORE = 30  # characters


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
    text : str
        The reading text, which tells the councils that are only named in passing.
    place : str or None
        The council of the place that the document tells of, for one that names none.
    """

    def __init__(
        self,
        entities: Sequence[Entity],
        own: str | None = None,
        *,
        text: str = "",
        place: str | None = None,
    ) -> None:
        self._own = own
        self._text = text
        counts = Counter(e.value for e in entities if e.label == "COUNCIL" and isinstance(e.value, str))
        self._first = next((str(e.value) for e in entities if e.label == "COUNCIL" and e.value), None)
        self._main: str | None = None
        if counts:
            code, count = counts.most_common(1)[0]
            if (count >= _MAIN_SHARE * sum(counts.values()) and count > 1) or len(counts) == 1:
                self._main = code
        if self._first is None:
            served = _codes(entities)
            self._first = served[0] if served else place
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
        codes = self._spoken_of(named)
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

    def _spoken_of(self, named: Sequence[Entity]) -> tuple[str, ...]:
        """Return the councils that are named here, in order.

        Where the article has a council of its own, others that are named in passing do not count, and a trust
        that serves several stands for this one.
        """
        if self._main is None:
            return _codes(named)
        codes: list[str] = []
        for entity in named:
            of = _codes([entity])
            before = max(entity.start - _BEFORE, 0)
            if entity.label == "COUNCIL" and _IN_PASSING.search(self._text, before, entity.start):
                of = tuple(code for code in of if code == self._main)
            elif len(of) > 1 and self._main in of:
                of = (self._main,)
            codes.extend(of)
        return tuple(dict.fromkeys(codes))
