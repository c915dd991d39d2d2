"""The facts stage as a component: which rules it applies to which document."""

from __future__ import annotations

from tests.facts.marked import make_doc

from ofsight import layers
from ofsight.facts.component import FactStage
from ofsight.record import InspectionMeta

RATED = "[Kent council|COUNCIL=E10000016] was rated [inadequate|RATING=inadequate] in [2021|DATE=2021]."


def inspection(kind: str) -> InspectionMeta:
    return InspectionMeta.model_validate(
        {
            "council": "E10000016",
            "framework": "ilacs",
            "type": kind,
            "start": "2023-05-08",
            "end": "2023-05-19",
            "lead_inspector": None,
        }
    )


def test_news() -> None:
    doc = FactStage()(make_doc(f"{RATED}\n[Jo Marsh|OFFICIAL], its [leader|ROLE], resigned."))
    assert [judgement.previous for judgement in layers.get_judgements(doc)] == [False]
    assert [role.organisation for role in layers.get_roles(doc)] == ["E10000016"]


def test_in_a_letter_the_standing_grade_is_not_previous() -> None:
    doc = make_doc(RATED, kind="report")
    layers.set_meta(
        doc, layers.get_meta(doc).model_copy(update={"inspection": inspection("monitoring_visit")})
    )
    assert [judgement.previous for judgement in layers.get_judgements(FactStage()(doc))] == [False]


def test_a_report_with_grades_of_its_own_replaces_the_earlier_ones() -> None:
    doc = make_doc(
        "The impact of leaders on social work practice with children and families Good\n"
        "Overall effectiveness Good\n"
        "[Kent council|COUNCIL=E10000016] was judged to be inadequate at the last inspection in 2021.",
        kind="report",
    )
    layers.set_meta(doc, layers.get_meta(doc).model_copy(update={"inspection": inspection("full")}))
    found = [(j.area, j.rating, j.previous) for j in layers.get_judgements(FactStage()(doc))]
    assert found == [
        ("leadership", "good", False),
        ("overall", "good", False),
        ("overall", "inadequate", True),
    ]


def test_an_empty_document() -> None:
    doc = FactStage()(make_doc("x"))
    assert layers.get_judgements(doc) == layers.get_roles(doc) == layers.get_measures(doc) == []
