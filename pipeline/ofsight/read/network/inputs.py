"""A document made ready for the network, and its windows as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from ofsight import layers
from ofsight.reading import Mention, reading_text

from .features import piece_features, place_numbers
from .pieces import Integers, Pieces, PieceTokenizer
from .windows import Window

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document's sentences as the network sees them.

    Attributes
    ----------
    sentences : list of (start, end)
        In characters.
    pieces : list of Pieces
        One for each sentence.
    features : list of arrays of int, (pieces, features)
        One for each sentence.
    """

    sentences: list[tuple[int, int]]
    pieces: list[Pieces]
    features: list[Integers]

    @property
    def lengths(self) -> list[int]:
        """The number of pieces of each sentence."""
        return [len(pieces) for pieces in self.pieces]


def prepare(
    doc: Doc,
    tokenizer: PieceTokenizer,
    features: Sequence[str],
    *,
    quotations: Sequence[Mention] = (),
    hints: Sequence[Mention] = (),
) -> Prepared:
    """Cut the sentences of a segmented document into pieces with features.

    Parameters
    ----------
    doc : Doc
        With blocks and sentences.
    tokenizer : PieceTokenizer
        The network's.
    features : sequence of str
        The names of the features that the network was trained with.
    quotations, hints : sequences of Mention
        What the rules found, for the features of these names.
    """
    sentences = [(sentence.start, sentence.end) for sentence in layers.get_sentences(doc)]
    pieces = tokenizer.encode(reading_text(doc), sentences)
    places = place_numbers(
        layers.get_meta(doc).kind, layers.get_blocks(doc), (start for start, _ in sentences)
    )
    return Prepared(
        sentences,
        pieces,
        piece_features(features, pieces, places, quotations=quotations, hints=hints),
    )


class WindowInputs(NamedTuple):
    """What the network is given of one window of ``T`` pieces and ``S`` core stretches.

    Attributes
    ----------
    ids : array of int, (T,)
        Pieces, with [CLS] first and [SEP] after each stretch.
    features : array of int, (T, features)
        Their features; 0 for special tokens.
    membership : array of float, (S, T)
        1 where a piece belongs to a stretch of the core, else 0.
    positions : list of int
        Where each stretch of the core begins among the ``T`` pieces.
    """

    ids: Integers
    features: Integers
    membership: Floats
    positions: list[int]


class WindowOutputs(NamedTuple):
    """What the network answers: logits of the labels of each piece, and of each stretch of the core.

    Attributes
    ----------
    pieces : array of float, (T, piece labels)
    sentences : array of float, (S, sentence labels)
    states : array of float, (T, 2 * width), or None
        The states half way through the encoder, then the last, only where they were asked for.
    """

    pieces: Floats
    sentences: Floats
    states: Floats | None = None


class Network(Protocol):
    """Any function from a window to logits: a network in ONNX Runtime, or one that is being trained."""

    def __call__(self, window: WindowInputs) -> WindowOutputs:
        """Run the network on one window."""
        ...


@runtime_checkable
class StatesNetwork(Protocol):
    """A network that can also give the states of the pieces, on which extractors are learned."""

    def with_states(self, window: WindowInputs) -> WindowOutputs:
        """Run the network on one window; its logits are the same as without the states."""
        ...


def window_inputs(prepared: Prepared, window: Window, tokenizer: PieceTokenizer) -> WindowInputs:
    """Lay out a window of a prepared document as arrays."""
    width = len(window)
    columns = prepared.features[0].shape[1] if prepared.features else 0
    ids = np.full(width, tokenizer.sep, dtype=np.int64)
    ids[0] = tokenizer.cls
    features = np.zeros((width, columns), dtype=np.int64)
    membership = np.zeros((len(window.core), width), dtype=np.float32)
    positions: list[int] = []
    at = 1
    core_starts = len(window.before)
    for number, (sentence, start, end) in enumerate(window.stretches):
        stop = at + end - start
        ids[at:stop] = prepared.pieces[sentence].ids[start:end]
        features[at:stop] = prepared.features[sentence][start:end]
        slot = number - core_starts
        if 0 <= slot < len(window.core):
            membership[slot, at:stop] = 1
            positions.append(at)
        at = stop + 1  # past the separator
    return WindowInputs(ids, features, membership, positions)
