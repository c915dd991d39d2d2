"""Actors of Ray: the bytes of this process, and nothing is lost with an actor or a document that ends one."""

from __future__ import annotations

import gzip
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from ofsight.engine import process
from ofsight.engine.inline import InlineEngine
from ofsight.engine.interface import Done, Job
from ofsight.engine.manifest import manifest_path
from ofsight.engine.options import RunOptions
from ofsight.engine.ray import RayEngine, pool
from ofsight.engine.ray.actor import UnitActor
from ofsight.engine.ray.cluster import Cluster
from ofsight.engine.run import run
from ofsight.engine.settings import WorkSettings
from ofsight.errors import ModelError
from ofsight.ingest.failures import errors_path
from ofsight.ingest.units import find_units

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None or sys.platform == "win32",
    reason="Ray is not installed (extra ray), or this is Windows",
)
RULES = WorkSettings(model="rules")
POISONED = (sys.executable, str(Path(__file__).parent / "poisoned.py"))


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[Cluster]:
    """Ray on this machine, started once; engines find it connected. It leaves no process behind."""
    others = set(psutil.Process().children(recursive=True))  # a browser of other tests
    with Cluster(None, processors=2) as cluster:
        yield cluster
    assert set(psutil.Process().children(recursive=True)) <= others


def jobs(folder: Path) -> list[Job]:
    return [Job(unit) for unit in find_units([folder], max_bytes=20_000_000)]


def make(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / f"{name}.txt").write_text(f"Ofsted rated Halton council inadequate in May 2024. {name}")
    return folder


def alone(folder: Path) -> list[Done]:
    with InlineEngine(RULES) as inline:
        return list(inline.annotate(jobs(folder)))


def workers_of(parent: psutil.Process) -> list[psutil.Process]:
    """Return the worker processes and actors below a process."""
    return [
        child
        for child in parent.children(recursive=True)
        if "ofsight.engine.worker" in child.cmdline() or child.name().startswith("ray::UnitActor")
    ]


def test_an_actor_gives_the_bytes_of_this_process(samples_dir: Path) -> None:
    expected = alone(samples_dir)
    with RayEngine(RULES, workers=1) as engine:
        assert engine.info == InlineEngine(RULES).info
        assert list(engine.annotate(jobs(samples_dir))) == expected
        left = workers_of(psutil.Process())
    assert len(left) == 2
    assert not psutil.wait_procs(left, timeout=10)[1]


def test_a_run_on_all_processors(samples_dir: Path, tmp_path: Path) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    make(inputs, "a", "b")
    (inputs / "c.txt.gz").write_bytes(gzip.compress(b"Ofsted rated Halton council good."))
    (inputs / "d.pdf").write_bytes(b"%PDF-1.4\n" + bytes(19_000_000))
    (inputs / "e.jsonl").write_text('{"id": "x", "text": "Halton is good."}\n{"text": 3}\n')
    (inputs / "f.txt").touch()
    paths = (str(samples_dir), str(inputs))
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    run(RunOptions(paths, here, "rules"))
    run(RunOptions(paths, there, "rules", engine="ray"))
    assert there.read_bytes() == here.read_bytes()
    assert errors_path(there).read_bytes() == errors_path(here).read_bytes()
    assert len(errors_path(there).read_bytes().splitlines()) == 3
    assert json.loads(manifest_path(there).read_text())["engine"] == {"name": "ray", "workers": 2}


def test_bad_documents_cost_themselves_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class PoisonedActor(UnitActor):
        def start(self) -> bytes:
            process._COMMAND = POISONED  # type: ignore[misc]
            return super().start()

    monkeypatch.setattr(pool, "UnitActor", PoisonedActor)
    with RayEngine(RULES, workers=1) as engine:
        done = list(engine.annotate(jobs(make(tmp_path, "a", "b-segfault", "c-noise", "d"))))
    troubles = [item.outcome.trouble for item in done]
    assert [item.unit.name[0] for item in done] == list("abcd")
    assert [trouble is None for trouble in troubles] == [True, False, True, True]
    assert troubles[1] is not None
    assert troubles[1].error == "crash"
    assert "signal SIGSEGV" in troubles[1].message


def test_what_an_actor_had_is_done_by_another(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    expected = alone(make(tmp_path, *(f"{number:02d}" for number in range(40))))
    with RayEngine(RULES, workers=1) as engine:
        results = engine.annotate(jobs(tmp_path))
        done = [next(results)]
        (actor,) = (one for one in workers_of(psutil.Process()) if one.name().startswith("ray::"))
        actor.kill()
        done += results
    assert done == expected
    assert "lost a worker" in caplog.text


def test_a_model_that_no_node_has() -> None:
    with (
        RayEngine(WorkSettings(model="nonesuch"), workers=1) as engine,
        pytest.raises(ModelError, match=r"nonesuch.*on the node"),
    ):
        _ = engine.info
