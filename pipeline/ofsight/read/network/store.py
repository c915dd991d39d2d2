"""A reader as files: ``reader.json``, ``network.onnx``, ``tokenizer.json``, checked by their checksums."""

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
from .spec import ReaderSpec, feature_values

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

    Raises
    ------
    ModelError
        When a checksum is not the one that the spec gives.
    """

    spec: ReaderSpec
    network: bytes
    tokenizer: bytes

    def __post_init__(self) -> None:
        found = {NETWORK: _digest(self.network), TOKENIZER: _digest(self.tokenizer)}
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
        return cls(spec, contents[NETWORK], contents[TOKENIZER])

    def contents(self) -> dict[str, bytes]:
        """Return the contents of the files by name."""
        return {NETWORK: self.network, TOKENIZER: self.tokenizer, SPEC: self.spec.to_json().encode()}

    @classmethod
    def read(cls, folder: Path) -> ReaderFiles:
        """Read and check the files in a folder.

        Raises
        ------
        ModelError
            When a file is missing, damaged, or not of this reader.
        """
        contents = {}
        for name in (SPEC, NETWORK, TOKENIZER):
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
        (folder / SPEC).unlink(missing_ok=True)
        for name, content in self.contents().items():
            (folder / name).write_bytes(content)

    def open(self, *, threads: int = THREADS) -> NetworkReader:
        """Make the reader ready to read.

        Raises
        ------
        ModelError
            When the network cannot be run, or is not the one that the spec describes.
        """
        network = OnnxNetwork(self.network, threads=threads)
        spec = self.spec
        network.check(spec.labels, features=len(spec.features), longest=spec.size.total)
        return NetworkReader(
            network=network,
            tokenizer=PieceTokenizer.from_bytes(self.tokenizer),
            labels=spec.labels,
            features=tuple(spec.features),
            size=spec.size,
            calibration=spec.calibration,
            states_checksum=spec.states_checksum,
        )


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
        Its tokenizer, labels, features, window size and calibration are stored; its own network, which may
        be one that is being trained, is not.
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
        When the network is not one for this reader; nothing is written then.
    """
    tokenizer = reader.tokenizer.to_bytes()
    spec = ReaderSpec(
        labels=reader.labels,
        features=feature_values(reader.features),
        size=reader.size,
        calibration=reader.calibration,
        files={NETWORK: _digest(network), TOKENIZER: _digest(tokenizer)},
        trained_from=dict(trained_from),
    )
    files = ReaderFiles(spec, network, tokenizer)
    files.open()  # what cannot be loaded is not stored
    files.write(folder)
    return spec


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
