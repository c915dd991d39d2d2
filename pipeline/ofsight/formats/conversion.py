"""One conversion from a file to another: what could not be read is listed, what got lost is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ofsight.errors import ConversionError
from ofsight.ingest.document import InputFailure
from ofsight.ingest.failures import FailureFile
from ofsight.record import Record

from .notes import Notes
from .registry import export, import_parts, import_records


@dataclass(slots=True)
class Conversion:
    """What came of a conversion.

    Attributes
    ----------
    files : list of Path
        The files written; none for standard output.
    records, failures : int
        How many documents were converted, and how many entries could not be read.
    notes : Notes
        What was left out or assumed.
    """

    files: list[Path] = field(default_factory=list)
    records: int = 0
    failures: int = 0
    notes: Notes = field(default_factory=Notes)


def convert(
    source: str | Path,
    out: str | Path,
    *,
    from_format: str | None = None,
    to_format: str | None = None,
    copies: Mapping[str, str] | None = None,
    report: Callable[[InputFailure], None],
) -> Conversion:
    """Convert a file; an entry that cannot be read costs none of the others.

    Parameters
    ----------
    source, out : str or Path
        Input and output; ``"-"`` is standard input, and for records standard output. Entries that cannot be
        read go to ``<out>.errors.jsonl``.
    from_format, to_format : str, optional
        Names of formats; by default told from the input's content and the output's ending.
    copies : mapping of str to str, optional
        The id of the original for each document that is a copy, for tables; see :func:`.export`.
    report : callable
        Called with each entry that cannot be read.

    Raises
    ------
    ConversionError
        When a format is unknown, the input is not in its format at all, or the output cannot be written.
    RecordError
        When the input is a file of records and a line is none.
    """
    target = Path(out)
    for part in import_parts(source):
        if str(part) != "-" and target.exists() and target.samefile(part):
            raise ConversionError(f"{part} is the input and would be overwritten; give another output")
    done = Conversion()
    found = import_records(source, from_format, notes=done.notes)
    with FailureFile(None if target == Path("-") else target) as failures:
        sound = _sound(found, done, failures, report)
        done.files = export(sound, target, to_format, notes=done.notes, copies=copies)
    return done


def _sound(
    found: Iterable[Record | InputFailure],
    done: Conversion,
    failures: FailureFile,
    report: Callable[[InputFailure], None],
) -> Iterator[Record]:
    for item in found:
        if isinstance(item, Record):
            done.records += 1
            yield item
        else:
            done.failures += 1
            failures.write(item)
            report(item)
