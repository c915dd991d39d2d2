"""CSV files: the findings, and a file beside them for each other table.

UTF-8 with a byte-order mark, commas, CRLF: Excel opens it right with a double click. Text that a spreadsheet
would run as a formula gets an apostrophe before it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

from ofsight.record import Record

from .article import Article
from .cells import Cell, harmless, one_line
from .staging import staged
from .tables import FINDINGS, Table, tables_with_copies


def table_path(out: Path, table: Table) -> Path:
    """Return where a table goes: the findings to ``out.csv`` itself, judgements to ``out.judgements.csv``."""
    if table.name == FINDINGS.name:
        return out
    return out.with_name(f"{out.stem}.{table.name}{out.suffix}")


def write_csv(records: Iterable[Record], out: Path, copies: Mapping[str, str] | None = None) -> list[Path]:
    """Write records as CSV files; see :func:`ofsight.formats.export`."""
    tables = tables_with_copies(copies)
    targets = [table_path(out, table) for table in tables]
    with staged(targets) as parts, ExitStack() as stack:
        writers = []
        for table, part in zip(tables, parts, strict=True):
            stream = stack.enter_context(part.open("w", encoding="utf-8-sig", newline=""))
            writer = csv.writer(stream)
            writer.writerow(table.header)
            writers.append(writer)
        for record in records:
            article = Article(record)
            for table, writer in zip(tables, writers, strict=True):
                writer.writerows([csv_cell(cell) for cell in row] for row in table.rows(article))
    return targets


def csv_cell(cell: Cell) -> str | int | float:
    """Return a cell as a CSV file holds it: on one line, and no formula."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, str):
        return harmless(one_line(cell))
    return cell
