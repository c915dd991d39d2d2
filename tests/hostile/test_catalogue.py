"""Hand-made hostile inputs: each is a record or a named failure, and their neighbours do not notice them."""

from __future__ import annotations

import hashlib
import http.server
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.hostile import catalogue
from tests.hostile.hostile import RECORD, SENTENCE, Hostile
from tests.hostile.lines import lines

from ofsight.engine.annotator import Annotator
from ofsight.engine.listener import Listener
from ofsight.engine.options import RunOptions
from ofsight.engine.run import run
from ofsight.engine.settings import Limits, WorkSettings
from ofsight.ingest.document import InputFailure
from ofsight.ingest.failures import errors_path
from ofsight.ingest.units import InputUnit, find_units
from ofsight.record.validate import validate_path

NEIGHBOUR = (
    "Inspectors praise Northmoor\n\nBy Anna Smith\n\n"
    "Ofsted has rated children's services at Halton council good. Inspectors found that social workers have"
    " manageable caseloads of about 15 children.\n\n“We are proud,” said Ben Carter, the director of"
    " children's services.\n"
)
EVERY = 5
"""Files between one neighbour and the next."""
UNREAD = "xylophone-on-the-moor"
"""What stands in the file that no input may have read."""
KEYS = {
    "binary",
    "unsupported",
    "empty",
    "encrypted",
    "damaged",
    "missing",
    "unreadable",
    "too_large",
    "bad_json",
}
NAMES = (
    "CON.txt",
    "-o.txt",
    "--output=x.txt",
    "a\nb.txt",
    "a\tb\x1b[2J.txt",
    "\u202etxt.exe.txt",
    "\u202e.txt",
    "x" * 251 + ".txt",
    "$(touch escaped.txt).txt",
    "x..txt",
    "x;y|z&.txt",
    "%2e%2e%2fx.txt",
    "~.txt",
    "a\\b.txt",
    "é.txt",
    "e\u0301.txt",
)


class Web(http.server.ThreadingHTTPServer):
    """A server that nobody may ask for anything."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
        self.asked = 0

    def process_request(self, *request: Any) -> None:
        self.asked += 1
        super().process_request(*request)


class Heard(Listener):
    """Keeps the failures that a run tells of."""

    def __init__(self) -> None:
        self.failures: list[InputFailure] = []

    def failed(self, failure: InputFailure) -> None:
        self.failures.append(failure)


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    with Web() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator(WorkSettings(model="rules", max_bytes=catalogue.MAX_BYTES))


def hostile_files(folder: Path, web: Web) -> list[Hostile]:
    secret = folder / "secret"
    secret.write_text(UNREAD)
    return list(catalogue.files(str(secret), f"http://127.0.0.1:{web.server_port}/x"))


def line_with(id_: str, text: str) -> bytes:
    return json.dumps({"id": id_, "text": text}).encode()


def write_inputs(folder: Path, files: list[Hostile]) -> tuple[dict[str, set[str]], set[str]]:
    """Write the catalogue with neighbours between; return the outcomes by path, and the neighbours' ids."""
    outcomes: dict[str, set[str]] = {}
    neighbours = set()
    folder.mkdir()
    for number, hostile in enumerate(files):
        name = f"{number:03d}-{hostile.name}"
        (folder / name).write_bytes(hostile.content)
        outcomes[name] = {hostile.outcome}
        if number % EVERY == 0:
            neighbours.add(f"{number:03d}-z")
            (folder / f"{number:03d}-z.txt").write_text(f"{NEIGHBOUR}Number {number}.\n", encoding="utf-8")
    rows = []
    for number, hostile in enumerate(lines()):
        rows += [hostile.content, line_with(f"line-{number}", f"{NEIGHBOUR}Line {number}.")]
        neighbours.add(f"line-{number}")
    (folder / "zz-lines.jsonl").write_bytes(b"\n".join(rows) + b"\n")
    outcomes["zz-lines.jsonl"] = {hostile.outcome for hostile in lines()}
    return outcomes, neighbours


def add_strange_files(folder: Path) -> dict[str, set[str]]:
    """Add what only a file system can do; return the outcomes by path."""
    folder.mkdir()
    outcomes: dict[str, set[str]] = {}
    for number, name in enumerate(NAMES):
        (folder / name).write_text(f"{SENTENCE}Number {number}.", encoding="utf-8")
        outcomes[f"odd/{name}"] = {RECORD}
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.txt")).write_text(SENTENCE)
    outcomes["odd/\ufffd\ufffd.txt"] = {RECORD}
    os.mkfifo(folder / "pipe.txt")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "itself.txt").symlink_to(folder / "itself.txt")
    (folder / "folder.pdf").mkdir()
    (folder / "folder.pdf" / "inside.txt").write_text(SENTENCE)
    (folder / "folder.pdf" / "up").symlink_to(folder)
    (folder / "device.txt").symlink_to("/dev/zero")
    return outcomes | {
        "odd/pipe.txt": {"unreadable"},
        "odd/gone.txt": {"missing"},
        "odd/itself.txt": {"unreadable"},
        "odd/device.txt": {"unreadable"},
        "odd/folder.pdf/inside.txt": {RECORD},
    }


def listing(folder: Path) -> dict[str, str]:
    """Return what is in a folder with checksums of the files."""
    return {
        os.fsencode(path).decode("latin-1"): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def test_a_run_over_all_of_them_loses_no_neighbour(
    tmp_path: Path, annotator: Annotator, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs, here, output = tmp_path / "in", tmp_path / "here", tmp_path / "out" / "out.jsonl"
    here.mkdir()
    output.parent.mkdir()
    monkeypatch.chdir(here)
    files = hostile_files(tmp_path, web)
    assert len(files) + len(lines()) >= 200
    expected, neighbours = write_inputs(inputs, files)
    expected |= add_strange_files(inputs / "odd")
    before = listing(tmp_path)
    heard = Heard()
    summary = run(
        RunOptions(
            paths=(str(inputs),),
            output=output,
            model="rules",
            workers=2,
            max_bytes=catalogue.MAX_BYTES,
            limits=Limits(seconds=20, megabytes=2500),
        ),
        heard,
    )
    after = listing(tmp_path)
    assert {name: after[name] for name in before} == before
    assert all("/out/" in name for name in set(after) - set(before))
    assert not list(here.iterdir())
    assert web.asked == 0

    rows = [json.loads(line) for line in output.read_bytes().splitlines()]
    errors = [json.loads(line) for line in errors_path(output).read_bytes().splitlines()]
    assert list(validate_path(output)) == []
    assert len(rows) + len(errors) == summary.documents + len(heard.failures)
    assert [error for error in errors if error["error"] not in KEYS] == []
    assert all(error["id"] and error["path"] and len(error["message"]) > 20 for error in errors)
    assert not any(UNREAD in (row["text"] or "") for row in rows)

    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["source"]["path"], set()).add(RECORD)
    for error in errors:
        found.setdefault(error["path"], set()).add(error["error"])
    assert {name: found.get(name) for name in expected} == {
        name: outcomes if name != "zz-lines.jsonl" else outcomes | {RECORD}
        for name, outcomes in expected.items()
    }
    written = {json.loads(line)["id"]: line + b"\n" for line in output.read_bytes().splitlines()}
    alone = {
        outcome.wanted_id: outcome.line
        for unit in find_units([inputs], max_bytes=catalogue.MAX_BYTES)
        if _is_neighbour(unit) and (outcome := annotator.annotate(unit))
    }
    assert set(alone) == neighbours
    assert {name: written[name] for name in neighbours} == alone


def _is_neighbour(unit: InputUnit) -> bool:
    text = NEIGHBOUR[:20].encode()
    return unit.name.endswith("-z.txt") or (unit.line is not None and text in (unit.line.data or b"")[:100])


def test_every_line_of_json_has_its_own_outcome(annotator: Annotator) -> None:
    from ofsight.ingest.streams import Line

    wrong = []
    for number, hostile in enumerate(lines(), start=1):
        content = hostile.content if len(hostile.content) <= catalogue.MAX_BYTES else None
        outcome = annotator.annotate(InputUnit("x.jsonl", f"x-{number}", line=Line(number, content)))
        found = RECORD if outcome.trouble is None else outcome.trouble.error
        if found != hostile.outcome:
            wrong.append((hostile.name, hostile.outcome, found, outcome.trouble))
    assert wrong == []


def test_a_file_may_vanish_or_change_between_listing_and_reading(
    tmp_path: Path, annotator: Annotator
) -> None:
    for name in ("gone.txt", "grown.txt", "other.txt"):
        (tmp_path / name).write_text(SENTENCE)
    units = {unit.name: unit for unit in find_units([tmp_path], max_bytes=catalogue.MAX_BYTES)}
    (tmp_path / "gone.txt").unlink()
    (tmp_path / "grown.txt").write_bytes(b"a" * (catalogue.MAX_BYTES + 1))
    (tmp_path / "other.txt").write_bytes(b"%PDF-1.7")
    troubles = {name: annotator.annotate(unit).trouble for name, unit in units.items()}
    assert {name: trouble and trouble.error for name, trouble in troubles.items()} == {
        "gone.txt": "unreadable",
        "grown.txt": "too_large",
        "other.txt": "damaged",
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, annotator: Annotator) -> None:
    (tmp_path / "mine.txt").write_text(SENTENCE)
    (tmp_path / "mine.txt").chmod(0)
    (unit,) = find_units([tmp_path], max_bytes=catalogue.MAX_BYTES)
    trouble = annotator.annotate(unit).trouble
    assert trouble is not None
    assert trouble.error == "unreadable"
