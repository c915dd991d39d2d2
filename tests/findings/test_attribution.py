from __future__ import annotations

import pytest

from ofsight.findings.attribution import find_attributions
from ofsight.findings.report_source import source_in_report
from ofsight.findings.voices import People, find_voices
from ofsight.record import Entity


def attributed(text: str) -> list[tuple[str, str | None]]:
    """Return (speaker, source) of each attribution of a sentence in which «...» is quoted."""
    masked = ""
    quoted = False
    for letter in text:
        quoted = (quoted or letter == "«") and letter != "»"
        masked += "\x00" if quoted else letter
    entities = [
        Entity(start=at, end=at + len(name), label=label, text=name, value=value)
        for name, label, value in (
            ("Ofsted", "ORGANISATION", "ofsted"),
            ("Northmoor", "COUNCIL", "E06000099"),
            ("Jane Marsh", "OFFICIAL", None),
        )
        if (at := text.find(name)) >= 0
    ]
    entities.sort(key=lambda entity: entity.start)
    span = (0, len(text))
    voices = find_voices(masked, span, entities, People())
    return [
        (text[a.voice.start : a.voice.end], a.voice.source) for a in find_attributions(masked, span, voices)
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ofsted said the service was weak.", ("Ofsted", "inspectorate")),
        ("Inspectors, who visited in May, found drift.", ("Inspectors", "inspectorate")),
        ("A visit to Northmoor found drift.", ("A visit", "inspectorate")),
        ("«We have more to do,» said council leader Jane Marsh.", ("Jane Marsh", "council")),
        ("Jane Marsh, director for children and families, said: «We do.»", ("Jane Marsh", "council")),
        ("A Northmoor spokesperson said staff were valued.", ("A Northmoor spokesperson", "council")),
        (
            "A Department for Education spokesperson said it would act.",
            ("A Department for Education spokesperson", "government"),
        ),
        ("Plans were late, according to the report.", ("the report", "inspectorate")),
        ("The union warned of strikes.", ("The union", "other")),
    ],
)
def test_subject_of_the_reporting_verb(sentence: str, expected: tuple[str, str]) -> None:
    assert expected in attributed(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Care leavers were rated outstanding.",
        "Northmoor, rated good in 2017, has grown.",
        "Managers identified gaps in practice.",
        "«Ofsted said so.»",
    ],
)
def test_passives_and_findings_of_others_are_no_assertions(sentence: str) -> None:
    assert attributed(sentence) == []


def test_report_tells_what_a_judge_told() -> None:
    assert source_in_report("The designated judge reported that applications are timely.") == "other"
    assert source_in_report("Social workers told inspectors that they feel supported.") == "inspectorate"
