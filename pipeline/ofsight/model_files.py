"""Where models lie and which files make them: what must be known before a pipeline is built."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from ofsight.errors import ModelError

DEFAULT_MODEL = "standard"
_PACKAGE = Path(__file__).parent
# Installed with the package, or beside it in a checkout.
_SHIPPED = (_PACKAGE / "_models", _PACKAGE.parent.parent / "models")
# Their data files make the annotations; those of evaluation and of the corpora do not.
_ANNOTATING = ("ingest", "segment", "read", "entities", "findings", "facts", "register", "values")
ABOUT_MODEL: Final = frozenset({"README.md", "figures.json", "ablations.json", "speed.json"})
"""Files in a model's directory that tell of it and change nothing that it says: its card and its facts."""

_STAGES: Final = frozenset(
    f"ofsight_{stage}" for stage in ("segment", "read", "entities", "findings", "facts", "extractors")
)
"""The only factories of components that a model's config may name."""
_FUNCTIONS: Final = frozenset(
    {
        ("@tokenizers", "ofsight.tokenizer.v1"),
        # What spaCy fills in when it writes a config; none of them reads, runs or loads anything here.
        ("@vectors", "spacy.Vectors.v1"),
        ("@readers", "spacy.Corpus.v1"),
        ("@loggers", "spacy.ConsoleLogger.v1"),
        ("@batchers", "spacy.batch_by_words.v1"),
        ("@optimizers", "Adam.v1"),
        ("@schedules", "compounding.v1"),
    }
)
"""The only registered functions that a model's config may call."""


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


def check_config(config: Mapping[str, Any], directory: Path) -> None:
    """Refuse a config.cfg that would run anything but the stages of this package.

    spaCy's configs can call every function that any installed package has registered, load components from
    other folders, and import languages by name. A model may come from a stranger.

    Parameters
    ----------
    config : mapping
        The sections of config.cfg.
    directory : Path
        Where it lies, for messages.

    Raises
    ------
    ModelError
        That names what it asks for.
    """
    nlp, components = config.get("nlp"), config.get("components", {})
    if not isinstance(nlp, Mapping) or not isinstance(components, Mapping):
        raise ModelError(f"config.cfg of the model in {directory} has no section [nlp]; install it anew")
    if nlp.get("lang") != "en":
        raise _refusal(directory, "nlp.lang", nlp.get("lang"))
    for name, component in components.items():
        # With a factory, "source" is a setting of it; without, spaCy would load that model.
        factory = component.get("factory") if isinstance(component, Mapping) else None
        if not isinstance(factory, str) or factory not in _STAGES:
            raise _refusal(directory, f"components.{name}", component)
    for place, key, value in _calls(config, ""):
        if not isinstance(value, str) or (key, value) not in _FUNCTIONS:
            raise _refusal(directory, place, value)


def _refusal(directory: Path, place: str, value: object) -> ModelError:
    return ModelError(
        f"config.cfg of the model in {directory} asks for {str(value)[:80]!r} at {place}, which is no part of"
        " Ofsight, so it was not run; use models of Ofsight only, from people that you trust"
    )


def _calls(part: Any, place: str) -> Iterator[tuple[str, str, object]]:
    """Yield place, key and value of every call of a registered function."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            here = f"{place}.{key}" if place else str(key)
            if str(key).startswith("@"):
                yield here, str(key), value
            yield from _calls(value, here)
    elif isinstance(part, list | tuple):
        for item in part:
            yield from _calls(item, place)


def _data_files() -> list[Path]:
    return [
        path
        for stage in _ANNOTATING
        for path in (_PACKAGE / stage).rglob("data/*")
        if path.is_file() and not path.name.startswith(".")
    ]
