"""Text to word pieces, each with the characters it came from and the shape of its word."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from ofsight.errors import ModelError

from .shapes import word_shape

Integers = npt.NDArray[np.int64]
_SPECIAL: Final = ("[CLS]", "[SEP]", "[PAD]", "[MASK]", "[UNK]")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of one sentence; all arrays are one-dimensional and of the same length.

    Attributes
    ----------
    ids : array of int
        Numbers in the vocabulary.
    starts, ends : arrays of int
        The characters of the document that each piece came from, end-exclusive.
    first : array of bool
        Whether the piece begins a word.
    shapes : array of int
        The shape of the word it belongs to, see :data:`.shapes.SHAPES`.
    """

    ids: Integers
    starts: Integers
    ends: Integers
    first: npt.NDArray[np.bool_]
    shapes: Integers

    def __len__(self) -> int:
        return len(self.ids)


class PieceTokenizer:
    """Cut sentences into word pieces with a fast tokenizer; nothing is truncated or padded.

    Parameters
    ----------
    tokenizer : tokenizers.Tokenizer
        With the special tokens ``[CLS]``, ``[SEP]``, ``[PAD]``, ``[MASK]`` and ``[UNK]``.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        tokenizer.encode_special_tokens = True  # a text that says [SEP] says it in letters
        self._tokenizer = tokenizer
        self.cls, self.sep, self.pad, self.mask, self.unknown = (
            _special(tokenizer, token) for token in _SPECIAL
        )

    @classmethod
    def from_file(cls, path: Path) -> PieceTokenizer:
        """Load a ``tokenizer.json``.

        Raises
        ------
        ModelError
            When it cannot be read.
        """
        try:
            return cls(Tokenizer.from_file(str(path)))
        except ModelError:
            raise
        except Exception as error:  # the library raises bare exceptions
            raise ModelError(f"{path}: cannot be read as a tokenizer: {error}") from error

    @classmethod
    def from_bytes(cls, content: bytes) -> PieceTokenizer:
        """Load the content of a ``tokenizer.json``.

        Raises
        ------
        ModelError
            When it is none.
        """
        try:
            return cls(Tokenizer.from_buffer(content))
        except ModelError:
            raise
        except Exception as error:  # the library raises bare exceptions
            raise ModelError(f"not a tokenizer: {error}") from error

    @property
    def size(self) -> int:
        """The number of pieces in the vocabulary."""
        return int(self._tokenizer.get_vocab_size())

    def save(self, path: Path) -> None:
        """Write the ``tokenizer.json``."""
        path.write_bytes(self.to_bytes())

    def to_bytes(self) -> bytes:
        """Return the content of the ``tokenizer.json``."""
        text: str = self._tokenizer.to_str(pretty=False)
        return text.encode()

    def encode(self, text: str, units: Sequence[tuple[int, int]]) -> list[Pieces]:
        """Cut each unit of a text into pieces.

        Parameters
        ----------
        text : str
            The reading text of a document.
        units : sequence of (start, end)
            The sentences, in characters.

        Returns
        -------
        list of Pieces
            One for each unit; a unit of white space or control characters only has no pieces.
        """
        # Lone surrogates have no UTF-8 form; one character stands for one character.
        text = _encodable(text)
        parts = [text[start:end] for start, end in units]
        return _pieces(text, units, self._tokenizer.encode_batch(parts, add_special_tokens=False))


def _special(tokenizer: Tokenizer, token: str) -> int:
    number: int | None = tokenizer.token_to_id(token)
    if number is None:
        raise ModelError(f"the tokenizer has no {token}: it is not one of the BERT kind")
    return number


def _encodable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def _pieces(text: str, units: Sequence[tuple[int, int]], encodings: Sequence[Encoding]) -> list[Pieces]:
    """Return the pieces of each unit; arrays are made for all units together, which is quicker."""
    ids = _joined(encoding.ids for encoding in encodings)
    spans = _joined(place for encoding in encodings for place in encoding.offsets).reshape(-1, 2)
    words = _joined(encoding.word_ids for encoding in encodings)
    lengths = [len(encoding) for encoding in encodings]
    borders = np.cumsum([0, *lengths])
    spans += np.repeat(np.asarray([start for start, _ in units], dtype=np.int64), lengths)[:, np.newaxis]
    first = np.ones(len(ids), dtype=np.bool_)
    first[1:] = words[1:] != words[:-1]
    first[borders[:-1][np.asarray(lengths, dtype=np.int64) > 0]] = True
    begins = np.flatnonzero(first)
    lasts = np.append(begins[1:], len(ids))[: len(begins)] - 1
    if not text.isascii():
        ceilings = np.repeat(np.asarray([end for _, end in units], dtype=np.int64), lengths)
        spans[lasts, 1] = [
            _with_marks(text, end, ceiling)
            for end, ceiling in zip(spans[lasts, 1].tolist(), ceilings[lasts].tolist(), strict=True)
        ]
    shapes = [
        word_shape(text[start:end])
        for start, end in zip(spans[begins, 0].tolist(), spans[lasts, 1].tolist(), strict=True)
    ]
    of_pieces = np.repeat(np.asarray(shapes, dtype=np.int64), lasts - begins + 1)
    starts, ends = spans[:, 0].copy(), spans[:, 1].copy()
    return [
        Pieces(ids[one:other], starts[one:other], ends[one:other], first[one:other], of_pieces[one:other])
        for one, other in pairwise(borders.tolist())
    ]


def _joined(parts: Iterable[Iterable[int | None]]) -> Integers:
    return np.fromiter(chain.from_iterable(parts), dtype=np.int64)


def _with_marks(text: str, end: int, ceiling: int) -> int:
    """Return the end of a word with the marks on its last letter, which the tokenizer drops."""
    while end < ceiling and unicodedata.category(text[end]) == "Mn":
        end += 1
    return end
