"""A record whose every string tries to get out of the page; only fixed vocabularies are what they must be."""

from __future__ import annotations

import hashlib
from typing import Any

from ofsight.record import Record

PAYLOADS = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "<svg/onload=alert(3)>",
    "\"><style>body{display:none}</style>'",
    "{{index}} ${alert(4)} %{x} $\\alert$",
    "javascript:alert(5)",
    "__proto__",
    "constructor",
    "\u202egnp.exe\u202c \u2066x",
    "<b>bold</b><a href='javascript:alert(6)'>go</a>",
    "&lt;script&gt;alert(7)&lt;/script&gt;",
    "-->]]><!--<script>",
    "\u2028\u2029\x00\x07\ufffe\ufeff",
    "=cmd|' /C calc'!A0",
)


def hostile(number: int, payload: str) -> Record:
    """One record with a payload wherever a record may hold words."""
    text = f"{payload}\n{payload} told {payload} 😀\n{payload}"
    line = text.split("\n")
    first = {"start": 0, "end": len(line[0])}
    second = {"start": len(line[0]) + 1, "end": len(line[0]) + 1 + len(line[1])}
    third = {"start": second["end"] + 1, "end": len(text)}
    words = text[slice(*first.values())]
    council = "E06000006"
    evidence = [second["start"], second["end"]]
    fields: dict[str, Any] = {
        "id": f"{payload}#{number}",
        "source": {"path": payload, "media_type": payload, "sha256": "0" * 64},
        "meta": {
            "kind": "report",
            "title": payload,
            "published": "2024-01-02",
            "publisher": payload,
            "authors": [payload],
            "url": payload if number % 2 else f"https://example.org/{payload}",
            "inspection": {
                "council": council,
                "framework": "sif",
                "type": "full",
                "start": None,
                "end": None,
                "lead_inspector": payload,
            },
        },
        "text": text,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "blocks": [
            {**first, "label": payload},
            {**second, "label": "paragraph"},
            {**third, "label": "boilerplate"},
        ],
        "sentences": [first, second],
        "entities": [{**first, "label": payload, "text": words, "value": payload, "unit": None}],
        "findings": [
            {
                **span,
                "themes": [payload, "leadership"],
                "polarity": "weakness",
                "source": "other",
                "councils": [council, "Z99999999"],
                "theme_scores": {payload: 0.5},
                "score": 0.5,
            }
            for span in (first, second)
        ],
        "quotations": [{**second, "source": "other", "speaker": {**first, "text": words}}],
        "judgements": [
            {
                "council": council,
                "area": payload,
                "rating": "good",
                "previous": False,
                "date": "2024",
                "inspection": None,
                "evidence": evidence,
            }
        ],
        "roles": [{"official": payload, "role": payload, "organisation": payload, "evidence": evidence}],
        "measures": [
            {
                "council": council,
                "metric": payload,
                "value": 1.5,
                "unit": payload,
                "comparator": payload,
                "as_of": None,
                "evidence": evidence,
            }
        ],
        "model": {"name": payload, "version": payload, "sha256": payload, "extractors": [payload]},
    }
    return Record.model_validate(fields)


def hostile_records() -> list[Record]:
    """One record for each payload."""
    return [hostile(number, payload) for number, payload in enumerate(PAYLOADS)]
