"""Kinds of documents: reports and letters by their frame, everything else is news."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.segment.margin import CASES, read_case

from ofsight.segment.kind import detect_kind

NEWS = {
    "article": """
        ‘Too slow’: inspectors find children at risk in Mercia
        By Pat Reporter
        Children in Mercia wait too long for help, Ofsted said after a visit to Mercia.
        In a letter to the council, inspectors said caseloads were high. “Progress has been too slow,” said
        Ann Other, His Majesty’s Inspector.
        A council spokesperson said it was sorry.
    """,
    "article that quotes the letter at length": """
        Monitoring visit to Mercia finds some progress
        Published on 3 May 2019
        Dear reader, this is how the letter starts:
        “This letter summarises the findings of the monitoring visit to Mercia on 2 April.”
        The letter says: “Leaders know what they have to do.”
        What needs to improve
        • supervision
        • plans
        The director said: “We accept every word of it.”
        Share
        Comments
    """,
    "press release": """
        Ofsted inspection of Mercia children’s services
        Press release, 4 June 2021
        Mercia County Council has been rated good by Ofsted.
        1. Leadership: good
        2. Help and protection: good
        Cllr Jane Doe said: “We are proud of our staff.”
        Notes to editors
        Inspection dates: 4 to 15 May 2021.
    """,
    "page of the government": """
        Skip to main content
        Tell us whether you accept cookies
        Joint targeted area inspection of Mercia
        From: Ofsted
        Published 4 June 2021
        Letter to Mercia about the findings of the joint inspection.
        © Crown copyright
    """,
    "empty": "",
}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("paged", [True, False])
def test_reports_and_letters(path: Path, paged: bool) -> None:
    text = read_case(path.read_text(encoding="utf-8")).text
    assert detect_kind(text if paged else text.replace("\n\f", "\n")) == "report"


def test_a_letter_that_quotes_a_child_is_a_letter() -> None:
    assert (
        detect_kind("""
        12 January 2022
        Dear Ms Bartik
        Monitoring visit to Mercia children’s services
        Areas covered by the visit
        Plans for children were read.
        “She listens,” said one boy of his worker.
        Yours sincerely
        """)
        == "report"
    )


@pytest.mark.parametrize("text", NEWS.values(), ids=NEWS)
def test_news(text: str) -> None:
    assert detect_kind(text) == "news"


@pytest.mark.shared
def test_the_kind_of_real_documents(shared_dir: Path) -> None:
    reports = sorted((shared_dir / "corpus" / "reports").glob("*.txt"))[::10]
    assert {detect_kind(path.read_text(encoding="utf-8")) for path in reports} == {"report"}
    articles = [path for path in (shared_dir / "articles").glob("*.txt") if path.stem != "README"]
    assert {detect_kind(path.read_text(encoding="utf-8")) for path in articles} == {"news"}


def test_a_long_gap_of_blank_lines_takes_no_longer_than_its_length() -> None:
    started = time.perf_counter()
    assert detect_kind("\n" * 100_000 + "Mercia council was inspected.") == "news"
    assert time.perf_counter() - started < 5  # each line tried to the gap's end: half an hour
