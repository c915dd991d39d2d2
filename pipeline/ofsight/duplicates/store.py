"""Shingles of many documents in a temporary file: memory holds two numbers a document, however long it is."""

from __future__ import annotations

import tempfile
from array import array
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ofsight.errors import DuplicatesError

from .shingles import DIGEST_BYTES, Shingles

_NUMBER_BYTES = 8


class ShingleStore:
    """A context manager; the file has no name others could find, and is gone when the block ends.

    Parameters
    ----------
    folder : Path, optional
        Where there is space: 8 bytes for each word of the documents. By default that for temporary files.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._starts = array("Q", [0])
        self._sizes = array("q")

    def __enter__(self) -> Self:
        try:
            self._file = tempfile.TemporaryFile(dir=self._folder)
        except OSError as error:
            raise self._failed(error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, shingles: Shingles) -> None:
        """Append the shingles of the next document.

        Raises
        ------
        DuplicatesError
            When the disk is full.
        """
        try:
            written = self._file.write(shingles.digest) + self._file.write(shingles.hashes.tobytes())
        except OSError as error:
            raise self._failed(error) from error
        self._starts.append(self._starts[-1] + written)
        self._sizes.append(len(shingles))

    def __getitem__(self, index: int) -> Shingles:
        """Read the shingles of a document by its place in the order."""
        self._file.seek(self._starts[index])
        digest = self._file.read(DIGEST_BYTES)
        data = self._file.read(self._sizes[index] * _NUMBER_BYTES)
        return Shingles(digest, np.frombuffer(data, dtype=np.uint64))

    def sizes(self) -> NDArray[np.int64]:
        """Return the number of shingles of each document."""
        return np.array(self._sizes, dtype=np.int64)

    def _failed(self, error: OSError) -> DuplicatesError:
        where = self._folder if self._folder is not None else tempfile.gettempdir()
        return DuplicatesError(
            f"{where}: cannot hold the temporary file of the comparison ({error.strerror or error}); it takes"
            " about 8 bytes for each word of the documents: use a folder that exists and has the space"
        )
