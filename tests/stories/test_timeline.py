from __future__ import annotations

from tests.stories.told import grade, news, report

from ofsight.record import Record
from ofsight.stories import TracedJudgement, tellings, trace_judgements

DAYS = "2020-03-02/2020-03-13"


def trace(*records: Record) -> list[TracedJudgement]:
    return trace_judgements(
        telling for number, record in enumerate(records) for telling in tellings(record, number)
    )


def brief(*records: Record) -> list[tuple[str | None, str, str]]:
    """Date, grade and sources of each judgement; one that is contradicted bears a mark."""
    return [
        (
            item.date,
            item.rating + ("!" if item.is_contradicted else ""),
            " ".join(telling.document for telling in item.tellings),
        )
        for item in trace(*records)
    ]


def test_one_judgement_is_one_row_whoever_tells_of_it_and_however_they_date_it() -> None:
    assert brief(
        news("week-later", "2020-05-11", grade("overall good", date="2020-05")),
        news("years-later", "2023-01-02", grade("overall good", date="2020", previous=True)),
        report("itself", DAYS, grade("overall good"), published="2020-05-04"),
        news("month", "2020-06-01", grade("overall good", date="2020-03")),
    ) == [(DAYS, "good", "itself week-later month years-later")]


def test_without_the_report_the_most_exact_date_counts() -> None:
    assert brief(
        news("year", "2021-01", grade("overall good", date="2020")),
        news("month", "2021-02", grade("overall good", date="2020-03")),
        news("day", "2021-03", grade("overall good", date="2020-03-15")),
    ) == [("2020-03-15", "good", "year month day")]


def test_two_documents_that_give_two_grades_contradict_each_other() -> None:
    found = trace(
        report("itself", DAYS, grade("overall good"), grade("leadership good"), published="2020-05-04"),
        news("other", "2020-05-05", grade("overall inadequate", date="2020-05-04")),
    )
    assert [(item.area, item.rating, item.is_contradicted) for item in found] == [
        ("overall", "good", True),
        ("overall", "inadequate", True),
        ("leadership", "good", False),
    ]
    assert [telling.document for telling in found[0].rivals] == ["other"]
    assert [telling.document for telling in found[1].rivals] == ["itself"]
    assert found[1].date == DAYS


def test_one_document_that_gives_two_grades_is_no_contradiction_between_documents() -> None:
    article = news("n", "2021", grade("overall good", date="2020-03"), grade("overall poor", date="2020-03"))
    found = trace(article)
    assert [item.rating for item in found] == ["good", "poor"]
    assert not any(item.is_contradicted for item in found)
    assert all(item.rivals for item in found)


def test_inspections_of_one_year_are_told_apart_by_their_grade() -> None:
    assert brief(
        report("first", "2019-02-04/2019-02-15", grade("overall inadequate"), published="2019-04-01"),
        report("second", "2019-11-04/2019-11-15", grade("overall good"), published="2020-01-06"),
        news("vague", "2021-01", grade("overall inadequate", date="2019", previous=True)),
    ) == [
        ("2019-02-04/2019-02-15", "inadequate", "first vague"),
        ("2019-11-04/2019-11-15", "good", "second"),
    ]


def test_a_year_later_is_another_inspection() -> None:
    assert brief(
        report("r", DAYS, grade("overall good"), published="2020-05-04"),
        news("n", "2022-01", grade("overall inadequate", date="2021")),
    ) == [(DAYS, "good", "r"), ("2021", "inadequate", "n")]


def test_news_without_a_date_is_of_the_last_inspection() -> None:
    reports = (
        report("old", "2016-05-03/2016-05-26", grade("overall poor"), published="2016-07-01"),
        report("new", DAYS, grade("overall good"), published="2020-05-04"),
    )
    same = news("n", "2021-06-01", grade("overall good"))
    assert brief(*reports, same)[1] == (DAYS, "good", "new n")
    before = news("n", "2018-06-01", grade("overall good"))
    assert brief(*reports, before)[1] == (None, "good", "n")
    recalled = news("n", "2021-06-01", grade("overall poor", previous=True))
    assert brief(*reports, recalled)[0] == ("2016-05-03/2016-05-26", "poor", "old n")


def test_news_without_a_date_contradicts_a_report_that_is_just_out() -> None:
    itself = report("r", DAYS, grade("overall good"), published="2020-05-04")
    assert brief(itself, news("n", "2020-05-06", grade("overall inadequate"))) == [
        (DAYS, "good!", "r"),
        (DAYS, "inadequate!", "n"),
    ]
    # A year later there may have been an inspection whose report is not here.
    assert brief(itself, news("n", "2021-05-06", grade("overall inadequate"))) == [
        (DAYS, "good", "r"),
        (None, "inadequate", "n"),
    ]


def test_what_nobody_dates_is_one_judgement_within_some_years_and_contradicts_nothing() -> None:
    assert brief(
        news("a", "2012-05", grade("overall good")),
        news("b", "2013-05", grade("overall good")),
        news("c", "2013-06", grade("overall inadequate")),
        news("d", "2019-05", grade("overall good")),
    ) == [(None, "good", "a b"), (None, "inadequate", "c"), (None, "good", "d")]


def test_a_report_recalls_no_judgement_of_its_own_inspection() -> None:
    found = brief(
        report(
            "r",
            DAYS,
            grade("overall good"),
            grade("overall poor", previous=True),
            grade("leadership poor", previous=True),
            grade("leadership good"),
        )
    )
    assert found == [(None, "poor", "r"), (None, "poor", "r"), (DAYS, "good", "r"), (DAYS, "good", "r")]


def test_a_later_judgement_of_the_area_replaces_it_over_frameworks_too() -> None:
    found = trace(
        report(
            "old",
            "2016-05-03/2016-05-26",
            grade("children_in_care poor"),
            grade("adoption good"),
        ),
        report("new", DAYS, grade("children_in_care_and_care_leavers good")),
    )
    assert [(item.area, item.previous) for item in found] == [
        ("children_in_care", True),
        ("adoption", False),
        ("children_in_care_and_care_leavers", False),
    ]


def test_what_a_document_calls_replaced_is() -> None:
    (item,) = trace(news("n", "2021", grade("overall poor", date="2016", previous=True)))
    assert item.previous


def test_predecessor_and_successor_are_kept_apart() -> None:
    old, new = "E10000023", "E06000065"  # North Yorkshire before and since April 2023
    found = trace(
        report("new", "2023-07-03/2023-07-14", grade("overall outstanding"), council=new),
        report("old", "2018-07-02/2018-07-13", grade("overall outstanding"), council=old),
        # Told under the name of the new council, but it was not there yet.
        news("n", "2023-09", grade("overall outstanding", council=new, date="2018", previous=True)),
    )
    assert [(item.council, [telling.document for telling in item.tellings]) for item in found] == [
        (old, ["old", "n"]),
        (new, ["new"]),
    ]
    assert [item.previous for item in found] == [True, False]


def test_two_editions_of_a_report_are_one_source_each_of_one_inspection() -> None:
    assert brief(
        report("first-edition", DAYS, grade("overall good"), published="2020-05-04"),
        report("second-edition", DAYS, grade("overall good"), published="2020-07-04"),
    ) == [(DAYS, "good", "first-edition second-edition")]


def test_the_type_is_the_reports_word_else_the_first_told() -> None:
    (item,) = trace(
        news("a", "2020-06", grade("overall good", date="2020")),
        news("b", "2020-07", grade("overall good sif", date="2020")),
    )
    assert (item.inspection_type, item.inspection) == ("sif", None)


def test_the_order_is_by_name_date_and_area() -> None:
    found = trace(
        report("w", DAYS, grade("overall good"), council="E08000010"),
        report("late", "2022-03-01", grade("overall good"), council="E08000002"),
        report(
            "early",
            DAYS,
            grade("lscb good"),
            grade("housing good"),
            grade("overall good"),
            council="E08000002",
        ),
    )
    assert [(item.tellings[0].document, item.area) for item in found] == [
        ("early", "overall"),
        ("early", "lscb"),
        ("early", "housing"),
        ("late", "overall"),
        ("w", "overall"),
    ]
