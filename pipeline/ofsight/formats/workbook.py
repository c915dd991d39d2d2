"""An Excel workbook: a sheet for each table and one that explains the columns.

Rows go to disk as they come (constant memory). Text is always written as text: nothing of an article becomes
a formula. Addresses of articles on the web are links; no other text is one.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from ofsight.record import Record

from .article import Article
from .cells import Cell, fit_excel, one_line
from .staging import staged
from .tables import Column, Table, tables_with_copies

MAX_ROWS: Final = 1_048_576
"""The most rows of a sheet of Excel, its heading included."""
MAX_LINKS: Final = 65_530
"""The most links of a workbook; later cells hold the address as text.

Excel opens no more of them in a sheet, and each is kept in memory until the end.
"""
_ADDRESS: Final = re.compile(r"https?://[a-z0-9][a-z0-9.\-]*(?::\d{1,5})?(?:[/?#][!-~]*)?\Z", re.IGNORECASE)
_MAX_ADDRESS: Final = 2000
_TALL_HEADER_HEIGHT: Final = 150
_WRAP_FROM_WIDTH: Final = 24
# The same records give the same file: no time of writing in it.
_CREATED: Final = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def write_workbook(
    records: Iterable[Record],
    out: Path,
    copies: Mapping[str, str] | None = None,
    *,
    max_rows: int = MAX_ROWS,
) -> list[Path]:
    """Write records as an Excel workbook; see :func:`ofsight.formats.export`.

    A table of more than ``max_rows`` rows goes on on a further sheet ("entities 2").
    """
    tables = tables_with_copies(copies)
    with staged([out]) as (part,):
        workbook = xlsxwriter.Workbook(str(part), {"constant_memory": True})
        try:
            workbook.use_zip64()
            workbook.set_properties({"title": "Ofsight", "created": _CREATED})
            styles = _Styles(workbook)
            sheets = [_Sheets(workbook, styles, table, max_rows) for table in tables]
            _write_guide(workbook, styles, tables)
            for record in records:
                article = Article(record)
                for sheet in sheets:
                    sheet.write(article)
            for sheet in sheets:
                sheet.finish()
        finally:
            # Also after an error: it takes away the sheets' temporary files.
            _close(workbook)
    return [out]


def _close(workbook: Any) -> None:
    try:
        workbook.close()
    except FileCreateError as error:  # the library's own wrapping of an OSError
        raise OSError(str(error)) from error


class _Styles:
    """The few formats of the workbook, and how many links it has."""

    def __init__(self, workbook: Any) -> None:
        header = {"bold": True, "bg_color": "#DDE8F0", "bottom": 1, "valign": "bottom", "text_wrap": True}
        self.header = workbook.add_format(header)
        self.tall_header = workbook.add_format({**header, "rotation": 90, "text_wrap": False})
        self.wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.plain = workbook.add_format({"valign": "top"})
        self.links = 0
        self.link = workbook.add_format({"valign": "top", "font_color": "#0563C1", "underline": 1})

    def of_header(self, column: Column) -> Any:
        return self.tall_header if column.tall else self.header

    def of_cells(self, column: Column) -> Any:
        return self.wrapped if column.width >= _WRAP_FROM_WIDTH else self.plain


class _Sheets:
    """The sheet of one table, and those it goes on on when it is full."""

    def __init__(self, workbook: Any, styles: _Styles, table: Table, max_rows: int) -> None:
        self._workbook = workbook
        self._styles = styles
        self._table = table
        self._formats = [styles.of_cells(column) for column in table.columns]
        self._max_rows = max_rows
        self._number = 0
        self._begin_sheet()

    def _write_link(self, column: int, address: str) -> bool:
        """Write an address on the web as a link; nothing else, and no more of them than there may be."""
        full = self._styles.links == MAX_LINKS
        if full or len(address) > _MAX_ADDRESS or not _ADDRESS.match(address):
            return False
        self._styles.links += 1
        self._sheet.write_url(self._row, column, address, self._styles.link, address)
        return True

    def _begin_sheet(self) -> None:
        self._number += 1
        name = self._table.name if self._number == 1 else f"{self._table.name} {self._number}"
        self._sheet = self._workbook.add_worksheet(name)
        self._row = 1
        self._sheet.freeze_panes(1, 1)
        if any(column.tall for column in self._table.columns):
            self._sheet.set_row(0, _TALL_HEADER_HEIGHT)
        for index, column in enumerate(self._table.columns):
            self._sheet.set_column(index, index, column.width, self._styles.of_cells(column))
            self._sheet.write_string(0, index, column.name, self._styles.of_header(column))

    def write(self, article: Article) -> None:
        for row in self._table.rows(article):
            if self._row == self._max_rows:
                self.finish()
                self._begin_sheet()
            self._write_row(row)
            self._row += 1

    def _write_row(self, row: Sequence[Cell]) -> None:
        for index, (cell, style) in enumerate(zip(row, self._formats, strict=True)):
            if isinstance(cell, bool):
                self._sheet.write_boolean(self._row, index, cell, style)
            elif isinstance(cell, int | float):
                self._sheet.write_number(self._row, index, cell, style)
            elif cell and not (self._table.columns[index].is_link and self._write_link(index, cell)):
                self._sheet.write_string(self._row, index, fit_excel(one_line(cell)), style)

    def finish(self) -> None:
        """Let the analyst filter by every column."""
        self._sheet.autofilter(0, 0, self._row - 1, len(self._table.columns) - 1)


def _write_guide(workbook: Any, styles: _Styles, tables: Iterable[Table]) -> None:
    """Explain every column, on a sheet behind the others."""
    sheet = workbook.add_worksheet("columns")
    sheet.freeze_panes(1, 0)
    for index, (name, width) in enumerate((("sheet", 14), ("column", 24), ("meaning", 90))):
        sheet.set_column(index, index, width, styles.plain)
        sheet.write_string(0, index, name, styles.header)
    row = 0
    for table in tables:
        for column in table.columns:
            row += 1
            for index, text in enumerate((table.name, column.name, column.meaning)):
                sheet.write_string(row, index, text)
    sheet.autofilter(0, 0, row, 2)
