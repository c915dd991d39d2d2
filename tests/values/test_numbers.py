"""Quantities: every printed number is read back, whatever form it takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.values.number_words import TEENS, TENS, UNITS, words_to_number
from ofsight.values.numbers import find_quantities

_SMALL = {value: word for table in (UNITS, TEENS, TENS) for word, value in table.items()}


def _in_words(number: int) -> str:
    if number in _SMALL:
        return _SMALL[number]
    if number < 100:
        return f"{_SMALL[number // 10 * 10]}-{_SMALL[number % 10]}"
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            head, rest = divmod(number, size)
            joint = " and " if rest and rest < 100 else " "
            return f"{_in_words(head)} {name}" + (f"{joint}{_in_words(rest)}" if rest else "")
    raise AssertionError(number)


def _only(text: str):
    found = find_quantities(text, 0, len(text))
    assert len(found) == 1
    return found[0]


@given(st.integers(1, 999_999_999))
def test_numbers_in_words_are_read_back(number):
    assert words_to_number(_in_words(number)) == number


@given(st.integers(2, 9_999))
def test_a_count_in_words_is_one_quantity(number):
    match = _only(f"There were {_in_words(number)} cases.")
    assert (match.value, match.unit) == (number, "count")


@given(st.integers(2_050, 99_999_999))
def test_a_count_in_digits_is_one_quantity(number):
    for printed in (f"{number:,}", str(number)):
        match = _only(f"There were {printed} cases.")
        assert (match.value, match.unit) == (number, "count")


@given(st.decimals(0, 100, places=1), st.sampled_from(["%", " per cent", " percent", " %"]))
def test_percentages_are_read_back(number, sign):
    match = _only(f"It rose to {number}{sign} of staff")
    assert match.value == pytest.approx(float(number))
    assert match.unit == "percent"


@given(
    st.integers(1, 999),
    st.integers(0, 9),
    st.sampled_from([("m", 6), ("bn", 9), (" million", 6), (" billion", 9), ("k", 3), ("", 0)]),
)
def test_money_is_read_back_to_the_pound(whole, tenth, magnitude):
    name, power = magnitude
    match = _only(f"a £{whole}.{tenth}{name} gap")
    assert match.value == pytest.approx((whole * 10 + tenth) * 10**power / 10)
    assert match.unit == "gbp"


@pytest.mark.parametrize(
    "comparator",
    [
        "over",
        "more than",
        "fewer than",
        "at least",
        "nearly",
        "as many as",
        "up to",
        "just under",
        "well over",
        "around",
        "in excess of",
    ],
)
def test_the_comparator_belongs_to_the_span(comparator):
    text = f"The team has {comparator} 40 vacancies"
    match = _only(text)
    assert text[match.start : match.end] == f"{comparator} 40"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a third of posts", 33.33),
        ("two-thirds of posts", 66.67),
        ("three quarters of posts", 75),
        ("half of all posts", 50),
        ("one in five posts", 20),
        ("nine out of ten posts", 90),
        ("one seventh of posts", 14.29),
    ],
)
def test_shares_are_percentages(text, value):
    assert _only(text)[2:] == (value, "percent")


@pytest.mark.parametrize(
    ("text", "surface", "value", "unit"),
    [
        ("It lost two dozen staff.", "two dozen", 24, "count"),
        ("It lost half a dozen staff.", "half a dozen", 6, "count"),
        ("It needs half a million pounds.", "half a million pounds", 500_000, "gbp"),
        ("It needs £half a million.", "£half a million", 500_000, "gbp"),
        ("About a quarter of a million pounds went.", "About a quarter of a million pounds", 250_000, "gbp"),
        ("Three quarters of a million people live here.", "Three quarters of a million", 750_000, "count"),
        ("It cut one and a half million pounds.", "one and a half million pounds", 1_500_000, "gbp"),
        ("Over two and a half thousand contacts came.", "Over two and a half thousand", 2500, "count"),
    ],
)
def test_a_part_or_multiple_of_a_round_number_is_one_quantity(text, surface, value, unit):
    match = _only(text)
    assert (text[match.start : match.end], match.value, match.unit) == (surface, value, unit)


def test_a_number_joined_to_a_percentage_is_one():
    found = find_quantities(text := "between 5 and 10 per cent of posts", 0, len(text))
    assert [(m.value, m.unit) for m in found] == [(5, "percent"), (10, "percent")]


def test_numbers_in_dates_given_or_found_are_left_out():
    text = "On 12 May 2021 there were 30 cases"
    assert [m.value for m in find_quantities(text, 0, len(text))] == [30]
    assert [m.value for m in find_quantities(text, 0, len(text), [])] == [12, 30]


_WORDS = st.sampled_from(
    [
        "over",
        "nearly",
        "40",
        "1,234",
        "£5.4m",
        "20-25",
        "%",
        "per",
        "cent",
        "two",
        "third",
        "a",
        "of",
        "in",
        "out",
        "ten",
        "aged",
        "16",
        "and",
        "17",
        "year-olds",
        "section",
        "47",
        "working",
        "days",
        "weeks",
        "hundred",
        "thousand",
        "pounds",
        "half",
        "one",
        "children",
        "or",
        "more",
        "2015",
        "May",
        "(",
        ")",
        ",",
        ".",
        "–",
        "-",
    ]
)


@given(st.lists(_WORDS, max_size=25), st.integers(0, 20), st.integers(0, 20))
def test_quantities_never_overlap_and_stay_where_they_were_looked_for(words, cut, keep):
    text = " ".join(words)
    start = min(cut, len(text))
    end = max(start, len(text) - keep)
    found = find_quantities(text, start, end)
    borders = [start, *(b for m in found for b in (m.start, m.end)), end]
    assert borders == sorted(borders)
    assert all(m.start < m.end for m in found)


@pytest.mark.parametrize("digits", ["9" * 16, "9" * 400, "1" + ",000" * 120, "9" * 400 + ".5"])
@pytest.mark.parametrize(
    "form", ["£{}m", "{} per cent", "{} children", "{} in every {}", "{} million pounds"]
)
def test_digits_without_end_have_no_value(form: str, digits: str) -> None:
    text = f"It was {form.replace('{}', digits)} there."
    assert [found.value for found in find_quantities(text, 0, len(text)) if found.value is not None] == []
