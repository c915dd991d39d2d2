"""What a news page says of itself."""

from __future__ import annotations

import pytest

from ofsight.record import Block, Meta
from ofsight.segment.news_meta import fill_meta


def page(*rows: tuple[str, str]) -> tuple[str, list[Block]]:
    text = ""
    blocks = []
    for label, line in rows:
        blocks.append(Block(start=len(text), end=len(text) + len(line), label=label))
        text += line + "\n"
    return text, blocks


def meta_of(*rows: tuple[str, str]) -> Meta:
    return fill_meta(*page(*rows), Meta())


@pytest.mark.parametrize(
    ("lines", "published"),
    [
        (["Posted on 03/07/2018 by"], "2018-07-03"),
        (["Published", "7 December 2022"], "2022-12-07"),
        (["Updated 9 May 2021", "Published 5 May 2021"], "2021-05-05"),
        (["Last updated: 5 April 2023"], "2023-04-05"),
        (["By Jo Marsh on June 12, 2019 in Children"], "2019-06-12"),
        (["PUBLISHED: 22:01, 8 August 2019 | UPDATED: 09:15, 9 August 2019"], "2019-08-08"),
        (["Thursday 19 May 2016"], "2016-05-19"),
        (["3 min read"], None),
        (["Friday"], None),
    ],
)
def test_published(lines: list[str], published: str | None) -> None:
    assert meta_of(*(("byline", line) for line in lines)).published == published


def test_first_comment_dates_a_page_without_date_line() -> None:
    meta = meta_of(
        ("comment_meta", "Jo March 4, 2021 at 3:09 pm #"), ("comment_meta", "Al March 2, 2021 at 8:00 am #")
    )
    assert meta.published == "2021-03-02"


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        (["By Jane Doe, Local Democracy Reporter"], ("Jane Doe",)),
        (["By Tom Farrow & Priya Nair"], ("Tom Farrow", "Priya Nair")),
        (["By GARETH POOLE FOR THE DAILY COURIER"], ("Gareth Poole",)),
        (["Ruth O'Connor", "Tuesday, March 9, 2021"], ("Ruth O'Connor",)),
        (["Posted on 30/07/2018 by"], ()),
        (["Local Democracy Reporter"], ()),
        (["Source: The Care Courier"], ()),
    ],
)
def test_authors(lines: list[str], authors: tuple[str, ...]) -> None:
    assert meta_of(*(("byline", line) for line in lines)).authors == authors


def test_publisher_from_source_line_then_from_copyright() -> None:
    notice = ("boilerplate", "© 2023 Northern Weeklies Ltd. All rights reserved.")
    assert meta_of(("byline", "Source: The Care Courier"), notice).publisher == "The Care Courier"
    assert meta_of(notice).publisher == "Northern Weeklies Ltd"


def test_what_the_input_said_is_kept() -> None:
    text, blocks = page(("headline", "A title"), ("byline", "By Jane Doe, 5 May 2021"))
    known = Meta(title="Known", published="2020", authors=("Known Author",), publisher="Known Press")
    assert fill_meta(text, blocks, known) == known
    assert fill_meta(text, blocks, Meta()).title == "A title"


@pytest.mark.parametrize(
    ("stated", "published"),
    [("2010-11-10", "2010-10-11"), ("2010-10", "2010-10-11"), ("2010-10-12", "2010-10-12"), ("2011", "2011")],
)
def test_the_byline_puts_a_stated_date_right(stated: str, published: str) -> None:
    text, blocks = page(("headline", "A title"), ("byline", "Monday, 11 October 2010 00:01"))
    assert fill_meta(text, blocks, Meta(published=stated)).published == published
