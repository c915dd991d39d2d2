"""The judgements of an inspection report: its own, from the table and the verdict sentences at its head.

The judgements that earlier inspections made, which reports recall in running text, are read by
:mod:`ofsight.facts.earlier_judgements`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ofsight.record import Block, InspectionMeta, Judgement, Sentence
from ofsight.record.models import Spanned
from ofsight.values.patterns import read_words, spaced

from .grades import FOLD, GRADE, grade_value

_DATA = Path(__file__).parent / "data"
_HEAD = 12_000
"""Characters within which the judgement table starts; some PDFs put the contents or a notice before it."""
_ROW_GAP = 250
_NUMBERED_ROW_GAP = 1200
"""Most characters between two rows of one table: a page break with its furniture; where the rows are
numbered ("2.1"), a footnote in several lines too."""
_FOOTNOTE = r"(?:\s?\d{1,2})?"
_BETWEEN = rf"{_FOOTNOTE}[\s:–—-]{{0,6}}(?:is\s+|are\s+|that\s+it\s+)?['\"“]?"


class _Row(NamedTuple):
    area: str
    rating: str
    start: int
    end: int


def find_report_judgements(
    text: str,
    inspection: InspectionMeta | None,
    blocks: Sequence[Block] = (),
    sentences: Sequence[Sentence] = (),
) -> list[Judgement]:
    """Read the judgements that a report itself makes.

    Parameters
    ----------
    text : str
        The report as ingested.
    inspection : InspectionMeta or None
        What the head says: council, dates, type and framework are taken from it.
    blocks : sequence of Block
        Its blocks; the evidence of a row is the ``table`` block it stands in, where there is one.
    sentences : sequence of Sentence
        Its sentences; the evidence of a verdict is the sentence it stands in, where there is one.

    Returns
    -------
    list of Judgement
        Each area once, in order of position. Letters about visits, which grade nothing, give none.
        ``date`` is the inspection's ("2020-03-02/2020-03-13"): the interval the text states.
    """
    if inspection is None or inspection.type in {"focused_visit", "monitoring_visit", "jtai", "send"}:
        return []
    folded = text.translate(FOLD)
    rows = _older_table(folded) if inspection.framework == "older" else _table(folded)
    areas = {row.area for row in rows}
    extras = []
    if "overall" not in areas and inspection.framework != "older":
        extras.append(_verdict(folded, "overall", 0, rows[-1].end if rows else _HEAD))
    if inspection.framework in {"sif", None}:
        extras.append(_verdict(folded, "lscb", 0, len(folded)))
    if not rows and inspection.framework in {"ilacs", None}:
        rows = _headings(folded)
    rows = sorted([*rows, *(row for row in extras if row)], key=lambda row: row.start)
    subject = _subject(folded)
    wholes: list[Spanned] = [block for block in blocks if block.label == "table"]
    wholes = sorted([*wholes, *sentences], key=lambda whole: whole.start)
    return [
        Judgement(
            council=inspection.council,
            area=subject if row.area == "subject" else row.area,
            rating=row.rating,
            previous=False,
            date=inspection_date(inspection),
            inspection=inspection.type,
            evidence=_evidence(row, wholes),
        )
        for row in rows
    ]


def inspection_date(inspection: InspectionMeta) -> str | None:
    """Return the dates of an inspection as one ISO value: a day, an interval, or None."""
    if inspection.start and inspection.end and inspection.start != inspection.end:
        return f"{inspection.start}/{inspection.end}"
    return inspection.start or inspection.end


def _table(folded: str) -> list[_Row]:
    """Return the rows of the first table: the first run of two rows or more that stand close together."""
    run: list[_Row] = []
    for found in _patterns().row.finditer(folded):
        row = _Row(_area(found), grade_value(found["grade"]), found.start(), found.end())
        gap = _NUMBERED_ROW_GAP if folded[row.start].isdigit() else _ROW_GAP
        if run and row.start - run[-1].end > gap:
            if len(run) > 1 or row.start > _HEAD:
                break
            run = []
        if row.start > _HEAD and not run:
            break
        run.append(row)
    return _once(run) if len(run) > 1 else []


def _headings(folded: str) -> list[_Row]:
    """Return the graded section headings ("...: good") of a report whose table cannot be read."""
    found = [
        _Row(_area(match), grade_value(match["grade"]), match.start(), match.end())
        for match in _patterns().row.finditer(folded)
        if re.match(r"\s*(?:$|\d{1,2}\s?\.|[A-Z])", folded[match.end() : match.end() + 6])
    ]
    return _once(found) if len({row.area for row in found}) > 1 else []


def _older_table(folded: str) -> list[_Row]:
    """Return the rows of the record of findings that closes the reports of 2012 and 2013."""
    heading = list(re.finditer(_patterns().older_heading, folded, re.I))
    if not heading:
        return []
    found = _patterns().older_row.finditer(folded, heading[-1].end())
    return _once([_Row(_area(m), grade_value(m["grade"]), m.start(), m.end()) for m in found])


def _verdict(folded: str, name: str, start: int, end: int) -> _Row | None:
    """Return the first verdict sentence of a kind ("overall" or "lscb")."""
    found = _patterns().verdicts[name].search(folded, start, end)
    return _Row(name, grade_value(found["grade"]), found.start(), found.end()) if found else None


def _subject(folded: str) -> str:
    """Return the area that "overall effectiveness" covers in a report of before the single framework.

    Those inspections looked at one part of the services only; their overall grade is that part's.
    """
    head = folded[:3000].lower()
    return "help_and_protection" if "protection of children" in head else "children_in_care"


def _once(rows: list[_Row]) -> list[_Row]:
    first: dict[str, _Row] = {}
    for row in rows:
        first.setdefault(row.area, row)
    return list(first.values())


def _evidence(row: _Row, wholes: list[Spanned]) -> tuple[int, int]:
    index = bisect_right(wholes, row.start, key=lambda whole: whole.start) - 1
    if index >= 0 and wholes[index].end >= row.end:
        return wholes[index].start, wholes[index].end
    return row.start, row.end


class _Patterns(NamedTuple):
    row: re.Pattern[str]
    older_heading: str
    older_row: re.Pattern[str]
    verdicts: dict[str, re.Pattern[str]]
    areas: dict[str, str]


def _area(match: re.Match[str]) -> str:
    name = next(name for name, value in match.groupdict().items() if name != "grade" and value)
    return _patterns().areas[name]


@cache
def _patterns() -> _Patterns:
    data = read_words(_DATA / "report_rows.json")
    areas: dict[str, str] = {}

    def rows(name: str) -> re.Pattern[str]:
        groups = []
        for index, row in enumerate(data[name]):
            areas[f"{name}{index}"] = row["area"]
            groups.append(f"(?P<{name}{index}>{spaced(row['pattern'])})")
        return re.compile(rf"(?<!\w)(?:{'|'.join(groups)}){_BETWEEN}\s*(?P<grade>{GRADE})", re.I)

    verdicts = {}
    for name in ("overall", "lscb"):
        openings = "|".join(map(spaced, data[name]))
        verdicts[name] = re.compile(rf"(?<!\w)(?:{openings})\s+['\"“]?(?P<grade>{GRADE})", re.I)
    return _Patterns(rows("rows"), spaced(data["older_heading"]), rows("older_rows"), verdicts, areas)
