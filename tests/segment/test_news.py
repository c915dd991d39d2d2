"""Blocks of saved news pages: fictional pages of many outlets' habits, and laws that hold for any text."""

from __future__ import annotations

import itertools
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.segment.saved_pages import Page, read_pages

from ofsight.record import Block
from ofsight.record.labels import BLOCK_LABELS
from ofsight.segment.news import segment_news

PAGES = read_pages()
FLOOR, FLOOR_REBROKEN = 0.995, 0.985
"""Share of blocks over all pages whose label must be right: as saved, and with lines broken otherwise."""

RIGHT_IN_REAL_ARTICLES = {
    "halton-2021": "headline standfirst caption*2 paragraph*6 subheading paragraph*5 subheading paragraph*7"
    " boilerplate comment_meta*2 comment comment_meta comment comment_meta comment*2 comment_meta comment"
    " comment_meta comment*7 comment_meta comment*7 comment_meta comment",
    "staffordshire-2018": "boilerplate*4 headline byline standfirst paragraph*3 subheading paragraph*5"
    " subheading paragraph*5 subheading paragraph*4 byline",
}
"""The labels of the real articles in order, by reading them against the codebook."""


def rebroken(page: Page, width: int | None, *, blank_lines: bool) -> Page:
    """Return the page with its text hard-wrapped, its blocks parted by blank lines or none."""
    text = ""
    blocks = []
    for start, end, label in page.blocks:
        piece = page.text[start:end]
        if width and label in {"paragraph", "standfirst", "list_item", "headline", "comment"}:
            piece = "\n".join(textwrap.wrap(" ".join(piece.split()), width))
        if text:
            text += "\n\n" if blank_lines else "\n"
        blocks.append((len(text), len(text) + len(piece), label))
        text += piece
    return Page(page.name, text, blocks)


def best_overlap(blocks: list[Block], start: int, end: int) -> Block:
    return max(blocks, key=lambda block: min(end, block.end) - max(start, block.start))


def wrong_labels(pages: list[Page]) -> tuple[list[str], int]:
    """Return what is wrong over ``pages``, and the number of blocks."""
    wrong = []
    for page in pages:
        found = segment_news(page.text).blocks
        for start, end, label in page.blocks:
            block = best_overlap(found, start, end)
            if block.label != label:
                wrong.append(f"{page.name}: {label} read as {block.label}: {page.text[start:end][:60]!r}")
    return wrong, sum(len(page.blocks) for page in pages)


@pytest.mark.parametrize(
    ("width", "blank_lines"), [(None, None), (None, False), (None, True), (72, True), (95, True)]
)
def test_labels_of_saved_pages(width: int | None, blank_lines: bool | None) -> None:
    pages = (
        PAGES if blank_lines is None else [rebroken(page, width, blank_lines=blank_lines) for page in PAGES]
    )
    wrong, number = wrong_labels(pages)
    floor = FLOOR if blank_lines is None else FLOOR_REBROKEN
    assert len(wrong) <= (1 - floor) * number, "\n".join(wrong)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_hard_wrapped_paragraphs_and_items_are_one_block(page: Page) -> None:
    spans = {(block.start, block.end) for block in segment_news(page.text).blocks}
    body = {
        (start, end) for start, end, label in page.blocks if label in {"headline", "paragraph", "list_item"}
    }
    assert body <= spans


@pytest.mark.shared
@pytest.mark.parametrize("name", RIGHT_IN_REAL_ARTICLES)
def test_labels_of_real_articles(name: str, shared_dir: Path) -> None:
    text = (shared_dir / "articles" / f"{name}.txt").read_text(encoding="utf-8")
    found = [
        label if (number := len(list(run))) == 1 else f"{label}*{number}"
        for label, run in itertools.groupby(block.label for block in segment_news(text).blocks)
    ]
    assert found == RIGHT_IN_REAL_ARTICLES[name].split()


PAGE_LINES = st.sampled_from(
    [line for page in PAGES for line in page.text.splitlines()] + ["", "  ", "\t", "1", "•", "\u200b", "- "]
)


def assert_covers(text: str, blocks: list[Block]) -> None:
    end_before = 0
    for block in blocks:
        assert block.label in BLOCK_LABELS
        assert block.score is not None
        assert 0 <= block.score <= 1
        assert not text[end_before : block.start].strip(), "text outside every block"
        piece = text[block.start : block.end]
        assert piece == piece.strip() != ""
        end_before = block.end
    assert not text[end_before:].strip()


@given(st.lists(PAGE_LINES, max_size=40), st.sampled_from(["\n", "\r\n", "\n\n", "\r", "\n\f", "\u2028"]))
def test_every_visible_stretch_is_in_one_block(lines: list[str], line_break: str) -> None:
    text = line_break.join(lines)
    assert_covers(text, segment_news(text).blocks)


@given(st.text(st.sampled_from("aB .\n\t\r\f\x1c\x85•-1()|:“”’#\u00a0\u2028\ufeff"), max_size=120))
def test_any_text_is_cut_without_loss(text: str) -> None:
    assert_covers(text, segment_news(text).blocks)


def test_repeated_headline_is_boilerplate() -> None:
    title = "Ofsted finds children waiting too long at Westmere council"
    body = "Children in Westmere waited too long for help, Ofsted found.\n\nThe council agreed with them."
    blocks = segment_news(f"{title}\n\n{body}\n\n{title}\n").blocks
    assert [block.label for block in blocks] == ["headline", "paragraph", "paragraph", "boilerplate"]


@pytest.mark.parametrize(
    "piece",
    ["a", "a.", ". ", "and some more text without an end \n", "It found:\nshort one\n", "Ab cd\n", "• ", "("],
)
def test_time_grows_with_length_only(piece: str) -> None:
    """Patterns or loops that look again at what they have seen would take minutes here."""
    text = piece * (100_000 // len(piece))
    assert_covers(text, segment_news(text).blocks)
