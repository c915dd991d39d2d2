"""The log for machines: every line an object that tells what happened."""

from __future__ import annotations

import io
import json
import logging

from ofsight.engine.json_log import JsonLog
from ofsight.engine.summary import RunSummary
from ofsight.ingest.document import InputFailure

from .test_pace import Clock


def test_a_run_as_lines() -> None:
    clock, stream = Clock(), io.StringIO()
    log = JsonLog(stream, clock=clock)
    log.counted(50)
    log.started(4)
    for number in range(20):
        clock.now += 1
        log.done(f"d{number}", 100)
    log.failed(InputFailure("x", "x.pdf", "ingest", "damaged", "is “broken”"))
    logger = logging.getLogger("ofsight.engine.test")
    logger.addHandler(handler := log.handler())
    logger.warning("a worker ended")
    logger.removeHandler(handler)
    log.ended(RunSummary(documents=24, words=2000))
    rows = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [row["event"] for row in rows] == ["started", "progress", "progress", "failed", "message", "ended"]
    assert rows[0]["done"] == 4
    last = rows[2]
    assert (last["done"], last["total"], last["documents_per_second"], last["seconds_left"]) == (
        24,
        50,
        1.0,
        26.0,
    )
    assert rows[3]["message"] == "is “broken”"
    assert (rows[4]["level"], rows[4]["message"]) == ("warning", "a worker ended")
    assert rows[5]["documents"] == 24
    assert all(row["time"].startswith("20") for row in rows)
