"""What a stored reader says of itself: ``reader.json``, read strictly."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import ConfigDict, StringConstraints, TypeAdapter, ValidationError

from ofsight.errors import ModelError

from .features import FEATURES
from .labels import LabelSets
from .scores import Calibration
from .windows import WindowSize

WORDS: Final = "words.safetensors"
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderSpec:
    """All of a stored reader but its weights and its tokenizer.

    Attributes
    ----------
    format : int
        Of this file.
    labels : LabelSets
        What the network answers, in the order of its logits.
    features : dict
        The features that it is given, with the names of their values: the tables in the network are of
        this size and in this order.
    size : WindowSize
        How its windows are packed.
    calibration : Calibration
        From logits to probabilities.
    files : dict
        The SHA-256 of each file beside this one.
    words : dict of str to float
        By answer, how much the words count beside the network; empty, and left out of the file, where there
        are none. The calibration is that of the two together.
    trained_from : dict
        What made it, for people: the base, the corpora with their checksums, the seed.
    """

    format: Literal[1] = 1
    labels: LabelSets
    features: dict[str, tuple[str, ...]]
    size: WindowSize
    calibration: Calibration
    files: dict[str, Digest]
    words: dict[str, float] = field(default_factory=dict)
    trained_from: dict[str, str] = field(default_factory=dict)

    # Holds for the nested classes too.
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    def __post_init__(self) -> None:
        for name, values in self.features.items():
            if values != FEATURES.get(name):
                raise ModelError(
                    f"this version of Ofsight has no feature {name!r} with the values that the network was"
                    " trained with: train it anew, or use the version that it was trained with"
                )
        for kind, labels in (
            ("entities", self.labels.entities),
            ("themes", self.labels.themes),
            ("polarities", self.labels.polarities),
            ("sources", self.labels.sources),
        ):
            if len(set(labels)) < len(labels):
                raise ModelError(f"{kind} of the network: a label occurs twice in {', '.join(labels)}")

    def to_json(self) -> str:
        """Return the text of ``reader.json``."""
        return json.dumps(_content(self), indent=2, ensure_ascii=False) + "\n"

    @property
    def states_checksum(self) -> str:
        """The SHA-256 of all that the states of a document's pieces depend on.

        Network, tokenizer, features and window size; not the calibration, the names of labels and the words
        beside the network. What was learned on the states of one reader holds for every reader with this
        checksum.
        """
        whole = _content(self)
        parts = {key: whole[key] for key in ("files", "features", "size")}
        parts["files"] = {name: digest for name, digest in self.files.items() if name != WORDS}
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    @classmethod
    def from_json(cls, text: str | bytes) -> ReaderSpec:
        """Read the text of ``reader.json``; nothing may be missing, unknown or of another type.

        Raises
        ------
        ModelError
            That names the first place that is wrong.
        """
        try:
            spec: ReaderSpec = _adapter().validate_json(text)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise ModelError(f"{_place(first['loc'])}{first['msg']}") from error
        # What has a default in Python has none in the file: a calibration that got lost must not go unseen.
        missing = _missing(_content(spec), json.loads(text))
        if missing:
            raise ModelError(f"{_place(missing)}is missing")
        return spec


def feature_values(names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the features of these names with the names of their values.

    Raises
    ------
    ModelError
        When one is not a feature of :data:`.features.FEATURES`.
    """
    for name in names:
        if name not in FEATURES:
            raise ModelError(f"{name!r} is no feature; there are {', '.join(FEATURES)}")
    return {name: FEATURES[name] for name in names}


def _content(spec: ReaderSpec) -> dict[str, Any]:
    content: dict[str, Any] = _adapter().dump_python(spec, mode="json")
    if not spec.words:
        del content["words"]  # so that a reader without them is written as before there were any
    return content


def _adapter() -> TypeAdapter[ReaderSpec]:
    return TypeAdapter(ReaderSpec)


def _place(path: Sequence[str | int]) -> str:
    return f"{'.'.join(str(part) for part in path)}: " if path else ""


def _missing(wanted: Any, found: Any, path: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the path of the first key of ``wanted`` that is not in ``found``; empty when there is none."""
    if not isinstance(wanted, dict):
        return ()
    for key, value in wanted.items():
        if key not in found:
            return (*path, key)
        deeper = _missing(value, found[key], (*path, key))
        if deeper:
            return deeper
    return ()
