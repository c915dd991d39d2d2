"""The formats that records can be read from and written to, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ofsight.errors import ConversionError
from ofsight.ingest.document import InputFailure
from ofsight.record import Record
from ofsight.record.io import read_records, record_files

from .conll import read_conll, write_conll
from .csv_files import write_csv
from .docbin import read_docbin, write_docbin
from .duckdb_file import read_duckdb, write_duckdb
from .guess import guess_format
from .inputs import AnnotationFile
from .label_studio import read_label_studio, write_label_studio
from .notes import Notes
from .parquet import read_parquet, write_parquet
from .prodigy import read_prodigy, write_prodigy
from .records import write_records
from .refi_qda import write_refi_qda
from .refi_qda_reader import read_refi_qda
from .timeline import write_timeline
from .workbook import write_workbook

_LAYERS: Final = (
    "blocks",
    "sentences",
    "entities",
    "findings",
    "quotations",
    "judgements",
    "roles",
    "measures",
)
_ALL: Final = frozenset(_LAYERS)
# Tables show sentences and blocks through what stands in them.
_SPANS: Final = frozenset({"entities", "findings"})


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format that records can be written in.

    ``write`` takes the records, one at a time, the path of the output and the notes of what it left out; it
    gives the files it wrote. ``holds`` are the layers of the record that the format has a place for.
    ``write_with_copies`` also takes the ids of the originals of copies; None if there is no place for them.
    """

    name: str
    endings: tuple[str, ...]
    description: str
    holds: frozenset[str]
    write: Callable[[Iterable[Record], Path, Notes], list[Path]]
    write_with_copies: Callable[[Iterable[Record], Path, Mapping[str, str]], list[Path]] | None = None


@dataclass(frozen=True, slots=True)
class Importer:
    """A format that records can be read from; ``read`` gives them one at a time, or why there is none."""

    name: str
    description: str
    read: Callable[[AnnotationFile, Notes], Iterator[Record | InputFailure]]


def _plain(write: Callable[[Iterable[Record], Path], list[Path]]) -> Callable[..., list[Path]]:
    """Give a writer that leaves nothing out but whole layers the form of the others."""
    return lambda records, out, _notes: write(records, out)


EXPORTERS: Final = MappingProxyType(
    {
        exporter.name: exporter
        for exporter in (
            Exporter(
                "csv",
                (".csv",),
                "CSV files: findings, and one file beside it for each table",
                _ALL,
                _plain(write_csv),
                write_csv,
            ),
            Exporter(
                "excel",
                (".xlsx",),
                "an Excel workbook with one sheet for each table",
                _ALL,
                _plain(write_workbook),
                write_workbook,
            ),
            # It is asked for its judgements alone: that other layers are not in it is no news.
            Exporter(
                "timeline",
                (),
                "a CSV file of each authority's judgements in order of date",
                _ALL,
                write_timeline,
            ),
            Exporter(
                "records",
                (".jsonl", ".jsonl.gz", ".jsonl.zst", ".ndjson", ".ndjson.gz", ".ndjson.zst"),
                "records, one a line",
                _ALL,
                _plain(write_records),
            ),
            Exporter(
                "label-studio",
                (".json",),
                "tasks for Label Studio with their labelling configuration",
                _SPANS,
                _plain(write_label_studio),
            ),
            Exporter("prodigy", (), "tasks for Prodigy (JSONL)", _SPANS, _plain(write_prodigy)),
            Exporter(
                "parquet",
                (".parquet",),
                "Parquet for data frames and data bases, one row a record (needs the extra parquet)",
                _ALL,
                _plain(write_parquet),
            ),
            Exporter(
                "duckdb",
                (".duckdb", ".db"),
                "a DuckDB file: tables and views for SQL, and the records (needs the extra duckdb)",
                _ALL,
                _plain(write_duckdb),
            ),
            Exporter("spacy", (".spacy",), "a DocBin of spaCy with every layer", _ALL, _plain(write_docbin)),
            Exporter(
                "refi-qda",
                (".qdpx",),
                "a REFI-QDA project for NVivo, MAXQDA, ATLAS.ti, QualCoder",
                _SPANS | {"judgements"},
                write_refi_qda,
            ),
            Exporter(
                "conll",
                (".conll",),
                "tokens in CoNLL columns, tagged BIO",
                frozenset({"entities"}),
                write_conll,
            ),
        )
    }
)
"""The formats to write, by name."""

IMPORTERS: Final = MappingProxyType(
    {
        importer.name: importer
        for importer in (
            Importer("records", "records, one a line", lambda file, _notes: read_records(file.stream)),
            Importer("label-studio", "a JSON or JSON-MIN export of Label Studio", read_label_studio),
            Importer("prodigy", "a data set of Prodigy (JSONL)", read_prodigy),
            Importer("spacy", "a DocBin of spaCy", read_docbin),
            Importer("parquet", "Parquet that Ofsight wrote", read_parquet),
            Importer("duckdb", "a DuckDB file that Ofsight wrote", read_duckdb),
            Importer("refi-qda", "a REFI-QDA project (.qdpx) of any program", read_refi_qda),
            Importer("conll", "CoNLL columns with BIO, IOB1 or BIOES tags", read_conll),
        )
    }
)
"""The formats to read, by name."""


def import_records(
    source: str | Path, fmt: str | None = None, *, notes: Notes | None = None
) -> Iterator[Record | InputFailure]:
    """Read annotations in the format of another tool.

    Parameters
    ----------
    source : str or Path
        A file, compressed or not; a folder, such as one of shards, whose files of records and Parquet are
        read by name; ``"-"`` is standard input.
    fmt : str, optional
        Name of the format, one of :data:`IMPORTERS`; by default told from the content.
    notes : Notes, optional
        Counts what is left out or assumed.

    Yields
    ------
    Record or InputFailure
        A record for each annotated document, or why there is none. Only records in our own format have blocks
        and sentences; others list none, which means that they are annotated throughout.

    Raises
    ------
    ConversionError
        When the file cannot be read, its format is unknown, or it is not in that format at all.
    RecordError
        When it is a file of records and a line is none.
    """
    if fmt is not None and fmt not in IMPORTERS:
        raise ConversionError(f"no format {fmt!r}: those that can be read are {', '.join(IMPORTERS)}")
    return _read(import_parts(source), fmt, notes if notes is not None else Notes())


def _read(parts: Iterable[str | Path], fmt: str | None, notes: Notes) -> Iterator[Record | InputFailure]:
    for part in parts:
        file = AnnotationFile(part)
        name = fmt if fmt is not None else guess_format(file, tuple(IMPORTERS))
        yield from IMPORTERS[name].read(file, notes)


def import_parts(source: str | Path) -> list[str | Path]:
    """Return the files behind a source: itself, or those of a folder by name.

    Raises
    ------
    ConversionError
        When a folder holds none.
    """
    if str(source) == "-" or not Path(source).is_dir():
        return [source]
    columns = [path for path in Path(source).rglob("*.parquet") if path.is_file()]
    found = sorted([*record_files(source), *columns])
    if not found:
        raise ConversionError(f"the folder {source} holds no records (.jsonl, also compressed, or .parquet)")
    return [*found]


def export(
    records: Iterable[Record],
    out: str | Path,
    fmt: str | None = None,
    *,
    notes: Notes | None = None,
    copies: Mapping[str, str] | None = None,
) -> list[Path]:
    """Write records in another format; but for ``spacy``, one is in memory at a time.

    Parameters
    ----------
    records : iterable of Record
        With or without their text; without it, sentences and mentions are empty cells of tables, and
        formats for annotation tools cannot be written.
    out : str or Path
        File to write. For CSV it holds the findings, and the other tables stand beside it:
        ``out.csv``, ``out.judgements.csv``, ``out.measures.csv`` and so on. Records also go to ``"-"``,
        standard output.
    fmt : str, optional
        Name of the format, one of :data:`EXPORTERS`; by default guessed from the ending of ``out``.
    notes : Notes, optional
        Counts what the format cannot hold.
    copies : mapping of str to str, optional
        The id of the original for each document that is a copy: a column of findings and articles.

    Returns
    -------
    list of Path
        The files written. They appear when all is written: an error leaves what was there before.

    Raises
    ------
    ConversionError
        When the format is unknown or has no place for ``copies``, or the output cannot be written.
    RecordError
        When ``records`` come from a file that holds a line that is no valid record.
    """
    path = Path(out)
    exporter = _exporter(path, fmt)
    if path.is_dir():
        ending = exporter.endings[0] if exporter.endings else ".jsonl"
        raise ConversionError(
            f"{path} is a folder: give the name of a file, such as {path / 'findings'}{ending}"
        )
    if not path.parent.is_dir():
        raise ConversionError(f"cannot write {path}: there is no folder {path.parent}; make it first")
    if copies is not None and exporter.write_with_copies is None:
        able = ", ".join(name for name, known in EXPORTERS.items() if known.write_with_copies is not None)
        raise ConversionError(f"{exporter.name} has no place for marks of copies; those that have: {able}")
    kept = notes if notes is not None else Notes()
    counted = _counted(records, exporter, kept)
    try:
        if copies is not None and exporter.write_with_copies is not None:
            return exporter.write_with_copies(counted, path, copies)
        return exporter.write(counted, path, kept)
    except OSError as error:
        raise ConversionError(f"cannot write {path}: {error.strerror or error}") from error


def _counted(records: Iterable[Record], exporter: Exporter, notes: Notes) -> Iterator[Record]:
    """Hand records on, counting what of them the format has no place for."""
    lost = [layer for layer in _LAYERS if layer not in exporter.holds]
    for record in records:
        for layer in lost:
            what = f"{layer}, which {exporter.name} does not hold, left out"
            notes.add(what, f"record {record.id}", len(getattr(record, layer)))
        yield record


def _exporter(path: Path, fmt: str | None) -> Exporter:
    if fmt is not None:
        if fmt in EXPORTERS:
            return EXPORTERS[fmt]
        raise ConversionError(f"no format {fmt!r}: the known ones are {_known()}")
    if path == Path("-"):
        return EXPORTERS["records"]
    for exporter in EXPORTERS.values():
        if exporter.endings and path.name.lower().endswith(exporter.endings):
            return exporter
    raise ConversionError(
        f"cannot tell the format from the name {path.name!r}: the known ones are {_known()}"
    )


def _known() -> str:
    return ", ".join(
        f"{exporter.name} ({', '.join(exporter.endings)})" if exporter.endings else exporter.name
        for exporter in EXPORTERS.values()
    )
