"""Parts of the page's script against what they are written after: cutting, offsets, lines, cells."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from ofsight.explorer import assets
from ofsight.formats.cells import one_line
from ofsight.formats.csv_files import csv_cell

_FOLDER = Path(assets.__file__).parent / "assets"
NASTY = (
    "",
    "plain",
    "a\u00ad\nb c\u00adde",
    "end-of\ufffeline",
    " two  \t spaces\u2003and\u00a0more\u2028line ",
    "bell\x07 and\x1f unit\x85next\ufeff",
    "=1+1",
    " \u200b=1",
    "\uff1dA1",
    "@cmd",
    "-3",
    "+a",
    "it's = fine",
    'says "so", he',
    "😀 = 😀",
    "a\rb\r\nc",
    "\x1c=hidden",
)


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def run(page: Page, files: tuple[str, ...], expression: str, value: Any) -> Any:
    """Evaluate an expression of ``value`` after some of the script's files."""
    source = "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in files)
    return page.evaluate(f"(value) => {{ {source}\nreturn {expression}; }}", value)


def test_lines_are_those_of_the_tables(blank: Page) -> None:
    assert run(blank, ("text.js",), "value.map(oneLine)", NASTY) == [one_line(each) for each in NASTY]


def test_cells_are_those_of_csv_files(blank: Page) -> None:
    def quoted(cell: str | int | float) -> str:
        text = str(cell)
        return '"' + text.replace('"', '""') + '"' if set(text) & set('",\r\n') else text

    cells = [*NASTY, None, True, False, 3, -0.25]
    assert run(blank, ("text.js", "csv.js"), "value.map(csvCell)", cells) == [
        quoted(csv_cell(each)) for each in cells
    ]


def test_offsets_are_code_points(blank: Page) -> None:
    text = "a😀b\U0001f1ec\U0001f1e7é\u0301😀"
    spans = [(start, end) for start in range(len(text) + 1) for end in range(start, len(text) + 1)]
    found = run(
        blank,
        ("text.js",),
        "[new Text(value.text).length, value.spans.map(([s, e]) => new Text(value.text).slice(s, e))]",
        {"text": text, "spans": spans},
    )
    assert found == [len(text), [text[start:end] for start, end in spans]]


def test_segments_cover_the_text_and_carry_all_their_spans(blank: Page) -> None:
    draw = random.Random(7)  # noqa: S311  # the same cases each time
    cases = []
    for _ in range(60):
        length = draw.randrange(1, 40)
        spans = [
            {"start": start, "end": start + draw.randrange(0, 12), "name": number}
            for number, start in enumerate(draw.choices(range(length), k=draw.randrange(0, 9)))
        ]
        cases.append({"length": length, "spans": spans})
    found = run(
        blank,
        ("segments.js",),
        "value.map(({ length, spans }) => cutSegments(length, spans)"
        ".map(({ start, end, spans }) => [start, end, spans.map(({ name }) => name)]))",
        cases,
    )
    for case, segments in zip(cases, found, strict=True):
        assert [start for start, _, _ in segments] == [0, *(end for _, end, _ in segments)][:-1]
        assert segments[-1][1] == case["length"]
        for start, end, names in segments:
            assert start < end
            for place in range(start, end):
                covering = {each["name"] for each in case["spans"] if each["start"] <= place < each["end"]}
                assert covering == set(names)


def test_searches_know_words_and_quoted_phrases(blank: Page) -> None:
    terms = run(
        blank,
        ("text.js", "filter.js"),
        "value.map(searchTerms)",
        ["Agency  staff", '“too many” “Rare’s"', '"'],
    )
    assert terms == [["agency", "staff"], ["too many", "rare's"], ['"']]
