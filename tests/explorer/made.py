"""Records to look at, made in few words: what is marked is named by its words in the text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from ofsight.record import Record

HALTON, LEEDS, SOMERSET = "E06000006", "E08000035", "E06000066"
MODEL = {"name": "standard", "version": "1.0.0", "sha256": "", "extractors": []}


def document(
    name: str,
    text: str,
    *,
    blocks: Sequence[tuple[str, str]] = (),
    findings: Sequence[tuple[Any, ...]] = (),
    entities: Sequence[tuple[Any, ...]] = (),
    quotations: Sequence[tuple[str, str, str | None]] = (),
    judgements: Sequence[dict[str, Any]] = (),
    measures: Sequence[dict[str, Any]] = (),
    roles: Sequence[dict[str, Any]] = (),
    meta: dict[str, Any] | None = None,
    model: dict[str, Any] = MODEL,
    path: str | None = None,
) -> Record:
    """Make a record.

    ``blocks`` are (words, label), ``findings`` (words, themes, polarity, source, councils, score),
    ``entities`` (words, label, value, unit), ``quotations`` (words, source, speaker); facts have the words of
    their evidence as ``evidence``.
    """

    def at(words: str) -> dict[str, int]:
        start = text.index(words)
        return {"start": start, "end": start + len(words)}

    def fact(fields: dict[str, Any]) -> dict[str, Any]:
        return {**fields, "evidence": list(at(fields["evidence"]).values())}

    def ordered(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return sorted(items, key=lambda item: (item["start"], item["end"]))

    found = ordered(
        [
            {
                **at(words),
                "themes": list(themes),
                "polarity": polarity,
                "source": source,
                "councils": list(councils),
                "theme_scores": dict.fromkeys(themes, 0.8),
                "score": score,
            }
            for words, themes, polarity, source, councils, score in findings
        ]
    )
    return Record.model_validate(
        {
            "id": name,
            "source": {"path": path or f"{name}.txt", "media_type": "text/plain", "sha256": "0" * 64},
            "meta": {"kind": "news", "published": "2021-11-26", **(meta or {})},
            "text": text,
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
            "blocks": ordered([{**at(words), "label": label, "score": 0.9} for words, label in blocks]),
            "sentences": [{"start": each["start"], "end": each["end"]} for each in found],
            "entities": ordered(
                [
                    {
                        **at(words),
                        "label": label,
                        "text": words,
                        "value": value,
                        "unit": (*unit, None)[0],
                        "score": 0.7,
                    }
                    for words, label, value, *unit in entities
                ]
            ),
            "findings": found,
            "quotations": ordered(
                [
                    {**at(words), "source": source, "speaker": speaker and {**at(speaker), "text": speaker}}
                    for words, source, speaker in quotations
                ]
            ),
            "judgements": [fact(each) for each in judgements],
            "measures": [fact(each) for each in measures],
            "roles": [fact(each) for each in roles],
            "model": model,
        }
    )


def grade(area: str, rating: str, evidence: str, **changes: Any) -> dict[str, Any]:
    """A judgement of Halton."""
    return {
        "council": HALTON,
        "area": area,
        "rating": rating,
        "previous": False,
        "date": "2020-03",
        "inspection": "full",
        "evidence": evidence,
        **changes,
    }


HEADLINE = "Halton rated inadequate 😀"
FIRST = "Halton council was rated inadequate in March 2020."
SECOND = "“Too many children wait, and 😀 supervision is rare,” said Jo Marsh, director."
THIRD = "Care leavers are well supported."
NEWS_TEXT = (
    f"Menu\n{HEADLINE}\n{FIRST} {SECOND}\n{THIRD}\nAgency staff made up 28.7% of the workforce.\nAll rights\n"
)


def news(name: str = "halton-2021", **changes: Any) -> Record:
    """An article with something in every layer, spans that cross and nest, and characters of two units."""
    fields: dict[str, Any] = {
        "blocks": [
            ("Menu", "boilerplate"),
            (HEADLINE, "headline"),
            (f"{FIRST} {SECOND}", "paragraph"),
            (THIRD, "list_item"),
            ("Agency staff made up 28.7% of the workforce.", "paragraph"),
            ("All rights", "boilerplate"),
        ],
        "findings": [
            (FIRST, ["overall_effectiveness"], "weakness", "inspectorate", [HALTON], 0.97),
            (SECOND, ["supervision", "drift_and_delay"], "weakness", "council", [HALTON], 0.61),
            (THIRD, ["care_leavers"], "strength", "article", [HALTON], 0.88),
            ("Agency staff made up 28.7% of the workforce.", ["workforce"], "neutral", "article", [], 0.4),
        ],
        "entities": [
            ("Halton council", "COUNCIL", HALTON),
            ("March 2020", "DATE", "2020-03"),
            ("28.7%", "QUANTITY", 28.7, "percent"),
            ("Jo Marsh", "OFFICIAL", None),
            # It crosses the borders of the quotation: begins in it and ends behind it.
            ("rare,” said", "HOUSING_TERM", "x"),
        ],
        "quotations": [("Too many children wait, and 😀 supervision is rare,", "council", "Jo Marsh")],
        "judgements": [grade("overall", "inadequate", FIRST)],
        "measures": [
            {
                "council": HALTON,
                "metric": "agency_rate",
                "value": 28.7,
                "unit": "percent",
                "comparator": None,
                "as_of": "2020-09",
                "evidence": "Agency staff made up 28.7% of the workforce.",
            }
        ],
        "roles": [{"official": "Jo Marsh", "role": "director", "organisation": HALTON, "evidence": SECOND}],
        "meta": {
            "title": "Halton rated inadequate",
            "url": "https://example.org/halton",
            "authors": ["Sam Field"],
        },
    }
    return document(name, NEWS_TEXT, **(fields | changes))


def report(name: str = "halton-report") -> Record:
    """The report that makes the judgement of which :func:`news` tells."""
    text = (
        "Halton: inspection of children’s services\nOverall effectiveness: inadequate\n"
        "Leaders do not know their services well.\n"
    )
    return document(
        name,
        text,
        blocks=[
            ("Halton: inspection of children’s services", "headline"),
            ("Overall effectiveness: inadequate", "table"),
            ("Leaders do not know their services well.", "paragraph"),
        ],
        findings=[
            (
                "Leaders do not know their services well.",
                ["leadership"],
                "weakness",
                "inspectorate",
                [HALTON],
                0.99,
            )
        ],
        judgements=[
            grade("overall", "inadequate", "Overall effectiveness: inadequate", date="2020-03-02/2020-03-13")
        ],
        meta={
            "kind": "report",
            "title": "Halton: inspection of children’s services",
            "published": "2020-05-04",
            "inspection": {
                "council": HALTON,
                "framework": "ilacs",
                "type": "full",
                "start": "2020-03-02",
                "end": "2020-03-13",
                "lead_inspector": "Kim Dale",
            },
        },
    )


def leeds(number: int) -> Record:
    """One of many short articles, each of another day."""
    strong = f"Leeds services are strong, visit {number} finds."
    joined = f"=1+1 social workers joined in week {number}."
    return document(
        f"leeds-{number}",
        f"{strong}\n{joined}",
        blocks=[(strong, "paragraph"), (joined, "paragraph")],
        findings=[
            (strong, ["leadership"], "strength", "inspectorate", [LEEDS], 0.9),
            (joined, ["workforce"], "mixed", "council", [LEEDS, SOMERSET], 0.5),
        ],
        meta={
            "title": f"Leeds, week {number}",
            "published": f"2023-{1 + number % 12:02}-{1 + number % 28:02}",
        },
    )
