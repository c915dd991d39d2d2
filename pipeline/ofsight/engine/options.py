"""What a run is asked to do."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ofsight.ingest import DEFAULT_MAX_BYTES
from ofsight.model_files import DEFAULT_MODEL

from .outputs import OutputForm
from .settings import Limits, WorkSettings

OnError = Literal["record", "stop"]
EngineName = Literal["local", "ray"]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What to annotate and how.

    Parameters
    ----------
    paths : tuple of str
        Files, folders and ``-``, in order.
    output : Path, optional
        The file of records; without it they go to standard output, and failures to the listener only.
    model : str
        Name of a shipped model, or a folder.
    extractors : tuple of str
        Extractors added to it.
    keep_text : bool
        False leaves out the text and every copy of a part of it.
    on_error : {"record", "stop"}
        What an input that fails does to the run.
    max_bytes : int
        Larger inputs are failures.
    workers : int
        Processes that annotate; 0 does it in this one, without limits. With the engine ``"ray"`` 0 takes all
        processors of the cluster.
    limits : Limits
        What one document may cost.
    resume, retry_errors, overwrite : bool
        Go on with what an earlier run left; try its failures again; begin anew although it did not end.
    shard_records : int, optional
        Write several files of so many records each.
    mark_duplicates : bool
        Mark copies among the documents when the run has ended, in a file beside the output.
    engine : {"local", "ray"}
        Workers on this machine, or on a Ray cluster.
    ray_address : str, optional
        Where that is; without it one is started on this machine.
    """

    paths: tuple[str, ...]
    output: Path | None = None
    model: str = DEFAULT_MODEL
    extractors: tuple[str, ...] = ()
    keep_text: bool = True
    on_error: OnError = "record"
    max_bytes: int = DEFAULT_MAX_BYTES
    workers: int = 0
    limits: Limits = field(default_factory=Limits)
    resume: bool = False
    retry_errors: bool = False
    overwrite: bool = False
    shard_records: int | None = None
    mark_duplicates: bool = False
    engine: EngineName = "local"
    ray_address: str | None = None

    @property
    def work(self) -> WorkSettings:
        """What every worker must know."""
        return WorkSettings(self.model, self.extractors, self.keep_text, self.max_bytes)

    @property
    def form(self) -> OutputForm | None:
        """The output that its name asks for."""
        return None if self.output is None else OutputForm(self.output, self.shard_records)


def default_workers() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1
