"""A record with something in every field, as it stands in a file."""

from __future__ import annotations

import hashlib
import json
from typing import Any

TEXT = (
    "Ambleford ‘inadequate’\n"
    "Ambleford council was rated inadequate in May 2024 and has 40 vacancies. "
    "“Supervision is poor and rarely recorded,” said Jo Marsh, director of children’s services.\n"
    "Page 2"
)


def _at(part: str) -> dict[str, int]:
    start = TEXT.index(part)
    return {"start": start, "end": start + len(part)}


def _mention(part: str, label: str, value: Any, unit: str | None = None, score: float | None = 0.9) -> Any:
    return {**_at(part), "label": label, "text": part, "value": value, "unit": unit, "score": score}


_FIRST = TEXT.split("\n")[1].split(" “", maxsplit=1)[0]
_SECOND = "“" + TEXT.split("“")[1].split("\n", maxsplit=1)[0]


def example() -> dict[str, Any]:
    """Return a fresh copy, free to be broken."""
    first, second = _at(_FIRST), _at(_SECOND)
    return {
        "schema": "ofsight/1",
        "id": "ambleford-2024",
        "source": {"path": "ambleford-2024.txt", "media_type": "text/plain", "sha256": "ab" * 32},
        "meta": {
            "kind": "report",
            "title": "Ambleford ‘inadequate’",
            "published": "2024-06-03",
            "publisher": "The Ambleford Gazette",
            "authors": ["Sam Field"],
            "url": "https://example.org/ambleford",
            "inspection": {
                "council": "E06000006",
                "framework": "ilacs",
                "type": "full",
                "start": "2024-05-13",
                "end": "2024-05",
                "lead_inspector": "Kim Dale",
            },
        },
        "text": TEXT,
        "text_sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "blocks": [
            {**_at("Ambleford ‘inadequate’"), "label": "headline", "score": 0.99},
            {"start": first["start"], "end": second["end"], "label": "paragraph", "score": 1.0},
            {**_at("Page 2"), "label": "boilerplate", "score": 0.5},
        ],
        "sentences": [_at("Ambleford ‘inadequate’"), first, second],
        "entities": [
            _mention("Ambleford council", "COUNCIL", "E06000006"),
            {**_mention("inadequate in", "RATING", "inadequate"), **_inner("inadequate in", "inadequate")},
            _mention("May 2024", "DATE", "2024-05"),
            _mention("40", "QUANTITY", 40, "count"),
            _mention("Jo Marsh", "OFFICIAL", None),
            _mention("director of children’s services", "ROLE", None),
        ],
        "findings": [
            {
                **span,
                "themes": themes,
                "polarity": "weakness",
                "source": source,
                "councils": ["E06000006"],
                "theme_scores": dict.fromkeys(themes, 0.8),
                "score": 0.7,
            }
            for span, themes, source in (
                (first, ["overall_effectiveness", "workforce"], "article"),
                (second, ["supervision"], "council"),
            )
        ],
        "quotations": [
            {
                **_at("Supervision is poor and rarely recorded,"),
                "source": "council",
                "speaker": {**_at("Jo Marsh"), "text": "Jo Marsh"},
            }
        ],
        "judgements": [
            {
                "council": "E06000006",
                "area": "overall",
                "rating": "inadequate",
                "previous": False,
                "date": "2024-05",
                "inspection": "full",
                "evidence": list(first.values()),
            }
        ],
        "roles": [
            {
                "official": "Jo Marsh",
                "role": "director of children’s services",
                "organisation": "E06000006",
                "evidence": list(second.values()),
            }
        ],
        "measures": [
            {
                "council": "E06000006",
                "metric": "vacancy_rate",
                "value": 40,
                "unit": "count",
                "comparator": "over",
                "as_of": "2024-05",
                "evidence": list(first.values()),
            }
        ],
        "model": {"name": "rules", "version": "1.0.0", "sha256": "cd" * 32, "extractors": ["housing"]},
    }


def _inner(context: str, part: str) -> dict[str, Any]:
    start = TEXT.index(context) + context.index(part)
    return {"start": start, "end": start + len(part), "text": part}


def line(raw: dict[str, Any]) -> bytes:
    """Write a record as a line of a file, whatever it holds."""
    return json.dumps(raw).encode() + b"\n"
