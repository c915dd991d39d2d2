"""What the page holds: the records as an index that is read at once and bodies that are read behind it.

The index has what overview, tables and filters need, findings as columns of numbers; the bodies have texts
and layers, a list of articles in each. Offsets stay code points into the text: the page converts them. The
reader is ``assets/data.js``; the two must be changed together.
"""

from __future__ import annotations

import json
from typing import Any, Final

from ofsight.ingest.ids import UniqueIds
from ofsight.record import AnnotatorInfo, Record
from ofsight.record.types import is_gss_code
from ofsight.stories import Telling, tell_story, tellings

from .naming import council_rows, label_names, organisation_rows
from .ratings import rating_rows

BODY_CHARACTERS: Final = 1_500_000
"""About how long a body is as JSON: short enough for the page to stay responsive while it reads one."""

_EXACT_INTEGER: Final = 2**53
"""Integers beyond this are not exact in JavaScript."""


class _Numbers:
    """Labels as numbers, in the order in which they come up."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __getitem__(self, label: str) -> int:
        return self._numbers.setdefault(label, len(self._numbers))

    @property
    def labels(self) -> list[str]:
        return list(self._numbers)


class Content:
    """The records of a page, taken one at a time; their texts are kept as the JSON that the page holds."""

    def __init__(self) -> None:
        self.articles = 0
        self.findings = 0
        self.without_text = 0
        self._ids = UniqueIds()
        self._rows: list[list[Any]] = []
        self._columns: dict[str, list[Any]] = {name: [] for name in _FINDING_COLUMNS}
        self._themes = _Numbers()
        self._councils = _Numbers()
        self._organisations: set[str] = set()
        self._labels: dict[str, set[str]] = {
            name: set() for name in ("entities", "blocks", "areas", "metrics")
        }
        self._told: list[Telling] = []
        self._bodies: list[str] = []
        self._body: list[str] = []

    def add(self, record: Record) -> None:
        """Take the next record; an id that came before gets ``~2``."""
        number = self.articles
        self.articles += 1
        self.without_text += record.text is None
        self._rows.append(self._article(record))
        self._add_findings(record, number)
        self._told += tellings(record, number)
        body = _json(self._layers(record))
        if self._body and sum(map(len, self._body)) + len(body) > BODY_CHARACTERS:
            self._close_body()
        self._body.append(body)

    def _close_body(self) -> None:
        self._bodies.append(f"[{','.join(self._body)}]")
        self._body = []

    def bodies(self) -> list[str]:
        """Return the bodies as JSON: lists that put together have an item for each article, in order."""
        if self._body:
            self._close_body()
        return list(self._bodies)

    def index(self) -> str:
        """Return the index as JSON."""
        ratings = rating_rows(self._told)
        for row in ratings:
            self._councils[row["council"]]
        return _json(
            {
                "articles": self._rows,
                "findings": self._columns,
                "ratings": ratings,
                "themeOrder": self._themes.labels,
                "councilOrder": self._councils.labels,
                "councils": council_rows(self._councils.labels),
                "organisations": organisation_rows(self._organisations),
                "names": {
                    "themes": label_names("themes", self._themes.labels),
                    **{name: label_names(name, found) for name, found in self._labels.items()},
                    **{name: label_names(name) for name in _CLOSED_SETS},
                },
            }
        )

    def _article(self, record: Record) -> list[Any]:
        meta = record.meta
        inspection = meta.inspection
        if inspection is not None and inspection.council is not None:
            self._councils[inspection.council]
        model = record.model
        return [
            self._ids.assign(record.id),
            meta.title,
            meta.published,
            meta.kind,
            meta.publisher,
            list(meta.authors),
            meta.url,
            None if inspection is None else list(inspection.model_dump().values()),
            record.source.path,
            record.source.media_type,
            record.text_sha256,
            model.annotator if isinstance(model, AnnotatorInfo) else f"{model.name} {model.version}".strip(),
            int(record.text is not None),
            [len(getattr(record, layer)) for layer in _COUNTED],
        ]

    def _add_findings(self, record: Record, number: int) -> None:
        columns = self._columns
        self.findings += len(record.findings)
        for finding in record.findings:
            scores = finding.theme_scores
            columns["article"].append(number)
            columns["start"].append(finding.start)
            columns["end"].append(finding.end)
            columns["themes"].append([self._themes[theme] for theme in finding.themes])
            columns["polarity"].append(finding.polarity)
            columns["source"].append(finding.source)
            columns["councils"].append([self._councils[code] for code in finding.councils])
            columns["score"].append(finding.score)
            columns["themeScores"].append(scores and [scores.get(theme) for theme in finding.themes])

    def _layers(self, record: Record) -> list[Any]:
        names = tell_story(record).names
        self._labels["entities"].update(entity.label for entity in record.entities)
        self._labels["blocks"].update(block.label for block in record.blocks)
        self._labels["areas"].update(judgement.area for judgement in record.judgements)
        self._labels["metrics"].update(measure.metric for measure in record.measures)
        for entity in record.entities:
            if isinstance(entity.value, str):
                self._name(entity.label, entity.value)
        councils = [fact.council for fact in record.judgements] + [fact.council for fact in record.measures]
        for code in filter(None, councils):
            self._councils[code]
        for role in record.roles:
            if role.organisation is not None:
                self._name("COUNCIL" if is_gss_code(role.organisation) else "", role.organisation)
        return [
            record.text,
            [[block.start, block.end, block.label, block.score] for block in record.blocks],
            [
                [
                    entity.start,
                    entity.end,
                    entity.label,
                    _number(entity.value),
                    entity.unit,
                    entity.score,
                    names.get((entity.start, entity.end, entity.label)),
                ]
                for entity in record.entities
            ],
            [
                [
                    quotation.start,
                    quotation.end,
                    quotation.source,
                    quotation.speaker and [quotation.speaker.start, quotation.speaker.end],
                ]
                for quotation in record.quotations
            ],
            [
                [
                    fact.council,
                    fact.area,
                    fact.rating,
                    int(fact.previous),
                    fact.date,
                    fact.inspection,
                    *fact.evidence,
                ]
                for fact in record.judgements
            ],
            [
                [
                    *(fact.council, fact.metric, _number(fact.value), fact.unit, fact.comparator, fact.as_of),
                    *fact.evidence,
                ]
                for fact in record.measures
            ],
            [[fact.official, fact.role, fact.organisation, *fact.evidence] for fact in record.roles],
        ]

    def _name(self, label: str, value: str) -> None:
        if label == "COUNCIL":
            self._councils[value]
        else:
            self._organisations.add(value)


_FINDING_COLUMNS: Final = (
    "article",
    "start",
    "end",
    "themes",
    "polarity",
    "source",
    "councils",
    "score",
    "themeScores",
)
_COUNTED: Final = ("findings", "judgements", "measures", "roles", "quotations", "entities")
_CLOSED_SETS: Final = ("polarities", "sources", "ratings", "inspections", "kinds", "frameworks")


def _number(value: str | int | float | None) -> str | int | float | None:
    """Return a value as JavaScript can hold it: integers that it would round become strings."""
    return str(value) if isinstance(value, int) and abs(value) > _EXACT_INTEGER else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
