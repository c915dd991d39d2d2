"""Read a report's own particulars off its head: title, council, framework, dates, lead inspector.

Works on the lines of the first page (and, for older reports, of the page about the inspection team), so
that a wrongly cut block does no harm. Letters about visits are read by their salutation, first sentence
and signature.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ofsight.record import Block, InspectionMeta, Meta
from ofsight.register import load_register

from .inspection_dates import DATE_WORDS, SHORT_INSPECTION_DAYS, InspectionDates, parse_inspection_dates

_DATA = Path(__file__).parent / "data"
_HEAD = 6000
"""Characters within which a head ends; some PDFs put a page of contents or a copyright notice before it."""

# One character for one character: offsets into the folded text are offsets into the text.
_FOLD_LINES = str.maketrans("\u00a0\ufffe\u00ad\u2010\u2011\f\r", " ----\n\n")
_FOLD_MARKS = str.maketrans("\u2018\u2019\u02bc", "'''")
_DATES_LABEL = re.compile(r"^[ \t]*(?:inspection|visit|review|fieldwork)\s+dates?[ \t]*:?\s*", re.I | re.M)
_PUBLISHED = re.compile(
    r"^[ \t]*(?:(?:report|letter|date)\s+)?(?:published|of\s+publication|publication\s+date)\s*"
    rf"(?:on\s+)?:?\s*(?P<date>{DATE_WORDS.pattern})",
    re.I | re.M,
)
_DATE_LINE = re.compile(rf"^[ \t]*(?P<date>{DATE_WORDS.pattern})[ \t]*$", re.I | re.M)
_SALUTATION = re.compile(r"^[ \t]*dear\b[^\n]*\n", re.I | re.M)
_LETTER_START = re.compile(
    r"^\s*(?:this letter|thank you|following|i am writing|the visit|on \d|between \d|from \d|ofsted\b"
    r"|in accordance|his majesty|her majesty|inspectors\b|the inspection|a team)",
    re.I,
)
_SENTENCE_END = re.compile(r"\.\s")
_VISIT = re.compile(r"\b(?:visit(?:ed|s)?|inspect(?:ion|ed)|re-?inspection|review|fieldwork)\b", re.I)

_NAME_PART = r"(?:[A-Z][^\W\d_]*(?:['’][^\W\d_]+|\.)?(?:-\s?[A-Z][^\W\d_]+)*)"
_NAME = rf"{_NAME_PART}(?:[ \t]+(?:(?:de|da|van|von|der|den|le|la|bin|al|ap)[ \t]+)*{_NAME_PART}){{0,4}}"
_NOT_A_NAME = re.compile(
    r"\s+(?:HMI|SHMI|OI|AI|CBE|OBE|MBE|Ofsted|Senior|Her|His|Social|Regulatory|Deputy|Team|Regional|Assistant)\b.*$"
)
_HONORIFIC = re.compile(r"^(?:Mrs?|Ms|Miss|Dr|Sir|Dame)\.?\s+")
_LEAD = re.compile(
    rf"^[ \t]*(?:Lead|Reporting)\s+[Ii]nspector(?P<several>s?)(?:\s+on\s+site)?[ \t]*:?\s*(?P<name>{_NAME})",
    re.M,
)
_MAJESTY = r"(?:His|Her)\s+Majesty['’]s"
_SECOND_LEAD = re.compile(
    rf"[^\n]{{0,60}}?(?:Inspector|HMI)?,?\s+and\s+(?P<name>{_NAME})\s*,\s*(?:{_MAJESTY}|HMI|Ofsted|Senior)"
)
_CLOSING = re.compile(
    rf"^[ \t]*yours\s+(?:sincerely|faithfully|truly),?\s+(?P<name>(?-i:{_NAME}))", re.I | re.M
)
_SIGNED = re.compile(rf"^[ \t]*(?P<name>{_NAME})[ \t]*,?\s*(?:{_MAJESTY}\s+Inspector|HMI)\b", re.M)
_INSPECTORS_WERE = re.compile(
    r"(?:lead\s+inspector|inspectors?)\s+(?:for|on|of)\s+(?:this|the)\s+\w*\s*(?:visit|inspection)\s+"
    rf"(?:was|were)\s+(?P<name>{_NAME})"
)

_FOOTNOTE_MARK = re.compile(r"(?<=[a-z])\d{1,2}$")
_PAGE_NUMBER_END = re.compile(r"(?:^|\s)\d{1,3}\s*$")
_GENERIC_NAMES = re.compile(r"^(?:the|and|of|in|to|for|-|–|,|:)+$", re.I)
_SERVICES_IN = re.compile(
    r"services\s+(?:for\s+children\s+)?in\s+(?P<name>(?:the\s+)?[A-Z][^.\n]{2,60}?)\s+(?:are|is|requires?)\b"
)
_COUNCIL_LINE = re.compile(
    r"^[ \t]*(?P<name>[^\n:]*\b(?:Council|Corporation|Authority)"
    r"|(?:London|Royal|Metropolitan) Borough of [^\n]+|City of [^\n]+)[ \t]*$",
    re.M,
)

InspectionType = Literal["full", "short", "focused_visit", "monitoring_visit", "jtai", "send", "unspecified"]
Framework = Literal["ilacs", "sif", "older"]


@dataclass(frozen=True, slots=True)
class _Kind:
    pattern: re.Pattern[str]
    framework: Framework | None
    type: InspectionType


def fill_meta(text: str, blocks: Sequence[Block], meta: Meta) -> Meta:
    """Complete what is known of a report with what its head says.

    Parameters
    ----------
    text : str
        The report as ingested.
    blocks : sequence of Block
        Its blocks; only ``headline`` blocks are used, and only for a title that the lines do not show.
    meta : Meta
        What ingestion knows. The document's own title and date of publication win over it.

    Returns
    -------
    Meta
        With ``kind`` "report", ``title``, ``published`` and ``inspection``; None where the text is silent.
    """
    lines = text.translate(_FOLD_LINES)
    folded = lines.translate(_FOLD_MARKS)
    head = folded[:_HEAD]
    label = _DATES_LABEL.search(head)
    title = _title_above(lines[: label.start()]) if label else _title_of_letter(lines[:_HEAD])
    title = title or _headline(lines, blocks)
    dates = _labelled_dates(head, label) if label else None
    dates = dates or _dates_in_sentence(head)
    published = _published(
        head, is_letter=label is None or _SALUTATION.search(head, 0, label.start()) is not None
    )
    kind = _kind_of(title or head[:1500])
    when = date.fromisoformat(dates.end) if dates and len(dates.end) == len("2020-03-02") else None
    inspection = InspectionMeta(
        council=_council(title, head, when),
        framework=kind.framework if kind else None,
        type=_type_of(kind, dates),
        start=dates.start if dates else None,
        end=dates.end if dates else None,
        lead_inspector=_lead_inspector(lines),
    )
    return meta.model_copy(
        update={
            "kind": "report",
            "title": title or meta.title,
            "published": published or meta.published,
            "inspection": inspection,
        }
    )


def _title_above(lines_above: str) -> str | None:
    """Return the title: the lines above the dates, less page numbers and a running header before it."""
    lines: list[str] = []
    for raw in lines_above.split("\n"):
        line = " ".join(raw.split())
        if not line or line.isdigit():
            continue
        if DATE_WORDS.fullmatch(line) and parse_inspection_dates(_PAGE_NUMBER_END.sub("", line)):
            lines.clear()  # the second line of a running header: what stood above it is its first
            continue
        lines.append(_FOOTNOTE_MARK.sub("", line))
    return _join(lines[-8:])


def _title_of_letter(head: str) -> str | None:
    """Return the line or lines between a letter's salutation and its first sentence."""
    salutation = _SALUTATION.search(head)
    if not salutation:
        return None
    lines: list[str] = []
    for raw in head[salutation.end() :].split("\n")[:12]:
        line = " ".join(raw.split())
        if line.isdigit() or (not line and not lines):
            continue
        if not line or _LETTER_START.match(line) or len(lines) == 4:
            break
        lines.append(line)
    title = _join(lines)
    return title if title and not title.endswith(".") else None


def _headline(lines: str, blocks: Sequence[Block]) -> str | None:
    return _join([" ".join(lines[b.start : b.end].split()) for b in blocks if b.label == "headline"])


def _join(lines: list[str]) -> str | None:
    return " ".join(lines) or None


def _labelled_dates(head: str, label: re.Match[str]) -> InspectionDates | None:
    found = DATE_WORDS.match(head, label.end())
    return parse_inspection_dates(found.group()) if found else None


def _dates_in_sentence(head: str) -> InspectionDates | None:
    """Return the dates of the first sentence that speaks of a visit or inspection and dates it to the day."""
    start = _SALUTATION.search(head)
    flat = head[start.end() if start else 0 :].replace("\n", " ")
    for sentence in _SENTENCE_END.split(flat):
        if not _VISIT.search(sentence):
            continue
        for words in DATE_WORDS.finditer(sentence):
            dates = parse_inspection_dates(words.group())
            if dates and dates.days:
                return dates
    return None


def _published(head: str, *, is_letter: bool) -> str | None:
    stated = _PUBLISHED.search(head)
    if stated is None and is_letter:
        salutation = _SALUTATION.search(head)
        stated = _DATE_LINE.search(head, 0, salutation.start() if salutation else 1500)
    dates = parse_inspection_dates(stated["date"]) if stated else None
    return dates.end if dates else None


def _kind_of(title: str) -> _Kind | None:
    flat = " ".join(title.translate(_FOLD_MARKS).split())
    return next((kind for kind in _kinds() if kind.pattern.search(flat)), None)


def _type_of(kind: _Kind | None, dates: InspectionDates | None) -> InspectionType:
    """Return the type the title names; ILACS titles name none: short or full by the days on site."""
    if kind is None:
        return "unspecified"
    if kind.framework == "ilacs" and kind.type == "unspecified" and dates and dates.days:
        return "short" if dates.days <= SHORT_INSPECTION_DAYS else "full"
    return kind.type


def _council(title: str | None, head: str, when: date | None) -> str | None:
    """Return the GSS code of the authority that the title, the addressee or the first verdict names."""
    candidates = []
    if title:
        name = title.translate(_FOLD_MARKS)
        for words in _title_words():
            name = words.sub(" ", name)
        candidates.append(name)
    candidates += [found["name"] for found in _COUNCIL_LINE.finditer(head[:2500])]
    candidates += [found["name"] for found in _SERVICES_IN.finditer(head)]
    register = load_register()
    for candidate in candidates:
        name = " ".join(candidate.split()).strip(" ,:;-–—")
        if not name or _GENERIC_NAMES.match(name):
            continue
        authority = register.resolve(name, when)
        if authority is not None:
            return authority.code
    return None


def _lead_inspector(lines: str) -> str | None:
    """Return the lead inspector named in the head, else in the letter, else at the end of the report."""
    head = lines[:_HEAD]
    found = _LEAD.search(head) or _INSPECTORS_WERE.search(head)
    found = found or next(_LEAD.finditer(lines, len(head)), None)
    found = found or _CLOSING.search(lines) or _SIGNED.search(lines)
    if found is None:
        return None
    names = [_clean_name(found["name"])]
    second = _SECOND_LEAD.match(lines, found.end()) if found.groupdict().get("several") else None
    if second:
        names.append(_clean_name(second["name"]))
    return " and ".join(name for name in names if name) or None


def _clean_name(name: str) -> str:
    name = _HONORIFIC.sub("", _NOT_A_NAME.sub("", " ".join(name.split())))
    return re.sub(r"-\s+", "-", name)


@cache
def _kinds() -> tuple[_Kind, ...]:
    rows: list[dict[str, Any]] = json.loads((_DATA / "report_kinds.json").read_text(encoding="utf-8"))[
        "kinds"
    ]
    return tuple(_Kind(re.compile(row["pattern"], re.I), row["framework"], row["type"]) for row in rows)


@cache
def _title_words() -> tuple[re.Pattern[str], ...]:
    lines = (_DATA / "report_title_words.txt").read_text(encoding="utf-8").splitlines()
    return tuple(re.compile(rf"(?<!\w)(?:{line})(?!\w)", re.I) for line in lines if line and line[0] != "#")
