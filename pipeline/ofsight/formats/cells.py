"""What may stand in a cell: text on one line, without what spreadsheets cannot hold or would run."""

from __future__ import annotations

import re
from typing import Final

Cell = str | int | float | bool | None

EXCEL_CELL_LIMIT: Final = 32_767
"""The most characters (UTF-16 code units) that Excel keeps in a cell."""

_SOFT_HYPHEN = re.compile("\u00ad(?:[ \t]*[\r\n\f]\\s*)?")
# What PDF text has for a hyphen at a line's end, its line break already gone.
_LINE_END_HYPHEN = "\ufffe"
# Controls, byte-order marks and what XML forbids; white space is folded before.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
# Spreadsheets take a cell for a formula also behind white space and characters that are not seen.
_FORMULA = re.compile("[\\s\u200b-\u200f\u2060]*[=+\\-@\uff1d\uff0b\uff0d\uff20]")


def one_line(text: str) -> str:
    """Fold line breaks and other runs of white space to single spaces, and drop what cannot be printed.

    A hyphen that a PDF put at a line's end is a hyphen again.
    """
    text = _SOFT_HYPHEN.sub("", text.replace(_LINE_END_HYPHEN, "-"))
    return " ".join(_UNPRINTABLE.sub("", " ".join(text.split())).split())


def harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet program would run as a formula when it opens a CSV file."""
    return "'" + text if _FORMULA.match(text) else text


def fit_excel(text: str) -> str:
    """Shorten a text to what a cell of Excel holds, with an ellipsis where something was left out."""
    if len(text) <= EXCEL_CELL_LIMIT // 2:
        return text
    encoded = text.encode("utf-16-le")
    if len(encoded) <= 2 * EXCEL_CELL_LIMIT:
        return text
    return encoded[: 2 * (EXCEL_CELL_LIMIT - 1)].decode("utf-16-le", errors="ignore") + "…"
