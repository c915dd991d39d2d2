"""An engine whose records cost nothing, and that can be killed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, Self

from ofsight.engine.interface import Done, Job
from ofsight.engine.outcome import Outcome, Trouble
from ofsight.engine.summary import RunSummary
from ofsight.errors import IngestError
from ofsight.ingest.units import read_unit
from ofsight.record import ModelInfo, Record
from ofsight.record.io import dumps


class Killed(BaseException):
    """Stands for SIGKILL: nobody handles it."""


class FakeEngine:
    """Annotates with empty layers; dies before it has done ``dies_after`` documents."""

    def __init__(self, *, dies_after: int | None = None, version: str = "1") -> None:
        self.dies_after = dies_after
        self.info = fake_model(version)
        self.annotated: list[str] = []

    workers = 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def annotate(self, jobs: Iterable[Job]) -> Iterator[Done]:
        for number, (unit, kept) in enumerate(jobs):
            if number == self.dies_after:
                raise Killed
            if kept is not None:
                yield Done(unit, kept)
                continue
            self.annotated.append(unit.name)
            reading = read_unit(unit, max_bytes=1000)
            if isinstance(reading.result, IngestError):
                trouble = Trouble("ingest", reading.result.kind, str(reading.result))
                yield Done(unit, Outcome(reading.wanted_id, trouble=trouble))
                continue
            source, content = reading.result
            record = empty_record(reading.wanted_id, source.model_dump(), content.text, self.info)
            summary = RunSummary()
            summary.add(record, words=len(content.text.split()))
            yield Done(unit, Outcome(reading.wanted_id, dumps(record).encode(), reading.wanted_id, summary))


def fake_model(version: str = "1") -> ModelInfo:
    return ModelInfo(name="fake", version=version, sha256="0" * 64, extractors=())


def empty_record(name: str, source: dict[str, Any], text: str, model: ModelInfo) -> Record:
    """Return a record without labels."""
    layers = ("blocks", "sentences", "entities", "findings", "quotations", "judgements", "roles", "measures")
    return Record.model_validate(
        {
            "schema": "ofsight/1",
            "id": name,
            "source": source,
            "meta": {"kind": "news"},
            "text": text,
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
            **dict.fromkeys(layers, ()),
            "model": model.model_dump(mode="json"),
        }
    )
