"""Lines that hold author, date and post, and lines that only look like them."""

from __future__ import annotations

import pytest

from ofsight.segment.news_bylines import is_byline, is_date_line, is_name, names_author_and_post


@pytest.mark.parametrize(
    "line",
    [
        "Delphine Marsh | 20 August 2017 | filed under Children, Committees",
        "Odo Quist / 1 Oct 2023 / Comments off",
        "2 December 2018, issued by the press office",
        "9/9/2018 News desk",
        "26.12.2015 - from our Civic Centre correspondent",
        "EXCLUSIVE by Delphine Marsh",
    ],
)
def test_bylines_of_many_styles(line: str) -> None:
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "Inspectors visited on 2 December 2018 and found little to praise in the duty team.",
        "Council issued with notice after visit of 2 December 2018 by the press and public",
    ],
)
def test_sentences_with_a_date_are_no_bylines(line: str) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize(
    "line", ["Delphine O’Hare-Mason", "Ewan McAllister-Quist", "Zoë Álvarez and Odo Quist"]
)
def test_names(line: str) -> None:
    assert is_name(line)


@pytest.mark.parametrize("line", ["Quarrington Town Hall", "Marlhaven Road", "The duty desk"])
def test_places_are_no_names(line: str) -> None:
    assert not is_name(line)


def test_a_post_follows_the_name() -> None:
    assert names_author_and_post("Odo Quist, social affairs editor")
    assert not names_author_and_post("Odo Quist, leader of the council")


def test_a_date_line_starts_or_ends_with_a_full_date() -> None:
    assert is_date_line("Saturday 1 April 2017 (and no, this is no prank)")
    assert not is_date_line("Care in April 2017 and since")
    assert not is_date_line("On 1 April 2017 it closed.")
