"""The engine on a Ray cluster: worker processes on many machines, led from one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import Final, Self

from ofsight.engine.interface import Done, Job
from ofsight.engine.settings import Limits, WorkSettings
from ofsight.engine.window import in_order
from ofsight.errors import EngineError
from ofsight.record import ModelInfo

from .cluster import Cluster
from .pool import Pool

_AHEAD: Final = 16
"""Jobs that may be open for each worker: one slow document does not stop the others."""
_PATIENCE: Final = 300.0
"""Seconds: a cluster that grows as it is asked needs minutes for a node."""


class RayEngine:
    """Actors of Ray, each with one worker process of the local engine; an :class:`.interface.Engine`.

    So limits, crashes and bytes are those of :class:`.local.LocalEngine`. Actors start and load the model at
    the same time. The machine of the run reads the inputs and sends their bytes: nodes need the same Ofsight
    and the same model files, but no inputs. What an actor or node that dies had in work is done by another;
    an actor that is lost is replaced where there is room.

    Workers compute on processors only: the network runs on ONNX without a graphics processor, so none is
    asked for.

    Parameters
    ----------
    settings : WorkSettings
        What is done to each document.
    workers : int
        How many actors; 0 takes as many as the cluster has processors.
    limits : Limits
        What one document may cost.
    address : str, optional
        ``"auto"``, ``"host:port"`` or ``"ray://host:port"`` of a cluster; None starts one on this machine
        for the time of the run, unless ``ray.init`` was called before.
    patience : float
        Seconds after which the run ends because the cluster has no worker.

    Raises
    ------
    EngineError
        When Ray is not installed; on entering, when no cluster answers.
    """

    def __init__(
        self,
        settings: WorkSettings,
        *,
        workers: int = 0,
        limits: Limits | None = None,
        address: str | None = None,
        patience: float = _PATIENCE,
    ) -> None:
        self._settings = settings
        self._limits = limits or Limits()
        self._cluster = Cluster(address, processors=workers or None)
        self._patience = patience
        self._stack = ExitStack()
        self._pool: Pool | None = None
        self.workers = workers
        """How many actors are wanted."""

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            cluster = stack.enter_context(self._cluster)
            self.workers = self.workers or cluster.processors
            self._pool = Pool(
                cluster, self._settings, self._limits, workers=self.workers, patience=self._patience
            )
            stack.callback(self._pool.close)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool = None
        self._stack.close()

    @property
    def info(self) -> ModelInfo:
        """What the records say of the model; waits until the first actor has loaded it.

        Raises
        ------
        OfsightError
            When the model or an extractor cannot be loaded.
        EngineError
            When the cluster has no room for an actor.
        """
        return self._open_pool.wait_until_ready()

    def annotate(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """Yield what came of each job, in their order."""
        pool = self._open_pool
        return in_order(jobs, pool.submit, pool.receive, most=_AHEAD * self.workers)

    @property
    def _open_pool(self) -> Pool:
        if self._pool is None:
            raise EngineError("the engine ray is not entered; use it in a with statement")
        return self._pool
