"""The visible lines of a page."""

from __future__ import annotations

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ofsight.ingest.html import parse_page
from ofsight.ingest.html_lines import PageLine, visible_lines


def lines(page: str) -> list[PageLine]:
    root = parse_page(page)
    return visible_lines(root) if root is not None else []


def texts(page: str) -> list[str]:
    return [line.text for line in lines(page)]


def tags(page: str) -> list[tuple[str, str]]:
    return [(line.tag, line.text) for line in lines(page)]


def within(page: str) -> list[str]:
    return [" ".join(line.within) for line in lines(page)]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>One</p><p>Two</p>", ["One", "Two"]),
        ("<p>Fast <b>and <i>loose</i></b> ends</p>", ["Fast and loose ends"]),
        ("<p>  much \n\t white   space </p>", ["much white space"]),
        ("<p>One<br>Two<br><br/>Three", ["One", "Two", "Three"]),
        ("text<div>in a<p>block</p>and after</div>end", ["text", "in a", "block", "and after", "end"]),
        ("<p>Caf&eacute; &amp; &#8220;bar&#8221;&nbsp;&pound;5", ["Café & “bar”\u00a0£5"]),
        ("<pre>  kept\n\n  as it\tis\n</pre>", ["  kept", "", "  as it\tis"]),
        ("<p style='white-space: pre-wrap'>a  b\nc</p>", ["a  b", "c"]),
        ("<ul><li>a<li>b</ul>", ["a", "b"]),
        ("<p>a<script>x()</script><style>p{}</style><template>t</template>b</p>", ["ab"]),
        ("<p>a</p><p hidden>b</p><p style='color:red; DISPLAY : none'>c</p>", ["a"]),
        ("<p>a</p><div style='visibility:hidden'><p>b</p></div>c", ["a", "c"]),
        ("<p>a<span hidden>b<i>c</i></span> d</p>", ["a d"]),
        ("<p>a</p><noscript>n</noscript><iframe>f</iframe><dialog>d</dialog>", ["a"]),
        ("<dialog open>d</dialog>", ["d"]),
        ("<div hidden=until-found>x</div><div popover>y</div>z", ["z"]),
        ("<div aria-hidden=true>shown</div><span class=sr-only>read out</span>", ["shown", "read out"]),
        ("<details><summary>More</summary>closed</details>", ["More", "closed"]),
        ("<p>a<!-- no --> b<?php no ?> c</p>", ["a b c"]),
        ("<p>She said <q>we <q>will</q></q>.</p>", ["She said “we ‘will’”."]),
        ("<p>before <img alt='A chart'> after</p>", ["before", "A chart", "after"]),
        ("<p>well <img class=emoji alt='ok'> done <img alt='😀'></p><img alt=''>", ["well ok done 😀"]),
        ("<button>Share</button><button>Tweet</button>", ["Share", "Tweet"]),
        (
            "<input type=submit value=Go><input placeholder=Name><input type=hidden value=no>"
            "<input type=checkbox value=no><textarea placeholder=Words></textarea>"
            "<input type=image alt=Find>",
            ["Go", "Name", "Words", "Find"],
        ),
        ("<select><optgroup label=North><option>A<option label=B></select>", ["North", "A", "B"]),
        ("<label>Email</label> <output>5</output>", ["Email 5"]),
        ("<a>Home</a><a>News</a><a>Sport</a>", ["Home News Sport"]),
        ("<p>the <a>council</a>s <a>plan</a></p>", ["the councils plan"]),
        ("<p>Ann Other<time>4 March</time>London", ["Ann Other 4 March London"]),
        ("<span class=author>Ann</span><span class=date>4 May</span>", ["Ann 4 May"]),
        ("<span>H</span><span>alton</span>", ["Halton"]),
        ("<span style='display:block'>a</span><span>b</span>", ["a", "b"]),
        ("<p>\u200b\u00a0</p><p>a</p>", ["a"]),
        ("<svg><title>Icon</title><text>12%</text></svg>", ["12%"]),
        ("<ruby>a<rp>(</rp><rt>b</rt></ruby>", ["ab"]),
        ("", []),
        ("<html><head><title>T</title></head></html>", []),
    ],
)
def test_lines_of_text(page: str, expected: list[str]) -> None:
    assert texts(page) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<h1>T</h1><h2>S</h2><p>P", [("h1", "T"), ("h2", "S"), ("p", "P")]),
        ("<li><p>a</p></li><figcaption><div>b", [("li", "a"), ("figcaption", "b")]),
        ("<h1><div>T</div></h1>", [("h1", "T")]),
        ("<ul><li><article><h3>Card</h3><p>text", [("h3", "Card"), ("p", "text")]),
        ("<blockquote><p>q", [("p", "q")]),
        ("<img alt='A picture'>", [("img", "A picture")]),
        ("<p>a<br>b", [("p", "a"), ("p", "b")]),
    ],
)
def test_a_line_bears_the_tag_of_its_block(page: str, expected: list[tuple[str, str]]) -> None:
    assert tags(page) == expected


GRADES = (
    "<table><tr><th>Judgement<th>Grade<tr><td>Overall<td><p>Requires improvement<br>to be good</p></table>"
)


def test_a_table_row_is_one_line_with_tabs() -> None:
    assert tags(GRADES) == [("tr", "Judgement\tGrade"), ("tr", "Overall\tRequires improvement to be good")]


def test_empty_cells_keep_the_columns() -> None:
    page = "<table><tr><td></td><td>2021</td><td></td><td>2022</td><td></td></tr></table>"
    assert texts(page) == ["\t2021\t\t2022"]


def test_a_row_across_a_table_of_cells_is_a_row() -> None:
    page = "<table><tr><th colspan=2>Social workers<tr><td>Agency<td>12%</table>"
    assert tags(page) == [("tr", "Social workers"), ("tr", "Agency\t12%")]


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td><h2>Title</h2><p>One.</p></td><td><p>Menu</p></td></tr></table>",
        "<table><tr><td><h2>Title</h2></td></tr><tr><td><p>One.</p></td></tr><tr><td><p>Menu</p></td></tr></table>",
        "<table role=presentation><tr><td><h2>Title</h2><td><p>One.</p><td><p>Menu</p></table>",
    ],
)
def test_a_table_that_lays_out_the_page_is_no_table(page: str) -> None:
    assert tags(page) == [("h2", "Title"), ("p", "One."), ("p", "Menu")]
    assert set(within(page)) == {""}


def test_blocks_in_the_cells_of_a_layout_table_stay_apart() -> None:
    assert tags("<table><tr><td><div>a</div><div>b</div></table>") == [("div", "a"), ("div", "b")]


def test_a_table_of_values_within_a_table_for_layout() -> None:
    page = f"<table><tr><td><p>Story</p>{GRADES}</td></tr></table>"
    assert tags(page)[0] == ("p", "Story")
    assert within(page) == ["", "table", "table"]
    assert texts(page)[1:] == ["Judgement\tGrade", "Overall\tRequires improvement to be good"]


def test_landmarks_come_outermost_first() -> None:
    page = (
        "<main><article><figure><figcaption>a</figcaption></figure><ul><li>b</ul></article></main>"
        "<div id=comments><ol><li class='comment'><p>c</p></ol></div>"
    )
    assert within(page) == ["main article figure figcaption", "main article ul", "comments ol"]


def test_an_inline_landmark_counts_where_it_fills_the_line() -> None:
    assert within("<p><span class=byline>By Ann Other</span></p>") == ["byline"]
    assert within("<p>Much more text than the <span class=related>link</span></p>") == [""]


def test_class_words_of_what_holds_the_story_speak_of_something_else() -> None:
    page = "<div class=content-sidebar-wrap><h1>T</h1><div class=sidebar><p>s</p></div></div>"
    assert within(page) == ["", "sidebar"]


@pytest.mark.parametrize("depth", [300, 1_900, 50_000])
@pytest.mark.parametrize("tag", ["div", "font", "ul"])
def test_deep_nesting_loses_nothing(tag: str, depth: int) -> None:
    page = f"<p>start</p>{f'<{tag}>' * depth}deep{f'</{tag}>' * depth}<p>end</p>"
    assert texts(page) == ["start", "deep", "end"]


WORDS = st.text(alphabet="abcdefgé&<>\"'’£5", min_size=1, max_size=8)
INLINE = ["b", "i", "span", "a", "em", "strong", "time", "label", "custom-part"]
BLOCK = [
    "p",
    "div",
    "section",
    "article",
    "h2",
    "li",
    "ul",
    "blockquote",
    "td",
    "figure",
    "main",
    "nav",
    "details",
]
HIDDEN = [
    "<script>{}</script>",
    "<p hidden>{}</p>",
    "<div style='display:none'>{}</div>",
    "<template>{}</template>",
]


class Tree:
    """A piece of page with the visible texts in it."""

    def __init__(self, markup: str, seen: list[str]) -> None:
        self.markup = markup
        self.seen = seen


def element(tag: str, attributes: str, parts: list[Tree]) -> Tree:
    inside = " ".join(part.markup for part in parts)
    return Tree(f"<{tag}{attributes}>{inside}</{tag}>", [text for part in parts for text in part.seen])


def trees() -> st.SearchStrategy[Tree]:
    shown = WORDS.map(lambda word: Tree(html.escape(word), [word]))
    hidden = st.builds(lambda form: Tree(form.format("unseen"), []), st.sampled_from(HIDDEN))
    pictures = WORDS.map(lambda word: Tree(f'<img alt="{html.escape(word)}">', [word]))
    breaks = st.sampled_from(["<br>", "<hr>", "<!-- x -->"]).map(lambda markup: Tree(markup, []))
    classes = st.sampled_from(
        ["", " class='share'", " id=comments", " class='x byline'", " style='display:block'"]
    )
    return st.recursive(
        shown | hidden | pictures | breaks,
        lambda inner: st.builds(
            element, st.sampled_from(INLINE + BLOCK), classes, st.lists(inner, max_size=4)
        ),
        max_leaves=25,
    )


@settings(max_examples=200, deadline=None)
@given(st.lists(trees(), max_size=5))
def test_all_that_is_visible_appears_in_order_and_nothing_else(parts: list[Tree]) -> None:
    page = "<html><body>" + " ".join(part.markup for part in parts) + "</body></html>"
    seen = "".join(text for part in parts for text in part.seen)
    assert "".join("".join(texts(page)).split()) == "".join(seen.split())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.lists(WORDS, max_size=2), min_size=1, max_size=4), min_size=1, max_size=4))
def test_tables_drop_nothing(rows: list[list[list[str]]]) -> None:
    markup = "".join(
        "<tr>"
        + "".join("<td>" + "".join(f"<p>{html.escape(w)}</p>" for w in cell) + "</td>" for cell in row)
        + "</tr>"
        for row in rows
    )
    seen = "".join(word for row in rows for cell in row for word in cell)
    assert "".join("".join(texts(f"<table>{markup}</table>")).split()) == "".join(seen.split())


@given(st.text(max_size=200) | st.text(alphabet="<>/ abpdivtr='\"!-&;#", max_size=200))
def test_no_page_raises_and_no_line_is_blank_or_broken(page: str) -> None:
    for line in lines(page):
        assert "\n" not in line.text
