"""A reader as files, checked by their checksums: ``reader.json``, ``network.onnx``, ``tokenizer.json``.

A reader that weighs words beside its network has ``words.safetensors`` too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ofsight.errors import ModelError

from .pieces import PieceTokenizer
from .reader import NetworkReader
from .runtime import THREADS, OnnxNetwork
from .spec import WORDS, ReaderSpec, feature_values
from .words import Words, WordTable

SPEC: Final = "reader.json"
NETWORK: Final = "network.onnx"
TOKENIZER: Final = "tokenizer.json"


@dataclass(frozen=True, slots=True)
class ReaderFiles:
    """The contents of the files of a stored reader.

    Attributes
    ----------
    spec : ReaderSpec
        ``reader.json``.
    network, tokenizer : bytes
        ``network.onnx`` and ``tokenizer.json``.
    words : bytes, optional
        ``words.safetensors``; None where the spec gives words no share.

    Raises
    ------
    ModelError
        When a checksum is not the one that the spec gives.
    """

    spec: ReaderSpec
    network: bytes
    tokenizer: bytes
    words: bytes | None = None

    def __post_init__(self) -> None:
        found = {name: _digest(content) for name, content in self._parts().items()}
        if set(found) != set(self.spec.files):
            raise ModelError(
                f"{SPEC} lists {', '.join(sorted(self.spec.files)) or 'no files'};"
                f" expected {', '.join(sorted(found))}"
            )
        for name, digest in found.items():
            if digest != self.spec.files[name]:
                raise ModelError(
                    f"{name} has checksum {digest}, {SPEC} says {self.spec.files[name]}: the file is damaged"
                    " or of another model; install the model anew"
                )

    @classmethod
    def from_contents(cls, contents: Mapping[str, bytes]) -> ReaderFiles:
        """Take and check the contents of the files, by name.

        Raises
        ------
        ModelError
            When a file is missing, damaged, or not of this reader.
        """
        for name in (SPEC, NETWORK, TOKENIZER):
            if name not in contents:
                raise ModelError(f"{name} is missing")
        try:
            spec = ReaderSpec.from_json(contents[SPEC])
        except ModelError as error:
            raise ModelError(f"{SPEC}: {error}") from error
        if spec.words and WORDS not in contents:
            raise ModelError(f"{WORDS} is missing")
        return cls(spec, contents[NETWORK], contents[TOKENIZER], contents.get(WORDS) if spec.words else None)

    def contents(self) -> dict[str, bytes]:
        """Return the contents of the files by name."""
        return {**self._parts(), SPEC: self.spec.to_json().encode()}

    def _parts(self) -> dict[str, bytes]:
        parts = {NETWORK: self.network, TOKENIZER: self.tokenizer}
        return parts if self.words is None else {**parts, WORDS: self.words}

    @classmethod
    def read(cls, folder: Path) -> ReaderFiles:
        """Read and check the files in a folder.

        Raises
        ------
        ModelError
            When a file is missing, damaged, or not of this reader.
        """
        contents = {}
        for name in (SPEC, NETWORK, TOKENIZER, WORDS):
            if name == WORDS and not (folder / name).exists():
                continue
            try:
                contents[name] = (folder / name).read_bytes()
            except OSError as error:
                raise ModelError(f"{folder / name}: cannot be read: {error.strerror or error}") from error
        try:
            return cls.from_contents(contents)
        except ModelError as error:
            raise ModelError(f"{folder}: {error}") from error

    def write(self, folder: Path) -> None:
        """Write the files into a folder, ``reader.json`` last: without it the others are no reader."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in (SPEC, WORDS):
            (folder / name).unlink(missing_ok=True)
        for name, content in self.contents().items():
            (folder / name).write_bytes(content)

    def open(self, *, threads: int = THREADS) -> NetworkReader:
        """Make the reader ready to read.

        Raises
        ------
        ModelError
            When the network cannot be run, or it or the words are not those that the spec describes.
        """
        network = OnnxNetwork(self.network, threads=threads)
        spec = self.spec
        network.check(spec.labels, features=len(spec.features), longest=spec.size.total)
        words = self._open_words()
        return NetworkReader(
            network=network,
            tokenizer=PieceTokenizer.from_bytes(self.tokenizer),
            labels=spec.labels,
            features=tuple(spec.features),
            size=spec.size,
            calibration=spec.calibration,
            words=words,
            states_checksum=spec.states_checksum,
        )

    def _open_words(self) -> Words | None:
        if self.words is None:
            return None
        try:
            words = Words(WordTable.from_bytes(self.words), self.spec.words)
            words.check(self.spec.labels)
        except ModelError as error:
            raise ModelError(f"{WORDS}: {error}") from error
        return words


def load_reader(folder: Path, *, threads: int = THREADS) -> NetworkReader:
    """Load a stored reader; every file is checked by its checksum.

    Raises
    ------
    ModelError
        When a file is missing, damaged, or not of this reader.
    """
    return ReaderFiles.read(folder).open(threads=threads)


def save_reader(
    folder: Path, reader: NetworkReader, network: bytes, *, trained_from: Mapping[str, str]
) -> ReaderSpec:
    """Store a reader.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    reader : NetworkReader
        Its tokenizer, labels, features, window size, calibration and words are stored; its own network,
        which may be one that is being trained, is not.
    network : bytes
        The network in ONNX, from :func:`ofsight.training.export.export_network`.
    trained_from : mapping of str to str
        What made it, for people.

    Returns
    -------
    ReaderSpec
        What was written to ``reader.json``.

    Raises
    ------
    ModelError
        When the network, or the words, are not for this reader; nothing is written then.
    """
    tokenizer = reader.tokenizer.to_bytes()
    words = reader.words.table.to_bytes() if reader.words is not None else None
    parts = {NETWORK: network, TOKENIZER: tokenizer} | ({} if words is None else {WORDS: words})
    spec = ReaderSpec(
        labels=reader.labels,
        features=feature_values(reader.features),
        size=reader.size,
        calibration=reader.calibration,
        files={name: _digest(content) for name, content in parts.items()},
        words=dict(reader.words.shares) if reader.words is not None else {},
        trained_from=dict(trained_from),
    )
    files = ReaderFiles(spec, network, tokenizer, words)
    files.open()  # what cannot be loaded is not stored
    files.write(folder)
    return spec


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
