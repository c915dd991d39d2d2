"""Actors that are kept going: given units, replaced when they or their nodes die."""

from __future__ import annotations

import json
import logging
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

import ofsight
from ofsight import errors
from ofsight.engine.frames import as_bytes, from_bytes
from ofsight.engine.outcome import Outcome, Trouble
from ofsight.engine.process import CRASH
from ofsight.engine.settings import Limits, WorkSettings
from ofsight.errors import EngineError, OfsightError
from ofsight.ingest.units import InputUnit, with_content
from ofsight.record import ModelInfo

from .actor import UnitActor
from .cluster import Cluster

_log = logging.getLogger(__name__)

SENT: Final = 2
"""Units that an actor has at a time: the next is there when one is done."""
_BYTES_SENT: Final = 8_000_000
"""Bytes of units that may be out for each actor."""
_LEAST_BYTES_SENT: Final = 64_000_000
"""Bytes of units that may be out in any case; a larger one goes alone."""
_LOOKS: Final = 1.0
"""Seconds to wait for an answer before looking at the actors again."""
_LONGEST_PAUSE: Final = 60.0
"""Seconds before an actor that was lost again and again is replaced."""
_LOSSES: Final = 5
"""A document whose actor was lost so many times while it was in work is a failure: it may be the cause."""


@dataclass(slots=True)
class _Task:
    number: int
    unit: InputUnit
    size: int = 0
    losses: int = 0


@dataclass(slots=True)
class _Place:
    """Where an actor is, or is to be; ``out`` are its tasks in their order by what will hold the answer."""

    actor: Any = None
    node: str = ""
    starts: Any = None
    out: dict[Any, _Task] = field(default_factory=dict)
    losses: int = 0
    not_before: float = 0.0

    @property
    def is_ready(self) -> bool:
        return self.actor is not None and self.starts is None


class Result(NamedTuple):
    """What came of the unit of a number."""

    number: int
    outcome: Outcome


class Pool:
    """Actors on a cluster, each with one worker process; all methods are for one thread.

    Parameters
    ----------
    cluster : Cluster
        Connected.
    settings : WorkSettings
        What is done to each document.
    limits : Limits
        What one document may cost.
    workers : int
        How many actors are wanted; there are fewer while the cluster has no room for them.
    patience : float
        Seconds after which it is an error that there is no actor.
    """

    def __init__(
        self, cluster: Cluster, settings: WorkSettings, limits: Limits, *, workers: int, patience: float
    ) -> None:
        self._cluster = cluster
        self._ray = cluster.ray
        self._made_of = (json.dumps(_with_whole_paths(settings).as_message()), json.dumps(asdict(limits)))
        self._max_bytes = settings.max_bytes
        self._patience = patience
        # A processor for each: Ray's own limit. No graphics processor: the network runs on ONNX without one.
        remote = self._ray.remote(num_cpus=1, max_restarts=0, scheduling_strategy="SPREAD")
        self._actor_class = remote(UnitActor)
        self._places = [_Place() for _ in range(workers)]
        self._waiting: deque[_Task] = deque()
        self._bytes_sent = 0
        self._most_bytes_sent = max(_LEAST_BYTES_SENT, _BYTES_SENT * workers)
        self._results: deque[Result] = deque()
        self._without = 0.0
        self._reason = "it has no processor free for one"
        self._fill()
        self.info: ModelInfo | None = None

    def wait_until_ready(self) -> ModelInfo:
        """Wait until the first actor has loaded the model.

        Raises
        ------
        OfsightError
            When the model or an extractor cannot be loaded, or no actor can be started.
        """
        while self.info is None:
            self._step()
        return self.info

    def submit(self, number: int, unit: InputUnit) -> None:
        """Take a unit to be annotated when an actor is free."""
        self._waiting.append(_Task(number, unit))

    def receive(self) -> Result:
        """Wait for the next outcome of any unit.

        Raises
        ------
        EngineError
            When no actor is left and none can be started, or one has another model.
        """
        while not self._results:
            self._step()
        return self._results.popleft()

    def close(self) -> None:
        """End all actors; their worker processes go with them."""
        for place in self._places:
            self._end(place)

    def _step(self) -> None:
        """Give out units, wait for an answer, and take what there is."""
        began = time.monotonic()
        self._fill()
        self._send()
        for place, handle in self._answered():
            # One that was lost with its actor a moment ago is not there any more.
            if handle == place.starts or handle in place.out:
                self._take(place, handle)
        self._send()
        if any(place.is_ready for place in self._places):
            self._without = 0.0
            return
        self._without += time.monotonic() - began
        if self._without > self._patience:
            raise EngineError(
                f"the Ray cluster had no worker for {self._patience:g} s: {self._reason};"
                " look after its nodes, then go on with --resume"
            )

    def _answered(self) -> Iterator[tuple[_Place, Any]]:
        open_ = {place.starts: place for place in self._places if place.starts is not None}
        open_ |= {handle: place for place in self._places for handle in place.out}
        if not open_:
            time.sleep(_LOOKS)
            return
        ready, others = self._ray.wait(list(open_), num_returns=1, timeout=_LOOKS)
        if ready and others:
            ready += self._ray.wait(others, num_returns=len(others), timeout=0)[0]
        for handle in ready:
            yield open_[handle], handle

    def _take(self, place: _Place, handle: Any) -> None:
        try:
            header, content = from_bytes(self._ray.get(handle))
        except self._cluster.errors.RayTaskError as error:
            # Nothing that a document does is raised there: Ofsight is not there, or another one.
            last = str(error).strip().splitlines()[-1]
            raise EngineError(
                f"a node of the Ray cluster cannot run Ofsight ({last});"
                f" install Ofsight {ofsight.__version__} on each of them"
            ) from error
        except self._cluster.errors.RayError as error:
            self._lose(place, str(error).strip().partition("\n")[0])
            return
        if "fatal" in header:
            self._hear_of(place, header.get("node", place.node), *header["fatal"])
            return
        if handle == place.starts:
            self._welcome(place, header)
            return
        task = place.out.pop(handle)
        self._bytes_sent -= task.size
        place.losses = 0
        self._results.append(Result(task.number, Outcome.from_message(header["outcome"], content)))

    def _hear_of(self, place: _Place, node: str, name: str, message: str) -> None:
        """Raise what is wrong with the model or the run; a node that is only full is passed over."""
        if name == EngineError.__name__ and self.info is not None:
            self._lose(place, message)
            return
        kind = getattr(errors, name, OfsightError)
        raise kind(f"{message} (on the node {node})")

    def _welcome(self, place: _Place, header: dict[str, Any]) -> None:
        place.starts = None
        place.node = header["node"]
        if header["version"] != ofsight.__version__:
            raise EngineError(
                f"the node {place.node} has Ofsight {header['version']}, this machine {ofsight.__version__};"
                " install the same on both"
            )
        info = ModelInfo.model_validate(header["ready"])
        self.info = self.info or info
        if info != self.info:
            raise EngineError(
                f"the node {place.node} has other files of the model {info.name} {info.version}"
                f" (checksum {info.sha256[:8]}, elsewhere {self.info.sha256[:8]});"
                " put the same model and extractors on all nodes"
            )
        _log.debug("a worker on %s is ready, process %s", place.node, header["process"])

    def _fill(self) -> None:
        """Ask for an actor for each place that has none; Ray starts it when a node has room."""
        for place in self._places:
            if place.actor is None and time.monotonic() >= place.not_before:
                place.actor = self._actor_class.remote(*self._made_of)
                place.starts = place.actor.start.remote()

    def _send(self) -> None:
        """Give units to the actors that have the fewest."""
        while self._waiting:
            free = [place for place in self._places if place.is_ready and len(place.out) < SENT]
            if not free:
                return
            task = self._waiting[0]
            if not self._has_room(task):
                return
            unit = with_content(task.unit, max_bytes=self._max_bytes)
            task.size = len(unit.content or b"")
            if not self._has_room(task):
                return
            place = min(free, key=lambda place: len(place.out))
            message = as_bytes(unit.as_message(), unit.content)
            try:
                handle = place.actor.annotate.remote(message)
            except self._cluster.errors.RayError as error:
                raise EngineError(f"Ray cannot take {unit.name}: {error}") from error
            place.out[handle] = task
            self._bytes_sent += task.size
            self._waiting.popleft()

    def _has_room(self, task: _Task) -> bool:
        """Tell whether a unit may go out, as far as its size is known."""
        return not self._bytes_sent or self._bytes_sent + task.size <= self._most_bytes_sent

    def _lose(self, place: _Place, reason: str) -> None:
        """Give the units of an actor that is lost to others; ask for another actor after a pause."""
        self._reason = f"the last was lost ({reason})"
        _log.warning("lost a worker%s: %s", f" on {place.node}" if place.node else "", reason)
        for task in reversed(place.out.values()):
            self._bytes_sent -= task.size
            self._waiting.appendleft(task)
        if place.out:
            self._blame(self._waiting[0])
        place.losses += 1
        place.not_before = time.monotonic() + min(_LONGEST_PAUSE, 2.0 ** (place.losses - 1))
        self._end(place)

    def _blame(self, task: _Task) -> None:
        """Count the loss for the unit that was in work."""
        task.losses += 1
        if task.losses >= _LOSSES:
            self._waiting.popleft()
            message = f"was lost with {_LOSSES} workers of the cluster; leave it out, and please report it"
            trouble = Trouble("ingest", CRASH, message)
            self._results.append(Result(task.number, Outcome(task.unit.wanted_id, trouble=trouble)))

    def _end(self, place: _Place) -> None:
        if place.actor is not None:
            with suppress(Exception):  # it is gone already, or the cluster is
                self._ray.kill(place.actor, no_restart=True)
        place.actor = place.starts = None
        place.out = {}


def _with_whole_paths(settings: WorkSettings) -> WorkSettings:
    """Return settings that mean the same in any folder of work: actors have another."""
    model = settings.model
    if Path(model, "config.cfg").is_file():
        model = str(Path(model).absolute())
    extractors = tuple(str(Path(path).absolute()) for path in settings.extractors)
    return WorkSettings(model, extractors, settings.keep_text, settings.max_bytes)
