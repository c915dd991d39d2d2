"""The connection to a Ray cluster: one that is there, or one of this machine for the time of a run."""

from __future__ import annotations

import importlib
import logging
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import ofsight
from ofsight.errors import EngineError

_OBJECT_STORE: Final = 200_000_000
"""Bytes of shared memory of a cluster that we start; what does not fit is spilled to the disk."""
_LONGEST_FOLDER: Final = 40
"""Characters: Ray puts sockets deep in its folder, and the path of a socket is short."""
_ANSWERS: Final = 10.0
"""Seconds in which a cluster must take a connection: Ray itself tries for minutes."""
_QUIET: Final = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",  # or Ray warns of what it will do one day
}
_OF_OUR_OWN: Final = {"RAY_worker_niceness": "0"}  # as the workers of other engines; Ray's default is 15
_INSTALL: Final = "install it with: pip install 'ofsight[ray]'"


class Cluster:
    """A context manager: in it Ray is connected.

    A cluster that we start ends with it. One that was there is left as it is, and so is a connection that
    the caller made with ``ray.init`` before.

    Parameters
    ----------
    address : str, optional
        ``"auto"``, ``"host:port"`` or ``"ray://host:port"`` of a cluster; None starts one on this machine,
        unless the caller has connected Ray already.
    processors : int, optional
        What a cluster that we start offers, each worker takes one; those of this machine if not given.

    Raises
    ------
    EngineError
        When Ray is not installed, or no cluster answers.
    """

    def __init__(self, address: str | None, *, processors: int | None = None) -> None:
        try:
            self.ray: Any = importlib.import_module("ray")
            self.errors: Any = importlib.import_module("ray.exceptions")
        except ImportError as error:
            raise EngineError(f"the engine ray needs Ray ({error}); {_INSTALL}") from error
        self._address = address
        self._processors = processors
        self._folder: Path | None = None
        self._is_ours = False

    def __enter__(self) -> Self:
        if self.ray.is_initialized():
            return self
        try:
            if self._address is None:
                self._start()
            else:
                self._join(self._address)
        except (OSError, RuntimeError, ValueError, ImportError, self.errors.RayError) as error:
            self._tidy()
            raise EngineError(self._refusal(error)) from error
        self._is_ours = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._is_ours:
            self.ray.shutdown()
        self._tidy()

    @property
    def processors(self) -> int:
        """The processors of all nodes together, at least 1."""
        return max(1, int(self.ray.cluster_resources().get("CPU", 0)))

    def _start(self) -> None:
        place = tempfile.gettempdir()
        self._folder = Path(
            tempfile.mkdtemp(prefix="ofsight-", dir=place if len(place) < _LONGEST_FOLDER else "/tmp")  # noqa: S108
        )
        package = str(Path(ofsight.__file__).parents[1])
        path = os.pathsep.join(part for part in (package, os.environ.get("PYTHONPATH", "")) if part)
        with _environment({**_QUIET, **_OF_OUR_OWN, "PYTHONPATH": path}):
            self.ray.init(
                address="local",
                num_cpus=self._processors,
                num_gpus=0,
                include_dashboard=False,
                object_store_memory=_OBJECT_STORE,
                log_to_driver=False,
                logging_level=logging.ERROR,
                _temp_dir=str(self._folder),
            )

    def _join(self, address: str) -> None:
        host, colon, port = address.removeprefix("ray://").rpartition(":")
        if colon and port.isdigit():
            socket.create_connection((host, int(port)), _ANSWERS).close()
        with _environment(_QUIET):
            self.ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)

    def _refusal(self, error: Exception) -> str:
        reason = str(error).strip().rstrip(".")
        if self._address is None:
            return f"Ray does not start on this machine: {reason}; give the address of a cluster"
        return (
            f"no Ray cluster answers at {self._address!r}: {reason};"
            " check the address, or give none to start Ray on this machine"
        )

    def _tidy(self) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Set variables of the environment for what is started now."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                with suppress(KeyError):
                    del os.environ[name]
            else:
                os.environ[name] = value
