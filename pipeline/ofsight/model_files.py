"""Where models lie and which files make them: what must be known before a pipeline is built."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from ofsight.errors import ModelError

DEFAULT_MODEL = "standard"
_PACKAGE = Path(__file__).parent
# Installed with the package, or beside it in a checkout.
_SHIPPED = (_PACKAGE / "_models", _PACKAGE.parent.parent / "models")
# Their data files make the annotations; those of evaluation and of the corpora do not.
_ANNOTATING = ("ingest", "segment", "read", "entities", "findings", "facts", "register", "values")
ABOUT_MODEL: Final = frozenset({"README.md", "figures.json", "ablations.json", "speed.json"})
"""Files in a model's directory that tell of it and change nothing that it says: its card and its facts."""


def find_model(name: str | Path) -> Path:
    """Return the directory of a model given by name (one that ships with Ofsight) or by directory.

    Raises
    ------
    ModelError
        When there is no such model.
    """
    candidates = [Path(name), *(place / name for place in _SHIPPED)]
    for candidate in candidates:
        if (candidate / "config.cfg").is_file():
            return candidate
    shipped = sorted(
        directory.name
        for place in _SHIPPED
        if place.is_dir()
        for directory in place.iterdir()
        if (directory / "config.cfg").is_file()
    )
    raise ModelError(
        f"no model {str(name)!r}: give one of {', '.join(shipped) or '(none found)'},"
        " or a directory that holds a config.cfg"
    )


def model_files(directory: Path) -> dict[str, Path]:
    """Return the files that a model is made of, by their path in its directory; its card is none of them."""
    return {
        path.relative_to(directory).as_posix(): path
        for path in sorted(directory.rglob("*"))
        if path.is_file() and path.relative_to(directory).as_posix() not in ABOUT_MODEL
    }


def model_checksum(directory: Path) -> str:
    """Return the SHA-256 over a model's files and the data files of all stages, by sorted path."""
    digest = hashlib.sha256()
    files = [*model_files(directory).items()]
    files += [(path.relative_to(_PACKAGE).as_posix(), path) for path in _data_files()]
    for name, path in sorted(files):
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _data_files() -> list[Path]:
    return [
        path
        for stage in _ANNOTATING
        for path in (_PACKAGE / stage).rglob("data/*")
        if path.is_file() and not path.name.startswith(".")
    ]
