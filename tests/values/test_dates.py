"""Dates: every printed form parses back, whatever stands around it stays outside."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.values.dates import find_dates, parse_date

ANCHOR = date(2021, 11, 26)
_DAYS = st.dates(date(1970, 1, 1), date(2049, 12, 31))


def _ordinal(day: int) -> str:
    ending = "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


_DAY_FORMS = {
    "day month year": lambda d: f"{d.day} {d:%B %Y}",
    "two-digit day": lambda d: f"{d:%d %B %Y}",
    "ordinal": lambda d: f"{_ordinal(d.day)} {d:%B %Y}",
    "ordinal of": lambda d: f"the {_ordinal(d.day)} of {d:%B %Y}",
    "weekday": lambda d: f"{d:%A} {d.day} {d:%B %Y}",
    "weekday comma": lambda d: f"{d:%A}, {d.day} {d:%B}, {d:%Y}",
    "short month": lambda d: f"{d.day} {d:%b %Y}",
    "American": lambda d: f"{d:%B} {d.day}, {d:%Y}",
    "slashes": lambda d: f"{d:%d/%m/%Y}",
    "dots": lambda d: f"{d:%d.%m.%Y}",
    "dashes": lambda d: f"{d:%d-%m-%Y}",
    "ISO": lambda d: d.isoformat(),
    "two-digit year": lambda d: f"{d:%d/%m/%y}" if d.year < 2070 and d.year >= 1970 else d.isoformat(),
    "line break": lambda d: f"{d.day}\n{d:%B}\n{d:%Y}",
}


@given(_DAYS, st.sampled_from(sorted(_DAY_FORMS)))
def test_every_printed_day_parses_back(day, form):
    assert parse_date(_DAY_FORMS[form](day)) == day.isoformat()


@given(
    _DAYS,
    st.sampled_from(
        ["{:%B %Y}", "{:%b %Y}", "{:%B, %Y}", "{:%B of %Y}", "late {:%B %Y}", "the end of {:%B %Y}"]
    ),
)
def test_every_printed_month_parses_back(day, form):
    assert parse_date(form.format(day)) == f"{day:%Y-%m}"


@given(_DAYS, st.integers(1, 40), st.sampled_from(["to", "–", "-", " – "]))
def test_a_printed_range_parses_to_its_interval(first, days, join):
    last = date.fromordinal(first.toordinal() + days)
    text = f"{first.day} {first:%B %Y} {join} {last.day} {last:%B %Y}"
    assert parse_date(text) == f"{first.isoformat()}/{last.isoformat()}"
    if first.year == last.year and first.month != last.month:
        text = f"{first.day} {first:%B} {join} {last.day} {last:%B %Y}"
        assert parse_date(text) == f"{first.isoformat()}/{last.isoformat()}"
    if (first.year, first.month) == (last.year, last.month):
        assert parse_date(f"{first.day} {join} {last.day} {last:%B %Y}") == f"{first}/{last}"


@given(_DAYS)
def test_a_day_without_a_year_is_the_latest_one(anchor):
    for back in (0, 1, 40, 364):
        day = date.fromordinal(anchor.toordinal() - back)
        if (day.month, day.day) != (2, 29):
            assert parse_date(f"{day.day} {day:%B}", anchor) == day.isoformat()


@given(st.integers(1990, 2048))
def test_a_financial_year_runs_from_april_to_march(year):
    expected = f"{year}-04/{year + 1}-03"
    assert parse_date(f"{year}/{(year + 1) % 100:02d}") == expected
    assert parse_date(f"{year}–{(year + 1) % 100:02d}") == expected
    assert parse_date(f"the financial year {year}-{(year + 1) % 100:02d}") == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("March last year", "2020-03"),
        ("last March", "2021-03"),
        ("next March", "2022-03"),
        ("last month", "2021-10"),
        ("last week", "2021-11-15/2021-11-21"),
        ("yesterday", "2021-11-25"),
        ("autumn 2019", "2019-09/2019-11"),
        ("winter 2019", "2019-12/2020-02"),
        ("spring term 2019/20", "2020-01/2020-03"),
        ("the year to 31 March 2020", "2019-04/2020-03"),
        ("12 months ending 15 June 2020", "2019-06-16/2020-06-15"),
        ("the third quarter of 2019", "2019-07/2019-09"),
        ("Q1 2019/20", "2019-04/2019-06"),
        ("second half of 2020", "2020-07/2020-12"),
        ("the latter half of 2020", "2020-07/2020-12"),
        ("the third quarter of 2019/20", "2019-10/2019-12"),
        ("the first half of the academic year 2019/20", "2019-09/2020-02"),
        ("this financial year", "2021-04/2022-03"),
        ("three months ago", "2021-08"),
        ("the 1990s", "1990/1999"),
        ("Christmas 2019", "2019-12-25"),
        ("31 February 2020", None),
        ("45/13/2020", None),
        ("2019 reports", None),
        ("soon", None),
        ("", None),
    ],
)
def test_what_a_date_stands_for(text, value):
    assert parse_date(text, ANCHOR) == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("visits in June and July 2020", ["2020-06", "2020-07"]),
        ("visits in November, December and January 2020", ["2019-11", "2019-12", "2020-01"]),
        ("visits on 12 June and 3 July 2020", ["2020-06-12", "2020-07-03"]),
        ("visits in May 2019 and July 2020", ["2019-05", "2020-07"]),
        ("visits in June last year and July 2021", ["2020-06", "2021-07"]),
    ],
)
def test_months_in_a_row_share_the_year_of_the_last(text, values):
    assert [m.value for m in find_dates(text, 0, len(text), ANCHOR)] == values


@pytest.mark.parametrize(
    ("text", "january", "june"),
    [
        ("this winter", "2020-12/2021-02", "2021-12/2022-02"),
        ("last winter", "2019-12/2020-02", "2020-12/2021-02"),
        ("next winter", "2021-12/2022-02", "2021-12/2022-02"),
    ],
)
def test_a_winter_that_runs_over_the_new_year(text, january, june):
    assert parse_date(text, date(2021, 1, 20)) == january
    assert parse_date(text, date(2021, 6, 20)) == june


def test_the_following_weekday_is_counted_from_the_date_spoken_of():
    text = "It shut on 3 June 2021; the previous Monday staff knew."
    assert [m.value for m in find_dates(text, 0, len(text), ANCHOR)] == ["2021-06-03", "2021-05-31"]
    text = "It shut on 3 June 2021 and opened the following Monday."
    assert [m.value for m in find_dates(text, 0, len(text), ANCHOR)] == ["2021-06-03", "2021-06-07"]


def test_relative_dates_have_no_value_without_the_document_s_date():
    text = "Last month, on Monday and in March, they met; in 2019 they had not."
    assert [m.value for m in find_dates(text, 0, len(text), None)] == [None, None, None, "2019"]


def test_the_future_is_meant_where_the_sentence_says_so():
    past, future = "It reported in September.", "It will report in September."
    assert [m.value for m in find_dates(past, 0, len(past), ANCHOR)] == ["2021-09"]
    assert [m.value for m in find_dates(future, 0, len(future), ANCHOR)] == ["2022-09"]


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("A plan is due in", True),
        ("The report will be published in", True),
        ("They expect the work to be completed by", True),
        ("The new director starts work in", True),
        ("The grant runs out in", True),
        ("It has until", True),
        ("Caseloads are to come down to 18 by", True),
        ("It will be overspent, councillors were told in", False),
        ("Ministers will read what inspectors found in", False),
        ("The board that was set up in", False),
        ("They took on ten more workers by", False),
    ],
)
def test_the_verb_nearest_to_a_date_tells_whether_it_lies_ahead(text: str, ahead: bool) -> None:
    sentence = f"{text} September."
    assert [m.value for m in find_dates(sentence, 0, len(sentence), ANCHOR)] == [
        "2022-09" if ahead else "2021-09"
    ]


def test_what_will_happen_after_a_past_date_does_not_move_it() -> None:
    text = "A commissioner, sent in September, will report."
    assert [m.value for m in find_dates(text, 0, len(text), ANCHOR)] == ["2021-09"]


def test_easter_and_a_year_ago_are_known() -> None:
    text = "It closed at Easter, reopens before Easter 2023 and was full a year ago."
    assert [m.value for m in find_dates(text, 0, len(text), ANCHOR)] == [
        "2021-04-04",
        "2023-04-09",
        f"{ANCHOR.year - 1}-{ANCHOR.month:02}",
    ]


_WORDS = st.sampled_from(
    [
        "in",
        "on",
        "the",
        "from",
        "to",
        "and",
        "of",
        "last",
        "next",
        "year",
        "May",
        "March",
        "2019",
        "2019/20",
        "15",
        "26",
        "November",
        "Monday",
        "today's",
        "week",
        "early",
        "1st",
        "Q3",
        "autumn",
        "term",
        "children",
        "12.5",
        "£5m",
        "per",
        "cent",
        "two",
        "years",
        "ago",
        "(",
        ")",
        ",",
        ".",
        "–",
        "-",
    ]
)


@given(st.lists(_WORDS, max_size=25), st.integers(0, 20), st.integers(0, 20))
def test_dates_never_overlap_and_stay_where_they_were_looked_for(words, cut, keep):
    text = " ".join(words)
    start = min(cut, len(text))
    end = max(start, len(text) - keep)
    found = find_dates(text, start, end, ANCHOR)
    borders = [start, *(b for m in found for b in (m.start, m.end)), end]
    assert borders == sorted(borders)
    assert all(m.start < m.end for m in found)
    assert all(text[m.start : m.end] == text[m.start : m.end].strip() for m in found)
