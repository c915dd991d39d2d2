"""A linear model over the words of a sentence, whose logits join those of the network.

The network weighs what a sentence means in its surroundings; which words stand in it tells the themes and the
polarity in a way of its own, and the two err in different places. Features are the words and pairs of
neighbouring words of a sentence, weighted by how rare they are (TF-IDF) and brought to length 1. Words are
kept as checksums, so that the model holds no text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load, save

from ofsight.errors import ModelError

from .decode import Doubles
from .labels import LabelSets

Keys = npt.NDArray[np.uint32]
_WORD: Final = re.compile(r"\w+")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_GAP: Final = b" "


def sentence_terms(text: str) -> list[int]:
    """Return the checksums (CRC-32) of the words of a sentence and of its pairs of neighbouring words.

    Case and punctuation do not count, and one number is like another.

    Examples
    --------
    >>> sentence_terms("In 2019, 3 boats.") == sentence_terms("in 7 1,200 BOATS")
    True
    >>> len(sentence_terms("Three boats sank."))
    5
    """
    words = [word.encode() for word in _WORD.findall(_NUMBER.sub("0", text.lower()))]
    single = [crc32(word) for word in words]
    pairs = [
        crc32(word, crc32(_GAP, before)) for before, (_, word) in zip(single, pairwise(words), strict=False)
    ]
    return single + pairs


class TermValues(NamedTuple):
    """What sentences hold of a vocabulary, sparse: entry ``i`` is on one term in one sentence.

    Attributes
    ----------
    sentences, terms : array of int, (entries,)
        Numbers of sentences, in order, and of terms.
    values : array of float, (entries,)
    """

    sentences: npt.NDArray[np.int64]
    terms: npt.NDArray[np.int64]
    values: Doubles


def count_terms(texts: Sequence[str], keys: Keys) -> TermValues:
    """Count the terms of a vocabulary in each of some sentences.

    Parameters
    ----------
    texts : sequence of str
        The sentences.
    keys : array of int, (terms,)
        Checksums, ascending.
    """
    found = [sentence_terms(text) for text in texts]
    lengths = [len(terms) for terms in found]
    flat = np.fromiter(chain.from_iterable(found), dtype=np.uint32, count=sum(lengths))
    sentences = np.repeat(np.arange(len(texts)), lengths)
    terms = np.searchsorted(keys, flat)
    known = terms < len(keys)
    known[known] = keys[terms[known]] == flat[known]
    pairs, counts = np.unique(sentences[known] * len(keys) + terms[known], return_counts=True)
    return TermValues(*np.divmod(pairs, max(len(keys), 1)), counts.astype(np.float64))


def weigh_terms(counts: TermValues, rarity: npt.NDArray[np.floating], sentences: int) -> TermValues:
    """Turn counts into TF-IDF: damped, weighted by how rare the terms are, each sentence of length 1.

    Parameters
    ----------
    counts : TermValues
        Of the terms of a vocabulary.
    rarity : array of float, (terms,)
        Weights of the terms.
    sentences : int
        How many sentences were looked at.
    """
    values = (1.0 + np.log(counts.values)) * rarity[counts.terms]
    lengths = np.sqrt(np.bincount(counts.sentences, values * values, minlength=sentences))
    return counts._replace(values=values / lengths[counts.sentences])


@dataclass(frozen=True, slots=True, eq=False)
class WordTable:
    """The weights of words.

    Attributes
    ----------
    keys : array of uint32, (terms,)
        The checksums of the terms, ascending.
    rarity : array of float32, (terms,)
        How much a term counts by how rare it is.
    weights : array of int8, (terms, outputs)
    scales : array of float32, (outputs,)
        What a step of the weights is worth.
    biases : array of float32, (outputs,)
    """

    keys: Keys
    rarity: npt.NDArray[np.float32]
    weights: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float32]
    biases: npt.NDArray[np.float32]

    def __call__(self, texts: Sequence[str]) -> Doubles:
        """Return the logits of sentences, (sentences, outputs).

        Each is a sum over its own terms in the order of the table, whatever stands around it.
        """
        found = weigh_terms(count_terms(texts, self.keys), self.rarity, len(texts))
        sums = np.zeros((len(texts), len(self.scales)))
        if len(found.terms):
            rows, starts = np.unique(found.sentences, return_index=True)
            sums[rows] = np.add.reduceat(found.values[:, None] * self.weights[found.terms], starts, axis=0)
        return np.asarray(sums * self.scales + self.biases)

    def to_bytes(self) -> bytes:
        """Return the content of a file in safetensors."""
        content: bytes = save({name: np.ascontiguousarray(getattr(self, name)) for name in _TYPES})
        return content

    @classmethod
    def from_bytes(cls, content: bytes) -> WordTable:
        """Read what :meth:`to_bytes` gave.

        Raises
        ------
        ModelError
            When it is no such file, or its parts do not fit together.
        """
        try:
            parts = load(content)
        except SafetensorError as error:
            raise ModelError(f"cannot be read: {error}") from error
        if {name: array.dtype for name, array in parts.items()} != _TYPES:
            raise ModelError(f"holds no table of words: expected {', '.join(_TYPES)}")
        terms, outputs = parts["keys"].size, parts["scales"].size
        shapes = {"keys": (terms,), "rarity": (terms,), "weights": (terms, outputs), "scales": (outputs,)}
        for name, shape in {**shapes, "biases": (outputs,)}.items():
            if parts[name].shape != shape:
                raise ModelError(f"{name} is of shape {parts[name].shape}, expected {shape}")
        keys = parts["keys"]
        if bool((keys[1:] <= keys[:-1]).any()):
            raise ModelError("keys are not in ascending order")
        if not all(bool(np.isfinite(parts[name]).all()) for name in ("rarity", "scales", "biases")):
            raise ModelError("a number of it is not finite")
        return cls(**parts)


_TYPES: Final = {
    "keys": np.dtype(np.uint32),
    "rarity": np.dtype(np.float32),
    "weights": np.dtype(np.int8),
    "scales": np.dtype(np.float32),
    "biases": np.dtype(np.float32),
}


@dataclass(frozen=True, slots=True)
class Words:
    """Words beside a network.

    Attributes
    ----------
    table : WordTable
        Its outputs are those of the answers of ``shares``, in the order of the network's logits.
    shares : mapping of str to float
        By answer (a group of :attr:`.LabelSets.groups`), how much a logit of the words counts beside one of
        the network.
    """

    table: WordTable
    shares: Mapping[str, float]

    def check(self, labels: LabelSets) -> None:
        """Check that it fits a network of these label sets.

        Raises
        ------
        ModelError
            When it does not.
        """
        unknown = sorted(set(self.shares) - set(labels.groups))
        if unknown:
            raise ModelError(f"words answer {', '.join(unknown)}, which the network does not")
        wanted = sum(place.stop - place.start for place in _places(labels, self.shares).values())
        if len(self.table.scales) != wanted:
            raise ModelError(
                f"words give {len(self.table.scales)} logits, the network's labels need {wanted}"
            )

    def join(self, logits: npt.NDArray[np.float32], texts: Sequence[str], labels: LabelSets) -> Doubles:
        """Add what the words of sentences say to the logits of a network.

        Parameters
        ----------
        logits : array of float, (sentences, sentence labels)
            The network's; NaN where it did not read a sentence stays NaN.
        texts : sequence of str
            The sentences.
        labels : LabelSets
            The network's.
        """
        joined = logits.astype(np.float64)
        said = self.table(texts)
        at = 0
        for name, place in _places(labels, self.shares).items():
            width = place.stop - place.start
            joined[:, place] += self.shares[name] * said[:, at : at + width]
            at += width
        return joined


def _places(labels: LabelSets, names: Mapping[str, float]) -> dict[str, slice]:
    return {name: place for name, place in labels.groups.items() if name in names}
