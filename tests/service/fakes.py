"""A service without processes: an annotator that costs nothing, and a page that shows what it is given."""

from __future__ import annotations

import html
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from starlette.testclient import TestClient
from tests.engine.fakes import empty_record, fake_model

from ofsight.engine.outcome import Outcome, Trouble
from ofsight.engine.settings import WorkSettings
from ofsight.errors import EngineError, IngestError
from ofsight.ingest.units import InputUnit, read_unit
from ofsight.record import Record
from ofsight.record.io import dumps
from ofsight.service.app import create_app
from ofsight.service.labels import Labels, ModelAnswer
from ofsight.service.settings import ServiceSettings

LOOPBACK = "http://127.0.0.1:8000"
SMALL = ServiceSettings(work=WorkSettings(max_bytes=10_000), waiting=2, max_documents=3)
TROUBLES = {
    "TIMEOUT": Trouble("annotate", "timeout", "takes longer than 60 s; leave it out or raise --time-limit"),
    "MEMORY": Trouble("ingest", "memory", "needs more than 4,000 MB of memory; split it"),
    "CRASH": Trouble("ingest", "crash", "ended its worker (signal SIGSEGV); leave it out"),
}


class FakeAnnotator:
    """Annotates with empty layers; waits for ``go`` first."""

    info = fake_model()

    def __init__(self, *, alive: int = 1, max_bytes: int = 10_000) -> None:
        self.alive = alive
        self.go = threading.Event()
        self.go.set()
        self.units: list[InputUnit] = []
        self.at_work = 0
        self.most_at_work = 0
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(8)

    def submit(self, unit: InputUnit) -> Future[Outcome]:
        self.units.append(unit)
        return self._threads.submit(self._annotate, unit)

    def _annotate(self, unit: InputUnit) -> Outcome:
        with self._lock:
            self.at_work += 1
            self.most_at_work = max(self.most_at_work, self.at_work)
        assert self.go.wait(20)
        with self._lock:
            self.at_work -= 1
        reading = read_unit(unit, max_bytes=self._max_bytes)
        if isinstance(reading.result, IngestError):
            trouble = Trouble("ingest", reading.result.kind, str(reading.result))
            return Outcome(reading.wanted_id, trouble=trouble)
        source, content = reading.result
        for word, trouble in TROUBLES.items():
            if word in content.text:
                return Outcome(reading.wanted_id, trouble=trouble)
        if "NO WORKER" in content.text:
            raise EngineError("a worker did not start")
        if "DEFECT" in content.text:
            raise RuntimeError(content.text)
        record = empty_record(reading.wanted_id, source.model_dump(), content.text, self.info)
        meta = content.meta.model_copy(update={"kind": content.meta.kind or "news"})
        record = record.model_copy(update={"meta": meta})
        return Outcome(reading.wanted_id, dumps(record).encode(), reading.wanted_id)


def fake_page(records: list[Record], *, title: str) -> str:
    rows = "".join(f"<li>{html.escape(record.text or '')}</li>" for record in records)
    return f"<!doctype html><title>{html.escape(title)}</title><ul>{rows}</ul>"


def fake_labels() -> ModelAnswer:
    labels = Labels(blocks=["headline"], entities=["COUNCIL"], themes=["workforce"])
    return ModelAnswer(
        name="fake", version="1", sha256="0" * 64, extractors=[], description="", licence="", labels=labels
    )


def client_of(
    annotator: Any = None,
    settings: ServiceSettings = SMALL,
    *,
    describe: Callable[[], ModelAnswer] = fake_labels,
    base_url: str = LOOPBACK,
) -> TestClient:
    """Return a client of a service of its own."""
    app = create_app(annotator or FakeAnnotator(), settings, build_page=fake_page, describe=describe)
    return TestClient(app, base_url=base_url)
