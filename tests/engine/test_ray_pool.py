"""Actors that die, disagree or are not there, played by a Ray without processes."""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import ofsight
from ofsight.engine.frames import as_bytes, from_bytes
from ofsight.engine.outcome import Outcome
from ofsight.engine.ray import RayEngine, cluster, pool
from ofsight.engine.ray.pool import SENT, Pool
from ofsight.engine.settings import Limits, WorkSettings
from ofsight.errors import EngineError, ModelError
from ofsight.ingest.units import InputUnit
from ofsight.record import ModelInfo

INFO = ModelInfo(name="fake", version="1", sha256="0" * 64, extractors=())


class LostError(Exception):
    """What Ray raises for an actor that died."""


class FailedError(LostError):
    """What Ray raises for what an actor raised."""


class Actor:
    """Answers as it is told to: with a message, or by raising what a handle then holds."""

    def __init__(self, ray: FakeRay, number: int, settings: str) -> None:
        self.number = number
        self.settings = settings
        self.start = SimpleNamespace(remote=lambda: ray.put(self, lambda: ray.on_start(number)))
        self.annotate = SimpleNamespace(
            remote=lambda message: ray.put(self, lambda: ray.on_unit(number, message))
        )


class FakeRay:
    """Stands for the module; handles are numbers, and what they hold is made when they are fetched."""

    def __init__(self, room: int = 9) -> None:
        self.room = room
        self.actors: list[Actor] = []
        self.killed: list[int] = []
        self.open: dict[int, tuple[Actor, Callable[[], bytes]]] = {}
        self.handles = 0
        self.most_out = 0
        self.ray = self
        self.errors = SimpleNamespace(RayError=LostError, RayTaskError=FailedError)

    def on_start(self, _number: int) -> bytes:
        return ready()

    def on_unit(self, _number: int, message: bytes) -> bytes:
        return done(message)

    def remote(self, **_options: Any) -> Callable[[type], Any]:
        def make(settings: str, _limits: str) -> Actor:
            self.actors.append(Actor(self, len(self.actors), settings))
            return self.actors[-1]

        return lambda _kind: SimpleNamespace(remote=make)

    def put(self, actor: Actor, answer: Callable[[], bytes]) -> int:
        self.handles += 1
        self.open[self.handles] = (actor, answer)
        self.most_out = max(self.most_out, len(self.open))
        return self.handles

    def wait(self, handles: list[int], **_options: Any) -> tuple[list[int], list[int]]:
        there = [handle for handle in handles if self.open[handle][0].number < self.room]
        return there[:1], [handle for handle in handles if handle not in there[:1]]

    def get(self, handle: int) -> bytes:
        return self.open.pop(handle)[1]()

    def kill(self, actor: Actor, *, no_restart: bool) -> None:
        assert no_restart
        self.killed.append(actor.number)
        self.open = {key: value for key, value in self.open.items() if value[0] is not actor}


def ready(info: ModelInfo = INFO, node: str = "node-1", version: str = ofsight.__version__) -> bytes:
    return as_bytes({"ready": info.model_dump(mode="json"), "node": node, "process": 1, "version": version})


def done(message: bytes) -> bytes:
    unit = from_bytes(message)
    outcome = Outcome(unit.header["id"])
    return as_bytes({"outcome": outcome.as_message()}, unit.content)


def make_pool(ray: FakeRay, *, workers: int = 2, settings: WorkSettings | None = None) -> Pool:
    return Pool(ray, settings or WorkSettings(), Limits(), workers=workers, patience=0.2)  # type: ignore[arg-type]


def give(pool: Pool, count: int, size: int = 1) -> dict[int, Outcome]:
    for number in range(count):
        pool.submit(number, InputUnit("-", str(number), data=b"x" * size))
    return dict(pool.receive() for _ in range(count))


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_LOOKS", 0.01)
    monkeypatch.setattr(pool, "_LONGEST_PAUSE", 0.0)


def test_all_are_done_and_few_are_out_at_a_time() -> None:
    ray = FakeRay()
    workers = make_pool(ray, workers=3)
    assert workers.wait_until_ready() == INFO
    outcomes = give(workers, 50)
    assert sorted(outcomes) == list(range(50))
    assert all(outcome.line == b"x" for outcome in outcomes.values())
    assert ray.most_out <= 3 * SENT
    workers.close()
    assert ray.killed == [0, 1, 2]


def test_large_units_go_out_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_BYTES_SENT", 10)
    monkeypatch.setattr(pool, "_LEAST_BYTES_SENT", 10)
    ray = FakeRay()
    workers = make_pool(ray, workers=4)  # 40 bytes
    for _ in range(5):
        workers.wait_until_ready()
    ray.most_out = 0
    assert len(give(workers, 20, size=30)) == 20
    assert ray.most_out <= 4  # one unit, and the starts of the others


def test_units_of_an_actor_that_dies_are_done_by_others() -> None:
    class Mortal(FakeRay):
        def on_unit(self, number: int, message: bytes) -> bytes:
            if number == 0:
                raise LostError("the node died\nmore")
            return super().on_unit(number, message)

    ray = Mortal()
    assert sorted(give(make_pool(ray), 20)) == list(range(20))
    assert ray.killed == [0]
    assert len(ray.actors) == 3


def test_a_unit_that_every_actor_is_lost_with_is_a_failure() -> None:
    class Deadly(FakeRay):
        def on_unit(self, number: int, message: bytes) -> bytes:
            if from_bytes(message).header["id"] == "3":
                raise LostError("gone")
            return super().on_unit(number, message)

    outcomes = give(make_pool(Deadly(room=99), workers=1), 8)
    failures = {number: outcome.trouble for number, outcome in outcomes.items() if outcome.trouble}
    assert list(failures) == [3]
    assert failures[3].error == "crash"
    assert len(outcomes) == 8


def test_no_actor_for_long() -> None:
    with pytest.raises(EngineError, match=r"no worker for 0.2 s: it has no processor free.*--resume"):
        make_pool(FakeRay(room=0)).wait_until_ready()


def test_fewer_actors_than_are_wanted() -> None:
    ray = FakeRay(room=1)
    assert len(give(make_pool(ray, workers=4), 10)) == 10


def test_the_last_actor_is_lost() -> None:
    class Doomed(FakeRay):
        def on_unit(self, number: int, message: bytes) -> bytes:
            raise LostError("the node died")

    with pytest.raises(EngineError, match=r"the last was lost \(the node died\)"):
        give(make_pool(Doomed(room=1), workers=1), 1)


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (
            ready(INFO.model_copy(update={"sha256": "1" * 64}), "node-2"),
            r"node-2 has other files of the model fake 1 \(checksum 11111111, elsewhere 00000000\)",
        ),
        (ready(node="node-2", version="0.0"), "node-2 has Ofsight 0.0, this machine"),
    ],
)
def test_a_node_with_another_model_or_release(second: bytes, message: str) -> None:
    class Mixed(FakeRay):
        def on_start(self, number: int) -> bytes:
            return second if number else ready()

    with pytest.raises(EngineError, match=message):
        give(make_pool(Mixed()), 50)


def test_what_an_actor_cannot_do() -> None:
    class Without(FakeRay):
        def on_start(self, number: int) -> bytes:
            if number == 0:
                return as_bytes({"fatal": ["ModelError", "no model"], "node": "node-1"})
            raise FailedError("trace\nModuleNotFoundError: No module named 'ofsight'")

    with pytest.raises(ModelError, match=r"no model \(on the node node-1\)"):
        make_pool(Without(), workers=1).wait_until_ready()
    ray = Without()
    ray.actors.append(Actor(ray, 0, ""))
    with pytest.raises(EngineError, match=r"No module named 'ofsight'.*install Ofsight \d"):
        make_pool(ray, workers=1).wait_until_ready()


def test_a_full_node_is_passed_over_while_there_are_others() -> None:
    class Full(FakeRay):
        def on_start(self, number: int) -> bytes:
            if number == 1:
                return as_bytes({"fatal": ["EngineError", "no memory"], "node": "node-2"})
            return ready()

    ray = Full()
    assert len(give(make_pool(ray), 10)) == 10
    assert ray.killed == [1]


def test_paths_mean_the_same_on_every_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.cfg").touch()
    ray = FakeRay()
    make_pool(ray, settings=WorkSettings("model", ("terms.yaml",)))
    make_pool(ray, settings=WorkSettings("standard"))
    first, *_, last = (json.loads(actor.settings) for actor in ray.actors)
    assert first["model"] == str(tmp_path / "model")
    assert first["extractors"] == [str(tmp_path / "terms.yaml")]
    assert last["model"] == "standard"


def test_ray_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(EngineError, match=r"pip install 'ofsight\[ray\]'"):
        RayEngine(WorkSettings())


def test_no_cluster_answers(monkeypatch: pytest.MonkeyPatch, unused_port: int) -> None:
    def init(**_options: Any) -> None:
        raise ConnectionError("no instance")

    module = SimpleNamespace(is_initialized=lambda: False, init=init)
    monkeypatch.setattr(
        cluster.importlib,
        "import_module",
        lambda name: SimpleNamespace(RayError=LostError) if "." in name else module,
    )
    for address, reason in (
        ("auto", "no instance"),
        (f"127.0.0.1:{unused_port}", "refused"),
        (None, "no inst"),
    ):
        with pytest.raises(EngineError, match=reason), RayEngine(WorkSettings(), address=address):
            pass


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])
