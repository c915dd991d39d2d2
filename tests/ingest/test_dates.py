"""Dates of publication to ISO."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.ingest.dates import iso_date


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2021-11-26", "2021-11-26"),
        ("2021-11-26T23:59:00+00:00", "2021-11-26"),
        ("2021-11-26 08:00:00", "2021-11-26"),
        ("2021-11", "2021-11"),
        ("2021", "2021"),
        ("26 November 2021", "2021-11-26"),
        ("Friday 26th November, 2021 3:09pm", "2021-11-26"),
        ("Fri, 26 Nov 2021 15:09:00 BST", "2021-11-26"),
        ("November 26, 2021", "2021-11-26"),
        ("03/02/2015", "2015-02-03"),
        ("26.11.21", "2021-11-26"),
        ("November 2021", "2021-11"),
        ("20211126", "2021-11-26"),
        ("2021-13-45", None),
        ("last Tuesday", None),
        ("26 November", None),
        ("", None),
        ("1234", None),
        ("not a date at all", None),
    ],
)
def test_iso_date(written: str, iso: str | None) -> None:
    assert iso_date(written) == iso


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 1, 1)))
def test_every_form_of_a_day_is_that_day(day: date) -> None:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%-d %B %Y", "%B %-d, %Y", "%a %d %b %Y 10:00 GMT"):
        assert iso_date(day.strftime(form)) == day.isoformat()


@given(st.text(max_size=30))
def test_nothing_written_raises(written: str) -> None:
    iso_date(written)
