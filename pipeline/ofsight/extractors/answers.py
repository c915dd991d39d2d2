"""What an extractor is, and what it answers on one document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from spacy.tokens import Doc

from ofsight.read.network.states import DocumentStates
from ofsight.record import Entity


@dataclass(frozen=True, slots=True)
class Identity:
    """What an extractor is called and what it labels.

    Attributes
    ----------
    name, version : str
        As its maker gave them.
    sha256 : str
        Of the file that describes it, and with that of everything that it is made of.
    entities : tuple of str
        Its entity labels.
    themes : mapping of str to float
        Its themes, each with the score from which on it fits.
    findings_only : frozenset of str
        Those of its themes that are given to findings of the model only, and make none of their own.
    learned_on : str
        Name and version of the model it was learned on; empty for one of rules.
    states_checksum : str or None
        Of the reader whose states it needs (:attr:`.ReaderSpec.states_checksum`); None if it needs none.
    """

    name: str
    version: str
    sha256: str
    entities: tuple[str, ...] = ()
    themes: Mapping[str, float] = field(default_factory=dict)
    findings_only: frozenset[str] = frozenset()
    learned_on: str = ""
    states_checksum: str | None = None

    @property
    def tag(self) -> str:
        """How records name it: ``name@`` and the first twelve digits of its checksum."""
        return f"{self.name}@{self.sha256[:12]}"


@dataclass(frozen=True, slots=True)
class Answers:
    """What an extractor says of one document.

    Attributes
    ----------
    entities : list of Entity
        In any order, perhaps overlapping; their ``text`` is not filled in.
    themes : mapping of (start, end) to mapping of str to float
        For each sentence that was looked at, the scores of the extractor's themes, in 0..1.
    """

    entities: list[Entity] = field(default_factory=list)
    themes: Mapping[tuple[int, int], Mapping[str, float]] = field(default_factory=dict)


class Extractor(Protocol):
    """Anything that answers for labels of its own."""

    @property
    def identity(self) -> Identity:
        """What it is called and what it labels."""
        ...

    def __call__(self, doc: Doc, states: DocumentStates | None) -> Answers:
        """Look at one segmented document."""
        ...
