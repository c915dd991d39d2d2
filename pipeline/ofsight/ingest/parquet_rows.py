"""The rows of a Parquet file as lines of JSON, read in a process of its own.

``python -m ofsight.ingest.parquet_rows FILE`` writes a line for each row to standard output: what a broken or
hostile file does to the reader, it does to that process. :func:`parquet_lines` starts it and reads the lines.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final, cast

from ofsight.errors import IngestError

from .streams import InputStream, Line

_COLUMNS: Final = (
    "schema",
    "id",
    "text",
    "html",
    "title",
    "url",
    "published",
    "publisher",
    "authors",
    "kind",
    "meta",
)
"""The columns that mean something here; others are not read. See :mod:`.jsonl`."""
_ROWS: Final = 64
_NO_LIBRARY: Final = 69
_NO_COLUMN: Final = 65


def parquet_lines(path: Path, max_bytes: int) -> Iterator[Line]:
    """Yield a line for each row; numbers begin at 1.

    Parameters
    ----------
    path : Path
        The file.
    max_bytes : int
        Lines over it have no data.

    Raises
    ------
    IngestError
        ``unsupported`` when pyarrow is not installed, ``damaged`` when the file cannot be read (to its end:
        what came before has been yielded), ``empty`` when it has no column of text.
    """
    command = [sys.executable, "-P", "-m", "ofsight.ingest.parquet_rows", str(path.absolute())]
    places = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))}
    with subprocess.Popen(  # noqa: S603  # our own interpreter and module
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        try:
            yield from InputStream(cast("BinaryIO", process.stdout), max_bytes).lines()
        except BaseException:  # the one who reads has stopped, or cannot go on
            process.kill()
            raise
    _check(process.returncode)


def _check(code: int) -> None:
    if code == 0:
        return
    if code == _NO_LIBRARY:
        raise IngestError(
            "unsupported", "is Parquet, which needs pyarrow; pip install 'ofsight[parquet]', or give JSONL"
        )
    if code == _NO_COLUMN:
        raise IngestError("empty", "is Parquet without a column text or html; name the column so")
    raise IngestError("damaged", "is no sound Parquet file; fetch or write it again")


def main() -> None:
    """Write the rows of the file given on the command line; the exit code says what is wrong."""
    try:
        from pyarrow import parquet
    except ImportError:
        sys.exit(_NO_LIBRARY)
    with parquet.ParquetFile(sys.argv[1]) as file:
        columns = [name for name in file.schema_arrow.names if name in _COLUMNS]
        if not {"text", "html"} & set(columns):
            sys.exit(_NO_COLUMN)
        out = sys.stdout.buffer
        for batch in file.iter_batches(batch_size=_ROWS, columns=columns):
            for row in batch.to_pylist():
                out.write(
                    json.dumps(row, ensure_ascii=False, default=_plain).encode("utf-8", "replace") + b"\n"
                )


def _plain(value: object) -> str:
    """Return what JSON does not know as words: dates as ISO 8601, bytes as the text they are."""
    if isinstance(value, date):  # a moment too
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


if __name__ == "__main__":
    main()
