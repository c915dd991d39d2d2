"""What the model labels, found once in a process of its own: the server holds no model."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Final

from pydantic import BaseModel, Field

from ofsight.engine.lean import import_spacy, leave_out_training_libraries
from ofsight.engine.settings import WorkSettings
from ofsight.errors import EngineError
from ofsight.record import ModelInfo

_COMMAND: Final = (sys.executable, "-P", "-m", "ofsight.service.labels")
_PATIENCE: Final = 120.0


class Labels(BaseModel):
    """Label sets: the model's own and those that extractors add."""

    blocks: list[str]
    entities: list[str]
    themes: list[str]


class ModelAnswer(BaseModel):
    """The model that annotates."""

    name: str
    version: str
    sha256: str = Field(description="Checksum of the model's files, as records carry it")
    extractors: list[str] = Field(description="Extractors added to it, as records name them")
    description: str
    licence: str
    labels: Labels


def describe_service_model(settings: WorkSettings, info: ModelInfo) -> ModelAnswer:
    """Return what there is to say of the model; takes seconds.

    Raises
    ------
    EngineError
        When the process that looks it up fails.
    """
    try:
        found = subprocess.run(  # noqa: S603  # our own interpreter and module
            _COMMAND,
            input=json.dumps(settings.as_message()).encode(),
            capture_output=True,
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineError(
            "the model's labels cannot be looked up; is there memory for one process more?"
        ) from error
    about = json.loads(found.stdout)
    return ModelAnswer(
        name=info.name, version=info.version, sha256=info.sha256, extractors=list(info.extractors), **about
    )


def look_up(settings: WorkSettings) -> dict[str, object]:
    """Load the model and its extractors and return what they say of themselves."""
    # spaCy and the libraries of the pipeline: the server itself never imports them.
    from ofsight.extractors.describe import describe_extractor
    from ofsight.pipeline import describe

    about = describe(settings.model)
    labels = {name: _listed(about[name]) for name in ("blocks", "entities", "themes")}
    for path in settings.extractors:
        extractor = describe_extractor(path)
        for name in ("entities", "themes"):
            labels[name] += [label for label in _listed(extractor[name]) if label not in labels[name]]
    return {"description": about["description"], "licence": about["licence"], "labels": labels}


def _listed(labels: str) -> list[str]:
    return [label for label in labels.split(", ") if label]


def main() -> None:
    """Answer the settings on standard input with what there is to say of their model."""
    leave_out_training_libraries()
    import_spacy()
    sys.stdout.write(json.dumps(look_up(WorkSettings.from_message(json.load(sys.stdin)))))


if __name__ == "__main__":
    main()
