"""Tell inspection reports and inspectors' letters from news about them, by their form."""

from __future__ import annotations

import re
from typing import Literal

from .report_patterns import BYLINE, CLOSING, SALUTATION, TITLE

_HEAD_LINES = 40
_TITLE_LINES = 14
_REPORT_AT = 4

# Wordings that stand in a report's own frame, each with its weight.
_FRAME = [
    (3, re.compile(r"^\s*(?:key )?judge?ments?(?: judge?ment)?\s+grades?\s*$", re.I | re.M)),
    (3, re.compile(r"ofsted produces this report under its power", re.I)),
    (2, re.compile(r"^\s*1\.? children who need help and protection\b", re.I | re.M)),
    (
        2,
        re.compile(
            r"office\s+for\s+standards\s+in\s+education,\s+children.s\s+services\s+and\s+skills", re.I
        ),
    ),
    (1, re.compile(r"©\s*crown copyright", re.I)),
    (1, re.compile(r"^\s*(?:agora|piccadilly gate|clive house|aviation house)\s*,?\s*$", re.I | re.M)),
    (3, re.compile(r"\bthis letter summari[sz]es (?:the|our) findings", re.I)),
    (
        2,
        re.compile(
            r"^\s*(?:what needs to improve\b.{0,60}|headline findings|main findings)\s*$", re.I | re.M
        ),
    ),
    (1, re.compile(r"(?:his|her)\s+majesty.s\s+inspector\s*$", re.I | re.M)),
    (1, re.compile(r"\bthe (?:visit|inspection) was carried out in line with", re.I)),
]
# What only a news page, press release or web page has.
_NEWS = [
    (
        3,
        re.compile(
            r"\b(?:said|says|told|added|adds|commented)\b.{0,60}[“\"]|[,.!?][”\"]\s.{0,60}\b(?:said|says|added)\b",
            re.I,
        ),
    ),
    (2, re.compile(r"\bspokes(?:person|man|woman)\b", re.I)),
    (
        2,
        re.compile(
            r"^\s*(?:posted|published) (?:on|by|at)\b|^\s*by [A-Z][\w’'-]+ [A-Z][\w’'-]+\s*$|^\s*\d+ min read\s*$",
            re.M,
        ),
    ),
    (
        1,
        re.compile(
            r"^\s*(?:share|comments?|advertisement|read more\b.*|related (?:articles|stories|content)|sign up\b.*|subscribe\b.*|cookies?\b.*|skip to (?:main )?content|more (?:from|on)\b.*)\s*$",
            re.I | re.M,
        ),
    ),
    (
        2,
        re.compile(
            r"^\s*(?:from:|notes to editors|media (?:enquiries|contact)s?\b.*|get the latest news.*|tell us whether you accept cookies)\s*",
            re.I | re.M,
        ),
    ),
    (
        1,
        re.compile(
            r"\b\d+ (?:responses|comments) to\b|\bthe (?:report|letter) (?:says|said|states|adds|concluded)\b",
            re.I,
        ),
    ),
]
_NUMBERED = re.compile(r"^[ \t\f]*(\d{1,3})\.\s+\S", re.M)
_TABLE_BYLINE = re.compile(r"(?:inspection|visit) dates?\s*:|lead inspector\s*:|inspected between", re.I)


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
    score = _title_weight(lines[:_TITLE_LINES])
    score += 3 * any(_TABLE_BYLINE.match(line) for line in head)
    score += any(BYLINE.match(line) and not _TABLE_BYLINE.match(line) for line in head)
    if any(SALUTATION.match(line) for line in lines[: 2 * _HEAD_LINES]):
        score += 2 + any(CLOSING.match(line) for line in lines)
    score += 2 * (_longest_count(text) >= 5)
    score += sum(weight for weight, pattern in _FRAME if pattern.search(text))
    score -= sum(weight for weight, pattern in _NEWS if pattern.search(text))
    return "report" if score >= _REPORT_AT else "news"


def _title_weight(lines: list[str]) -> int:
    """Weigh a report's title among the first lines; a news headline has a verb and so does not match whole."""
    return 2 if any(TITLE.match(line) and len(line) < 120 and line[-1] not in ".!" for line in lines) else 0


def _longest_count(text: str) -> int:
    """Return how far numbered paragraphs count up without a gap."""
    expected = reached = 1
    for match in _NUMBERED.finditer(text):
        if int(match[1]) == expected:
            reached = expected
            expected += 1
    return reached
