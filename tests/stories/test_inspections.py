from __future__ import annotations

import pytest
from tests.stories.told import grade, news, report

from ofsight.record import Record
from ofsight.record.io import without_text
from ofsight.stories import tell_story

DAYS = "2020-03-02/2020-03-13"


def brief(record: Record) -> list[tuple[str, int, str]]:
    """Name, number of mentions and grades of each inspection."""
    return [
        (each.name, len(each.mentions), " ".join(judgement.rating for judgement in each.judgements))
        for each in tell_story(record).inspections
    ]


def test_the_mentions_of_a_visit_are_one_and_the_last_inspection_is_another() -> None:
    article = news(
        "n",
        "2021-11-26",
        grade("overall good", date="2020-03") | {"sentence": 2},
        marked=(
            "[Halton|COUNCIL=E06000006] failed children, a [visit|INSPECTION=unspecified] found.\n"
            "The [focused visit|INSPECTION=focused_visit] was in [October|DATE=2021-10].\n"
            "It was good at its last [full inspection|INSPECTION=full] in [March 2020|DATE=2020-03].\n"
            "Leaders welcomed the [visit|INSPECTION=focused_visit]."
        ),
    )
    assert brief(article) == [
        ("Halton, focused visit, October 2021", 3, ""),
        ("Halton, full inspection, March 2020", 1, "good"),
    ]


def test_a_reports_own_inspection_is_what_it_calls_this() -> None:
    record = report(
        "r",
        DAYS,
        grade("overall good"),
        grade("overall poor", date="2016-05", previous=True) | {"sentence": 2},
        marked=(
            "[Inspection|INSPECTION=unspecified] of [Halton|COUNCIL=E06000006]\n"
            "Since the last [inspection|INSPECTION=unspecified], caseloads fell.\n"
            "The [inspection|INSPECTION=sif] in [2016|DATE=2016] found them poor.\n"
            "At the time of the [inspection|INSPECTION=unspecified], 40 waited.\n"
            "Before this [inspection|INSPECTION=full], [Wirral|COUNCIL=E08000015] helped."
        ),
    )
    own, last = tell_story(record).inspections[:2]
    assert own.is_own
    assert own.name == "Halton, full inspection, 2 to 13 March 2020"
    assert [mention.start for mention in own.mentions] == sorted(
        record.text.index(words) + len(words) - len("inspection")
        for words in ("Inspection", "time of the inspection", "this inspection")
        if record.text
    )
    assert [judgement.rating for judgement in own.judgements] == ["good"]
    assert not last.is_own
    assert [
        judgement.rating
        for inspection in tell_story(record).inspections
        for judgement in inspection.judgements
    ] == [
        "good",
        "poor",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "[Focused visits|INSPECTION=focused_visit] take two days.",
        "Any [inspection|INSPECTION=unspecified] takes time.",
        "They plan their next [inspection|INSPECTION=unspecified].",
        "A [letter|ROLE] and no [visit|INSPECTION=unspecified].",
    ],
)
def test_inspections_in_general_and_to_come_are_none(words: str) -> None:
    assert brief(news("n", "2021", marked=words)) == []


def test_another_visit_and_another_councils_are_others() -> None:
    article = news(
        "n",
        "2021-11-26",
        marked=(
            "A [focused visit|INSPECTION=focused_visit] to [Halton|COUNCIL=E06000006] praised leaders.\n"
            "Another [focused visit|INSPECTION=focused_visit] there did not.\n"
            "Its recent [focused visit|INSPECTION=focused_visit] to [Sutton|COUNCIL=E09000029] went well.\n"
            "The [visit|INSPECTION=focused_visit] was short."
        ),
    )
    assert [(name, count) for name, count, _ in brief(article)] == [
        ("Halton, focused visit", 1),
        ("Halton, focused visit", 1),
        ("Sutton, focused visit", 2),
    ]


def test_the_date_of_publication_is_not_the_inspections() -> None:
    article = news(
        "n",
        "2021-11-26",
        marked=(
            "A letter published on [Tuesday|DATE=2021-11-23] after a [visit|INSPECTION=focused_visit] to "
            "[Halton|COUNCIL=E06000006] in [October|DATE=2021-10] praised them."
        ),
    )
    assert brief(article) == [("Halton, focused visit, October 2021", 1, "")]


def test_a_grade_without_a_date_is_of_the_inspection_reported() -> None:
    article = news(
        "n",
        "2021-11-26",
        grade("overall poor") | {"sentence": 1},
        grade("leadership poor") | {"sentence": 2},
        grade("overall good", previous=True) | {"sentence": 1},
        marked=(
            "A [full inspection|INSPECTION=full] of [Halton|COUNCIL=E06000006] is out.\n"
            "From good they fell to poor.\n"
            "Leadership is poor."
        ),
    )
    assert brief(article) == [("Halton, full inspection", 1, "poor poor"), ("Halton, inspection", 0, "good")]


def test_a_visit_gives_no_grades() -> None:
    article = news(
        "n",
        "2021-11-26",
        grade("overall good", date="2021"),
        marked="A [visit|INSPECTION=focused_visit] to [Halton|COUNCIL=E06000006] in [May 2021|DATE=2021-05].",
    )
    assert brief(article) == [
        ("Halton, focused visit, May 2021", 1, ""),
        ("Halton, inspection, 2021", 0, "good"),
    ]


def test_without_the_text_the_types_and_councils_still_tell() -> None:
    article = news(
        "n",
        "2021",
        marked=(
            "The [visit|INSPECTION=focused_visit] to [Halton|COUNCIL=E06000006].\n"
            "The [visit|INSPECTION=focused_visit]."
        ),
    )
    assert brief(without_text(article)) == [("Halton, focused visit", 2, "")]
