"""The formats that records can be exported to, by name and by the ending of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ofsight.errors import ConversionError
from ofsight.record import Record

from .csv_files import write_csv
from .workbook import write_workbook


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format that records can be written in.

    ``write`` takes the records, one at a time, and the path of the output; it gives the files it wrote.
    """

    name: str
    endings: tuple[str, ...]
    description: str
    write: Callable[[Iterable[Record], Path], list[Path]]


EXPORTERS: Final = MappingProxyType(
    {
        exporter.name: exporter
        for exporter in (
            Exporter(
                "csv", (".csv",), "CSV files: findings, and one file beside it for each table", write_csv
            ),
            Exporter("excel", (".xlsx",), "an Excel workbook with one sheet for each table", write_workbook),
        )
    }
)
"""The known formats by name."""


def export(records: Iterable[Record], out: str | Path, fmt: str | None = None) -> list[Path]:
    """Write records in another format, whatever their number: one is in memory at a time.

    Parameters
    ----------
    records : iterable of Record
        With or without their text; without it, sentences and mentions are empty cells.
    out : str or Path
        File to write. For CSV it holds the findings, and the other tables stand beside it:
        ``out.csv``, ``out.judgements.csv``, ``out.measures.csv`` and so on.
    fmt : str, optional
        Name of the format, ``"csv"`` or ``"excel"``; by default guessed from the ending of ``out``.

    Returns
    -------
    list of Path
        The files written. They appear when all is written: an error leaves what was there before.

    Raises
    ------
    ConversionError
        When the format is unknown or the output cannot be written.
    RecordError
        When ``records`` come from a file that holds a line that is no valid record.
    """
    path = Path(out)
    exporter = _exporter(path, fmt)
    if path.is_dir():
        raise ConversionError(
            f"{path} is a folder: give the name of a file, such as {path / 'findings'}{exporter.endings[0]}"
        )
    if not path.parent.is_dir():
        raise ConversionError(f"cannot write {path}: there is no folder {path.parent}; make it first")
    try:
        return exporter.write(records, path)
    except OSError as error:
        raise ConversionError(f"cannot write {path}: {error.strerror or error}") from error


def _exporter(path: Path, fmt: str | None) -> Exporter:
    if fmt is not None:
        if fmt in EXPORTERS:
            return EXPORTERS[fmt]
        raise ConversionError(f"no format {fmt!r}: the known ones are {_known()}")
    for exporter in EXPORTERS.values():
        if path.name.lower().endswith(exporter.endings):
            return exporter
    raise ConversionError(
        f"cannot tell the format from the name {path.name!r}: the known ones are {_known()}"
    )


def _known() -> str:
    return ", ".join(f"{exporter.name} ({', '.join(exporter.endings)})" for exporter in EXPORTERS.values())
