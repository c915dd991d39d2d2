"""ISO days, months, years and intervals."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.values.calendar import first_day, iso_month, last_day, shift_month


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2021-11-26", date(2021, 11, 26), date(2021, 11, 26)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2019-09/2020-03", date(2019, 9, 1), date(2020, 3, 31)),
        ("2021-02-30", None, None),
        ("2021-13", None, None),
        ("soon", None, None),
    ],
)
def test_first_and_last_day_of_a_period(iso, first, last):
    assert first_day(iso) == first
    assert last_day(iso) == last


@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(-400, 400))
def test_shifting_months_there_and_back_ends_where_it_began(year, month, by):
    assert shift_month(*shift_month(year, month, by), -by) == (year, month)


def test_a_month_beyond_december_lies_in_the_next_year():
    assert iso_month(2019, 14) == "2020-02"
