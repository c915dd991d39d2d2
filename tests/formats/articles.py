"""Records for the exports, with every cell that needs care."""

from __future__ import annotations

import hashlib
from typing import Any

from ofsight.record import Record

TEXT = (
    '=HYPERLINK("http://example.org")\n'
    "Leaders in Ambleford do not know\n"
    "Inspection of Ambleford 7\n"
    "enough about out-of\ufffehours\x07 work.\n"
    "- Supervision is good."
)


def _span(first: str, last: str = "") -> dict[str, int]:
    start = TEXT.index(first)
    last = last or first
    return {"start": start, "end": TEXT.index(last, start) + len(last)}


FOOTER = _span("Inspection of", "7")
SENTENCE = _span("Leaders", "work.")
BULLET = _span("- Supervision", "good.")
TITLE = _span("=HYPER", ")")


def article(number: int = 1, **changes: Any) -> Record:
    """A short report of two findings; ``changes`` replace fields of the record."""
    fields: dict[str, Any] = {
        "id": f"ambleford-{number}",
        "source": {"path": "ambleford.txt", "media_type": "text/plain", "sha256": "0" * 64},
        "meta": {
            "kind": "report",
            "title": '=HYPERLINK("http://example.org")',
            "published": "2024-06-03",
            "authors": ["Sam Field", "Jo Marsh"],
            "url": "https://example.org/a",
            "inspection": {
                "council": "E06000006",
                "framework": "ilacs",
                "type": "full",
                "start": "2024-05-13",
                "end": "2024-05-24",
                "lead_inspector": "Kim Dale",
            },
        },
        "text": TEXT,
        "text_sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "blocks": [
            {**TITLE, "label": "headline"},
            {**_span("Leaders", "know"), "label": "paragraph"},
            {**FOOTER, "label": "boilerplate"},
            {**_span("enough", "work."), "label": "paragraph"},
            {**BULLET, "label": "list_item"},
        ],
        "sentences": [TITLE, SENTENCE, BULLET],
        "entities": [
            {
                **_span("Ambleford"),
                "label": "COUNCIL",
                "text": "Ambleford",
                "value": "E06000006",
                "score": 0.5,
            },
            {**_span("good"), "label": "RATING", "text": "good", "value": "good"},
        ],
        "findings": [
            {
                **SENTENCE,
                "themes": ["leadership", "housing"],
                "polarity": "weakness",
                "source": "inspectorate",
                "councils": ["E06000006", "E99999999"],
                "score": 0.75,
            },
            {
                **BULLET,
                "themes": ["supervision"],
                "polarity": "strength",
                "source": "council",
                "councils": ["E06000006"],
            },
        ],
        "quotations": [
            {**_span("enough about"), "source": "other", "speaker": {**_span("Leaders"), "text": "Leaders"}}
        ],
        "judgements": [
            {
                "council": "E06000006",
                "area": "overall",
                "rating": "good",
                "previous": True,
                "date": "2024-05",
                "inspection": "full",
                "evidence": list(SENTENCE.values()),
            }
        ],
        "roles": [
            {
                "official": "Kim Dale",
                "role": "lead inspector",
                "organisation": "ofsted",
                "evidence": list(BULLET.values()),
            }
        ],
        "measures": [
            {
                "council": "E06000006",
                "metric": "budget",
                "value": -5.4,
                "unit": "gbp",
                "comparator": "-",
                "as_of": None,
                "evidence": list(BULLET.values()),
            }
        ],
        "model": {"name": "rules", "version": "1.0.0", "sha256": "", "extractors": []},
    }
    return Record.model_validate(fields | changes)
