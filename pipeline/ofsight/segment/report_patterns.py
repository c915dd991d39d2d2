"""The fixed wordings of inspection reports, compiled from ``data/report_patterns.json``.

Every pattern is matched against a whole line or heading: stripped, in lower case, white space single, curly
apostrophes kept (the patterns write ``.`` for them).
"""

from __future__ import annotations

import json
import re
from pathlib import Path

_DATA: dict[str, list[str]] = json.loads(
    (Path(__file__).parent / "data" / "report_patterns.json").read_text(encoding="utf-8")
)


def _compile(name: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(_DATA[name]) + ")$", re.IGNORECASE | re.DOTALL)


TITLE = _compile("title")
BYLINE = _compile("byline")
BYLINE_MORE = _compile("byline_more")
TABLE_HEADER = _compile("table_header")
TABLE_ROW = _compile("table_row")
JUDGEMENT_SENTENCE = _compile("judgement_sentence")
HEADING = _compile("heading")
MATTER_START = _compile("matter_start")
FOOTNOTE = _compile("footnote")
LETTERHEAD = _compile("letterhead")
GRADE_END = re.compile(r"(?:^|[\s:])(?:" + "|".join(_DATA["grades"]) + r")\.?$", re.IGNORECASE)
GRADE_PART = re.compile(
    r"(?:requires?(?: improvement(?: to)?)?|improvement(?: to(?: be(?: good)?)?)?|to be good|be good|good)$",
    re.IGNORECASE,
)
"""A line of a table cell that holds part of "requires improvement to be good"."""

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
DATE_LINE = re.compile(
    rf"(?:\w+day,? )?\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}$|{_MONTH} \d{{4}}$", re.IGNORECASE
)
DATED = re.compile(_MONTH, re.IGNORECASE)
"""Whether a line names a month."""
SALUTATION = re.compile(r"dear (?!reader)\S.{1,80}$", re.IGNORECASE)
CLOSING = re.compile(
    r"(?:yours (?:sincerely|faithfully|truly)|with (?:best|kind) (?:wishes|regards)),?$", re.I
)
COPIED = re.compile(r"(?:cc|c\.c\.|copied to|copy to)\b.*$", re.IGNORECASE)
