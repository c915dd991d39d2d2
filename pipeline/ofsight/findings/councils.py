"""Which council the text is speaking of at each sentence."""

from __future__ import annotations

from collections.abc import Sequence

from ofsight.record import Entity

from .named_councils import IN_PASSING, REACH, councils_named


class CouncilTracker:
    """Follow the council spoken of from sentence to sentence.

    Parameters
    ----------
    own : str or None
        The council that a report is on; it is then spoken of throughout.
    main : str or None
        The council that an article is on; None where it is on several.
    likeliest : str or None
        The council to fall back on where none has been named yet.
    text : str
        The reading text, which tells the councils that are only named in passing.
    """

    def __init__(
        self,
        own: str | None = None,
        *,
        main: str | None = None,
        likeliest: str | None = None,
        text: str = "",
    ) -> None:
        self._own = own
        self._main = main
        self._likeliest = likeliest
        self._text = text
        self._topic: tuple[str, ...] = ()
        self._paragraph: tuple[str, ...] = ()

    def enter_block(self, label: str, named: Sequence[Entity]) -> None:
        """Begin a block: a subheading that names a council opens a passage on it."""
        if self._main is None and label != "list_item" and self._paragraph:
            self._topic = self._paragraph[-1:] if len(self._paragraph) == 1 else self._topic
        if label != "list_item":
            self._paragraph = ()
        if label == "subheading":
            codes = councils_named(named)
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
        return (self._likeliest,) if self._likeliest is not None else ()

    def _spoken_of(self, named: Sequence[Entity]) -> tuple[str, ...]:
        """Return the councils that are named here, in order.

        Where the article has a council of its own, others that are named in passing do not count, and a trust
        that serves several stands for this one.
        """
        if self._main is None:
            return councils_named(named)
        codes: list[str] = []
        for entity in named:
            of = councils_named([entity])
            before = max(entity.start - REACH, 0)
            if entity.label == "COUNCIL" and IN_PASSING.search(self._text, before, entity.start):
                of = tuple(code for code in of if code == self._main)
            elif len(of) > 1 and self._main in of:
                of = (self._main,)
            codes.extend(of)
        return tuple(dict.fromkeys(codes))
