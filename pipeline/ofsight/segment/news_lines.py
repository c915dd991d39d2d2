"""The lines of a saved news page, and the lexicon of what single lines of such pages say."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")
# The digit of a footnote may follow the stop, but in "10.20" the stop divides hours from minutes.
_TERMINAL = re.compile(r"[.!?…][“”‘’\"')\]]*$|(?<!\d)[.!?…][“”‘’\"')\]\d]*$")
_MARKER = re.compile(
    r"(?:[•◦●○▪■□▫◼∙·‣⁃*►▶➢➤➜☞✓✔→»>\uf0b7\uf06e\uf02d\uf0a7\uf0d8\uf0fc]\s*|[-–—o+~]\s+"
    r"|\d{1,2}(?:\s+[-–]|:)\s+(?=[A-Z“‘])|\d{1,2}[.)](?=[A-Z][a-z])|\(?\d{1,2}[.)]\s+|\(?(?:[a-z]|[ivx]{1,4})[.)]\s+)(?=\S)"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:r|rs)?|fri|sat(?:ur)?|sun)"
DATE = re.compile(
    rf"(?:\b{_WEEKDAY}(?:day)?\b[,.]?\s*)?(?:"
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?[\s-]*{_MONTH}\b(?:,?[\s-]*(?:\d{{4}}|[’']\d{{2}})\b)?"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}}\b)?|\b{_MONTH}\s+\d{{4}}\b"
    r"|\b\d{4}/\d{2}/\d{2}\b|\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}(?:T[\d:.+Z-]+)?)"
    rf"|\b{_WEEKDAY}day\b",
    re.IGNORECASE,
)
"""A calendar date as date lines write it, the day of the week included."""
TIME = re.compile(
    r"\b(?:at\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?\b)?(?:\s*(?:gmt|bst|utc)\b)?"
    r"|\b(?:at\s+)?\d{1,2}\s*[ap]\.?m\b\.?",
    re.IGNORECASE,
)
RELATIVE_TIME = re.compile(
    r"\b(?:(?:about|over|almost)\s+)?(?:\d+|an?|one|two|three|a few)\s*"
    r"(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|mo|months?|y|yrs?|years?)\s+ago\b"
    r"|\bjust now\b|\byesterday(?: at)?\b",
    re.IGNORECASE,
)

# What a line says of itself it says at its start: the lexicon looks no further.
_LINE_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: ``text[start:end]``, trimmed; what stands before it in white space."""

    start: int
    end: int
    indent: int
    blank_before: bool
    text: str

    @property
    def length(self) -> int:
        """The number of characters up to its end, indentation included."""
        return self.indent + self.end - self.start


def split_lines(text: str) -> list[Line]:
    """Return the lines of ``text`` that are not blank, in order."""
    lines: list[Line] = []
    previous_end = 0
    for match in _LINE.finditer(text):
        raw = match.group()
        stripped = raw.strip()
        if not stripped:
            continue
        indent = len(raw) - len(raw.lstrip())
        start = match.start() + indent
        gap = text[previous_end : match.start()].replace("\r\n", "\n")
        blank = not lines or len(gap.strip(" \t\xa0")) > 1
        lines.append(Line(start, start + len(stripped), indent, blank, stripped))
        previous_end = start + len(stripped)
    return lines


@cache
def lexicon() -> dict[str, re.Pattern[str]]:
    """Return the line lexicon, one pattern a class (see ``data/news_lines.json``)."""
    path = Path(__file__).parent / "data" / "news_lines.json"
    classes: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: re.compile("|".join(patterns), re.IGNORECASE)
        for name, patterns in classes.items()
        if not name.startswith("_")
    }


def says(kind: str, line: str) -> bool:
    """Say whether a line, white space folded, belongs to a class of the lexicon."""
    return lexicon()[kind].match(line[:_LINE_LENGTH]) is not None


def count(kind: str, line: str) -> int:
    """Return how often the expressions of a class occur anywhere in a line."""
    return sum(1 for _ in lexicon()[kind].finditer(line))


def fold(text: str) -> str:
    """Return ``text`` with runs of white space as one space."""
    return _SPACE.sub(" ", text)


def words(text: str) -> list[str]:
    """Return the words of ``text``, numbers included."""
    return _WORD.findall(text)


def ends_sentence(text: str) -> bool:
    """Say whether ``text`` ends like a sentence: a stop, then closing marks or a footnote's digit at most."""
    return _TERMINAL.search(text[-8:]) is not None


def list_marker(text: str) -> str | None:
    """Return the bullet or number that starts a list item, or None."""
    match = _MARKER.match(text)
    return match.group() if match else None
