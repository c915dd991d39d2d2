from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.formats.cells import EXCEL_CELL_LIMIT, fit_excel, harmless, one_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a line\nand another\r\n\f and\u00a0more ", "a line and another and more"),
        ("out-of\ufffehours service", "out-of-hours service"),
        ("infor\u00ad\nmation, co\u00adoperate", "information, cooperate"),
        ("\ufeffbell\x07, NUL\0, \uffff C1\x9f", "bell, NUL, C1"),
        ("\x1b \x00 ", ""),
        ("‘curly’ – £5.4m 😀", "‘curly’ – £5.4m 😀"),
    ],
)
def test_one_line(text: str, expected: str) -> None:
    assert one_line(text) == expected


@given(st.text())
def test_a_line_stays_as_it_is(text: str) -> None:
    folded = one_line(text)
    assert one_line(folded) == folded
    assert len(folded.splitlines()) <= 1


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 20",
        "-5%",
        "@SUM(A1)",
        "  =1",
        "\u200b=1",
        "＝1",
        "\t=1",
        "\r=1",
        "- a list item",
        "\u00a0@a",
    ],
)
def test_formulas_are_neutralised(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "a=b", "5-10", "–5%", "“=”", "Ofsted", "'=1"])
def test_other_text_is_left_alone(text: str) -> None:
    assert harmless(text) == text


def test_no_cell_is_longer_than_excel_allows() -> None:
    assert fit_excel("a" * EXCEL_CELL_LIMIT) == "a" * EXCEL_CELL_LIMIT
    cut = fit_excel("a" * (EXCEL_CELL_LIMIT + 1))
    assert cut == "a" * (EXCEL_CELL_LIMIT - 1) + "…"
    # Excel counts UTF-16 code units, of which an emoji has two, and must not be left with half of one.
    emoji = fit_excel("😀" * EXCEL_CELL_LIMIT)
    assert len(emoji.encode("utf-16-le")) // 2 <= EXCEL_CELL_LIMIT
    assert emoji == "😀" * (EXCEL_CELL_LIMIT // 2) + "…"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_cells_survive_csv(texts: list[str]) -> None:
    cells = [harmless(one_line(text)) for text in texts]
    stream = io.StringIO(newline="")
    csv.writer(stream).writerow(["id", *cells])
    stream.seek(0)
    assert next(csv.reader(stream)) == ["id", *cells]
