"""One run of ``ofsight annotate``: results to the output, failures to the errors file, all counted."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from typing import Any, Final

from ofsight.errors import EngineError
from ofsight.ingest.document import InputFailure
from ofsight.ingest.failures import errors_path
from ofsight.ingest.ids import UniqueIds
from ofsight.ingest.paths import STDIN
from ofsight.ingest.units import InputUnit, find_units

from .copies import check_marking, mark_copies
from .counting import counted
from .earlier import earlier_progress, goes_on_from, run_head
from .inputs_seen import InputsSeen
from .interface import Done, Engine, Job
from .journal import Checkpoint, Journal, journal_path
from .kept import KeptRecords, keep, kept_files, read_head
from .lean import import_spacy
from .listener import Listener
from .local import LocalEngine
from .manifest import manifest_path, write_manifest
from .options import RunOptions
from .outcome import Outcome
from .outputs import LateOutput, Output, OutputForm, Position, StreamOutput, sync_folder
from .places import is_stream, locked, refuse_to_overwrite_inputs
from .summary import RunSummary

SYNC_DOCUMENTS: Final = 64
"""So many documents are synced to the disk together, or as many as are done in :data:`SYNC_SECONDS`."""
SYNC_SECONDS: Final = 2.0

_MakeCheckpoint = Callable[[Position, Position], Checkpoint]


def run(options: RunOptions, listener: Listener | None = None) -> RunSummary:
    """Annotate every input and write the records as they come.

    Parameters
    ----------
    options : RunOptions
        Inputs, output and settings.
    listener : Listener, optional
        Hears of each document.

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
    refuse_to_overwrite_inputs(options)
    check_marking(options)
    form = options.form
    keeps = form is not None and not is_stream(form.path)
    with ExitStack() as stack:
        if form is not None and keeps:
            stack.enter_context(locked(form.path))
        engine = stack.enter_context(_engine(options))
        work = _Run(options, listener or Listener())
        return work.to_files(engine, form) if form is not None and keeps else work.to_stream(engine)


def _engine(options: RunOptions) -> Engine:
    if options.engine == "ray":
        from .ray import RayEngine  # Ray is an extra

        return RayEngine(
            options.work, workers=options.workers, limits=options.limits, address=options.ray_address
        )
    if options.workers == 0:
        import_spacy()
        from .inline import InlineEngine  # as a worker, it imports what annotates

        return InlineEngine(options.work)
    return LocalEngine(options.work, workers=options.workers, limits=options.limits)


class _Run:
    """The state of a run: what is done, and what came of it."""

    def __init__(self, options: RunOptions, listener: Listener) -> None:
        self._options = options
        self._listener = listener
        self._ids = UniqueIds()
        self._summary = RunSummary()
        self._seen = InputsSeen()
        self._done = 0
        self._workers = options.workers
        self._started = datetime.now(UTC)

    def to_stream(self, engine: Engine) -> RunSummary:
        """Write to standard output or a device: nothing is kept of where the run stands."""
        with closing(StreamOutput(self._options.output)) as output:
            self._write(engine, (Job(unit) for unit in self._units()), output)
        return self._ended()

    def to_files(self, engine: Engine, form: OutputForm) -> RunSummary:
        """Write to files that a run can go on with after it was killed."""
        head = run_head(self._options, engine.info)
        self._workers = engine.workers
        units, checkpoint = self._take_up(form, head)
        if units is None and checkpoint is not None:
            self._mark(form, checkpoint)
        if units is None:
            return self._ended()
        with ExitStack() as stack:
            journal = stack.enter_context(closing(Journal(journal_path(form.path), head, checkpoint)))
            output = stack.enter_context(closing(form.open(checkpoint.output if checkpoint else None)))
            errors = stack.enter_context(
                closing(LateOutput(errors_path(form.path), checkpoint.errors if checkpoint else None))
            )
            manifest_path(form.path).unlink(missing_ok=True)
            kept = stack.enter_context(closing(KeptRecords(kept_files(form.path))))
            jobs = (Job(unit, kept.outcome(unit)) for unit in units)
            books = _Books(output, errors, journal)
            is_complete = self._write(engine, jobs, output, books)
            last = books.sync(self._checkpoint, last=is_complete)
        summary = self._ended()
        if is_complete:
            self._finish(form, head, last)
        return summary

    def _ended(self) -> RunSummary:
        self._summary.finish()
        self._listener.ended(self._summary)
        return self._summary

    def _units(self) -> Iterator[InputUnit]:
        options = self._options
        return find_units(options.paths, max_bytes=options.max_bytes, passed_over=options.form or ())

    def _take_up(
        self, form: OutputForm, head: dict[str, Any]
    ) -> tuple[Iterator[InputUnit] | None, Checkpoint | None]:
        """Return the inputs that are left to do, None where nothing is, and where the outputs stand."""
        earlier = earlier_progress(form.path, self._options, head)
        if not self._options.resume:
            for path in kept_files(form.path):
                path.unlink()
        units = self._units()
        if earlier is None or earlier.checkpoint is None:
            return units, None
        checkpoint = earlier.checkpoint
        has_ended = not journal_path(form.path).exists()
        again = self._options.retry_errors and checkpoint.errors["bytes"] > 0
        if not again and goes_on_from(form, checkpoint, units, self._ids):
            following = next(units, None)
            if following is None or not has_ended or form.is_open_ended:
                self._done = checkpoint.done
                self._seen = InputsSeen(checkpoint.inputs)
                self._summary = RunSummary.from_message(checkpoint.summary)
                nothing_left = following is None and has_ended
                return None if nothing_left else _with_first(following, units), checkpoint
        if STDIN in self._options.paths:
            raise EngineError("standard input has changed since the run stopped; run again without --resume")
        keep(form, checkpoint)
        self._ids = UniqueIds()
        return self._units(), None

    def _write(
        self, engine: Engine, jobs: Iterator[Job], output: Output, books: _Books | None = None
    ) -> bool:
        """Write what comes of each job; False when the run stops at a failure."""
        _ = engine.info  # a model that is missing is told before anything is counted
        self._listener.started(self._done)
        with ExitStack() as stack:
            if self._listener.wants_total:
                stack.enter_context(counted(self._options.paths, self._units, self._listener.counted))
            for done in engine.annotate(jobs):
                failure, must_sync = self._write_one(done, output, books)
                if books is not None:
                    books.add(self._checkpoint, must_sync=must_sync)
                if failure is not None:
                    self._listener.failed(failure)
                    if self._options.on_error == "stop":
                        return False
        return True

    def _write_one(
        self, done: Done, output: Output, books: _Books | None
    ) -> tuple[InputFailure | None, bool]:
        unit, outcome = done
        unique = self._ids.assign(outcome.wanted_id)
        failure = outcome.failure(unique, unit.name)
        must_sync = False
        words = 0
        if failure is not None or outcome.line is None:
            if failure is not None:
                self._summary.errors[failure.error] += 1
                if books is not None:
                    books.add_failure(failure)
            self._seen.add(unit.name, unit.checksum())
        else:
            must_sync = output.write(_line(outcome.line, outcome, unique))
            self._seen.add(unit.name, read_head(outcome.line).sha256)
            if outcome.summary is not None:
                self._summary.merge(outcome.summary)
                words = outcome.summary.words
        self._done += 1
        self._listener.done(unique, words)
        return failure, must_sync

    def _checkpoint(self, output: Position, errors: Position) -> Checkpoint:
        return Checkpoint(self._done, output, errors, self._seen.digest, self._summary.as_message())

    def _finish(self, form: OutputForm, head: dict[str, Any], checkpoint: Checkpoint) -> None:
        options = self._options
        about = {
            "inputs": {
                "paths": list(options.paths),
                "documents": checkpoint.done,
                "sha256": checkpoint.inputs,
            },
            "engine": {"name": options.engine, "workers": self._workers},
            "started": self._started.isoformat(timespec="seconds"),
            "ended": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(self._summary.seconds, 1),
        }
        write_manifest(form, head=head, checkpoint=checkpoint, about=about)
        journal_path(form.path).unlink(missing_ok=True)
        for path in kept_files(form.path):
            path.unlink(missing_ok=True)
        sync_folder(form.path.parent)
        self._mark(form, checkpoint)

    def _mark(self, form: OutputForm, checkpoint: Checkpoint) -> None:
        if self._options.mark_duplicates:
            mark_copies(form, checkpoint.output)


class _Books:
    """Sees that outputs and journal go together to the disk, now and then."""

    def __init__(self, output: Output, errors: Output, journal: Journal) -> None:
        self._output = output
        self._errors = errors
        self._journal = journal
        self._since = 0
        self._synced = time.monotonic()

    def add_failure(self, failure: InputFailure) -> None:
        """Write a failure to the errors file."""
        self._errors.write(json.dumps(failure.as_row(), ensure_ascii=False).encode() + b"\n")

    def add(self, make: _MakeCheckpoint, *, must_sync: bool) -> None:
        """Count one document, and sync when enough have gathered."""
        self._since += 1
        passed = time.monotonic() - self._synced
        if must_sync or self._since >= SYNC_DOCUMENTS or passed > SYNC_SECONDS:
            self.sync(make)

    def sync(self, make: _MakeCheckpoint, *, last: bool = False) -> Checkpoint:
        """Bring everything to the disk, then say so in the journal."""
        checkpoint = make(self._output.sync(last=last), self._errors.sync(last=last))
        self._journal.add(checkpoint)
        self._output.settle()
        self._since, self._synced = 0, time.monotonic()
        return checkpoint


def _line(line: bytes, outcome: Outcome, unique: str) -> bytes:
    """Return the line of a record with the id that it has in this run."""
    if outcome.line_id == unique:
        return line
    from ofsight.record.io import dumps, loads  # two documents with one id: few runs have them

    return dumps(loads(line).model_copy(update={"id": unique})).encode()


def _with_first(first: InputUnit | None, rest: Iterator[InputUnit]) -> Iterator[InputUnit]:
    if first is not None:
        yield first
    yield from rest
