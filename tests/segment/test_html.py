"""Blocks of pages that came with markup: each line is ``label | tag | landmarks | main | text``."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.segment.html import LineHint, segment_html

NEWS_SITE = """
boilerplate | div | header nav | - | Home
boilerplate | div | header nav | - | Children's services rated good
boilerplate | p | cookie | - | We value your privacy and so do our 143 partners.
boilerplate | span | article kicker | - | Social care
headline | h1 | article header | + | Wexbury children's services rated good
standfirst | h2 | article header | + | Inspectors praise a calm and child-centred culture.
byline | span | article header byline author | - | Ann Marsh
byline | time | article header date | - | 5 May 2021
boilerplate | button | article share | - | Share
caption | img | article figure | - | A town hall
caption | figcaption | article figure figcaption | - | Wexbury town hall stands in the square.
paragraph | p | article body | + | Children's services in Wexbury have been rated good by Ofsted.
paragraph | p | article body | + | The report found that:
list_item | li | article body ul | + | social workers know children well.
list_item | li | article body ul | + | plans are clear
boilerplate | h3 | article body newsletter | - | Our weekly email
boilerplate | p | article body newsletter | - | All the news on children's services in Wexbury, every week.
subheading | h2 | article body | + | Health
paragraph | p | article body blockquote | + | “We are proud of our social workers,” the council said.
table | tr | article body table | + | Area\tGrade
table | tr | article body table | + | Overall\tGood
paragraph | p | article body | + | The council will publish its plan in June.
boilerplate | li | article tags | - | Ofsted
boilerplate | h2 | aside related | - | More on this
boilerplate | p | aside related | - | Services in Harrowdale have been rated inadequate by Ofsted inspectors.
comment_meta | h2 | comments | - | 2 comments
comment_meta | span | comments author | - | Valley girl
comment_meta | time | comments date | - | 6 May 2021
comment | p | comments | - | About time too.
boilerplate | button | comments | - | Reply
boilerplate | textarea | comments form | - | Your comment
boilerplate | p | footer | - | © Wexbury Gazette
"""

DIV_SOUP = """
boilerplate | div | | - | Menu
headline | div | | - | Harrowdale council told to improve help for care leavers
byline | div | | - | 12 June 2019
paragraph | div | | - | Care leavers in Harrowdale do not always get help, Ofsted has told the council.
paragraph | div | | - | Inspectors who visited in May found that pathway plans for care leavers were late.
subheading | div | | - | Late plans
paragraph | div | | - | The council said that it had begun to rewrite every pathway plan.
boilerplate | div | | - | Related articles
boilerplate | div | | - | Bins to be emptied
"""


def read(case: str) -> tuple[str, list[LineHint], list[str]]:
    text = ""
    hints = []
    labels = []
    for row in case.strip().splitlines():
        label, tag, within, main, line = (cell.strip() for cell in row.split("|", 4))
        line = line.replace("\\t", "\t")
        hints.append(LineHint(len(text), len(text) + len(line), tag, within, main == "+"))
        labels.append(label)
        text += line + "\n"
    return text, hints, labels


@pytest.mark.parametrize("case", [NEWS_SITE, DIV_SOUP], ids=["news site", "div soup"])
def test_labels_by_markup(case: str) -> None:
    text, hints, labels = read(case)
    blocks = segment_html(text, hints).blocks
    found = [next(block.label for block in blocks if block.start <= hint.start < block.end) for hint in hints]
    wrong = [
        f"{label} read as {got}: {text[hint.start : hint.end]}"
        for label, got, hint in zip(labels, found, hints, strict=True)
        if label != got
    ]
    assert not wrong


def test_rows_of_a_table_are_one_block() -> None:
    text, hints, _ = read(NEWS_SITE)
    tables = [block for block in segment_html(text, hints).blocks if block.label == "table"]
    assert [text[block.start : block.end] for block in tables] == ["Area\tGrade\nOverall\tGood"]


TAGS = st.sampled_from(
    ["p", "h1", "h2", "li", "div", "tr", "img", "figcaption", "button", "time", "blockquote"]
)
LANDMARKS = st.lists(
    st.sampled_from(
        [
            "article",
            "main",
            "nav",
            "header",
            "footer",
            "comments",
            "related",
            "figure",
            "author",
            "date",
            "aside",
            "table",
        ]
    ),
    max_size=3,
)
LINES = st.sampled_from([row.split("|", 4)[4].strip() for row in (NEWS_SITE + DIV_SOUP).split("\n") if row])


@given(st.lists(st.tuples(LINES, TAGS, LANDMARKS, st.booleans()), max_size=25))
def test_every_visible_stretch_is_in_one_block(rows: list[tuple[str, str, list[str], bool]]) -> None:
    text = ""
    hints = []
    for line, tag, within, main in rows:
        hints.append(LineHint(len(text), len(text) + len(line), tag, " ".join(within), main))
        text += line + "\n"
    end_before = 0
    for block in segment_html(text, hints).blocks:
        assert not text[end_before : block.start].strip()
        assert text[block.start : block.end].strip() == text[block.start : block.end] != ""
        end_before = block.end
    assert not text[end_before:].strip()
