"""The configuration of learning an extractor: TOML, every key documented and checked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ofsight.errors import ExtractorError
from ofsight.model_files import DEFAULT_MODEL

Label = Annotated[str, Field(pattern=r"^\S+$", max_length=100)]
Positive = Annotated[float, Field(gt=0.0)]


STRENGTHS: Final = (1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3)


class ExtractorConfig(BaseModel):
    """Learn an extractor: labels of one's own, on the frozen encoder of a model."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    kind: Literal["extractor"]
    """What is trained."""
    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    """The extractor's name, in every record that it adds to."""
    version: Annotated[str, Field(min_length=1)] = "1"
    """The extractor's version."""
    description: str = ""
    """One line on what it is for."""
    model: str = DEFAULT_MODEL
    """The model it is for: the name of a shipped one, or a folder. It must have a network."""
    records: Annotated[tuple[Path, ...], Field(min_length=1)]
    """Files of annotated records. Sentences without the labels are examples too, of what they do not mean."""
    background: tuple[Path, ...] = ()
    """Files and folders of ordinary documents, not annotated; the labels are taken to be absent there."""
    background_sentences: Annotated[int, Field(ge=1)] = 300
    """At most so many of their sentences, evenly spread, are examples too."""
    entities: tuple[Label, ...] = ()
    """Entity labels to learn; other labels of the records are passed over."""
    themes: tuple[Label, ...] = ()
    """Themes to learn; other themes of the records are passed over."""
    output: Path
    """The folder to write."""
    folds: Annotated[int, Field(ge=2, le=20)] = 5
    """In so many parts the examples are kept back in turn."""
    strengths: Annotated[tuple[Positive, ...], Field(min_length=1)] = (
        1e-4,
        3e-4,
        1e-3,
        3e-3,
        1e-2,
        3e-2,
        0.1,
    )
    """Inverse strengths of the regularisation to choose among (scikit-learn's C)."""

    @model_validator(mode="after")
    def _labels(self) -> Self:
        both = (*self.entities, *self.themes)
        if not both:
            raise ValueError("name at least one label, in entities or themes")
        twice = sorted({label for label in both if both.count(label) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)} is named twice in entities and themes")
        return self


def parse_extractor_config(values: dict[str, Any], *, where: str) -> ExtractorConfig:
    """Check a configuration.

    Parameters
    ----------
    values : dict
        The content of a TOML file.
    where : str
        What to call it in messages: the file's name.

    Raises
    ------
    ExtractorError
        That names every key that is wrong.
    """
    try:
        return ExtractorConfig.model_validate(values)
    except ValidationError as error:
        faults = [
            f"{'.'.join(str(part) for part in fault['loc']) or 'the file'}: {fault['msg']}"
            for fault in error.errors(include_url=False)
        ]
        raise ExtractorError(f"{where}: " + "; ".join(faults)) from error
