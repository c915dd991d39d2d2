"""Tell inspection reports and inspectors' letters from news about them, by their form.

Each cue in ``data/kind_cues.json`` counts once, with its weight: the frame of a report for, what only news
pages, press releases and saved web pages have against.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Literal

from .report_patterns import BYLINE, CLOSING, SALUTATION, TITLE

_HEAD_LINES = 40
_TITLE_LINES = 14
_LETTER_LINES = 80
_TITLE_CHARACTERS = 120
_REPORT_AT = 4
_COUNTED_PARAGRAPHS = 5

_CUES: dict[str, list[tuple[int, re.Pattern[str]]]] = {
    kind: [(cue["weight"], re.compile(cue["pattern"], re.IGNORECASE | re.MULTILINE)) for cue in cues]
    for kind, cues in json.loads(
        (Path(__file__).parent / "data" / "kind_cues.json").read_text(encoding="utf-8")
    ).items()
}
_NUMBERED = re.compile(r"^[ \t\f]*(\d{1,3})\.\s+\S", re.MULTILINE)
_INSPECTED = re.compile(
    r"(?:inspection|visit) dates?\s*:|dates of (?:inspection|visit)\s*:|lead inspector\s*:|inspected between",
    re.IGNORECASE,
)


def detect_kind(text: str) -> Literal["news", "report"]:
    """Say whether a document is a report (or a letter) of inspectors, or news.

    Parameters
    ----------
    text : str
        The document's text, with or without page marks, hard-wrapped or not.

    Returns
    -------
    {"news", "report"}
        "report" for inspection reports of any framework and for inspectors' letters about focused visits,
        monitoring visits and joint inspections; "news" for everything else, news that quotes reports at
        length, press releases and saved web pages included.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    head = lines[:_HEAD_LINES]
    score = 2 * any(_is_title(line) for line in lines[:_TITLE_LINES])
    score += 3 * any(_INSPECTED.match(line) for line in head)
    score += any(BYLINE.match(line) and not _INSPECTED.match(line) for line in head)
    if any(SALUTATION.match(line) for line in lines[:_LETTER_LINES]):
        score += 2 + any(CLOSING.match(line) for line in lines)
    score += 2 * (_count_up(text) >= _COUNTED_PARAGRAPHS)
    # Without blank lines: a cue that begins with white space would try each line of a long gap to its end.
    filled = "\n".join(lines)
    score += sum(weight for weight, cue in _CUES["report"] if cue.search(filled))
    score -= sum(weight for weight, cue in _CUES["news"] if cue.search(filled))
    return "report" if score >= _REPORT_AT else "news"


def _is_title(line: str) -> bool:
    """Say whether a line is a report's title; a news headline has a verb and so does not match whole."""
    return TITLE.match(line) is not None and len(line) < _TITLE_CHARACTERS and line[-1] not in ".!"


def _count_up(text: str) -> int:
    """Return how far numbered paragraphs count up from 1 without a gap."""
    reached = 0
    for match in _NUMBERED.finditer(text):
        if int(match[1]) == reached + 1:
            reached += 1
    return reached
