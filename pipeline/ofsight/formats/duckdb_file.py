"""Records as a DuckDB file: tables for SQL, views for the common questions, and the records themselves.

What SQL asks for stands in typed columns (:mod:`.duckdb_tables`); the table ``records`` holds each record as
JSON, so that reading the file gives the same records. Rows go to disk in batches.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from ofsight.errors import ConversionError, RecordError
from ofsight.record import Record
from ofsight.record.io import loads

from .article import Article
from .duckdb_rows import Numbered, Row, authority_rows
from .duckdb_tables import AUTHORITIES, TABLES, SqlTable
from .inputs import AnnotationFile
from .notes import Notes
from .staging import staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MARK: Final = b"DUCK"
"""What stands in a DuckDB file from byte 8 on."""
MARK_AT: Final = 8
_VIEWS: Final = Path(__file__).parent / "data" / "duckdb_views.sql"
_RECORDS_IN_BATCH: Final = 128
_RECORDS_READ: Final = 16
_CHARACTERS_IN_BATCH: Final = 500_000
# Nothing is fetched, loaded or written but the file itself, whatever a file of others asks for.
_CLOSED: Final = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "512MB",
}
# Written so that every DuckDB from 1.2 on can open it; those before it did not compress long texts.
_READABLE_BY: Final = {"storage_compatibility_version": "v1.2.0"}


def write_duckdb(records: Iterable[Record], out: Path) -> list[Path]:
    """Write records as a DuckDB file; see :func:`ofsight.formats.export`.

    Raises
    ------
    ConversionError
        When DuckDB is not installed, or a file that lies there is open in another program.
    """
    duckdb = _library()
    journal = _journal(out)
    if journal.exists():
        raise ConversionError(
            f"{journal} is there: {out.name} is open elsewhere or was not closed; close it, or delete both"
        )
    with staged([out]) as (part,):
        leftovers = (part, _journal(part))
        _remove(leftovers)
        try:
            with closing(_open(part, _READABLE_BY)) as base:
                _fill(base, records)
        except duckdb.Error as error:
            raise ConversionError(f"cannot write {out}: DuckDB says {_first_line(error)}") from error
        finally:
            _remove(leftovers[1:])
    return [out]


def _open(
    path: Path, more: Mapping[str, str] = MappingProxyType({}), *, read_only: bool = False
) -> DuckDBPyConnection:
    # Whole paths only: a name such as ~a, md:a or :memory: means something else to DuckDB.
    base: DuckDBPyConnection = _library().connect(
        str(path.absolute()), read_only=read_only, config={**_CLOSED, **more}
    )
    return base


def _journal(path: Path) -> Path:
    """Return where DuckDB keeps what is not yet in the file itself."""
    return path.with_name(f"{path.name}.wal")


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _fill(base: DuckDBPyConnection, records: Iterable[Record]) -> None:
    for table in (*TABLES, AUTHORITIES):
        _create(base, table)
    base.execute(_VIEWS.read_text(encoding="utf-8"))
    _insert(base, AUTHORITIES, list(authority_rows()))
    for batch in _batches(records):
        base.begin()
        for table in TABLES:
            _insert(base, table, [row for item in batch for row in table.rows(item)])
        base.commit()


def _batches(records: Iterable[Record]) -> Iterator[list[Numbered]]:
    """Give the records a few at a time, fewer where they are long."""
    batch: list[Numbered] = []
    finding, characters = 1, 0
    for number, record in enumerate(records, start=1):
        batch.append(Numbered(Article(record), number, finding))
        finding += len(record.findings)
        characters += len(record.text or "")
        if len(batch) == _RECORDS_IN_BATCH or characters > _CHARACTERS_IN_BATCH:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _create(base: DuckDBPyConnection, table: SqlTable) -> None:
    columns = ", ".join(
        f"{column.name} {column.type}{' PRIMARY KEY' if column.key else ''}" for column in table.columns
    )
    base.execute(f"CREATE TABLE {table.name} ({columns})")
    base.execute(f"COMMENT ON TABLE {table.name} IS {_quoted(table.meaning)}")
    for column in table.columns:
        base.execute(f"COMMENT ON COLUMN {table.name}.{column.name} IS {_quoted(column.meaning)}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _insert(base: DuckDBPyConnection, table: SqlTable, rows: Sequence[Row]) -> None:
    """Insert rows as one list a column: a statement a row takes a hundred times as long."""
    if not rows:
        return
    lists = ", ".join(
        f"unnest(${place}::{column.type}[])" for place, column in enumerate(table.columns, start=1)
    )
    base.execute(
        f"INSERT INTO {table.name} SELECT {lists}",
        [list(cells) for cells in zip(*rows, strict=True)],
    )


def read_duckdb(file: AnnotationFile, notes: Notes) -> Iterator[Record]:  # noqa: ARG001 (a reader's form)
    """Read records from a DuckDB file that :func:`write_duckdb` wrote, a few at a time.

    Nothing but the table ``records`` is looked at, and a view in its place is not run.

    Raises
    ------
    ConversionError
        When it is no such file, or DuckDB is not installed.
    """
    duckdb = _library()
    with _on_disk(file) as path:
        try:
            with closing(_open(path, read_only=True)) as base:
                _check(base, file.name)
                for number, text in _rows(base):
                    yield _record(text, f"{file.name}: record {number}")
        except duckdb.Error as error:
            raise ConversionError(f"{file.name}: no DuckDB file of records ({_first_line(error)})") from error


def _record(text: str, place: str) -> Record:
    try:
        return loads(text)
    except RecordError as error:
        raise ConversionError(f"{place} is not valid: {error}") from error


def _check(base: DuckDBPyConnection, name: str) -> None:
    found = base.execute(
        "SELECT column_name, data_type FROM duckdb_columns() JOIN duckdb_tables() USING (table_oid)"
        " WHERE duckdb_tables.table_name = 'records' AND NOT duckdb_tables.internal"
    ).fetchall()
    if dict(found) != {"article_no": "BIGINT", "record": "JSON"}:
        raise ConversionError(
            f"{name}: has no table 'records' as Ofsight writes it; only its own files can be read"
        )


def _rows(base: DuckDBPyConnection) -> Iterator[tuple[int, str]]:
    # In the order in which they were written: to sort them takes all of them in memory.
    found = base.execute("SELECT article_no, record FROM records")
    while rows := found.fetchmany(_RECORDS_READ):
        for number, text in rows:
            yield number, text or "null"


@contextmanager
def _on_disk(file: AnnotationFile) -> Iterator[Path]:
    """Give a file that DuckDB can open: it reads no streams and nothing compressed."""
    if file.plain_path is not None:
        yield file.plain_path
        return
    with tempfile.TemporaryDirectory(prefix="ofsight-") as folder:
        path = Path(folder) / "records.duckdb"
        path.write_bytes(file.data)
        yield path


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _library() -> Any:
    try:
        import duckdb  # large, and of an extra: only those who use it wait for it
    except ImportError as error:
        raise ConversionError(
            "DuckDB files need duckdb, which is not installed; pip install 'ofsight[duckdb]'"
        ) from error
    return duckdb
