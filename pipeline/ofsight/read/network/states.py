"""The states of a document's pieces, handed from the reader to extractors at the end of the pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from spacy.tokens import Doc

from ofsight import layers

if TYPE_CHECKING:
    # The network's libraries are loaded only where a network is.
    from .inputs import Floats, Prepared

_NAME: Final = "network_states"


@dataclass(frozen=True, slots=True)
class DocumentStates:
    """What the encoder makes of each sentence.

    Attributes
    ----------
    prepared : Prepared
        The sentences with their pieces.
    vectors : list of arrays of float, (pieces, 2 * width)
        One for each sentence, see :class:`.inputs.WindowOutputs`; empty where no sentence has a piece.
    checksum : str
        Of the reader, see :attr:`.spec.ReaderSpec.states_checksum`.
    """

    prepared: Prepared
    vectors: list[Floats]
    checksum: str


def leave_states(doc: Doc, states: DocumentStates) -> None:
    """Leave the states with a document; they are no plain data, so whoever is last must take them away."""
    layers.set_plain(doc, _NAME, states)


def take_states(doc: Doc) -> DocumentStates | None:
    """Take the states away from a document; None where there are none."""
    states: DocumentStates | None = layers.get_plain(doc, _NAME)
    layers.drop_plain(doc, _NAME)
    return states
