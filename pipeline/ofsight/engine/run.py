"""One run of ``ofsight annotate``: results to the output, failures to the errors file, all counted."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

from filelock import FileLock, Timeout

from ofsight.engine.summary import RunSummary
from ofsight.errors import EngineError, OfsightError
from ofsight.ingest import DEFAULT_MAX_BYTES
from ofsight.ingest.document import InputFailure
from ofsight.ingest.failures import errors_path
from ofsight.ingest.ids import UniqueIds
from ofsight.ingest.paths import STDIN
from ofsight.ingest.units import InputUnit, find_units
from ofsight.model_files import DEFAULT_MODEL
from ofsight.record import ModelInfo
from ofsight.record.io import dumps, loads

from .earlier import KeptRecords, goes_on_from, keep, kept_files
from .inline import InlineEngine
from .interface import Done, Engine, Job
from .journal import Checkpoint, Journal, Progress, journal_path, read_progress
from .local import LocalEngine
from .manifest import manifest_path, read_manifest, write_manifest
from .outcome import Outcome
from .outputs import LateOutput, Output, is_packed, open_output
from .settings import Limits, WorkSettings

OnError = Literal["record", "stop"]
EngineName = Literal["local", "ray"]

SYNC_DOCUMENTS: Final = 64
"""So many documents are synced to the disk together, or as many as are done in :data:`SYNC_SECONDS`."""
SYNC_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What to annotate and how.

    ``output`` None means standard output; failures are then reported through ``report`` only. ``workers`` 0
    annotates in this process; with the engine ``"ray"`` it takes all processors of the cluster at
    ``ray_address``, or of one that is started on this machine where that is None.
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
    engine: EngineName = "local"
    ray_address: str | None = None

    @property
    def work(self) -> WorkSettings:
        """What every worker must know."""
        return WorkSettings(self.model, self.extractors, self.keep_text, self.max_bytes)


def run(
    options: RunOptions,
    *,
    report: Callable[[InputFailure], None],
    progress: Callable[[str], None] = lambda _id: None,
) -> RunSummary:
    """Annotate every input and write the records as they come.

    Parameters
    ----------
    options : RunOptions
        Inputs, output and settings.
    report : callable
        Called with each failure.
    progress : callable
        Called with the id of each input that is done.

    Returns
    -------
    RunSummary
        Counts, with ``errors`` of the inputs that failed.

    Raises
    ------
    EngineError
        When the run cannot be resumed as asked, or another writes the same output.
    OfsightError
        When the model cannot be loaded, the output cannot be opened, or writing would overwrite an input.
    OSError
        When writing fails later on.
    """
    _refuse_to_overwrite_inputs(options)
    with ExitStack() as stack:
        if options.output is not None:
            stack.enter_context(_locked(options.output))
        engine = stack.enter_context(_engine(options))
        return _Run(options, report, progress).of(engine)


def _engine(options: RunOptions) -> Engine:
    if options.engine == "ray":
        from .ray import RayEngine  # Ray is an extra

        return RayEngine(
            options.work, workers=options.workers, limits=options.limits, address=options.ray_address
        )
    if options.workers == 0:
        return InlineEngine(options.work)
    return LocalEngine(options.work, workers=options.workers, limits=options.limits)


class _Run:
    """The state of a run: where its outputs stand."""

    def __init__(
        self, options: RunOptions, report: Callable[[InputFailure], None], progress: Callable[[str], None]
    ) -> None:
        self._options = options
        self._report = report
        self._progress = progress
        self._ids = UniqueIds()
        self._summary = RunSummary()
        self._done = 0
        self._workers = options.workers
        self._started = datetime.now(UTC)

    def of(self, engine: Engine) -> RunSummary:
        """Run it with the workers of an engine."""
        options = self._options
        self._workers = getattr(engine, "workers", options.workers)
        if options.output is None:
            with closing(open_output(None)) as output:
                self._write(engine, (Job(unit) for unit in self._units()), output, None, None)
            self._summary.finish()
            return self._summary
        head = _head(options, engine.info)
        units, checkpoint = self._take_up(options.output, head)
        with ExitStack() as stack:
            journal = stack.enter_context(closing(Journal(journal_path(options.output), head, checkpoint)))
            output = stack.enter_context(
                closing(open_output(options.output, checkpoint.output if checkpoint else None))
            )
            errors = stack.enter_context(
                closing(LateOutput(errors_path(options.output), checkpoint.errors if checkpoint else None))
            )
            manifest_path(options.output).unlink(missing_ok=True)
            kept = stack.enter_context(closing(KeptRecords(kept_files(options.output))))
            jobs = (Job(unit, kept.outcome(unit)) for unit in units)
            ended = self._write(engine, jobs, output, errors, journal)
            last = self._commit(output, errors, journal, last=ended)
        self._summary.finish()
        if ended:
            self._finish(options.output, head, last)
        return self._summary

    def _units(self) -> Iterator[InputUnit]:
        options = self._options
        own = [options.output.resolve()] if options.output is not None else []
        return find_units(options.paths, max_bytes=options.max_bytes, passed_over=own)

    def _take_up(self, output: Path, head: dict[str, Any]) -> tuple[Iterator[InputUnit], Checkpoint | None]:
        """Return the inputs that are left to do, and where the outputs stand."""
        earlier = _earlier(output, self._options, head)
        units = self._units()
        if earlier is None or earlier.checkpoint is None:
            return units, None
        checkpoint = earlier.checkpoint
        has_ended = not journal_path(output).exists()
        again = self._options.retry_errors and checkpoint.errors["bytes"] > 0
        if not again and goes_on_from(output, checkpoint, units, self._ids):
            following = next(units, None)
            if following is None or not (has_ended and is_packed(output)):
                self._done = checkpoint.done
                self._summary = RunSummary.from_message(checkpoint.summary)
                return _with_first(following, units), checkpoint
        if STDIN in self._options.paths:
            raise EngineError("standard input has changed since the run stopped; run again without --resume")
        keep(output, checkpoint)
        self._ids = UniqueIds()
        return self._units(), None

    def _write(
        self,
        engine: Engine,
        jobs: Iterator[Job],
        output: Output,
        errors: Output | None,
        journal: Journal | None,
    ) -> bool:
        """Write what comes of each job; False when the run stops at a failure."""
        synced = time.monotonic()
        since = 0
        for done in engine.annotate(jobs):
            failure, must_sync = self._write_one(done, output, errors)
            since += 1
            self._done += 1
            if journal is not None and (
                must_sync or since >= SYNC_DOCUMENTS or time.monotonic() - synced > SYNC_SECONDS
            ):
                assert errors is not None  # noqa: S101  # with a journal there is an errors file
                self._commit(output, errors, journal)
                synced, since = time.monotonic(), 0
            if failure is not None:
                self._report(failure)
                if self._options.on_error == "stop":
                    return False
        return True

    def _write_one(
        self, done: Done, output: Output, errors: Output | None
    ) -> tuple[InputFailure | None, bool]:
        unit, outcome = done
        unique = self._ids.assign(outcome.wanted_id)
        failure = outcome.failure(unique, unit.name)
        must_sync = False
        if failure is not None:
            self._summary.errors[failure.error] += 1
            if errors is not None:
                errors.write(json.dumps(failure.as_row(), ensure_ascii=False).encode() + b"\n")
        else:
            must_sync = output.write(_line(outcome, unique))
            if outcome.summary is not None:
                self._summary.merge(outcome.summary)
        self._progress(unique)
        return failure, must_sync

    def _commit(self, output: Output, errors: Output, journal: Journal, *, last: bool = False) -> Checkpoint:
        checkpoint = Checkpoint(
            done=self._done,
            output=output.sync(last=last),
            errors=errors.sync(last=last),
            summary=self._summary.as_message(),
        )
        journal.add(checkpoint)
        output.settle()
        return checkpoint

    def _finish(self, output: Path, head: dict[str, Any], checkpoint: Checkpoint) -> None:
        options = self._options
        about = {
            "inputs": {"paths": list(options.paths), "documents": checkpoint.done},
            "engine": {"name": options.engine, "workers": self._workers},
            "started": self._started.isoformat(timespec="seconds"),
            "ended": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(self._summary.seconds, 1),
        }
        write_manifest(output, head=head, checkpoint=checkpoint, about=about)
        journal_path(output).unlink(missing_ok=True)
        for path in kept_files(output):
            path.unlink(missing_ok=True)


def _line(outcome: Outcome, unique: str) -> bytes:
    """Return the line of a record with the id that it has in this run."""
    assert outcome.line is not None  # noqa: S101  # an outcome without trouble has a line
    if outcome.line_id == unique:
        return outcome.line
    return dumps(loads(outcome.line).model_copy(update={"id": unique})).encode()


def _head(options: RunOptions, model: ModelInfo) -> dict[str, Any]:
    """Return what must be the same for a run to go on."""
    return {
        "model": model.model_dump(mode="json"),
        "keep_text": options.keep_text,
        "max_bytes": options.max_bytes,
    }


def _earlier(output: Path, options: RunOptions, head: dict[str, Any]) -> Progress | None:
    """Return where an earlier run of the same output stands; None to begin anew."""
    unfinished = read_progress(journal_path(output))
    if not options.resume:
        if unfinished is not None and unfinished.checkpoint is not None and not options.overwrite:
            raise EngineError(
                f"{output} holds {unfinished.checkpoint.done:,} documents of a run that did not end;"
                " give --resume to go on with it, or --overwrite to begin anew"
            )
        for path in kept_files(output):
            path.unlink()
        return None
    earlier = unfinished or read_manifest(output)
    if earlier is None:
        if output.exists() and output.stat().st_size:
            raise EngineError(
                f"{output} is there, but no journal or manifest of its run: it cannot be resumed;"
                " give another output, or leave --resume out to begin anew"
            )
        return None
    for key, value in head.items():
        if earlier.head.get(key) != value:
            raise EngineError(
                f"{output} was begun with another {_NAMES[key]}"
                f" ({_shown(earlier.head.get(key))}, now {_shown(value)});"
                " give the same, another output, or leave --resume out to begin anew"
            )
    return earlier


_NAMES: Final = {"model": "model", "keep_text": "choice of --no-text", "max_bytes": "--max-megabytes"}


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return f"{value.get('name')} {value.get('version')}, checksum {str(value.get('sha256'))[:8]}"
    return str(value)


def _with_first(first: InputUnit | None, rest: Iterator[InputUnit]) -> Iterator[InputUnit]:
    if first is not None:
        yield first
    yield from rest


def _locked(output: Path) -> FileLock:
    lock = FileLock(output.with_name(f".{output.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise EngineError(f"another run writes {output}; wait for it, or give another output") from error
    except OSError as error:
        raise EngineError(
            f"cannot write {output}: {error.strerror}; give a file in a folder that exists and is yours"
        ) from error
    return lock


def _refuse_to_overwrite_inputs(options: RunOptions) -> None:
    """Stop before a file that is to be read is emptied."""
    if options.output is None:
        return
    written = {options.output.resolve(), errors_path(options.output).resolve()}
    for path in options.paths:
        if Path(path).resolve() in written:
            raise OfsightError(f"{path} is an input and would be overwritten; give another output")


def default_workers() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1
