"""What a Ray actor does: it tends one worker process, so that limits and bytes are those of other engines.

All that crosses the network is what :mod:`ofsight.engine.frames` writes: JSON and bytes beside it.
"""

from __future__ import annotations

import json
import os
import platform
import threading
import time
from typing import Any

import ofsight
from ofsight.engine.frames import as_bytes, from_bytes
from ofsight.engine.settings import Limits, WorkSettings
from ofsight.engine.tended import LOOKS, TendedWorker
from ofsight.errors import EngineError, OfsightError
from ofsight.ingest.units import InputUnit


class UnitActor:
    """Annotates units on a node; it ends with the process that Ray gave it.

    Parameters
    ----------
    settings : str
        A :class:`.settings.WorkSettings` as JSON.
    limits : str
        The fields of a :class:`.settings.Limits` as JSON.
    """

    def __init__(self, settings: str, limits: str) -> None:
        self._settings = settings
        self._limits = limits
        self._worker: TendedWorker | None = None

    def start(self) -> bytes:
        """Load the model; return a message that tells of it and of the node."""
        self._worker = TendedWorker(
            WorkSettings.from_message(json.loads(self._settings)), Limits(**json.loads(self._limits))
        )
        threading.Thread(target=self._watch, args=(self._worker,), daemon=True).start()
        node = {"node": platform.node(), "process": os.getpid(), "version": ofsight.__version__}
        try:
            return as_bytes({"ready": self._worker.start().model_dump(mode="json"), **node})
        except (OfsightError, OSError) as error:
            return as_bytes({**_fatal(error), **node})

    def annotate(self, message: bytes) -> bytes:
        """Annotate the unit of a message; return the message of its outcome."""
        assert self._worker is not None  # noqa: S101  # it has been started
        header, content = from_bytes(message)
        try:
            outcome = self._worker.annotate(InputUnit.from_message(header, content))
        except (OfsightError, OSError) as error:
            return as_bytes(_fatal(error))
        return as_bytes({"outcome": outcome.as_message()}, outcome.line)

    @staticmethod
    def _watch(worker: TendedWorker) -> None:
        while True:
            time.sleep(LOOKS)
            worker.watch()


def _fatal(error: OfsightError | OSError) -> dict[str, Any]:
    if isinstance(error, OSError):
        error = EngineError(f"a worker process cannot be started: {error}")
    return {"fatal": [type(error).__name__, str(error)]}
