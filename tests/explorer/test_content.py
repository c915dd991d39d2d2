"""What the page holds is what the records hold."""

from __future__ import annotations

from typing import Any

import pytest
from tests.explorer.made import FIRST, HALTON, LEEDS, NEWS_TEXT, document, leeds, news, report
from tests.explorer.unpacking import bodies, index

from ofsight.explorer import build_page
from ofsight.explorer import content as content_module
from ofsight.record.io import without_text


@pytest.fixture(scope="module")
def page() -> str:
    return build_page([news(), report(), leeds(1)])


def test_findings_are_columns_that_point_at_their_articles(page: str) -> None:
    found = index(page)
    columns = found["findings"]
    assert columns["article"] == [0, 0, 0, 0, 1, 2, 2]
    text = bodies(page)[0][0][0]
    assert text == NEWS_TEXT
    assert text[columns["start"][0] : columns["end"][0]] == FIRST
    assert [found["themeOrder"][number] for number in columns["themes"][1]] == [
        "supervision",
        "drift_and_delay",
    ]
    assert [found["councilOrder"][number] for number in columns["councils"][5]] == [LEEDS]
    assert columns["polarity"] == [
        "weakness",
        "weakness",
        "strength",
        "neutral",
        "weakness",
        "strength",
        "mixed",
    ]
    assert columns["score"][:2] == [0.97, 0.61]
    assert columns["themeScores"][1] == [0.8, 0.8]


def test_councils_have_names_and_codes(page: str) -> None:
    names = {row[0]: row[1] for row in index(page)["councils"]}
    assert names[HALTON] == "Halton"
    assert names[LEEDS] == "Leeds"


def test_one_judgement_told_by_two_documents_is_one_rating(page: str) -> None:
    (rating,) = index(page)["ratings"]
    assert (rating["council"], rating["area"], rating["rating"]) == (HALTON, "overall", "inadequate")
    assert rating["date"] == "2020-03-02/2020-03-13"
    assert (rating["first"], rating["last"]) == ("2020-03-02", "2020-03-13")
    assert [number for number, _, _ in rating["tellings"]] == [1, 0], "the report itself first"
    assert not rating["contradicted"]


def test_what_contradicts_a_rating_is_there_with_its_grade() -> None:
    told = news(judgements=[{**_judgement(), "rating": "good"}])
    inadequate, good = sorted(
        index(build_page([report(), told]))["ratings"], key=lambda row: row["rating"], reverse=True
    )
    assert (inadequate["rating"], good["rating"]) == ("inadequate", "good")
    assert inadequate["contradicted"]
    assert good["contradicted"]
    assert [rival[-1] for rival in inadequate["rivals"]] == ["good"]


def _judgement() -> dict[str, Any]:
    return {
        "council": HALTON,
        "area": "overall",
        "rating": "inadequate",
        "previous": False,
        "date": "2020-03",
        "inspection": "full",
        "evidence": FIRST,
    }


def test_an_id_that_comes_again_gets_a_number() -> None:
    rows = index(build_page([news("a"), news("a"), news("a")]))["articles"]
    assert [row[0] for row in rows] == ["a", "a~2", "a~3"]


def test_integers_that_javascript_would_round_are_strings() -> None:
    text = "9007199254740993 and 8 children"
    record = document(
        "many",
        text,
        entities=[("9007199254740993", "QUANTITY", 2**53 + 1, "count"), ("8", "QUANTITY", 8, "count")],
    )
    entities = bodies(build_page([record]))[0][0][2]
    assert [entity[3] for entity in entities] == ["9007199254740993", 8]


def test_bodies_are_cut_where_they_grow_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_module, "BODY_CHARACTERS", 600)
    records = [leeds(number) for number in range(20)]
    found = bodies(build_page(records))
    assert len(found) > 2
    assert [article[0] for body in found for article in body] == [record.text for record in records]


def test_a_record_without_text_keeps_its_offsets() -> None:
    page = build_page([without_text(news())])
    assert bodies(page)[0][0][0] is None
    assert index(page)["findings"]["start"][0] == news().findings[0].start
    assert index(page)["articles"][0][12] == 0


def test_labels_of_ones_own_get_readable_names() -> None:
    record = document(
        "own",
        "Flats are damp.",
        findings=[("Flats are damp.", ["housing_repairs", "leadership"], "weakness", "other", [], None)],
        entities=[("Flats", "BUILDING_TYPE", None)],
    )
    names = index(build_page([record]))["names"]
    assert ["housing_repairs", "Housing repairs", ""] in names["themes"]
    assert ["BUILDING_TYPE", "Building type", ""] in names["entities"]
    assert names["themes"][1][0:2] == ["leadership", "Leadership"]
    assert "Senior, corporate and political leaders" in names["themes"][1][2]
