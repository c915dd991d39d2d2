"""Sentences: cases in which ``|`` marks where a sentence starts, and laws that hold for any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.segment.sentences import split_sentences

CASES = [
    "|The visit was short. |It found little.",
    "|Cllr J. Smith, Dr. Jones and Mrs Peel of St. Anne's agreed. |They left.",
    "|It cost £5.4m. |That is 3.5 times as much, e.g. as in No. 10 or at approx. 12 sites.",
    "|“We were late.” |She said so twice.",
    "|“Is it safe?” she asked. |Nobody knew.",
    "|“Is it safe?” Cllr Ann Marsh asked. |Nobody knew.",
    "|“Is it safe?” |Nobody knew.",
    "|He said: “We failed. |We are sorry.”",
    "|Help is good for most children.2 |The rest wait.",
    "|Help is good for most children.”3 |The rest wait.",
    "|Plans help children.|The council agrees.",
    "|It was so in 2014.|The council agrees.",
    "|She agreed.|'It was late,' he said.",
    "|'We audit. |We learn.'|She left the workers' room.",
    '|Carers agreed.|"She is happy," one said.',
    "|See www.Example.Org or gov.uk for more. |It helps.",
    "|Workers in the U.K. Government left at 5 p.m. Monday was quiet.",
    "|They left at 5 p.m. |The office shut.",
    "|In Sept. 2019 it rose; in Dec. it fell. |Then it stopped.",
    "|It drifted … and drifted. |It … |Then nothing.",
    "|The plan [...] The aim was clear. |Good.",
    "|What now? |Nothing! |Why?",
    "|Done (see page 3.) |The end.",
    "◼ |the quality of plans",
    "• |Supervision is late. |It is not reflective.",
    "12. |The council should act. |It should do so now.",
    "(a) |early help;",
    "2.1 |Adoption performance",
    "– |and other things",
    "|12 children were seen. |Six were not.",
    "|Direct work ‘absent’",
    "|Section 47 enquiries are late. |12 children waited.",
    "|The report, by Prof. Eileen Moor, came out in vol. 3. |It is long.",
    "|Audits are late. (Recommendation) |Others are not. (Recommendation)",
    "|Audits are late. |(They were late before.) |So be it.",
    "|They asked: ‘Who cares?’ |We do.",
    "|It is the view of Smith et al. in 2010. |We agree.",
    "|It said practice was “good.” |The council agreed.",
    "|“Thresholds are unclear,” it said. |“Children wait.”",
]


def marked(case: str) -> tuple[str, list[str]]:
    """Return a case's text and the sentences it marks."""
    text = case.replace("|", "")
    return text, [part.strip() for part in case.split("|")[1:]]


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, [(0, len(text))])]


@pytest.mark.parametrize("case", CASES)
def test_splits_where_a_reader_would(case: str) -> None:
    text, expected = marked(case)
    assert split(text) == expected


@pytest.mark.parametrize("case", CASES)
def test_hard_wrapping_changes_nothing(case: str) -> None:
    text, _ = marked(case)
    wrapped = text.replace(" ", "\n")
    assert split_sentences(wrapped, [(0, len(wrapped))]) == split_sentences(text, [(0, len(text))])


def test_a_sentence_runs_across_page_furniture() -> None:
    text = "One. The plan\nPage 3\ncame late. Two."
    pieces = [(0, 13), (21, len(text))]
    assert text[13:21] == "\nPage 3\n"
    assert [text[s:e] for s, e in split_sentences(text, pieces)] == [
        "One.",
        "The plan\nPage 3\ncame late.",
        "Two.",
    ]


def test_a_border_between_sentences_at_a_page_break_leaves_the_furniture_out() -> None:
    text = "One.\nPage 3\nTwo."
    assert [text[s:e] for s, e in split_sentences(text, [(0, 4), (12, 16)])] == ["One.", "Two."]


PROSE = st.text(
    st.sampled_from("aeT I.?!…“”‘’\"'() \n\t\f12,;:-•◼£\ufffe\u00a0é")
    | st.characters(exclude_categories=["Cs"]),
    max_size=200,
)


@given(PROSE, st.lists(st.integers(0, 200), max_size=6))
def test_spans_are_ordered_disjoint_trimmed_and_cover_all_but_markers(text: str, cuts: list[int]) -> None:
    cuts = sorted({min(cut, len(text)) for cut in cuts})
    pieces = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if text[a:b].strip()]
    if not pieces:
        pieces = [(0, len(text))]
    spans = split_sentences(text, pieces)
    inside = {i for a, b in pieces for i in range(a, b)}
    covered: set[int] = set()
    end_before = 0
    for start, end in spans:
        assert start >= end_before
        assert text[start:end].strip() == text[start:end] != ""
        assert {start, end - 1} <= inside
        covered.update(range(start, end))
        end_before = end
    for missed in re.findall(
        r"\S+", "".join(text[i] if i in inside - covered else " " for i in range(len(text)))
    ):
        assert not re.search(r"[^\W_]{5}", missed), "only bullets and numbers are left out"


@given(PROSE)
def test_wrapping_any_text_changes_nothing(text: str) -> None:
    text = text.replace("\n", " ")
    wrapped = text.replace(" ", "\n")
    assert split_sentences(text, [(0, len(text))]) == split_sentences(wrapped, [(0, len(text))])


def test_what_goes_on_without_a_stop_is_cut_at_a_space() -> None:
    text = "children and families " * 500 + "wait."
    parts = split(text)
    assert max(map(len, parts)) <= 1500
    assert " ".join(parts) == text
    assert split("one two, " * 150 + "three.") == ["one two, " * 150 + "three."]


def test_no_sentence_runs_across_more_than_a_page_of_furniture() -> None:
    text = "It goes on " + "9" * 2000 + " after a page."
    pieces = [(0, 10), (2012, len(text))]
    assert split_sentences(text, pieces) == [(0, 10), (2012, len(text))]
