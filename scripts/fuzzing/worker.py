"""A worker of the engine that reads fuzzed inputs of every kind, and says how long each took."""

from __future__ import annotations

import io
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from spacy.vocab import Vocab

from ofsight.engine import annotator
from ofsight.engine.outcome import Outcome, Trouble
from ofsight.engine.summary import RunSummary
from ofsight.engine.worker import main
from ofsight.errors import OfsightError
from ofsight.extractors.loading import load_extractor
from ofsight.formats import convert
from ofsight.ingest.units import InputUnit
from ofsight.pipeline import load
from ofsight.read.network.store import load_reader
from ofsight.record.io import read_records
from ofsight.record.validate import check_line, validate_path

REFUSED = "refused"
"""Key of what was refused by name, as it should be."""
DEFECT = "defect"
"""Key of what no input may bring about."""


def _record(path: Path) -> None:
    problems = list(validate_path(path))
    try:
        list(read_records(path))
    except OfsightError:
        if not problems:
            raise AssertionError("refused, but nothing is wrong with it") from None
        raise


def _in_folder(read: Callable[[Path], object]) -> Callable[[Path], None]:
    def unpack_and_read(path: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            try:
                with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
                    archive.extractall(folder)
            except Exception as error:  # the archive is the script's own means, not what is tested
                raise OfsightError("no archive") from error
            read(Path(folder))

    return unpack_and_read


def _convert(format_: str | None) -> Callable[[Path], None]:
    def read(path: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out.jsonl"
            convert(path, out, from_format=format_, to_format="records", report=lambda _failure: None)
            problems = list(validate_path(out))
            if problems:
                raise AssertionError(f"converted to an invalid record: {problems[0]}")

    return read


READERS: dict[str, Callable[[Path], object]] = {
    "record": _record,
    "config": _in_folder(load),
    "network": _in_folder(load_reader),
    "extractor": _in_folder(lambda folder: load_extractor(folder, Vocab())),
    "patterns": lambda path: load_extractor(path, Vocab()),
    **{name: _convert(name) for name in ("label-studio", "prodigy", "conll", "spacy", "parquet")},
}


class FuzzedAnnotator(annotator.Annotator):
    """Annotates documents, checks their records, and hands other kinds of input to their readers."""

    def annotate(self, unit: InputUnit, *, on_read: Callable[[], None] = lambda: None) -> Outcome:
        """Read one input; the message or the line begins with the processor time in seconds."""
        kind = unit.wanted_id.partition("=")[0]
        began = time.process_time()
        reader = READERS.get(kind)
        if reader is None or unit.path is None:
            outcome = super().annotate(unit, on_read=on_read)
            trouble = outcome.trouble
            if outcome.line is not None:
                broken, _ = check_line(outcome.line)
                trouble = Trouble("record", DEFECT, f"an invalid record: {broken[0]}") if broken else None
        else:
            trouble = _read(reader, unit.path)
        took = f"{time.process_time() - began:.3f} "
        if trouble is None:
            return Outcome(unit.wanted_id, took.encode(), unit.wanted_id, RunSummary())
        return Outcome(unit.wanted_id, trouble=trouble._replace(message=took + trouble.message))


def _read(reader: Callable[[Path], object], path: Path) -> Trouble | None:
    try:
        reader(path)
    except OfsightError as error:
        return Trouble("read", REFUSED, str(error))
    except Exception as error:  # what is looked for
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f" in {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        return Trouble("read", DEFECT, f"{type(error).__name__}: {error}{where}")
    return None


if __name__ == "__main__":
    annotator.Annotator = FuzzedAnnotator  # type: ignore[misc]
    main()
