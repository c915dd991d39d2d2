"""One run of ``ofsight annotate``: results to the output, failures to the errors file, all counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ofsight.engine.local import annotate_inputs
from ofsight.engine.summary import RunSummary
from ofsight.errors import OfsightError
from ofsight.ingest import DEFAULT_MAX_BYTES, read_inputs
from ofsight.ingest.document import InputDocument, InputFailure
from ofsight.ingest.failures import FailureFile, errors_path
from ofsight.pipeline import DEFAULT_MODEL, load_with_info
from ofsight.record import Record
from ofsight.record.io import RecordWriter

OnError = Literal["record", "stop"]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What to annotate and how.

    ``output`` None means standard output; failures are then reported through ``report`` only.
    """

    paths: tuple[str, ...]
    output: Path | None = None
    model: str = DEFAULT_MODEL
    extractors: tuple[str, ...] = ()
    keep_text: bool = True
    on_error: OnError = "record"
    max_bytes: int = DEFAULT_MAX_BYTES


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
    OfsightError
        When the model cannot be loaded, the output cannot be opened, or writing would overwrite an input.
    OSError
        When writing fails later on.
    """
    _refuse_to_overwrite_inputs(options)
    model = load_with_info(options.model, extractors=options.extractors)
    summary = RunSummary()
    words = _WordCounter()
    with ExitStack() as stack:
        out = stack.enter_context(RecordWriter(options.output or "-"))
        failures = stack.enter_context(FailureFile(options.output))
        own = [options.output.resolve()] if options.output is not None else []
        inputs = words.watch(read_inputs(options.paths, max_bytes=options.max_bytes, passed_over=own))
        for result in annotate_inputs(model, inputs, keep_text=options.keep_text):
            if isinstance(result, Record):
                out.write(result)
            else:
                failures.write(result)
                report(result)
            summary.add(result, words=words.last)
            progress(result.id)
            if isinstance(result, InputFailure) and options.on_error == "stop":
                break
    summary.finish()
    return summary


def _refuse_to_overwrite_inputs(options: RunOptions) -> None:
    """Stop before a file that is to be read is emptied."""
    if options.output is None:
        return
    written = {options.output.resolve(), errors_path(options.output).resolve()}
    for path in options.paths:
        if Path(path).resolve() in written:
            raise OfsightError(f"{path} is an input and would be overwritten; give another output")


class _WordCounter:
    """Counts the words of each document on its way into the pipeline."""

    def __init__(self) -> None:
        self.last = 0

    def watch(self, inputs: Iterator[InputDocument | InputFailure]) -> Iterator[InputDocument | InputFailure]:
        for item in inputs:
            self.last = len(item.text.split()) if isinstance(item, InputDocument) else 0
            yield item
